"""One table into candidates and ledger entries, row by row.

A table may hold several regions one under the other (totals, a record table, notes): a header
block opens a region, label-value pairs may stand anywhere, other rows belong to the open region.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pilu.extraction.grid import Grid
from pilu.extraction.headers import (
    Header,
    cross_header,
    label_of,
    matrix_header,
    records_header,
    unit_words,
)
from pilu.extraction.units import UnitLine, note_hint
from pilu.model.document import Place
from pilu.model.extraction import Candidate, LedgerEntry, UnitHint
from pilu.taxonomies.grammar import FieldRule, Grammar, TableKind
from pilu.taxonomies.labels import take_apart
from pilu.values.numbers import parse_number

_NOTES = re.compile(r"\(([^()]*)\)")
_MEASURES = frozenset({"CNY", "USD", "HKD", "shares", "CNY/shares", "percent", "pure"})
_OPENERS: Mapping[str, Callable[[Grid, int, TableKind, Grammar], Header | None]] = MappingProxyType(
    {"matrix": matrix_header, "records": records_header, "cross": cross_header}
)
Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableScope:
    """A table with what surrounds it: sections innermost first, its unit lines nearest first."""

    block: int
    grid: Grid
    grammar: Grammar
    sections: tuple[str, ...]
    unit_lines: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table gave: kinds in order of appearance, candidates, entries for other cells."""

    kinds: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    ledger: tuple[LedgerEntry, ...]


def read_table(scope: TableScope) -> TableReading:
    """Every cell of the table ends in a candidate or in a ledger entry."""
    reader = _Reader(scope)
    row = 0
    while row < scope.grid.table.row_count:
        row = reader.step(row)
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    """The state of one pass down a table."""

    scope: TableScope
    header: Header | None = None
    kinds: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    reasons: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    record: int = 0
    subrecord: int = 0
    inherited: tuple[str, Dimensions] = ("", ())
    record_dimensions: Dimensions = ()

    def step(self, row: int) -> int:
        """Read the region header or the row at ``row``; returns the next row."""
        header = self._opening(row)
        if header:
            self._open(header)
            return header.bottom
        if self._pairs(row):
            return row + 1
        if self.header is None:
            return row + 1
        layout = self.header.kind.layout
        if layout == "matrix":
            self._matrix_row(row, self.header)
        elif layout == "records":
            self._record_row(row, self.header)
        else:
            self._cross_row(row, self.header)
        return row + 1

    def finish(self) -> TableReading:
        """The reading, with an entry for every cell that became no candidate."""
        grid = self.scope.grid
        entries = []
        for index, cell in enumerate(grid.table.cells):
            if index in self.taken:
                continue
            kind, label, reason = self.reasons.get(index, ("", "", ""))
            if not reason:
                reason = self._leftover(index)
            status = "explained" if self.kinds else "unrecognised"
            place = Place(self.scope.block, index, 0, len(cell.text))
            kind = kind or (self.kinds[0] if self.kinds else "")
            entries.append(LedgerEntry(place, cell.spans[0], kind, label, "", cell.text, status, reason))
        return TableReading(tuple(dict.fromkeys(self.kinds)), tuple(self.candidates), tuple(entries))

    def _leftover(self, index: int) -> str:
        if not self.kinds:
            return "table-unknown"
        if not self.scope.grid.folded[index]:
            return "blank"
        return "outside-region" if self.scope.grid.is_number(index) else "text"

    # --- regions

    def _opening(self, row: int) -> Header | None:
        """The best header block that opens at a row: section first, then how much matches."""
        found: list[tuple[int, int, Header]] = []
        for kind in self.scope.grammar.tables:
            opener = _OPENERS.get(kind.layout)
            rank = self._rank(kind)
            header = (
                opener(self.scope.grid, row, kind, self.scope.grammar)
                if opener and rank is not None
                else None
            )
            if header is None or rank is None:
                continue
            needed = kind.min_rows if rank < _ELSEWHERE else kind.elsewhere
            if header.score >= needed:
                found.append((rank, -header.score, header))
        return min(found, key=lambda item: item[:2])[2] if found else None

    def _rank(self, kind: TableKind) -> int | None:
        """How well a kind fits the sections around the table; None: not at all."""
        if not kind.sections:
            return _ANYWHERE
        for distance, section in enumerate(self.scope.sections):
            if section in kind.sections:
                return distance
        return _ELSEWHERE if kind.elsewhere else None

    def _open(self, header: Header) -> None:
        self.header = header
        self.record = self.subrecord = 0
        self.inherited = ("", ())
        self.kinds.append(header.kind.id)
        for row in range(header.top, header.bottom):
            for index in self.scope.grid.filled(row):
                self._explain(index, header.kind.id, "", "header")

    # --- rows

    def _matrix_row(self, row: int, header: Header) -> None:
        grid, grammar = self.scope.grid, self.scope.grammar
        label = label_of(grid, row, header.first_column, grammar)
        labels = dict.fromkeys(grid.index(row, c) for c in range(header.first_column))
        for index in labels:
            if index is not None and grid.folded[index]:
                self._explain(index, header.kind.id, label.key, "label")
        subject, dimensions = self._row_subject(label.key, header.kind)
        for column, meaning in header.meanings.items():
            index = grid.index(row, column)
            if index is None or index in self.taken or grid.table.cells[index].row != row:
                continue
            if meaning.role == "other" or not subject:
                nothing = not grid.folded[index]
                reason = "blank" if nothing else "column-other" if subject else "row-unknown"
                self._explain(index, header.kind.id, label.key, reason)
                continue
            self._emit(
                index,
                header,
                row_path=tuple(dict.fromkeys((*self._row_path(row, header), label.key))),
                column_path=header.paths[column],
                subject=subject,
                dimensions=dimensions,
                notes=label.notes,
                short=header.last_column + 1 - grid.row_width(row),
            )

    def _row_subject(self, key: str, kind: TableKind) -> tuple[str, Dimensions]:
        """The concept a row names, and the dimensions its label adds."""
        found = self.scope.grammar.labels.find(key, kind.rows)
        if found:
            self.inherited = (found, ())
            return self.inherited
        for rule in kind.row_rules:
            match = rule.pattern.fullmatch(key)
            if match is None:
                continue
            groups = match.groupdict()
            item, base = groups.get("item"), self.inherited
            subject = base[0] if item is None else kind.items.get(item, "")
            dimensions = dict(base[1]) if rule.inherit else {}
            dimensions.update(rule.dimensions)
            settled = tuple(sorted(dimensions.items()))
            if rule.typed and groups.get("own"):
                return subject, tuple(sorted((*settled, (rule.typed, groups["own"]))))
            self.inherited = (subject, settled)
            return subject, settled
        return "", ()

    def _row_path(self, row: int, header: Header) -> tuple[str, ...]:
        grid = self.scope.grid
        words = unit_words(self.scope.grammar)
        texts = [grid.text(row, column) for column in range(header.first_column)]
        return tuple(take_apart(text, words).key for text in dict.fromkeys(texts) if text)

    def _record_row(self, row: int, header: Header) -> None:
        grid = self.scope.grid
        filled = grid.filled(row)
        columns: dict[int, int] = {c: i for c in header.fields if (i := grid.index(row, c)) is not None}
        key_column = next(c for c, rule in header.fields.items() if rule.required)
        key = grid.text(row, key_column)
        if len(filled) <= 1 and len(set(columns.values())) <= 1:
            for index in filled:  # a title or remark across the table
                self._explain(index, header.kind.id, "", "title")
            return
        if not filled or re.fullmatch(r"合计|小计|总计|--?", key):
            for index in filled:
                self._explain(index, header.kind.id, key, "total-row" if key else "blank")
            return
        if key:
            self.record, self.subrecord = self.record + 1, 1
        else:
            self.subrecord += 1
        if key or not self.record_dimensions:
            self.record_dimensions = self._class_of(key, header.kind)
        for column, rule in header.fields.items():
            index = columns.get(column)
            if index is None or index in self.taken or (self.subrecord > 1 and not grid.folded[index]):
                continue
            self._emit(
                index,
                header,
                row_path=(key,),
                column_path=header.paths[column],
                subject=rule.concept,
                dimensions=tuple(sorted((*self.record_dimensions, *rule.dimensions))),
                short=header.last_column + 1 - grid.row_width(row),
            )

    def _class_of(self, key: str, kind: TableKind) -> Dimensions:
        return next((dims for pattern, dims in kind.classes if pattern.fullmatch(key)), ())

    def _cross_row(self, row: int, header: Header) -> None:
        grid = self.scope.grid
        label = label_of(grid, row, 1, self.scope.grammar)
        first = grid.index(row, 0)
        columns = sorted(header.paths)
        for position, column in enumerate(columns):
            rule = next(
                (
                    r
                    for r in header.kind.fields
                    if r.pattern.fullmatch(f"{label.key}|{header.paths[column][0]}")
                ),
                None,
            )
            limit = columns[position + 1] if position + 1 < len(columns) else grid.table.column_count
            spots = [grid.index(row, c) for c in range(column, limit)]
            index = next((i for i in spots if i is not None and grid.folded[i]), spots[0])
            if rule is None or index is None or index in self.taken or index == first:
                continue
            self._emit(
                index, header, row_path=(label.key,), column_path=header.paths[column], subject=rule.concept
            )
            if first is not None:
                self._explain(first, header.kind.id, label.key, "label")

    def _pairs(self, row: int) -> bool:
        """Label and value side by side, once or several times in the row."""
        grid = self.scope.grid
        found = False
        cells = list(
            dict.fromkeys(i for c in range(grid.table.column_count) if (i := grid.index(row, c)) is not None)
        )
        for position, index in enumerate(cells):
            kind, rule = self._pair_rule(grid.folded[index])
            if rule is None or kind is None or index in self.taken:
                continue
            rest = cells[position + 1 :]
            value = next((i for i in rest if grid.folded[i]), rest[0] if rest else None)
            if value is None or self._pair_rule(grid.folded[value])[1] is not None:
                value = rest[0] if rest and not grid.folded[rest[0]] else None
            if value is None:
                continue
            key = take_apart(grid.folded[index], unit_words(self.scope.grammar))
            header = Header(
                kind, row, row, MappingProxyType({}), MappingProxyType({}), MappingProxyType({}), 1
            )
            self._explain(index, kind.id, key.key, "label")
            self.kinds.append(kind.id)
            self._emit(
                value, header, row_path=(key.key,), column_path=(), subject=rule.concept, notes=key.notes
            )
            found = True
        return found

    def _pair_rule(self, folded: str) -> tuple[TableKind | None, FieldRule | None]:
        key = take_apart(folded, unit_words(self.scope.grammar)).key if folded else ""
        if not key:
            return None, None
        ranked = [
            (r, k)
            for k in self.scope.grammar.tables
            if k.layout == "pairs" and (r := self._rank(k)) is not None
        ]
        for _, kind in sorted(ranked, key=lambda item: item[0]):
            for rule in kind.fields:
                if rule.pattern.fullmatch(key):
                    return kind, rule
        return None, None

    # --- output

    def _explain(self, index: int, kind: str, label: str, reason: str) -> None:
        if index not in self.taken:
            self.reasons.setdefault(index, (kind, label, reason))

    def _emit(
        self,
        index: int,
        header: Header,
        *,
        row_path: tuple[str, ...],
        column_path: tuple[str, ...],
        subject: str,
        dimensions: Dimensions = (),
        notes: tuple[str, ...] = (),
        short: int = 0,
    ) -> None:
        cell = self.scope.grid.table.cells[index]
        self.taken.add(index)
        records = header.kind.layout == "records"
        self.candidates.append(
            Candidate(
                id=f"t{self.scope.block}.{index}",
                table=header.kind.id,
                section=self.scope.sections[0] if self.scope.sections else "",
                row_path=row_path,
                column_path=column_path,
                raw=cell.text,
                place=Place(self.scope.block, index, 0, len(cell.text)),
                span=cell.spans[0],
                units=self._hints(index, column_path, notes),
                record=self.record if records else 0,
                subrecord=self.subrecord if records else 0,
                subject=subject,
                dimensions=dimensions,
                confidence=min(cell.confidence, 0.5 if short > 0 else 1.0),
                evidence=(f"the row is {short} cells short",) if short > 0 else (),
            )
        )

    def _hints(
        self, index: int, column_path: tuple[str, ...], notes: tuple[str, ...]
    ) -> tuple[UnitHint, ...]:
        """What was said of the unit, nearest first: cell, label, header, unit line."""
        cell, grammar = self.scope.grid.table.cells[index], self.scope.grammar
        number = parse_number(cell.text)
        said = [
            note_hint((number.unit,) if number and number.unit else (), grammar, "cell", cell.spans[0]),
            note_hint(notes, grammar, "label", cell.spans[0]),
            note_hint(
                [n for text in column_path for n in _NOTES.findall(text)], grammar, "header", cell.spans[0]
            ),
        ]
        hints = [hint for hint in said if hint]
        for line in self.scope.unit_lines:
            for token in line.tokens:
                origin = "inherited" if line.inherited else "unit-line"
                hints.append(UnitHint(token.measure, token.exponent, origin, line.span))
        return tuple(hints)


_ELSEWHERE = 98  # rank of a kind outside its sections
_ANYWHERE = 50  # rank of a kind that names no section
