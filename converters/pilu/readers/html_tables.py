"""Tables of HTML: row spans and column spans laid out on a grid (HTML Standard, 4.9.12.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from pilu.model.document import Cell, Table
from pilu.model.span import Span
from pilu.readers.reading import unreadable

_MOST_COLUMNS = 1000
_GROUPS = ("thead", "tbody", "tfoot")

SpanOf = Callable[[etree._Element], Span]
TextOf = Callable[[etree._Element], str]


@dataclass(frozen=True, slots=True)
class Ways:
    """How a table's elements become text and places, and how many cells it may have."""

    text_of: TextOf
    span_of: SpanOf
    cells: int


def tag_of(element: etree._Element) -> str:
    """The local name in lower case; "" for comments and processing instructions."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def rows_of_element(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table element, those of inner tables left out."""
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            yield child
        elif tag in _GROUPS:
            yield from (row for row in child if tag_of(row) == "tr")


def cells_of_row(row: etree._Element) -> list[etree._Element]:
    """The cells of a row element."""
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def table_of_element(table: etree._Element, ways: Ways) -> Table | None:
    """The table with spans expanded; None when it has no cell."""
    rows = list(rows_of_element(table))
    taken: dict[tuple[int, int], bool] = {}
    cells: list[Cell] = []
    covered = 0
    for row_index, row in enumerate(rows):
        column = 0
        for element in cells_of_row(row):
            while (row_index, column) in taken:
                column += 1
            width = min(_span(element, "colspan"), _MOST_COLUMNS)
            height = _span(element, "rowspan") or len(rows)
            height = max(1, min(height, len(rows) - row_index))
            width = max(1, width)
            covered += width * height
            if covered > ways.cells:
                raise unreadable("read.too-many-cells", limit=ways.cells)
            for down in range(height):
                for across in range(width):
                    taken[(row_index + down, column + across)] = True
            text, place = ways.text_of(element), ways.span_of(element)
            cells.append(Cell(row_index, column, text, (place,), height, width))
            column += width
    if not cells:
        return None
    cells.sort(key=lambda cell: (cell.row, cell.column))
    count = max(column for _, column in taken) + 1
    return Table(tuple(cells), len(rows), count, (ways.span_of(table),))


def _span(element: etree._Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
