"""Where a table's cells end up: candidates, and the reason why another cell is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pilu.extraction.grid import Grid
from pilu.extraction.units import UnitLine, note_hint
from pilu.model.document import Place
from pilu.model.evidence import Doubt, Evidence
from pilu.model.extraction import NOTE_LINK, Candidate, LedgerEntry, UnitHint
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.table_kinds import NOTE
from pilu.values.numbers import parse_number

_NOTES = re.compile(r"\(([^()]*)\)")
_LOST = frozenset({"row-unknown", "row-short", "outside-region", "column-unknown", "year-unknown"})
Dimensions = tuple[tuple[str, str], ...]
Doubts = tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """How far a statement that prints one year under the other has come: the year it is at (1: the fiscal
    year, 2: the one before), whether the rows of that year go on, whether any of them was read, and the years
    of which the last row was read."""

    number: int = 0
    open: bool = False
    begun: bool = False
    done: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PairTable:
    """The last table of a kind of pairs: its number, the block it stood in, and the labels it had."""

    number: int = 0
    block: int = 0
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report has come, by kind of table: the lists that count through it, the statements that print
    one year under the other, the tables of pairs that are numbered, and the kinds of an unusual format."""

    counted: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    turns: Mapping[str, Turn] = field(default_factory=lambda: MappingProxyType({}))
    pairs: Mapping[str, PairTable] = field(default_factory=lambda: MappingProxyType({}))
    formats: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableScope:
    """A table with what surrounds it: sections innermost first, its unit lines nearest first, the
    kinds that tables above in the same section began, the folded paragraphs right above it (nearest
    first), the fiscal year, of the note around it the item that it explains and its member, and how far the
    tables above have come."""

    block: int
    grid: Grid
    grammar: Grammar
    sections: tuple[str, ...]
    unit_lines: tuple[UnitLine, ...]
    begun: frozenset[str] = frozenset()
    captions: tuple[str, ...] = ()
    fiscal_year: int = 0
    subject: str = ""
    item: str = ""
    dimensions: Dimensions = ()
    progress: Progress = Progress()


@dataclass(frozen=True, slots=True)
class Said:
    """What the table says about one cell: the kind of table, the labels around it, the concept
    and dimensions they name, its record, the doubts of the reading, and the unit of the form."""

    kind: str
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    subject: str
    dimensions: Dimensions = ()
    notes: tuple[str, ...] = ()
    offset: int = 0
    record: int = 0
    subrecord: int = 0
    doubts: Doubts = ()
    unit: str = ""
    or_columns: tuple[tuple[str, ...], ...] = ()
    note: str = ""


def of_reader(confidence: float) -> tuple[Evidence, ...]:
    """Why a candidate is doubted before anything is made of it: the reader itself was not sure."""
    return (evidence("reader-unsure"),) if confidence < 1 else ()


@dataclass(slots=True)
class Sink:
    """Collects what one pass over a table finds; every cell is taken once."""

    scope: TableScope
    candidates: list[Candidate] = field(default_factory=list)
    reasons: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def explain(self, index: int, kind: str, label: str, reason: str) -> None:
        """A cell is no candidate; the first reason given holds."""
        if index not in self.taken:
            self.reasons.setdefault(index, (kind, label, reason))

    def emit(self, index: int, said: Said) -> None:
        """A cell is a candidate."""
        cell = self.scope.grid.table.cells[index]
        self.taken.add(index)
        self.candidates.append(
            Candidate(
                id=f"t{self.scope.block}.{index}",
                table=said.kind,
                section=self.scope.sections[0] if self.scope.sections else "",
                row_path=said.row_path,
                column_path=said.column_path,
                raw=cell.text,
                place=Place(self.scope.block, index, 0, len(cell.text)),
                span=cell.spans[0],
                units=self._hints(index, said),
                record=said.record,
                subrecord=said.subrecord,
                subject=self.scope.subject if said.subject == NOTE else said.subject,
                dimensions=self._dimensions(said),
                offset=said.offset,
                or_columns=said.or_columns,
                confidence=min((cell.confidence, *(confidence for confidence, _ in said.doubts))),
                evidence=(
                    *of_reader(cell.confidence),
                    *((evidence(NOTE_LINK, note=said.note),) if said.note else ()),
                    *(why for _, why in said.doubts),
                ),
            )
        )

    def _dimensions(self, said: Said) -> Dimensions:
        """Those of the sections around, and those that the table names."""
        named = {axis: self.scope.item if value == NOTE else value for axis, value in said.dimensions}
        return tuple(sorted({**dict(self.scope.dimensions), **named}.items()))

    def entries(self, kinds: tuple[str, ...]) -> tuple[LedgerEntry, ...]:
        """An entry for every cell that is no candidate; ``kinds``: those found in the table.

        A figure that nothing in a known table names is not understood.
        """
        made = []
        for index, cell in enumerate(self.scope.grid.table.cells):
            if index in self.taken:
                continue
            kind, label, reason = self.reasons.get(index, ("", "", self._leftover(index, kinds)))
            lost = reason in _LOST and self.scope.grid.is_number(index)
            place = Place(self.scope.block, index, 0, len(cell.text))
            made.append(
                LedgerEntry(
                    place,
                    cell.spans[0],
                    kind or (kinds[0] if kinds else ""),
                    label,
                    "",
                    cell.text,
                    "unrecognised" if lost or not kinds else "explained",
                    reason,
                )
            )
        return tuple(made)

    def _leftover(self, index: int, kinds: tuple[str, ...]) -> str:
        if not kinds:
            return "table-unknown"
        if not self.scope.grid.folded[index]:
            return "blank"
        return "outside-region" if self.scope.grid.is_number(index) else "text"

    def _hints(self, index: int, said: Said) -> tuple[UnitHint, ...]:
        """What was said of the unit, nearest first: cell, label, header, unit line."""
        cell, grammar = self.scope.grid.table.cells[index], self.scope.grammar
        number = parse_number(cell.text)
        headers = [note for text in said.column_path for note in _NOTES.findall(text)]
        found = [
            note_hint((number.unit,) if number and number.unit else (), grammar, "cell", cell.spans[0]),
            note_hint(said.notes, grammar, "label", cell.spans[0]),
            note_hint((*headers, *said.column_path), grammar, "header", cell.spans[0]),
        ]
        hints = [hint for hint in found if hint]
        form = [UnitHint(t.measure, t.exponent, "form") for t in [grammar.unit(said.unit)] if t]
        for line in self.scope.unit_lines:
            hints += [*form, *line.hints()] if line.inherited else line.hints()
        return tuple(hints + form)
