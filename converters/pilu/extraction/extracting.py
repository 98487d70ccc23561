"""The stage: a Document into an Extraction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pilu.codes import diagnose
from pilu.extraction.continuing import OpenRegion, beyond
from pilu.extraction.forms import find_form
from pilu.extraction.grid import Grid, dense
from pilu.extraction.prose import find_prose
from pilu.extraction.questions import find_questions
from pilu.extraction.regrid import read_in_its_layout
from pilu.extraction.sections import find_sections, sections_at
from pilu.extraction.sink import Progress, TableScope
from pilu.extraction.tables import TableReading
from pilu.extraction.units import UnitLine, inherited_line, unit_line_for
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.document import Document, Paragraph, Table
from pilu.model.extraction import Candidate, Extraction, LedgerEntry, Section, TableFound
from pilu.taxonomies.grammar import Grammar
from pilu.values.places import table_title
from pilu.values.text import fold
from pilu.values.ticks import before_boxes

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
    so_far = _SoFar(document, sections, grammar, fiscal_year)
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        scope = so_far.scope(number, dense(block))
        reading = read_in_its_layout(scope, so_far.above)
        so_far.read(scope, reading)
        candidates.extend(reading.candidates)
        ledger.extend(reading.ledger)
        found = _found(document, number, scope.grid, reading, scope)
        tables.append(found)
        if not found.kinds and found.numeric_cells:
            diagnostics.append(
                diagnose(
                    "extract.table-unknown",
                    source=document.source.name,
                    span=found.span,
                    caption=table_title(number, (found,), sections) or "-",
                    cells=found.numeric_cells,
                )
            )
    return tables, candidates, ledger


@dataclass(slots=True)
class _SoFar:
    """What the tables read so far mean for the next: their unit lines (``beside``: that of the table
    before), the region left open, the kinds begun and how far their tables have come."""

    document: Document
    sections: tuple[Section, ...]
    grammar: Grammar
    fiscal_year: int
    lines: list[UnitLine] = field(default_factory=list)
    beside: tuple[int, UnitLine | None] = (-1, None)
    above: OpenRegion | None = None
    begun: set[tuple[str, str]] = field(default_factory=set)
    progress: Progress = field(default_factory=Progress)

    def scope(self, number: int, grid: Grid) -> TableScope:
        """A table with what surrounds it."""
        around = sections_at(self.sections, number)
        rules = [rule for name in around if (rule := self.grammar.section(name))]
        note = next((rule for rule in rules if rule.subject), None)
        return TableScope(
            number,
            grid,
            self.grammar,
            around,
            self._unit_lines(number, grid),
            frozenset(kind for section, kind in self.begun if section in around[:1]),
            captions=tuple(fold(text) for text in _above(self.document, number)),
            fiscal_year=self.fiscal_year,
            subject=note.subject if note else "",
            item=note.item if note else "",
            dimensions=tuple(pair for rule in reversed(rules) for pair in rule.dimensions),
            progress=self.progress,
        )

    def _unit_lines(self, number: int, grid: Grid) -> tuple[UnitLine, ...]:
        """The unit line of a table (of the one before it, where nothing stands between), else an inherited
        one."""
        own = unit_line_for(self.document, number, self.grammar, grid)
        if own is None and self.beside[0] == number - 1:
            own = self.beside[1]
        inherited = None if own else inherited_line(self.lines, self.sections, number)
        self.beside = (number, own)
        if own:
            self.lines.append(own)
        return tuple(line for line in (own, inherited) if line)

    def read(self, scope: TableScope, reading: TableReading) -> None:
        """Take in what a table gave."""
        self.above = reading.open_region if reading.kinds else beyond(self.above)
        self.progress = reading.progress
        self.begun.update((section, kind) for section in scope.sections[:1] for kind in reading.begun)


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
    """The nearest paragraph above that is no unit line, what it answers left out."""
    for text in _above(document, number):
        words = before_boxes(text)
        if "单位" not in words and len(words) > 1:
            return words[:80]
    return ""


def _above(document: Document, number: int) -> Iterator[str]:
    """The paragraphs right above a block, nearest first, not past another table."""
    for back in range(number - 1, max(-1, number - 1 - _CAPTIONS), -1):
        block = document.blocks[back]
        if isinstance(block, Table):
            return
        if isinstance(block, Paragraph):
            yield block.text
