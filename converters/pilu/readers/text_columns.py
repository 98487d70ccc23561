"""Tables in text without any table markup: a row on a line, its cells parted by blanks.

Only the shape of the lines counts: lines that end in equally many figures are rows, where the lines
above have a heading for each of these columns. Where wide gaps part the cells, what stands under a
heading is in its column; where single blanks do, a row must have every figure. Figures of which this
tells no columns stay the lines they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice, pairwise, takewhile

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Paragraph, Table
from pilu.model.span import Span
from pilu.readers.broken_labels import Anchor, shared_out
from pilu.readers.paged import NOTE, NOTES, TextLine
from pilu.readers.stitch import folded
from pilu.readers.text_lists import list_from, pairs_from
from pilu.readers.text_words import ACROSS, Cells, Line, Word, table_of_rows, taken_apart, width_of

_FEWEST = 2  # rows with every figure that make a table
_LOOK_AHEAD = 60  # lines that tell how many columns there are
_PIECES = 8  # lines without figures in a row, at most
_NEAR = 2  # how far left of its column's figures a word may end and be of it
_UNPLACED = 4  # figures outside tables that are worth a word
_YEAR = re.compile(r"(?:19|20)\d{2}")

Place = Callable[[Line], Cells | None]


@dataclass(slots=True)
class Row:
    """A row of a table: its words by column, the lines between it and the next one, and whether it is
    one of headings (``broken``: the column whose heading stands around it, 0 for none; ``lead``: the first
    column of figures); ``alone``: it has no lines around it, being a title among the rows."""

    cells: dict[int, tuple[Word, ...]]
    below: list[Cells] = field(default_factory=list)
    heads: bool = False
    broken: int = 0
    lead: int = 1
    alone: bool = False

    def add(self, cells: Cells, *, before: bool) -> None:
        """Takes in the words of a line around it."""
        for column, words in cells.items():
            column = column or self.broken
            known = self.cells.get(column, ())
            self.cells[column] = (*words, *known) if before else (*known, *words)


def with_columns(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The blocks of a text without tables, the lines between its headings as ``column_blocks``."""
    if any(isinstance(block, Table) for block in blocks):
        return tuple(blocks), ()
    made: list[Block] = []
    told: list[Diagnostic] = []
    for plain, run in groupby(blocks, key=lambda block: isinstance(block, Paragraph) and not block.level):
        if not plain:
            made.extend(run)
            continue
        lines = [TextLine(block.text, block.spans[0]) for block in run]  # type: ignore[union-attr,arg-type]
        found, said = column_blocks(lines)
        made.extend(found)
        told.extend(said)
    return tuple(made), tuple(told)


def moved(block: Block, place: Callable[[Span], Span]) -> Block:
    """A block whose places are told in another way."""
    spans = tuple(map(place, block.spans))
    if not isinstance(block, Table):
        return replace(block, spans=spans)
    cells = (replace(cell, spans=tuple(dict.fromkeys(map(place, cell.spans)))) for cell in block.cells)
    return replace(block, cells=tuple(cells), spans=spans)


def column_blocks(lines: Sequence[TextLine]) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The lines as blocks, rows of figures as tables, and what is to be said of them."""
    taken = [taken_apart(line) for line in lines]
    blocks: list[Block] = []
    told: list[Diagnostic] = []
    left: list[Line] = []
    at = 0
    while at < len(taken):
        tries = (kind(taken, at) for kind in (_table_from, list_from, pairs_from))
        table, end = next((found for found in tries if found[0]), (None, at + 1))
        if table is None:
            left.append(taken[at])
            blocks.append(Paragraph(taken[at].text, (taken[at].span,)))
        else:
            blocks.append(table)
            told.append(diagnose("read.unruled-table", span=table.spans[0]))
        at = end
    return tuple(blocks), (*told, *_unplaced(left))


def _table_from(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table whose headings begin on the line ``at``, and the line after it."""
    first = at
    while first < len(lines) and lines[first].is_piece and first - at < _PIECES:
        first += 1
    if first in (at, len(lines)) or not lines[first].figures:
        return None, at + 1
    wide = lines[first].is_wide
    width = _width(lines, first, wide=wide)
    heads = (_wide_heads if wide else _narrow_heads)(lines, at, first, width) if width > 1 else None
    if heads is None:
        return None, at + 1
    top, below, place = heads
    above, rows, end = _rows(lines, below, top, place)
    figures = {column for column in top.cells if column >= top.lead}
    if sum(not row.heads and figures <= set(row.cells) for row in rows) < _FEWEST:
        return None, at + 1
    rows, left_over = _share_out(above, rows, len(figures))
    end -= left_over
    cells = [row.cells for row in (top, *rows)]
    return table_of_rows(cells, 1 + max(figures), lines[at].span, lines[end - 1].span), end


def _width(lines: Sequence[Line], first: int, *, wide: bool) -> int:
    """How many figures most of the rows from ``first`` on have, as long as these are of one kind."""
    counts: Counter[int] = Counter()
    for line in _run(lines, first):
        if line.figures and line.is_wide != wide:
            break
        counts[len(line.figures)] += bool(line.figures)
    return max(counts, key=lambda size: (counts[size], size), default=0)


def _narrow_heads(lines: Sequence[Line], at: int, first: int, width: int) -> tuple[Row, int, Place] | None:
    """The headings on one line: a word for each column, and perhaps one for the labels and one for the
    references to notes behind these."""
    words = lines[at].words
    notes = next((n for n, word in enumerate(words[:2]) if NOTES.fullmatch(folded(word.text))), None)
    if notes is not None:
        width = len(words) - notes - 1
    elif len(words) not in (width, width + 1) or first - at > _PIECES:
        return None
    lead = 1 if notes is None else 2
    before = words[: len(words) - width]
    top = Row(_labelled(before, words[len(before) :], lead), heads=True, lead=lead)

    def place(line: Line) -> Cells | None:
        figures = line.figures
        label = line.words[: len(line.words) - len(figures)]
        noted = lead > 1 and len(figures) == width + 1
        if noted:
            label, figures = (*label, figures[0]), figures[1:]
        if not figures or len(figures) == width:
            noted = noted or (lead > 1 and len(label) > 1 and bool(NOTE.fullmatch(folded(label[-1].text))))
            return _labelled(label, figures, 2 if noted else 1, lead)
        return {0: label, ACROSS: figures} if lead == 1 and len(figures) < width else None

    return top, at + 1, place


def _labelled(
    label: Sequence[Word], words: Sequence[Word], parts: int, lead: int = 0
) -> dict[int, tuple[Word, ...]]:
    """A label, behind it the reference to a note where it has two ``parts``, and words in the columns from
    ``lead`` on."""
    note = tuple(label[len(label) - parts + 1 :]) if parts > 1 else ()
    said = tuple(label[: len(label) - len(note)])
    cells = {**({0: said} if said else {}), **({1: note} if note else {})}
    return {**cells, **_by_order(words, lead or parts)}


def _by_order(words: Sequence[Word], first: int = 1) -> dict[int, tuple[Word, ...]]:
    return {column: (word,) for column, word in enumerate(words, start=first)}


def _wide_heads(lines: Sequence[Line], at: int, first: int, width: int) -> tuple[Row, int, Place] | None:
    """The headings over the columns that the figures of full rows stand in."""
    full = [line.figures for line in _run(lines, first) if len(line.figures) == width]
    columns = [(min(w.left for w in words), max(w.right for w in words)) for words in zip(*full, strict=True)]
    if any(left[1] > right[0] for left, right in pairwise(columns)):
        return None

    def place(line: Line) -> Cells | None:
        cells: dict[int, tuple[Word, ...]] = {}
        for word in line.apart:
            column = _column(word, columns)
            if column in cells and column:
                return None
            cells[column] = (*cells.get(column, ()), word)
        return cells

    top = Row({}, heads=True)
    below = at
    while below < first and (cells := place(lines[below])) and (set(cells) - {0} or not top.cells):
        top.add(cells, before=False)
        below += 1
    title = below > at + 1 and len(lines[at].apart) == 1 and len(lines[at + 1].apart) >= width
    return (top, below, place) if not title and set(range(1, width + 1)) <= set(top.cells) else None


def _run(lines: Sequence[Line], first: int) -> Iterator[Line]:
    """The lines from ``first`` on that may be rows, or pieces of rows, of one table."""
    return takewhile(lambda line: line.figures or line.is_piece, islice(lines, first, first + _LOOK_AHEAD))


def _column(word: Word, columns: Sequence[tuple[int, int]]) -> int:
    """The column a word stands in: 0 left of all figures, else the one nearest to its middle."""
    middle = (word.left + word.right) / 2
    if word.right <= columns[0][0] and word.left < columns[0][0] - _NEAR:
        return 0
    return 1 + min(range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - middle))


def _rows(lines: Sequence[Line], start: int, top: Row, place: Place) -> tuple[list[Cells], list[Row], int]:
    """The lines before the first row, the rows with the lines below them, and the line after all these."""
    above: list[Cells] = []
    rows: list[Row] = []
    at = start
    pieces = above
    figures = {column for column in top.cells if column >= top.lead}
    barren = 0  # rows so far, until one has every figure
    while at < len(lines) and len(pieces) <= _PIECES and barren < _LOOK_AHEAD:
        line = lines[at]
        cells = place(line) if line.figures or line.is_piece else None
        if cells is None:
            break
        head = None if line.figures else _further_heads(line, cells, top)
        title = not line.figures and line.is_title
        if line.figures or head or title:
            rows.append(head or Row(dict(cells), alone=title))
            barren = 0 if figures <= set(cells) else barren + 1
            pieces = rows[-1].below
        else:
            pieces.append(cells)
        at += 1
    return above, rows, at


def _further_heads(line: Line, cells: Cells, top: Row) -> Row | None:
    """A further row of headings in the order of the first: the same years with other words. One heading
    may stand on the lines around it."""
    columns = [column for column in top.cells if column >= top.lead]
    if len([column for column in cells if column]) > 1:
        return Row(dict(cells), heads=True)
    years = {year: column for column in columns if (year := _year(top.cells[column][0]))}
    found = [years.get(_year(word)) for word in line.words]
    named = [column for column in found if column]
    missing = [column for column in columns if column not in named]
    if len(named) < 2 or named != sorted(named) or len(line.words) + bool(missing) < len(columns):
        return None
    if len(line.words) == len(columns):
        return Row(_by_order(line.words, top.lead), heads=True)
    if len(named) < len(line.words):
        return None
    placed = {column: (word,) for column, word in zip(named, line.words, strict=True)}
    return Row({**placed}, heads=True, broken=missing[0])


def _year(word: Word) -> str:
    match = _YEAR.match(folded(word.text))
    return match[0] if match else ""


def _share_out(above: Sequence[Cells], rows: Sequence[Row], width: int) -> tuple[list[Row], int]:
    """The rows with the pieces of labels around them, what is of none as rows of their own; and how many
    lines at the end are left over."""
    anchors = [
        Anchor(
            width_of(row.cells.get(row.broken, ())) if not row.heads else 0,
            tuple(width_of(cells.get(0, ())) for cells in row.below),
            whole=row.alone or (row.heads and len(set(row.cells) - {0}) == width),
        )
        for row in rows
    ]
    taken = shared_out([width_of(cells.get(0, ())) for cells in above], anchors)
    made: list[Row] = []
    before: Sequence[Cells] = above
    for row, (over, under) in zip(rows, taken, strict=True):
        made.extend(Row(dict(cells)) for cells in before[: len(before) - over])
        for cells in reversed(before[len(before) - over :]):
            row.add(cells, before=True)
        for cells in row.below[:under]:
            row.add(cells, before=False)
        made.append(row)
        before = row.below[under:]
    return made, len(before)


def _unplaced(lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """Stretches of lines with figures that are in no table."""
    stretch: list[Line] = []
    for line in (*lines, None):
        if line is not None and (line.is_piece or line.amounts > 1):
            stretch.append(line)
            continue
        figures = sum(piece.amounts for piece in stretch)
        if figures >= _UNPLACED:
            first = next(piece for piece in stretch if piece.amounts)
            yield diagnose("read.figures-unplaced", span=first.span, figures=figures)
        stretch = []
