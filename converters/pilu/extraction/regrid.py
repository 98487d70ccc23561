"""Tables laid out otherwise than the form's: two side by side in one grid, or periods down the side.

The cells keep their indexes, so that whatever is read of them is told at its place; only the positions at
which they are read are others.
"""

from __future__ import annotations

from dataclasses import replace

from pilu.extraction.continuing import OpenRegion
from pilu.extraction.grid import Grid, dense
from pilu.extraction.sink import TableScope
from pilu.extraction.tables import TableReading, read_table
from pilu.model.document import Cell, Table

_LABELS = 3  # labels below one another that make a column one of labels
_TURNED = frozenset({"years", "quarters"})  # the sets of columns that are printed as rows, too


def read_in_its_layout(scope: TableScope, above: OpenRegion | None) -> TableReading:
    """The table as the form has it; what stands beside it is read below it, and a table that nothing
    knows with its rows as columns, where more figures are read so."""
    reading = read_table(scope, above)
    if reading.beside:
        both = read_in_its_layout(replace(scope, grid=set_below(scope.grid, reading.beside)), above)
        return both if len(both.candidates) > len(reading.candidates) else reading
    for column in _behind_gaps(scope.grid):
        both = read_in_its_layout(replace(scope, grid=set_below(scope.grid, column)), above)
        if len(both.candidates) > len(reading.candidates):
            return both
    if not reading.kinds and scope.grid.table.row_count > 1:
        other = read_table(replace(scope, grid=turned(scope.grid)))
        if other.kinds and all(_is_turned(scope, kind) for kind in other.kinds):
            return replace(other, open_region=None)
    return reading


def _behind_gaps(grid: Grid) -> list[int]:
    """The columns behind a blank one that hold labels: another table may begin there."""
    rows, width = range(grid.table.row_count), grid.table.column_count
    blank = [c for c in range(2, width - 2) if not any(grid.text(row, c) for row in rows)]
    return [c + 1 for c in blank if sum(_is_label(grid, row, c + 1) for row in rows) >= _LABELS]


def _is_label(grid: Grid, row: int, column: int) -> bool:
    index = grid.index(row, column)
    return index is not None and bool(grid.folded[index]) and not grid.is_number(index)


def _is_turned(scope: TableScope, name: str) -> bool:
    kind = scope.grammar.table(name)
    return kind is not None and kind.layout == "matrix" and kind.columns in _TURNED


def set_below(grid: Grid, column: int) -> Grid:
    """The grid with what stands from ``column`` on below the rest."""
    table = grid.table

    def moved(cell: Cell) -> Cell:
        if cell.column < column:
            return replace(cell, column_span=min(cell.column_span, column - cell.column))
        return replace(cell, row=cell.row + table.row_count, column=cell.column - column)

    return dense(
        Table(
            tuple(moved(cell) for cell in table.cells),
            2 * table.row_count,
            max(column, table.column_count - column),
            table.spans,
        )
    )


def turned(grid: Grid) -> Grid:
    """The grid with its rows as columns."""
    table = grid.table
    cells = tuple(
        replace(
            cell,
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
        )
        for cell in table.cells
    )
    return dense(Table(cells, table.column_count, table.row_count, table.spans))
