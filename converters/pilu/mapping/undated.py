"""Amounts whose column does not say a year that it can be of: what proves that their periods are right.

A sum holds in every column, whichever year it is of, so that it proves no period. What does is a figure
printed elsewhere with its period, or a check with such a figure, if the columns differ in it. One proof is
of the whole statement: all of its rows stand in the same columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from pilu.mapping.checks import Test
from pilu.model.extraction import PERIODS_ASSUMED, YEARS_UNLIKELY
from pilu.model.report import Dimension, Fact, Period

_ASSUMED = 0.5  # the confidence of a period that nothing vouches for
Item = tuple[str, str, tuple[Dimension, ...]]


def lacks_period(fact: Fact) -> bool:
    """Whether nothing says the period of an amount, nor of another print of it."""
    return _is_assumed(fact) and fact.provenance.confidence <= _ASSUMED


def proved_periods(facts: Iterable[Fact], tests: Iterable[Test]) -> frozenset[str]:
    """The kinds of tables whose columns are proved to be of the years they were read as."""
    facts = tuple(facts)
    assumed = [fact for fact in facts if _is_assumed(fact)]
    if not assumed:
        return frozenset()
    columns: dict[Item, dict[Period, Fact]] = defaultdict(dict)
    for fact in assumed:
        columns[_item(fact)][fact.period] = fact
    telling = {
        fact.id
        for fact in assumed
        if any(other.value != fact.value for other in columns[_item(fact)].values())
    }
    proved = {fact.provenance.rule for fact in assumed if fact.id in telling and not lacks_period(fact)}
    held = [test for test in tests if test.holds and test.confirms]
    reached = -1
    while len(proved) > reached:
        reached = len(proved)
        for test in held:
            proved.update(_by_check(test, telling, proved))
    return frozenset(proved)


def _by_check(test: Test, telling: Container[str], proved: Container[str]) -> Iterator[str]:
    """The kinds that a check proves, one of its figures having a period."""
    open_ones = [f for f in test.facts if lacks_period(f) and f.provenance.rule not in proved]
    if len(open_ones) < len(test.facts):
        yield from (fact.provenance.rule for fact in open_ones if fact.id in telling)


def _is_assumed(fact: Fact) -> bool:
    return fact.says(PERIODS_ASSUMED) or fact.says(YEARS_UNLIKELY)


def _item(fact: Fact) -> Item:
    return fact.provenance.rule, fact.concept.local, fact.dimensions
