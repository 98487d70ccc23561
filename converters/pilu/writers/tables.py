"""A table of the document as rows of HTML cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pilu.model.document import Cell, Table
from pilu.writers.runs import Run

_FIGURE = re.compile(r"[(（+\-－]*[0-9][0-9,]*(?:\.[0-9]+)?[)）]?\s*[%％]?")
_NIL = re.compile(r"(?:/|-+|—+|－+|不适用|N/?A)?")
_WIDE_FROM = 7
_MOST_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: ``tag`` td or th, attributes sorted by name, and its runs."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows of the head, repeated on each printed page, and of the body."""

    head: tuple[tuple[CellView, ...], ...]
    body: tuple[tuple[CellView, ...], ...]
    wide: bool


def table_view(table: Table, runs: tuple[tuple[Run, ...], ...]) -> TableView:
    """The table; ``runs`` holds the runs of each cell of ``table.cells``."""
    facts = frozenset(cell.row for cell, own in zip(table.cells, runs, strict=True) if _tagged(own))
    head = _header_rows(table, facts)
    rows: list[list[tuple[int, CellView]]] = [[] for _ in range(table.row_count)]
    covered: set[tuple[int, int]] = set()
    for cell, own in zip(table.cells, runs, strict=True):
        width = _shown_width(table, cell, own, fact_rows=facts)
        if (cell.row, cell.column) in covered:
            continue  # a blank cell that its neighbour has taken in
        covered |= {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + width)
        }
        rows[cell.row].append(
            (cell.column, _cell_view(table, cell, own, width=width, in_head=cell.row < head))
        )
    for row, cells in enumerate(rows):
        cells.extend(
            (c, CellView("td", (), ())) for c in range(table.column_count) if (row, c) not in covered
        )
    done = tuple(tuple(view for _, view in sorted(cells, key=lambda one: one[0])) for cells in rows)
    return TableView(done[:head], done[head:], table.column_count >= _WIDE_FROM)


def _tagged(runs: tuple[Run, ...]) -> bool:
    return any(run.mark is not None or _tagged(run.runs) for run in runs)


def _figure(text: str) -> bool:
    return _FIGURE.fullmatch(text.strip()) is not None


def _header_rows(table: Table, fact_rows: frozenset[int]) -> int:
    """Rows from the top without fact or figure; none where that would be all of a table, or where
    no figure follows at all more than one."""
    figures = {cell.row for cell in table.cells if _figure(cell.text)} | fact_rows
    if table.row_count < 2 or table.column_count < 2:
        return 0
    first = min(figures, default=1)
    if first > _MOST_HEADER_ROWS:
        first = 1 if 0 not in figures else 0
    crossing = [c for c in table.cells if c.row < first < c.row + c.row_span]
    return 0 if crossing else min(first, table.row_count - 1)


def _shown_width(table: Table, cell: Cell, runs: tuple[Run, ...], *, fact_rows: frozenset[int]) -> int:
    """The columns a cell takes: its own, and the blank rest of a row that ends mostly blank."""
    after = [c for c in table.cells if c.row == cell.row and c.column >= cell.column + cell.column_span]
    rest = table.column_count - cell.column - cell.column_span
    blank = all(not c.text.strip() and c.row_span == 1 for c in after)
    if not cell.text.strip() or rest < 3 or rest * 2 < table.column_count or not blank or cell.row_span > 1:
        return cell.column_span
    above = [c for c in table.cells if c.row < cell.row < c.row + c.row_span and c.column > cell.column]
    return cell.column_span if above else table.column_count - cell.column


def _cell_view(table: Table, cell: Cell, runs: tuple[Run, ...], *, width: int, in_head: bool) -> CellView:
    label = in_head or (cell.column == 0 and table.column_count > 1 and bool(cell.text.strip()))
    label = label and not (cell.column == 0 and not in_head and _figure(cell.text))
    attributes = []
    if not label and (_figure(cell.text) or _numeric(runs) or _NIL.fullmatch(cell.text.strip())):
        attributes.append(("class", "n"))
    elif not in_head and width == table.column_count:
        attributes.append(("class", "band"))
    if width > 1:
        attributes.append(("colspan", str(width)))
    if cell.row_span > 1:
        attributes.append(("rowspan", str(cell.row_span)))
    if label and not in_head:
        attributes.append(("scope", "row"))
    return CellView("th" if label else "td", tuple(attributes), runs)


def _numeric(runs: tuple[Run, ...]) -> bool:
    return any(
        (run.mark is not None and run.mark.element == "ix:nonFraction") or _numeric(run.runs) for run in runs
    )
