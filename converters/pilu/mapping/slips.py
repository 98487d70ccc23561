"""Figures that have slipped into the row above or below.

The group's and the parent's statement print the same rows. Where an amount stands in one row of the
one and in the row next to it of the other, and the first leaves that row blank, it has slipped in the
one or the other. No sum sees it, as both rows go into the same total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pilu.model.report import Fact, Period
from pilu.reasons import evidence
from pilu.taxonomies.table_kinds import TableKind

_SLIPPED = 0.5
_WHY = evidence("row-slipped")

Printed = Mapping[tuple[str, Period], Fact]


def doubt_slipped(facts: Sequence[Fact], statements: Iterable[TableKind]) -> tuple[Fact, ...]:
    """The facts, with doubts on those that may stand in the wrong row of a statement."""
    kinds = {kind.id: kind for kind in statements}
    slipped: set[str] = set()
    for kind in kinds.values():
        if other := kinds.get(kind.then):
            own, theirs = _printed(facts, kind), _printed(facts, other)
            slipped.update(_slipped(kind.order, own, theirs))
            slipped.update(_slipped(kind.order, theirs, own))
    return tuple(fact.doubted(_SLIPPED, _WHY) if fact.id in slipped else fact for fact in facts)


def _printed(facts: Iterable[Fact], kind: TableKind) -> Printed:
    """The amounts that a statement prints in its own rows, those of nothing left out."""
    return {
        (fact.concept.local, fact.period): fact
        for fact in facts
        if fact.provenance.rule == kind.id
        and len(fact.dimensions) == len(kind.dimensions)
        and isinstance(fact.value, Decimal)
        and fact.value
    }


def _slipped(order: Sequence[str], own: Printed, other: Printed) -> Iterator[str]:
    """Ids of the facts of a statement that the other one has in the next row, where it has none."""
    beside: dict[str, list[str]] = defaultdict(list)
    for one, next_one in pairwise(order):
        beside[one].append(next_one)
        beside[next_one].append(one)
    for (name, period), fact in own.items():
        twin = other.get((name, period))
        if twin and twin.value == fact.value:
            continue
        for row in beside[name]:
            there = other.get((row, period))
            if there and there.value == fact.value and (row, period) not in own:
                yield fact.id
