"""Columns of a statement that say no year, because the piece they stand in has lost one of them.

Recognition drops a column, and the header that is left says no more than "amount". The whole column is of
one year, and other figures of the report tell which: those that other tables print again, and those that
its own make a sum with. Where they tell it of one year alone the figures are of that year, else of none.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from pilu.mapping.checks import number
from pilu.mapping.facts import Mapper
from pilu.mapping.values import Unread
from pilu.model.document import Document, Table
from pilu.model.extraction import COLUMNS_LOST, Candidate
from pilu.model.report import Dimension, Duration, Fact, Instant, Period
from pilu.model.taxonomy import Summation
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check

_TELLING = 10_000  # a figure that two years do not share by chance
_PLACED = 0.9
_WHY = evidence("year-by-other-figures")

Read = tuple[Candidate, Fact | Unread]
Key = tuple[str, Period, tuple[Dimension, ...]]
Values = dict[Key, Decimal]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearFinder:
    """What tells the year of a column: the document, the mapper, and what adds up."""

    document: Document
    mapper: Mapper
    sums: Sequence[Summation]
    checks: Sequence[Check]

    def dated(self, read: Sequence[Read]) -> list[Read]:
        """The readings, with facts for the figures of columns whose year is told."""
        settled = dict(enumerate(read))
        known = {_key(f): number(f) for _, f in read if isinstance(f, Fact) and isinstance(f.value, Decimal)}
        for numbers in self._columns(read).values():
            column = [read[at][0] for at in numbers]
            if path := self._path(column, known):
                for at, candidate in zip(numbers, column, strict=True):
                    if fact := self._fact(candidate, path):
                        settled[at] = candidate, fact.doubted(_PLACED, _WHY)
        return [settled[at] for at in range(len(read))]

    def _columns(self, read: Sequence[Read]) -> dict[tuple[int, str, int], list[int]]:
        """Numbers of the readings without a column, by the column of the table that they stand in."""
        columns: dict[tuple[int, str, int], list[int]] = defaultdict(list)
        for at, (candidate, _) in enumerate(read):
            block, cell = self.document.blocks[candidate.place.block], candidate.place.cell
            lost = any(why.code == COLUMNS_LOST for why in candidate.evidence)
            if lost and cell is not None and isinstance(block, Table):
                columns[candidate.place.block, candidate.table, block.cells[cell].column].append(at)
        return columns

    def _path(self, column: Sequence[Candidate], known: Values) -> Path | None:
        """The one path of a column that the other figures speak for, and none of them against."""
        paths = (column[0].column_path, *column[0].or_columns)
        told = {path: self._told(column, path, known) for path in paths}
        spoken = [path for path, (agreeing, _) in told.items() if agreeing]
        return spoken[0] if len(spoken) == 1 and not told[spoken[0]][1] else None

    def _told(self, column: Sequence[Candidate], path: Path, known: Values) -> tuple[int, int]:
        """How many figures and sums speak for a path, and how many figures against it."""
        facts = [fact for candidate in column if (fact := self._fact(candidate, path))]
        own = {_key(fact): number(fact) for fact in facts}
        agreeing = sum(known.get(key) == value for key, value in own.items() if abs(value) >= _TELLING)
        against = sum(known.get(key, value) != value for key, value in own.items())
        exact = sum(held for held in self._sums(own, known))
        return agreeing + exact, against

    def _sums(self, own: Values, known: Values) -> Iterator[bool]:
        """Of every sum of figures of the column and of others whether it is exact."""
        for summed in self.sums:
            items = [(item.local, weight) for item, weight in summed.items]
            for period, dimensions in {(period, dims) for _, period, dims in own}:
                terms: list[tuple[Key, int]] = [((name, period, dimensions), w) for name, w in items]
                yield _exact((summed.total.local, period, dimensions), terms, own, known)
        for check in self.checks:
            if check.kind == "roll-forward":
                for name, period, dimensions in own:
                    if name == check.parameters["flow"] and isinstance(period, Duration):
                        before, after = Instant(period.start - timedelta(1)), Instant(period.end)
                        opening: Key = (check.parameters["opening"], before, dimensions)
                        terms = [(opening, 1), ((name, period, dimensions), 1)]
                        yield _exact((check.parameters["closing"], after, dimensions), terms, own, known)

    def _fact(self, candidate: Candidate, path: Path) -> Fact | None:
        made = self.mapper.map(replace(candidate, column_path=path, or_columns=()))
        return made if isinstance(made, Fact) and isinstance(made.value, Decimal) else None


def _exact(total: Key, terms: Iterable[tuple[Key, int]], own: Values, known: Values) -> bool:
    """Whether a total is the sum of its terms, some of them in the column and some in no other way known
    than from elsewhere."""
    both = ChainMap(own, known)
    printed = [(key, weight) for key, weight in terms if key in both]
    keys = [key for key, _ in printed] + [total]
    if total not in both or abs(both[total]) < _TELLING or not printed:
        return False
    mixed = any(key in own for key in keys) and any(key in known and key not in own for key in keys)
    return mixed and sum((weight * both[key] for key, weight in printed), Decimal(0)) == both[total]


def _key(fact: Fact) -> Key:
    return fact.concept.local, fact.period, fact.dimensions
