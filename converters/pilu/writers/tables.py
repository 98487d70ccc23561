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


def table_view(table: Table, runs: tuple[tuple[Run, ...], ...], heads: frozenset[int]) -> TableView:
    """The table; ``runs`` holds the runs of each cell of ``table.cells``, ``heads`` the indexes of
    those that the ledger knows as column headers or titles."""
    tagged = frozenset(index for index, own in enumerate(runs) if _tagged(own))
    head = _header_rows(table, frozenset(table.cells[index].row for index in tagged))
    by_row: list[list[int]] = [[] for _ in range(table.row_count)]
    for index, cell in enumerate(table.cells):
        by_row[cell.row].append(index)
    spanned = any(cell.row_span > 1 for cell in table.cells)
    covered: set[tuple[int, int]] = set()
    rows = []
    for row, indexes in enumerate(by_row):
        views = {}
        shown, rest = _without_blank_rest(table, indexes, tagged, spanned=spanned)
        for index in shown:
            cell = table.cells[index]
            width = cell.column_span + (rest if index == shown[-1] else 0)
            covered |= {(r, cell.column + c) for r in range(row, row + cell.row_span) for c in range(width)}
            form = _form(table, cell, runs[index], width=width, head="head" if row < head else
                         "inner" if index in heads else "")  # fmt: skip
            views[cell.column] = CellView(*form, runs[index])
        missing = (c for c in range(table.column_count) if (row, c) not in covered)
        views.update((column, CellView("td", (), ())) for column in missing)
        rows.append(tuple(views[column] for column in sorted(views)))
    return TableView(tuple(rows[:head]), tuple(rows[head:]), table.column_count >= _WIDE_FROM)


def _without_blank_rest(
    table: Table, indexes: list[int], tagged: frozenset[int], *, spanned: bool
) -> tuple[list[int], int]:
    """A row's cells without the blank rest of a row that ends mostly blank, and how many columns its
    last cell takes in their place. A cell with a fact, also a blank one, is never taken."""
    shown = list(indexes)
    while shown and shown[-1] not in tagged and not table.cells[shown[-1]].text.strip():
        shown.pop()
    if not shown:
        return indexes, 0
    last = table.cells[shown[-1]]
    rest = table.column_count - last.column - last.column_span
    taken = [table.cells[index] for index in indexes[len(shown) :]]
    filled = sum(cell.column_span for cell in taken) == rest or not (taken or spanned)
    flat = all(cell.row_span == 1 for cell in (last, *taken))
    if rest < 3 or rest * 2 < table.column_count or not filled or not flat:
        return indexes, 0
    return shown, rest


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


def _form(
    table: Table, cell: Cell, runs: tuple[Run, ...], *, width: int, head: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Tag and attributes; ``head``: "head" in the repeated head, "inner" for a header further down."""
    figure = _figure(cell.text)
    label = bool(head) or (
        cell.column == 0 and table.column_count > 1 and bool(cell.text.strip()) and not figure
    )
    attributes = []
    if head == "inner":
        attributes.append(("class", "head"))
    elif not label and (figure or _numeric(runs) or _NIL.fullmatch(cell.text.strip())):
        attributes.append(("class", "n"))
    if width > 1:
        attributes.append(("colspan", str(width)))
    if cell.row_span > 1:
        attributes.append(("rowspan", str(cell.row_span)))
    if label and not head and width < table.column_count:
        attributes.append(("scope", "row"))
    return "th" if label else "td", tuple(attributes)


def _numeric(runs: tuple[Run, ...]) -> bool:
    return any(
        (run.mark is not None and run.mark.element == "ix:nonFraction") or _numeric(run.runs) for run in runs
    )
