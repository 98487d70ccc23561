"""Rows of a matrix that reach beyond its header, so that their figures may stand in the wrong columns."""

from __future__ import annotations

from pilu.extraction.grid import Grid
from pilu.extraction.headers import Header
from pilu.extraction.matrix_rows import overhang


def too_long(grid: Grid, row: int, header: Header) -> bool:
    """Whether figures stand where the header has no column, or all of them one column too far right: under
    its first value column nothing, and behind its last one a figure that no text is over."""
    return overhang(grid, row, header) or _moved_right(grid, row, header)


def _moved_right(grid: Grid, row: int, header: Header) -> bool:
    values = [column for column, meaning in header.meanings.items() if meaning.role == "value"]
    last = header.last_column
    behind = (grid.index(row, column) for column in range(last + 1, grid.row_width(row)))
    unnamed = any(
        index is not None and grid.is_number(index) and not header.paths.get(grid.table.cells[index].column)
        for index in behind
    )
    return unnamed and bool(values) and not grid.text(row, min(values))
