"""A column that recognition has printed beneath the others instead of beside them.

A piece of a statement then has a column less than the statement, and ends in rows that hold a figure
and no label, one for every figure above. In order, they are the figures of the last column.
"""

from __future__ import annotations

from dataclasses import replace

from pilu.extraction.grid import Grid, dense
from pilu.extraction.headers import has_numbers
from pilu.model.extraction import ROW_ASSUMED
from pilu.reasons import evidence

_FEWEST = 3  # figures beneath the others; fewer may stand there for another reason
BENEATH = ((0.5, evidence(ROW_ASSUMED)),)


def set_beside(grid: Grid, columns: int) -> Grid | None:
    """The table as one of ``columns`` columns, its last one back beside the others; None where none
    stands beneath them. The cells keep their indexes."""
    table = grid.table
    last = table.column_count - 1
    rows = [row for row in range(table.row_count) if has_numbers(grid, row)]
    upper = [row for row in rows if grid.text(row, 0)]
    lower = [row for row in rows if not grid.text(row, 0)]
    if last + 2 != columns or not _FEWEST <= len(lower) == len(upper) or upper[-1] > lower[0]:
        return None
    if not all(_only_figure(grid, row, last) for row in upper + lower):
        return None
    homes = {grid.index(below, last): above for above, below in zip(upper, lower, strict=True)}
    cells = tuple(
        replace(cell, row=homes[index], column=last + 1) if index in homes else cell
        for index, cell in enumerate(table.cells)
    )
    return dense(replace(table, cells=cells, column_count=columns))


def _only_figure(grid: Grid, row: int, column: int) -> bool:
    """Whether a row has one figure, in a column."""
    figures = [index for index in grid.filled(row) if grid.is_number(index)]
    return figures == [grid.index(row, column)]
