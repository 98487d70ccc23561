"""Joins the pieces of a ruled table over page breaks: rows cut in two, headers printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pilu.readers.pdf_tables import RuledCell, RuledTable
from pilu.readers.pdf_text import glued, is_full
from pilu.readers.stitch import MOST_HEADER_ROWS, folded, is_amount, repeated_header

_EXTENT = 4.0
_EDGE = 4.0
_NUMBERING = re.compile(r"[(\d一二三四五六七八九十]*[).、]*")
_HEAD = re.compile(r"[-+(]?[\d,.]+")
_TAIL = re.compile(r"[\d,.]+\)?")
_WHOLE_MONEY = re.compile(r"[-+(]?(\d{1,3}(,\d{3})+|\d{1,3})\.\d\d\)?")
_WHOLE_AMOUNT = re.compile(r"[-+(]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\)?[%‰]?")


def are_pieces(upper: RuledTable, lower: RuledTable) -> bool:
    """Whether ``lower``, at the top of the next page, looks like a piece of ``upper``.

    Pieces have the same left and right end. Another table of the same width begins with a header
    (several cells, no amount) whose columns the upper one does not have, unless the upper one ends
    with a title of its next part, or is itself the top of a header only (the year over the columns),
    whose corner the lower piece leaves empty.
    """
    if abs(upper.box[0] - lower.box[0]) > _EXTENT or abs(upper.box[2] - lower.box[2]) > _EXTENT:
        return False
    first = lower.row(0)
    ends_with_title = len(upper.row(upper.row_count - 1)) == 1
    if _is_header_top(upper) and first and not first[0].text:
        return True
    if ends_with_title or len(first) == 1 or any(is_amount(cell.text) for cell in first):
        return True
    known = {edge for cell in upper.cells for edge in (cell.box[0], cell.box[2])}
    same = all(min(abs(edge - cell.box[0]) for edge in known) <= _EDGE for cell in first)
    return same or _is_divided(upper, first)


def _is_divided(upper: RuledTable, first: Sequence[RuledCell]) -> bool:
    """Whether ``upper`` is one row without figures whose columns the row ``first`` divides, with the
    empty rest of a cell that spans both on the left."""
    if upper.row_count != 1 or any(is_amount(cell.text) for cell in upper.cells) or first[0].text:
        return False
    starts = [cell.box[0] for cell in first]
    kept = all(min(abs(start - cell.box[0]) for start in starts) <= _EDGE for cell in upper.cells)
    return kept and len(first) > len(upper.cells)


def _is_header_top(table: RuledTable) -> bool:
    """Whether a piece is a row or two without any figure, with a text in its corner."""
    corner = table.row(0)[:1]
    figures = any(is_amount(cell.text) for cell in table.cells)
    return table.row_count <= 2 and bool(corner and corner[0].text) and not figures


def join_over_break(upper: RuledTable, lower: RuledTable) -> int:
    """Adds ``lower``, the piece on the next page, to ``upper``; the count of repeated rows left out."""
    repeated = repeated_header(_top(upper), _top(lower))
    if any(cell.row < repeated < cell.row + cell.row_span for cell in lower.cells):
        repeated = 0  # a cell reaches from the header into the body: no repetition to cut off
    merged = int(repeated < lower.row_count and _merge_cut_row(upper, lower.row(repeated), repeated > 0))
    shift = upper.row_count - repeated - merged
    for cell in lower.cells:
        if cell.row >= repeated + merged:
            cell.row += shift
            upper.cells.append(cell)
    upper.row_count += lower.row_count - repeated - merged
    upper.places.extend(lower.places)
    return repeated


def _top(table: RuledTable) -> list[list[str]]:
    """The texts of the rows that may be a header, and one more."""
    count = min(table.row_count, MOST_HEADER_ROWS + 1)
    return [[cell.text for cell in table.row(index)] for index in range(count)]


def _merge_cut_row(upper: RuledTable, below: Sequence[RuledCell], under_header: bool) -> bool:
    """Merges the row ``below`` into the last of ``upper`` if the break cut a row in two. Under a
    header printed again only torn figures and brackets say so."""
    last = upper.row_count - 1
    above = [cell for cell in upper.cells if cell.row + cell.row_span - 1 == last]
    above.sort(key=lambda cell: cell.box[0])
    pairs = _paired(above, below)
    if pairs is None or not (_is_torn(pairs) or (not under_header and _is_cut(pairs))):
        return False
    for one, other in pairs:
        one.text = _one_text(one, other)
        one.places.extend(other.places)
        one.builder.lines.extend(other.builder.lines)
    return True


def _paired(
    above: Sequence[RuledCell], below: Sequence[RuledCell]
) -> list[tuple[RuledCell, RuledCell]] | None:
    """The cells of both rows by column, or None when the columns differ."""
    if len(above) != len(below) or any(cell.row_span > 1 for cell in below):
        return None
    pairs = list(zip(above, below, strict=True))
    for one, other in pairs:
        left, right = one.places[-1][1][0], one.places[-1][1][2]
        if abs(left - other.box[0]) > _EDGE or abs(right - other.box[2]) > _EDGE:
            return None
    return pairs


def _is_torn(pairs: Sequence[tuple[RuledCell, RuledCell]]) -> bool:
    """Whether figures or a bracket were torn apart: no row ends, and none begins, like that.

    Every figure that has both ends must be whole once they are joined, and at least one must have
    been incomplete before (a bare minus is, in a row with no more than a number for a name); or the row's
    label opens a bracket that the other end closes.
    """
    texts = [(folded(one.text), folded(other.text)) for one, other in pairs]
    torn = any(head.count("(") > head.count(")") and _closes(tail) for head, tail in texts[:1])
    nameless = bool(_NUMBERING.fullmatch(texts[0][0]) and texts[0][1])
    for head, tail in texts:
        if not (head and tail and _TAIL.fullmatch(tail) and (head == "-" or _HEAD.fullmatch(head))):
            continue
        if not _WHOLE_MONEY.fullmatch(head + tail):
            return False
        torn = torn or _is_broken_amount(head) or (head == "-" and nameless)
    return torn


def _closes(text: str) -> bool:
    before, bracket, _ = text.partition(")")
    return bool(bracket) and "(" not in before


def _is_cut(pairs: Sequence[tuple[RuledCell, RuledCell]]) -> bool:
    goes_on = False
    only_above = only_below = False
    for one, other in pairs:
        if one.text and other.text:
            if not _goes_on(one, other):
                return False
            goes_on = True
        only_above |= bool(one.text) and not other.text
        only_below |= bool(other.text) and not one.text
    if goes_on:
        return only_above or len(pairs) == 1
    return only_above and only_below


def _goes_on(one: RuledCell, other: RuledCell) -> bool:
    """Whether the text of ``one`` broke for want of room and goes on in ``other``."""
    if not one.builder.lines or not is_full(one.builder.lines[-1], other.builder.lines[0], one.places[-1][1]):
        return False
    head, tail = folded(one.text), folded(other.text)
    if is_amount(other.text):
        return _is_broken_amount(head) and bool(_WHOLE_AMOUNT.fullmatch(head + tail))
    return not (is_amount(one.text) and tail[:1].isdigit() and not _is_broken_amount(head))


def _is_broken_amount(text: str) -> bool:
    """Digits that are no whole number of money or shares: a group or the cents are incomplete."""
    if not re.fullmatch(r"[-+(]?[\d,.]+", text):
        return False
    return not _WHOLE_AMOUNT.fullmatch(text) or bool(re.search(r"\.\d$", text))


def _one_text(one: RuledCell, other: RuledCell) -> str:
    if not one.text or not other.text:
        return one.text or other.text
    first = glued(one.text, one.builder.lines[-1], other.builder.lines[0], one.places[-1][1])
    rest = other.text.removeprefix(other.builder.lines[0].text.strip())
    return first.rstrip() + rest
