"""Figures of a statement of changes in equity whose table has lost its columns, set under them by proof.

Recognition drops columns that are empty on a page: the piece of the statement on it has fewer than the
header, and nothing printed says which. The statement's own sums, and the lines of the balance sheet that
its last rows repeat, do. What they do not prove stays without a column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pilu.mapping.checks import DEDUCTED, SUBTOTAL, member_of, number
from pilu.mapping.facts import Mapper
from pilu.mapping.fitting import Columns, Key, Row, Sum, find_ways, fit
from pilu.mapping.values import Unread
from pilu.model.document import Document, Table
from pilu.model.extraction import Candidate
from pilu.model.report import Fact, Instant
from pilu.model.taxonomy import Summation
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check
from pilu.taxonomies.table_kinds import TableKind

_PLACED = 0.9
_WHY = evidence("placed-by-statement")

Read = tuple[Candidate, Fact | Unread]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is printed: the numbers of its readings in order, and its row for the arithmetic."""

    readings: tuple[int, ...]
    row: Row
    loose: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """What a statement is placed by: the document, the mapper, the sums and the cross-checks, and the other
    ``statements`` (kinds of tables); a note may be about another item than its heading says."""

    document: Document
    mapper: Mapper
    sums: Sequence[Summation]
    checks: Sequence[Check]
    statements: frozenset[str]

    def placed(self, read: Sequence[Read], kind: TableKind) -> dict[int, Fact]:
        """Facts for the readings (by number) of a kind that have no column, where the columns are proved."""
        open_ones = [c for c, _ in read if c.table == kind.id and c.or_columns]
        if not open_ones:
            return {}
        waiting = max(open_ones, key=lambda candidate: len(candidate.or_columns))
        members = self._members(waiting)
        columns = _columns(members)
        if columns is None:
            return {}
        paths = (waiting.column_path, *waiting.or_columns)
        lines = [line for line in self._lines(read, kind, members) if line.loose or _holds(line.row, columns)]
        find_ways((line.row for line in lines if line.loose), columns)
        fit([line.row for line in lines], columns, self._sums_of(kind), self._known(read, kind, members))
        found: dict[int, Fact] = {}
        for line in lines:
            if line.loose and line.row.proved and len(line.row.ways) == 1:
                for at, column in zip(line.readings, line.row.ways[0], strict=True):
                    if fact := self._fact(read[at][0], paths[column]):
                        found[at] = fact.doubted(_PLACED, _WHY)
        return found

    def _fact(self, candidate: Candidate, path: Path) -> Fact | None:
        made = self.mapper.map(replace(candidate, column_path=path, or_columns=()))
        return made if isinstance(made, Fact) and isinstance(made.value, Decimal) else None

    def _members(self, candidate: Candidate) -> tuple[str, ...]:
        """The component of equity that each column is of ("" for the total), in order."""
        facts = [self._fact(candidate, path) for path in (candidate.column_path, *candidate.or_columns)]
        return tuple(member_of(fact.dimensions) if fact else "?" for fact in facts)

    def _lines(self, read: Sequence[Read], kind: TableKind, members: Sequence[str]) -> list[_Line]:
        rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, (candidate, _) in enumerate(read):
            cell = candidate.place.cell
            block = self.document.blocks[candidate.place.block]
            if candidate.table == kind.id and cell is not None and isinstance(block, Table):
                rows[candidate.place.block, block.cells[cell].row].append(at)
        made = (self._line([(at, *read[at]) for at in numbers], kind, members) for numbers in rows.values())
        return [line for line in made if line]

    def _line(
        self, row: Sequence[tuple[int, Candidate, Fact | Unread]], kind: TableKind, members: Sequence[str]
    ) -> _Line | None:
        first = row[0][1]
        loose = len(first.or_columns) + 1 == len(members)
        facts = [self._fact(c, c.column_path) if loose else result for _, c, result in row]
        figures = [f for f in facts if isinstance(f, Fact) and isinstance(f.value, Decimal)]
        if (loose and len(figures) < len(facts)) or (first.or_columns and not loose):
            return None
        adjusted = bool(kind.before) and set(kind.before) <= set(first.dimensions)
        subject = "" if adjusted else first.subject  # no other row knows a balance before adjustment
        key = subject, first.offset
        readings = tuple(at for at, _, _ in row)
        if loose:
            return _Line(readings, Row(key, tuple(map(number, figures))), loose=True)
        stand = {members.index(m): f for f in figures if (m := member_of(f.dimensions)) in members}
        if len(stand) < len(figures):
            return None
        ordered = sorted(stand)
        values = tuple(number(stand[column]) for column in ordered)
        return _Line(readings, Row(key, values, [tuple(ordered)]), loose=False)

    def _sums_of(self, kind: TableKind) -> list[Sum]:
        """The sums down the columns: of rows of one year, and from its beginning to its end."""
        found = []
        for years in range(2):
            for summed in self.sums:
                terms = tuple(((item.local, -years), weight) for item, weight in summed.items)
                if summed.total.local in kind.rows and all(name in kind.rows for (name, _), _ in terms):
                    found.append(Sum((summed.total.local, -years), terms))
            for check in self.checks:
                if check.kind == "roll-forward" and check.parameters["flow"] in kind.rows:
                    opening = (check.parameters["opening"], -years - 1), 1
                    flow = (check.parameters["flow"], -years), 1
                    found.append(Sum((check.parameters["closing"], -years), (opening, flow)))
        return found

    def _known(
        self, read: Sequence[Read], kind: TableKind, members: Sequence[str]
    ) -> dict[Key, dict[int, Decimal]]:
        """What other statements say of the columns of a row."""
        stated = [f for c, f in read if c.table in self.statements - {kind.id} and isinstance(f, Fact)]
        year = self.mapper.form.fiscal_year
        said: dict[tuple[str, int], Decimal] = {}
        for fact in stated:
            if isinstance(fact.value, Decimal) and _of_scope(fact, kind):
                said.setdefault((fact.concept.local, _last_day(fact).year - year), fact.value)
        lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for check in self.checks:
            if check.kind == "equity-column" and check.parameters["member"] in members:
                where = members.index(check.parameters["member"])
                lines[check.parameters["column"]].append((where, check.parameters["line"]))
        return {
            (concept, -years): {
                column: said[line, -years]
                for column, line in (*found, (members.index(""), concept))
                if (line, -years) in said
            }
            for concept, found in lines.items()
            for years in range(2)
        }


def with_columns(read: Sequence[Read], placing: Placing, kinds: Iterable[TableKind]) -> list[Read]:
    """The readings, with facts for the figures whose columns are proved."""
    found: dict[int, Fact] = {}
    for kind in kinds:
        if kind.again:
            found.update(placing.placed(read, kind))
    return [(candidate, found.get(at, result)) for at, (candidate, result) in enumerate(read)]


def _columns(members: Sequence[str]) -> Columns | None:
    """The columns for the arithmetic; None where they are not those of such a statement."""
    if members.count("") != 1 or members[-1] != "" or len(set(members)) < len(members) or "?" in members:
        return None
    subtotal = members.index(SUBTOTAL) if SUBTOTAL in members else None
    signs = tuple(0 if m in ("", SUBTOTAL) else -1 if m == DEDUCTED else 1 for m in members)
    return Columns(signs, subtotal, len(members) - 1)


def _holds(row: Row, columns: Columns) -> bool:
    """Whether a row whose columns are printed adds up: only then it says anything of others."""
    return columns.adds_up(dict(zip(row.ways[0], row.figures, strict=True)))


def _last_day(fact: Fact) -> date:
    return fact.period.day if isinstance(fact.period, Instant) else fact.period.end


def _of_scope(fact: Fact, kind: TableKind) -> bool:
    """Whether a fact has the dimensions that all facts of a kind have, and no other."""
    return {(d.axis.local, d.member.local if d.member else "") for d in fact.dimensions} == set(
        kind.dimensions
    )
