"""Rows of a matrix that a source has broken: labels over several rows, figures without their column."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from pilu.extraction.grid import Grid
from pilu.extraction.headers import Header, grid_label, has_numbers, label_of, names_row, unit_words
from pilu.extraction.row_names import RowName, RowNames
from pilu.extraction.sink import TableScope
from pilu.taxonomies.labels import PrintedLabel, take_apart

_LABEL_ROWS = 4  # rows over which one label may be broken

Named = tuple[PrintedLabel, RowName]


def row_label(scope: TableScope, row: int, columns: int) -> PrintedLabel:
    """The label of a row, taken apart; of a first row without one, the paragraph right above."""
    text = grid_label(scope.grid, row, columns, unit_words(scope.grammar))
    if not text and row == 0 and scope.captions:
        text = scope.captions[0]
    return take_apart(text, unit_words(scope.grammar)) if text else PrintedLabel("", ())


def note_of(grid: Grid, row: int, header: Header) -> str:
    """The reference to a note that a row has in a column without values, or ""."""
    others = (column for column, meaning in header.meanings.items() if meaning.role == "other")
    return next((text for column in others if (text := grid.text(row, column))), "")


def fitted(header: Header, columns: int, width: int) -> Header | None:
    """The header over rows of another width, where these have lost the columns without values."""
    lost = sorted(column for column, meaning in header.meanings.items() if meaning.role == "other")
    if width == columns:
        return header
    if not lost or width != columns - len(lost) or lost[-1] > header.last_column - 1:
        return None

    def moved(column: int) -> int:
        return column - sum(gone < column for gone in lost)

    return replace(
        header,
        paths=MappingProxyType({moved(c): path for c, path in header.paths.items() if c not in lost}),
        meanings=MappingProxyType({moved(c): m for c, m in header.meanings.items() if c not in lost}),
    )


def fitted_to_row(grid: Grid, row: int, header: Header) -> Header:
    """The header for one row: moved where the row is short and has a figure in a column of none."""
    others = (column for column, meaning in header.meanings.items() if meaning.role == "other")
    misplaced = any((index := grid.index(row, c)) is not None and grid.is_number(index) for c in others)
    columns, width = header.last_column + 1, grid.row_width(row)
    return (fitted(header, columns, width) or header) if misplaced and width < columns else header


def joined(grid: Grid, row: int, header: Header, rows: RowNames, read: Named) -> Named:
    """The label and name of a row whose label began in the rows above, which hold nothing else; as
    ``read`` where that names nothing."""
    units = unit_words(rows.grammar)
    text = grid_label(grid, row, header.first_column, units)
    for above in range(row - 1, max(row - _LABEL_ROWS, -1), -1):
        beginning = grid_label(grid, above, header.first_column, units)
        if has_numbers(grid, above) or not beginning or above < header.bottom <= row:
            break
        text = beginning + text
        whole = take_apart(text, units)
        found = rows.name(whole.key)
        if found.subject:
            return whole, found
    return read


def own_row(grid: Grid, row: int, header: Header, rows: RowNames, key: str) -> RowName:
    """What a row of the filer's own names; nothing where its label may have begun in the row above, which
    has a label that nothing knows, and no figures."""
    above = label_of(grid, row - 1, header.first_column, rows.grammar).key
    begun = row > header.bottom and above and not has_numbers(grid, row - 1)
    if begun and not names_row(header.kind, above, rows.grammar):
        return RowName()
    return rows.own(key)


def overhang(grid: Grid, row: int, header: Header) -> bool:
    """Whether figures stand to the right of every column that the header names."""
    beyond = range(max(header.paths) + 1, grid.row_width(row))
    return any((index := grid.index(row, c)) is not None and grid.is_number(index) for c in beyond)


def other_columns(grid: Grid, index: int, column: int, header: Header) -> tuple[tuple[str, ...], ...]:
    """The paths of the other value columns that a figure may belong to, where they say other things: it
    lies across them, or its row of a statement has lost as many cells, any of them."""
    cell = grid.table.cells[index]
    lost = max(header.last_column + 1 - grid.row_width(cell.row), 0) if header.kind.order else 0
    figures = [other for other in header.meanings if _has_figure(grid, cell.row, other)]
    reach = cell.column + cell.column_span - 1
    if len(figures) == 1 and grid.is_number(index):
        reach = max(reach, column + lost)
    return tuple(
        header.paths[other]
        for other in range(column + 1, reach + 1)
        if other in header.meanings
        and header.meanings[other].role == "value"
        and header.meanings[other] != header.meanings[column]
    )


def _has_figure(grid: Grid, row: int, column: int) -> bool:
    index = grid.index(row, column)
    return index is not None and grid.is_number(index)
