"""Amounts over which no unit is stated: what proves that they are of yuan.

Sums and rates come out right in thousands too, so that a check proves a unit only where it compares
with an amount whose unit is stated. All amounts of a table are in one unit: what proves it of one proves
it of the others.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from pilu.mapping.checks import Test, half, number
from pilu.mapping.values import UNIT_ASSUMED
from pilu.model.report import Fact
from pilu.reasons import evidence

_ASSUMED = 0.5  # the confidence of an amount that nothing vouches for
_OF_TABLE = 0.85
_WHY = evidence("unit-of-table")


def lacks_unit(fact: Fact) -> bool:
    """Whether no unit is stated for an amount, nor for another print of it."""
    return fact.says(UNIT_ASSUMED) and fact.provenance.confidence <= _ASSUMED


def proved_units(facts: Iterable[Fact], tests: Iterable[Test], said: frozenset[str]) -> frozenset[int]:
    """The blocks of the tables whose unit is proved: by the same amount in another table, or in a sentence
    (``said``: ids of such facts), or by a check."""
    proved = {
        fact.provenance.place.block
        for fact in facts
        if fact.value and fact.says(UNIT_ASSUMED) and (fact.id in said or not lacks_unit(fact))
    }
    held = [test for test in tests if test.holds and test.confirms and any(map(lacks_unit, test.facts))]
    reached = -1
    while len(proved) > reached:
        reached = len(proved)
        for test in held:
            proved.update(_by_check(test, proved))
    return frozenset(proved)


def _by_check(test: Test, proved: Container[int]) -> Iterator[int]:
    """The blocks whose unit a check proves that holds, one of its amounts having one."""
    open_ones = [f for f in test.facts if lacks_unit(f) and f.provenance.place.block not in proved]
    if any(_is_money(fact) and fact not in open_ones for fact in test.facts):
        least = 2 * sum(map(half, test.facts))  # less would not be missed
        yield from (fact.provenance.place.block for fact in open_ones if abs(number(fact)) > least)


def with_unit_of_table(fact: Fact, proved: frozenset[int]) -> Fact:
    """The fact, with less doubt where the unit of its table is proved and that was all of it."""
    known = fact.provenance
    if not lacks_unit(fact) or known.place.block not in proved or len(known.evidence) > 1:
        return fact
    return replace(fact, provenance=replace(known, confidence=_OF_TABLE, evidence=(*known.evidence, _WHY)))


def _is_money(fact: Fact) -> bool:
    unit = fact.unit
    return unit is not None and not unit.denominators and "iso4217" in unit.numerators[0].namespace
