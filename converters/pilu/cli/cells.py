"""Ledger entries as people look for their cells: under which caption, in which row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pilu.model.document import Block, Cell, Document, Table
from pilu.model.extraction import Extraction, LedgerEntry
from pilu.reasons import REASONS
from pilu.values.places import place, table_title

_SENTENCE = "prose:"  # begins the table of an entry that a rule for sentences read


@dataclass(frozen=True, slots=True)
class CellRow:
    """One ledger entry, every part as text: ``title``: what stands above its table, ``reason`` in words and
    ``code`` for programs."""

    where: str
    table: str
    title: str
    row: str
    column: str
    printed: str
    status: str
    reason: str
    code: str
    fact: str


def cell_rows(
    ledger: Iterable[LedgerEntry], document: Document, extraction: Extraction, language: str
) -> list[CellRow]:
    """The rows of ledger entries. A cell that was not understood and has no label is told by what stands
    first in its row; a sentence has none (the entry names the rule that read it)."""
    titles: dict[int, str] = {}
    firsts: dict[int, Mapping[int, Cell]] = {}
    rows = []
    for entry in ledger:
        block, row = entry.place.block, "" if entry.table.startswith(_SENTENCE) else entry.row_label
        if block not in titles:
            titles[block] = table_title(block, extraction.tables, extraction.sections)
        if not row and entry.status == "unrecognised":
            if block not in firsts:
                firsts[block] = _first_cells(document.blocks[block])
            row = _row_words(entry, document.blocks[block], firsts[block])
        rows.append(_cell_row(entry, titles[block], row, language))
    return rows


def _first_cells(block: Block) -> dict[int, Cell]:
    """The first cell with text of each row of a table."""
    found: dict[int, Cell] = {}
    for cell in block.cells if isinstance(block, Table) else ():
        if cell.text.strip():
            found.setdefault(cell.row, cell)
    return found


def _row_words(entry: LedgerEntry, block: Block, firsts: Mapping[int, Cell]) -> str:
    if not isinstance(block, Table) or entry.place.cell is None:
        return ""
    here = block.cells[entry.place.cell]
    first = firsts.get(here.row, here)
    return "" if first is here else " ".join(first.text.split())


def _cell_row(entry: LedgerEntry, title: str, row: str, language: str) -> CellRow:
    english, chinese = REASONS.get(entry.reason, (entry.reason, entry.reason))
    return CellRow(
        where=place(entry.span, language),
        table=entry.table,
        title=title,
        row=row,
        column=entry.column_label,
        printed=entry.raw,
        status=entry.status,
        reason=chinese if language == "zh" else english,
        code=entry.reason,
        fact=entry.fact,
    )


def untaken(entry: LedgerEntry) -> bool:
    """Whether a cell is open because its whole table was not recognised."""
    return entry.status == "unrecognised" and not entry.table
