"""Figures whose column is unknown, placed by the report's own sums.

Where a table has lost its columns, a figure that stands alone in its row may be of either period. A
total that is printed for both says which: only one way to place the figures under it makes all the
sums exact. Where there are more ways, or none, a figure stays without a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from pilu.mapping.checks import number
from pilu.mapping.facts import Mapper
from pilu.mapping.values import Unread
from pilu.model.extraction import COLUMNS_LOST, Candidate
from pilu.model.report import Dimension, Fact, Period
from pilu.model.taxonomy import Summation
from pilu.reasons import evidence

_MOST = 12  # figures placed at once: every further one doubles the ways
_PLACED = 0.9

Read = tuple[Candidate, Fact | Unread]
Known = dict[tuple[str, Period, tuple[Dimension, ...]], Decimal]


@dataclass(frozen=True, slots=True)
class _Open:
    """A figure without a column: its place in the list of readings, and the facts it may be."""

    number: int
    options: tuple[Fact, ...]

    @property
    def concept(self) -> str:
        return self.options[0].concept.local


def placed(
    read: Sequence[Read], mapper: Mapper, sums: Iterable[Summation], statements: frozenset[str]
) -> list[Read]:
    """The readings, with facts for the figures that the sums of the ``statements`` (kinds of tables) place: a
    note may be about another item than its heading says."""
    settled = list(read)
    waiting = [made for at, (candidate, _) in enumerate(read) if (made := _open(at, candidate, mapper))]
    if not waiting:
        return settled
    known: Known = {}
    for candidate, result in read:
        if candidate.table not in statements or not isinstance(result, Fact):
            continue
        if isinstance(result.value, Decimal):
            known.setdefault((result.concept.local, result.period, result.dimensions), result.value)
    listed = list(sums)
    progress = True
    while progress and waiting:
        progress = False
        for summed in listed:
            for choice in _solved(summed, waiting, known):
                progress = True
                found, fact = choice
                waiting.remove(found)
                known[fact.concept.local, fact.period, fact.dimensions] = number(fact)
                settled[found.number] = (read[found.number][0], _by(fact, summed.check))
    return settled


def _open(at: int, candidate: Candidate, mapper: Mapper) -> _Open | None:
    lost = any(why.code == COLUMNS_LOST for why in candidate.evidence)  # a whole column: it has one year
    paths = (candidate.column_path, *candidate.or_columns) if candidate.or_columns and not lost else ()
    made = [mapper.map(replace(candidate, column_path=path, or_columns=())) for path in paths]
    facts = tuple(fact for fact in made if isinstance(fact, Fact) and isinstance(fact.value, Decimal))
    if not facts or len(facts) < len(made) or len({fact.dimensions for fact in facts}) > 1:
        return None
    return _Open(at, facts)


def _solved(summed: Summation, waiting: Sequence[_Open], known: Known) -> list[tuple[_Open, Fact]]:
    """The placing of all figures under a total, for each set of dimensions that has only one."""
    weights = {item.local: weight for item, weight in summed.items}
    groups: dict[tuple[Dimension, ...], list[_Open]] = {}
    for entry in waiting:
        if entry.concept in weights:
            groups.setdefault(entry.options[0].dimensions, []).append(entry)
    found: list[tuple[_Open, Fact]] = []
    for dimensions, entries in groups.items():
        if len(entries) > _MOST:
            continue
        rest = {
            period: total - _stated(weights, period, dimensions, known)
            for period in {fact.period for entry in entries for fact in entry.options}
            if (total := known.get((summed.total.local, period, dimensions))) is not None
        }
        ways = [way for way in product(*(entry.options for entry in entries)) if _exact(way, weights, rest)]
        if len(ways) == 1:
            found.extend(zip(entries, ways[0], strict=True))
    return found


def _stated(
    weights: dict[str, int], period: Period, dimensions: tuple[Dimension, ...], known: Known
) -> Decimal:
    terms = (weight * known.get((name, period, dimensions), Decimal(0)) for name, weight in weights.items())
    return sum(terms, Decimal(0))


def _exact(way: Sequence[Fact], weights: dict[str, int], rest: dict[Period, Decimal]) -> bool:
    """Whether the facts make up what is left of every total; each is under a total that is printed."""
    left = dict(rest)
    for fact in way:
        if fact.period not in left:
            return False
        left[fact.period] -= weights[fact.concept.local] * number(fact)
    return not any(left.values())


def _by(fact: Fact, check: str) -> Fact:
    return fact.doubted(_PLACED, evidence("placed-by-sums", check=check))
