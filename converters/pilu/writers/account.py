"""The account for people: every fact with where it came from, and the fate of every cell.

UTF-8 with a byte order mark, because spreadsheet programs on Chinese systems otherwise take a CSV
file for GBK; lines end as RFC 4180 says. A text that a spreadsheet would run as a formula gets an
apostrophe in front; numbers, also negative ones, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pilu.model.diagnostic import Outcome
from pilu.model.document import Place, Table
from pilu.model.evidence import in_words
from pilu.model.extraction import LedgerEntry
from pilu.model.output import OutputFile
from pilu.model.report import Fact
from pilu.model.span import ElementSpan, LineSpan, PageSpan, SheetSpan, Span, describe
from pilu.reasons import REASONS
from pilu.writers.lexical import printed_period
from pilu.writers.oim import value
from pilu.writers.templating import render
from pilu.writers.work import Work

_FORMULA = re.compile(r"[=+@\t\r-]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?[%％]?\Z|[-+]+\Z")
_BETWEEN = "; "

FACT_COLUMNS = (
    "id", "concept", "label_zh", "label_en", "value", "unit", "decimals", "period", "dimensions", "language",
    "source", "page", "line", "cell", "place", "raw", "row_label", "column_label", "rule", "confidence",
    "evidence", "evidence_en", "evidence_zh", "repeats",
)  # fmt: skip
LEDGER_COLUMNS = (
    "table", "row_label", "column_label", "raw", "status", "reason", "reason_en", "reason_zh", "fact", "page",
    "line", "cell", "place",
)  # fmt: skip


def write_facts(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x.facts.csv``: a row for each fact, in the order of the report."""
    rows = tuple(_fact_row(work, fact) for fact in work.basis.report.facts)
    return _sheet(work, ".facts.csv", "facts", FACT_COLUMNS, rows)


def write_ledger(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x.ledger.csv``: a row for each cell of a recognised table and each prose figure."""
    rows = tuple(_ledger_row(work, entry) for entry in work.basis.filing.mapped.ledger)
    return _sheet(work, ".ledger.csv", "ledger", LEDGER_COLUMNS, rows)


def _sheet(
    work: Work, ending: str, kind: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Outcome[tuple[OutputFile, ...]]:
    safe = [[_safe(cell) for cell in row] for row in rows]
    text = render(work.templates, "report/sheet.csv", {"header": header, "rows": safe})
    if text.value is None:
        return Outcome(None, text.diagnostics)
    return Outcome((OutputFile(work.path(ending), text.value.encode("utf-8-sig"), kind),))


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def _fact_row(work: Work, fact: Fact) -> tuple[str, ...]:
    basis, origin = work.basis, fact.provenance
    concept = basis.concept(fact)
    dimensions = (f"{name}={text}" for name, text in basis.words(fact).dimensions)
    text = value(work, fact)
    return (
        fact.id,
        basis.names.of(fact.concept),
        concept.zh,
        concept.en,
        "nil" if text is None else text,
        basis.unit_name(fact.unit),
        "" if fact.decimals is None else str(fact.decimals),
        printed_period(fact.period),
        _BETWEEN.join(dimensions),
        basis.language_of(fact) or "",
        basis.filing.document.source.name,
        *_where(work, origin.place, origin.span),
        origin.raw,
        origin.row_label,
        origin.column_label,
        origin.rule,
        f"{origin.confidence:.2f}",
        _BETWEEN.join(item.code for item in origin.evidence),
        in_words(origin.evidence, "en"),
        in_words(origin.evidence, "zh"),
        _BETWEEN.join(f"{describe(span)}: {raw}" for _, span, raw in origin.repeats),
    )


def _ledger_row(work: Work, entry: LedgerEntry) -> tuple[str, ...]:
    english, chinese = REASONS[entry.reason] if entry.reason else ("", "")
    return (
        entry.table,
        entry.row_label,
        entry.column_label,
        entry.raw,
        entry.status,
        entry.reason,
        english,
        chinese,
        entry.fact,
        *_where(work, entry.place, entry.span),
    )


def _where(work: Work, place: Place, span: Span) -> tuple[str, str, str, str]:
    """Page, line, cell (row and column of its table from 1, or the sheet's) and the place in words."""
    page = str(span.page) if isinstance(span, PageSpan) else ""
    line = str(span.line) if isinstance(span, LineSpan | ElementSpan) else ""
    cell = f"{span.sheet}!{span.cell}" if isinstance(span, SheetSpan) else _grid_cell(work, place)
    return page, line, cell, describe(span)


def _grid_cell(work: Work, place: Place) -> str:
    blocks = work.basis.filing.document.blocks
    if place.cell is None or not 0 <= place.block < len(blocks):
        return ""
    block = blocks[place.block]
    if not isinstance(block, Table) or not 0 <= place.cell < len(block.cells):
        return ""
    return f"R{block.cells[place.cell].row + 1}C{block.cells[place.cell].column + 1}"
