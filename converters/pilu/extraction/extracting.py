"""The stage: a Document into an Extraction."""

from __future__ import annotations

from collections.abc import Iterator

from pilu.codes import diagnose
from pilu.extraction.continuing import OpenRegion, beyond
from pilu.extraction.forms import find_form
from pilu.extraction.grid import Grid, dense
from pilu.extraction.prose import find_prose
from pilu.extraction.questions import find_questions
from pilu.extraction.sections import find_sections, sections_at
from pilu.extraction.sink import TableScope
from pilu.extraction.tables import TableReading, read_table
from pilu.extraction.units import UnitLine, inherited_line, unit_line_for
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.document import Document, Paragraph, Table
from pilu.model.extraction import Candidate, Extraction, LedgerEntry, Section, TableFound
from pilu.taxonomies.grammar import Grammar
from pilu.values.text import fold

_CAPTIONS = 4  # paragraphs above a table that may say what it is


def extract(document: Document, grammar: Grammar) -> Outcome[Extraction]:
    """Find the form, sections, tables, questions and statements of a report.

    No value only when the document is no report of a form the grammar knows
    (``extract.not-a-report``, ``extract.other-report``).
    """
    name = document.source.name
    form = find_form(document, grammar)
    if form is None:
        return Outcome(None, (diagnose("extract.not-a-report", source=name),))
    if form.kind not in grammar.kinds_supported:
        return Outcome(None, (diagnose("extract.other-report", source=name, kind=form.kind),))
    grammar = grammar.of_form(form.kind, form.edition)
    diagnostics: list[Diagnostic] = []
    sections = find_sections(document, grammar)
    if not sections:
        diagnostics.append(diagnose("extract.no-sections", source=name))
    if not form.exchange:
        diagnostics.append(diagnose("extract.no-stock-code", source=name))
    year = form.fiscal_year
    tables, candidates, ledger = _tables(document, sections, grammar, year, diagnostics)
    candidates += find_questions(document, grammar)
    candidates += find_prose(document, sections, form, grammar)
    extraction = Extraction(form, sections, tuple(tables), tuple(candidates), tuple(ledger))
    return Outcome(extraction, tuple(diagnostics))


def _tables(
    document: Document,
    sections: tuple[Section, ...],
    grammar: Grammar,
    fiscal_year: int,
    diagnostics: list[Diagnostic],
) -> tuple[list[TableFound], list[Candidate], list[LedgerEntry]]:
    tables: list[TableFound] = []
    candidates: list[Candidate] = []
    ledger: list[LedgerEntry] = []
    lines: list[UnitLine] = []
    above: OpenRegion | None = None
    begun: set[tuple[str, str]] = set()
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        grid = dense(block)
        own = unit_line_for(document, number, grammar, grid)
        inherited = None if own else inherited_line(lines, sections, number)
        if own:
            lines.append(own)
        unit_lines = tuple(line for line in (own, inherited) if line)
        around = sections_at(sections, number)
        earlier = frozenset(kind for section, kind in begun if section in around[:1])
        rules = [rule for name in around if (rule := grammar.section(name))]
        note = next((rule for rule in rules if rule.subject), None)
        scope = TableScope(
            number,
            grid,
            grammar,
            around,
            unit_lines,
            earlier,
            captions=tuple(fold(text) for text in _above(document, number)),
            fiscal_year=fiscal_year,
            subject=note.subject if note else "",
            item=note.item if note else "",
            dimensions=tuple(pair for rule in reversed(rules) for pair in rule.dimensions),
        )
        reading = read_table(scope, above)
        above = reading.open_region if reading.kinds else beyond(above)
        begun.update((section, kind) for section in around[:1] for kind in reading.begun)
        candidates.extend(reading.candidates)
        ledger.extend(reading.ledger)
        found = _found(document, number, grid, reading, scope)
        tables.append(found)
        if not found.kinds and found.numeric_cells:
            diagnostics.append(
                diagnose(
                    "extract.table-unknown",
                    source=document.source.name,
                    span=found.span,
                    caption=found.caption or "-",
                    cells=found.numeric_cells,
                )
            )
    return tables, candidates, ledger


def _found(
    document: Document, number: int, grid: Grid, reading: TableReading, scope: TableScope
) -> TableFound:
    table = grid.table
    return TableFound(
        block=number,
        kinds=reading.kinds,
        caption=_caption(document, number),
        section=scope.sections[0] if scope.sections else "",
        rows=table.row_count,
        columns=table.column_count,
        numeric_cells=sum(grid.is_number(index) for index in range(len(table.cells))),
        span=table.spans[0],
    )


def _caption(document: Document, number: int) -> str:
    """The nearest paragraph above that is no unit line."""
    for text in _above(document, number):
        if "单位" not in text and len(text.strip()) > 1:
            return " ".join(text.split())[:80]
    return ""


def _above(document: Document, number: int) -> Iterator[str]:
    """The paragraphs right above a block, nearest first, not past another table."""
    for back in range(number - 1, max(-1, number - 1 - _CAPTIONS), -1):
        block = document.blocks[back]
        if isinstance(block, Table):
            return
        if isinstance(block, Paragraph):
            yield block.text
