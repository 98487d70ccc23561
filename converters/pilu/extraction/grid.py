"""A table as a dense grid: which cell covers which position, and what it says, folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.document import Cell, Table
from pilu.values.numbers import parse_number
from pilu.values.text import fold


@dataclass(frozen=True, slots=True)
class Grid:
    """Positions (row, column) to indexes of ``Table.cells``; of each cell its folded text and
    whether it is a printed figure; of each row its width."""

    table: Table
    owner: Mapping[tuple[int, int], int]
    folded: tuple[str, ...]
    figures: tuple[bool, ...]
    widths: Mapping[int, int]

    def index(self, row: int, column: int) -> int | None:
        """The index of the cell that covers a position, or None."""
        return self.owner.get((row, column))

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a position, or None."""
        index = self.index(row, column)
        return None if index is None else self.table.cells[index]

    def text(self, row: int, column: int) -> str:
        """The folded text at a position ("" where no cell is)."""
        index = self.index(row, column)
        return "" if index is None else self.folded[index]

    def row_width(self, row: int) -> int:
        """One more than the last column of a row that a cell covers."""
        return self.widths.get(row, 0)

    def usual_width(self, top: int) -> int:
        """The width that more than half of the rows from ``top`` on have, or 0."""
        widths = Counter(width for row, width in self.widths.items() if row >= top)
        width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
        return width if 2 * count > widths.total() else 0

    def filled(self, row: int) -> tuple[int, ...]:
        """Indexes of the distinct cells that cover a row and say something."""
        seen = dict.fromkeys(self.index(row, column) for column in range(self.table.column_count))
        return tuple(index for index in seen if index is not None and self.folded[index])

    def is_number(self, index: int) -> bool:
        """Whether a cell is a printed figure (a year or an ordinal word is none)."""
        return self.figures[index]


def dense(table: Table) -> Grid:
    """The grid of a table; where cells overlap (a damaged source) the first one counts."""
    owner: dict[tuple[int, int], int] = {}
    for index, cell in enumerate(table.cells):
        for row in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
            for column in range(cell.column, min(cell.column + cell.column_span, table.column_count)):
                owner.setdefault((row, column), index)
    widths: dict[int, int] = {}
    for row, column in owner:
        widths[row] = max(widths.get(row, 0), column + 1)
    return Grid(
        table,
        MappingProxyType(owner),
        folded=tuple(fold(cell.text) for cell in table.cells),
        figures=tuple(_is_figure(cell.text) for cell in table.cells),
        widths=MappingProxyType(widths),
    )


def _is_figure(text: str) -> bool:
    number = parse_number(text)
    return number is not None and not number.unit.startswith(("年", "季", "月", "日", "、"))
