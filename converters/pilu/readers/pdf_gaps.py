"""Tables without rulings around their cells: text that leaves the same gaps line after line.

Only the shape counts: lines with figures that stand under one another are the rows, what stands close around
such a line, or between the same two rulings, belongs to its row, and lines above the first row are the
headings. Everything in such a table has a lower confidence, since no ruling says where a cell ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pilu.readers.pdf_columns import (
    Columns,
    Laid,
    Row,
    columns_of,
    is_large,
    is_numbered,
    merged,
    size_of,
    visual_lines,
)
from pilu.readers.pdf_tables import RuledCell, RuledTable
from pilu.readers.pdf_text import Box, Line, cell_text, enclosing
from pilu.readers.text_words import is_figure

# Segments of one line farther apart than this many ems may be cells of something.
GAP = 0.35
_CONFIDENCE = 0.7
_LEAST_ROWS = 2
_LEAST_FIGURES = 2  # in a row of a table of few rows
_MANY_ROWS = 3
_HEADED = 3  # segments of a line of headings
_LEAST_AMOUNTS = 0.4
_MOST_SEGMENTS = 3000  # of lines that may be one table
_UNPLACED = 4  # amounts outside tables that are worth a word
_LONE = 3  # lines of one segment between lines of more, as titles and broken labels are
_PITCH = 3.4  # heights of type from one line of a table to the next, at most
_HEAD_PITCH = 2.6  # and from one line of headings to the next
_APART = 0.94  # of the distance of two rows of one line each: less is within a row
_LOOSE = 1.06  # of the distance of lines of one cell: more is the distance of another row
_WIDE = 0.6  # of the table: a shorter ruling says nothing about where it begins or ends
_PROSE = re.compile(r"[。；;□☐√☑☒]|\.{4}|…{2}|·{4}")
_SAYING = re.compile(".*[：:].*")  # a line about the table, or about what is in it
_SAID = re.compile(".*[：:].*\\S.*")  # one about the table, as its unit
_HEADING = re.compile(
    r"\s*(?:第.{1,3}[节章]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|\d{1,2}(?:\.\d{1,2})+)"
)


Unplaced = tuple[Box, int]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal line on a page: its height, and where it begins and ends."""

    y: float
    left: float
    right: float


def regrouped(
    segments: Sequence[Line], page: int, rulings: Sequence[Ruling] = ()
) -> tuple[list[Line], list[RuledTable], list[Unplaced]]:
    """Segments of lines as whole lines, the tables that stand out among them, and what amounts are left."""
    rows = visual_lines(segments)
    tables: list[RuledTable] = []
    taken: set[int] = set()
    left: list[Unplaced] = []
    at = 0
    while at < len(rows):
        end = _stretch(rows, at)
        found = _table(rows[at:end], page, rulings) if end > at else None
        if found:
            table, used = found
            tables.append(table)
            taken.update(id(line) for row in used for line in row)
        left.extend(_unplaced([row for row in rows[at:end] if id(row[0]) not in taken]))
        at = max(end, at + 1)
    return [_whole(row) for row in _in_text_order(segments) if id(row[0]) not in taken], tables, left


def _unplaced(rows: Sequence[Row]) -> list[Unplaced]:
    """Where the amounts begin that stand side by side in no table, and how many they are."""
    beside = [[line for line in row if is_figure(line.text) and is_large(line.text)] for row in rows]
    amounts = [line for row in beside if len(row) > 1 for line in row]
    return [(amounts[0].box, len(amounts))] if len(amounts) >= _UNPLACED else []


def _in_text_order(segments: Sequence[Line]) -> list[Row]:
    """Segments on one height, from left to right; the order of the text otherwise."""
    rows: list[Row] = []
    for segment in segments:
        last = rows[-1][-1] if rows else None
        if last and abs(last.middle - segment.middle) < 0.4 * segment.size and segment.box[0] > last.box[2]:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _figures(row: Row) -> int:
    return 0 if is_numbered(row) else sum(is_figure(line.text) for line in row)


def _is_alone(row: Row) -> bool:
    return len(row) == 1 or is_numbered(row)


def _stretch(rows: Sequence[Row], start: int) -> int:
    """The end of the lines from ``start`` on that may be of one table: none is a sentence, they follow one
    another closely, and where headings come again no line that heads a table stands before them."""
    end = start
    seen = headed = False
    while end < len(rows) and not _is_prose(rows[end]):
        row = rows[end]
        if end > start and row[0].middle - rows[end - 1][0].middle > _PITCH * size_of(row):
            break
        if seen and _is_alone(row) and _is_heading(row, rows[end + 1 : end + 1 + _LONE]):
            headed = True
        elif headed:
            break
        seen = seen or bool(_figures(row) and len(row) > 1)
        end += 1
    return end - 1 if headed and end - 1 > start else end


def _is_heading(row: Row, following: Sequence[Row]) -> bool:
    """Whether a line on its own heads what follows, which is then no row of the table before."""
    begins = len(row) > 1 or _HEADING.match(row[0].text) or _SAYING.fullmatch(row[0].text)
    below = next((row for row in following if not _is_alone(row) or _SAID.fullmatch(row[0].text)), [])
    return bool(begins) and (len(below) < 2 or not _figures(below))


def _is_prose(row: Row) -> bool:
    return any(_PROSE.search(line.text) for line in row)


def _table(
    rows: Sequence[Row], page: int, rulings: Sequence[Ruling]
) -> tuple[RuledTable, Sequence[Row]] | None:
    """The table that the rows are, and those of them that it takes; None where they are none."""
    if sum(map(len, rows)) > _MOST_SEGMENTS:
        return None
    columns = columns_of(rows)
    anchors = [n for n, row in enumerate(rows) if columns.has_figures(row)]
    if not _stands_out(rows, anchors, columns):
        return None
    first, last = _bounds(rows, anchors, rulings)
    kept = rows[first:last]
    columns = columns_of(kept)
    groups = _groups(kept, columns, rulings)
    told = [n for n, group in enumerate(groups) if any(columns.has_figures(row) for row in group)]
    if not told:
        return None
    body, ends = told[0], told[-1] + 1
    if not any(len(row) >= _HEADED for group in groups[ends:] for row in group):
        groups = groups[:ends]  # words below the last row are headings of more rows, or not of the table
        kept = kept[: sum(map(len, groups))]
    laid: list[list[Laid]] = []
    for number, group in enumerate(groups):
        heads = number < body or not any(columns.has_figures(row) for row in group)
        laid.extend(columns.heads(group) if heads else [columns.cells(group)])
    return _ruled(laid, columns, page), kept


def _stands_out(rows: Sequence[Row], anchors: Sequence[int], columns: Columns) -> bool:
    """Whether there are enough rows with figures under one another, and little else."""
    if len(anchors) < _LEAST_ROWS or len(columns.extents) < 2:
        return False
    full = sum(columns.has_figures(rows[n]) >= _LEAST_FIGURES for n in anchors)
    labels = sum(not is_figure(line.text) for row in rows for line in row)
    headed = any(len(row) >= _HEADED for row in rows)
    if full < _LEAST_ROWS and len(anchors) < _MANY_ROWS and not headed:
        return False
    amounts = sum(is_figure(line.text) and is_large(line.text) for n in anchors for line in rows[n][1:])
    alone = sum(len(rows[n]) == 1 for n in anchors)
    if amounts < _LEAST_ROWS or 2 * alone > len(anchors):
        return False  # numbers of sections and marks, or the figures of a chart
    cells = sum(len(rows[n]) for n in anchors)
    figures = sum(columns.has_figures(rows[n]) for n in anchors)
    return labels >= _LEAST_ROWS and figures >= _LEAST_AMOUNTS * cells and columns.aligned(rows, anchors)


def _bounds(rows: Sequence[Row], anchors: Sequence[int], rulings: Sequence[Ruling]) -> tuple[int, int]:
    """Where among the rows the table begins and ends."""
    first = anchors[0]
    lone = next((n for n in range(_LONE + 1) if n < first and not _is_alone(rows[first - 1 - n])), 0)
    if lone and len(rows[first - 1 - lone]) >= _HEADED:
        first -= lone  # a title over the first rows, under the headings
    while first > 0 and _is_head(rows, first - 1):
        first -= 1
    while first < anchors[0] and len(rows[first]) == 1 and _SAYING.fullmatch(rows[first][0].text):
        first += 1
    last = len(rows)
    top, bottom = _outer(rows, anchors, rulings)
    if top is not None:
        within = [n for n in range(anchors[0]) if rows[n][0].middle > top]
        first = within[0] if within else first
    if bottom is not None:
        last = next((n for n in range(anchors[-1] + 1, last) if rows[n][0].middle > bottom), last)
    return first, last


def _is_head(rows: Sequence[Row], at: int) -> bool:
    """Whether a line above the first row may be of its headings or of its label."""
    pitch = rows[at + 1][0].middle - rows[at][0].middle
    alone = _is_alone(rows[at])
    if pitch > _HEAD_PITCH * size_of(rows[at]):
        return False
    text = rows[at][0].text
    if all(_SAID.fullmatch(line.text) for line in rows[at]):
        return False
    return not (alone and (len(rows[at]) > 1 or _SAYING.fullmatch(text) or _HEADING.match(text)))


def _outer(
    rows: Sequence[Row], anchors: Sequence[int], rulings: Sequence[Ruling]
) -> tuple[float | None, float | None]:
    """The heights of the rulings that the table lies between, where there are any."""
    left, _, right, _ = enclosing([line.box for n in anchors for line in rows[n]])
    wide = _levels(rulings, left, right)
    upper, lower = rows[anchors[0]][0].middle, rows[anchors[-1]][0].middle
    above = [y for y in wide if rows[0][0].box[1] - rows[0][0].size < y < upper]
    below = [y for y in wide if lower < y < rows[-1][0].box[3] + rows[-1][0].size]
    # the ruling right above the first row is that below the headings, if it is not the only one
    heads = [y for y in above if any(y < row[0].middle < upper for row in rows[: anchors[0]])]
    return (min(heads) if heads else None), (max(below) if below else None)


def _groups(rows: Sequence[Row], columns: Columns, rulings: Sequence[Ruling]) -> list[list[Row]]:
    """The lines of each row of the table: those between two rulings, or close to one another."""
    anchors = [n for n, row in enumerate(rows) if columns.has_figures(row)]
    steps = [two[0].middle - one[0].middle for one, two in pairwise(rows)]
    apart = _apart(rows, columns, [steps[n] for n, after in pairwise(anchors) if after == n + 1])
    levels = _levels(rulings, columns.edges[0], columns.edges[-1])
    ruled = {n for n, (one, two) in enumerate(pairwise(rows)) if _parted(one, two, levels)}
    cuts: set[int] = set(ruled)
    for start, end in pairwise([0, *anchors, len(rows) - 1]):
        heads = _heads(rows, range(start if start not in anchors else start + 1, end), columns)
        if heads:
            cuts |= {heads[0] - 1, heads[-1]}
        parts = ((start, heads[0] - 1), (heads[-1] + 1, end)) if heads else ((start, end),)
        for first, last in parts:
            if ruled.isdisjoint(range(first, last)):
                inner = first in anchors and last in anchors
                found = _gaps(range(first, last), steps, apart, inner=inner)
                between = rows[min(found) + 1 : max(found) + 1] if found else ()
                titles = all(columns.is_title(row) for row in between)
                cuts |= found if titles else {max(found, key=lambda n: steps[n])}
    groups: list[list[Row]] = [[]]
    for number, row in enumerate(rows):
        groups[-1].append(row)
        if number in cuts and number + 1 < len(rows):
            groups.append([])
    return groups


def _parted(upper: Row, lower: Row, levels: Sequence[float]) -> bool:
    return any(upper[0].middle < y < lower[0].middle for y in levels)


def _heads(rows: Sequence[Row], between: range, columns: Columns) -> range | None:
    """The lines between two rows, or above the first, that are headings: words over two columns of figures
    or more, and the words over one column close above and below them."""
    over = [n for n in between if columns.is_head(rows[n])]
    if not over:
        return None
    first, last = over[0], over[-1]
    while first - 1 in between and not columns.is_label(rows[first - 1]) and _are_near(rows, first - 1):
        first -= 1
    while last + 1 in between and not columns.is_label(rows[last + 1]) and _are_near(rows, last):
        last += 1
    return range(first, last + 1)


def _are_near(rows: Sequence[Row], at: int) -> bool:
    """Whether two lines overlap in height, or nearly, as those of cells of one row may."""
    return rows[at + 1][0].middle - rows[at][0].middle < 1.2 * size_of(rows[at])


def _apart(rows: Sequence[Row], columns: Columns, near: Sequence[float]) -> float:
    """The distance from which on two lines are of two rows, or 0: between that of lines of one cell and
    that of rows of one line each (``near``)."""
    pitch = columns.pitch(rows)
    steps = [step for step in near if step > _APART * pitch]
    if pitch and steps and min(steps) > _LOOSE * pitch:
        return (pitch + min(steps)) / 2
    return _APART * min(steps) if steps else _LOOSE * pitch


def _gaps(between: range, steps: Sequence[float], apart: float, *, inner: bool) -> set[int]:
    """After which of the lines between two rows (``inner``), or before the first or after the last one,
    another row begins: where the step to the next is as wide as from row to row, or else the widest."""
    if not between:
        return set()
    wide = {n for n in between if apart and steps[n] > apart}
    widest = max(between, key=lambda n: steps[n])
    loose = steps[widest] > _LOOSE * min(steps[n] for n in between)
    return wide or ({widest} if inner or (not apart and loose) else set())


def _levels(rulings: Sequence[Ruling], left: float, right: float) -> list[float]:
    """The heights at which rulings, whole or in pieces, cover most of what lies between two edges."""
    pieces: dict[int, list[tuple[float, float]]] = {}
    for ruling in rulings:
        reach = (max(ruling.left, left), min(ruling.right, right))
        if reach[0] < reach[1]:
            pieces.setdefault(round(ruling.y), []).append(reach)
    covered = {y: sum(b - a for a, b in merged(reaches)) for y, reaches in pieces.items()}
    return sorted(y for y, length in covered.items() if length >= _WIDE * (right - left))


def _ruled(rows: Sequence[Sequence[Laid]], columns: Columns, page: int) -> RuledTable:
    """The rows as a table: column, columns and rows covered, lines of every cell."""
    cells: list[RuledCell] = []
    boxes: list[Box] = []
    for number, row in enumerate(rows):
        area = enclosing([line.box for *_, lines in row for line in lines])
        boxes.append(area)
        above = (
            (c, s) for n, upper in enumerate(rows[:number]) for c, s, deep, _ in upper if n + deep > number
        )
        taken = [*((start, span) for start, span, *_ in row), *above]
        covered = {column for start, span in taken for column in range(start, start + span)}
        free = (column for column in range(len(columns.extents)) if column not in covered)
        blank: list[Laid] = [(column, 1, 1, []) for column in free]
        for start, span, deep, lines in sorted([*row, *blank], key=lambda cell: cell[0]):
            left, right = columns.edges[start], columns.edges[start + span]
            place = (left, area[1], right, area[3])
            cell = RuledCell(number, deep, [(page, place)], certainty=_CONFIDENCE)
            for line in lines:
                line.confidence = min(line.confidence, _CONFIDENCE)
            cell.builder.lines.extend(lines)
            cell.text = cell_text(lines, place)
            cells.append(cell)
    top, bottom = enclosing(boxes)[1], enclosing(boxes)[3]
    place = (columns.edges[0], top, columns.edges[-1], bottom)
    return RuledTable(cells, len(rows), [(page, place)], tuple(columns.edges))


def fit(upper: RuledTable, lower: RuledTable) -> None:
    """Gives the columns of ``lower`` the edges of those of ``upper``, if both tables are without rulings and
    the columns of one stand under those of the other."""
    known, own = upper.edges, lower.edges
    if not known or len(known) != len(own):
        return
    middles = [(one + two) / 2 for one, two in pairwise(own)]
    if not all(one <= middle <= two for middle, (one, two) in zip(middles, pairwise(known), strict=True)):
        return
    moved = dict(zip(own, known, strict=True))
    for cell in lower.cells:
        cell.places = [
            (page, (moved[x0], top, moved[x1], bottom)) for page, (x0, top, x1, bottom) in cell.places
        ]
    page, (_, top, _, bottom) = lower.places[0]
    lower.places = [(page, (known[0], top, known[-1], bottom))]
    lower.edges = known


def _whole(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    text = " ".join(line.text.strip() for line in row)
    return Line(text, enclosing([line.box for line in row]), min(line.confidence for line in row))
