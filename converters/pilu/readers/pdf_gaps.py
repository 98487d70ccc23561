"""Tables without rulings: rows of text that leave the same gaps line after line.

Only what is clearly a table is taken for one: three columns or more, three rows or more, mostly
amounts. Everything in it has a lower confidence, since no ruling says where a cell ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from pilu.readers.pdf_tables import RuledCell, RuledTable
from pilu.readers.pdf_text import Box, Line, enclosing
from pilu.readers.stitch import is_amount

# Segments of one line farther apart than this many ems are columns of something.
GAP = 2.0
_CONFIDENCE = 0.7
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_LEAST_AMOUNTS = 0.6
_PITCH = 3.0

Row = list[Line]


def regrouped(segments: Sequence[Line], page: int) -> tuple[list[Line], list[RuledTable]]:
    """Segments of lines as whole lines, and the tables that stand out among them."""
    rows = _rows(segments)
    lines: list[Line] = []
    tables: list[RuledTable] = []
    start = 0
    while start < len(rows):
        end = _run(rows, start)
        columns = _columns(rows[start:end]) if end - start >= _LEAST_ROWS else []
        if len(columns) >= _LEAST_COLUMNS and _is_clear(rows[start:end], columns):
            tables.append(_table(rows[start:end], columns, page))
            start = end
        else:
            lines.append(_whole(rows[start]))
            start += 1
    return lines, tables


def _rows(segments: Sequence[Line]) -> list[Row]:
    """Segments on one height, from left to right; the order of the text otherwise."""
    rows: list[Row] = []
    for segment in segments:
        last = rows[-1][-1] if rows else None
        if last and abs(last.middle - segment.middle) < 0.4 * segment.size and segment.box[0] > last.box[2]:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _run(rows: Sequence[Row], start: int) -> int:
    """The end of the rows from ``start`` that have columns and follow one another closely."""
    end = start
    while end < len(rows) and len(rows[end]) >= 2:
        if end > start:
            pitch = rows[end][0].middle - rows[end - 1][0].middle
            if not 0 < pitch < _PITCH * rows[end][0].size:
                break
        end += 1
    return end


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The horizontal extents that the segments of all rows share."""
    extents: list[list[float]] = []
    for left, right in sorted((line.box[0], line.box[2]) for row in rows for line in row):
        if extents and left <= extents[-1][1]:
            extents[-1][1] = max(extents[-1][1], right)
        else:
            extents.append([left, right])
    return [(left, right) for left, right in extents]


def _is_clear(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Every segment in a column of its own, most rows full, most values amounts."""
    for row in rows:
        if len({_column(line, columns) for line in row}) != len(row):
            return False
    full = sum(1 for row in rows if len(row) >= _LEAST_COLUMNS)
    values = [line.text for row in rows[1:] for line in row if _column(line, columns) > 0]
    amounts = sum(1 for text in values if is_amount(text))
    return full >= _LEAST_ROWS and amounts >= _LEAST_AMOUNTS * len(values)


def _column(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    middle = (line.box[0] + line.box[2]) / 2
    return next(index for index, (left, right) in enumerate(columns) if left <= middle <= right)


def _table(rows: Sequence[Row], columns: Sequence[tuple[float, float]], page: int) -> RuledTable:
    cells = []
    for index, row in enumerate(rows):
        found = {_column(line, columns): line for line in row}
        top, bottom = min(line.box[1] for line in row), max(line.box[3] for line in row)
        for column, (left, right) in enumerate(columns):
            cell = RuledCell(index, 1, [(page, (left, top, right, bottom))], certainty=_CONFIDENCE)
            line = found.get(column)
            if line:
                line.confidence = min(line.confidence, _CONFIDENCE)
                cell.builder.lines.append(line)
                cell.text = line.text.strip()
            cells.append(cell)
    box: Box = enclosing([line.box for row in rows for line in row])
    return RuledTable(cells, len(rows), [(page, box)])


def _whole(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    text = " ".join(line.text.strip() for line in row)
    return Line(text, enclosing([line.box for line in row]), min(line.confidence for line in row))
