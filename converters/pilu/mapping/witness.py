"""Arithmetic as a witness: the report's own sums, rates and ratios confirm or challenge a reading.

The checks are the rows of rules.csv that the taxonomy also ships as formula assertions, and its
summations; here they are weighed before anything is written. A check that holds lifts doubts about
its facts, but for the doubt whether an amount without a unit is one of yuan: sums come out right in
thousands too. One that fails lowers their confidence and names the repair that would make it hold. No
value is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pilu.mapping.checks import Test, every_test
from pilu.mapping.recognised import is_recognised
from pilu.mapping.rolling import roll_forwards
from pilu.mapping.values import UNIT_ASSUMED
from pilu.model.report import Fact
from pilu.model.taxonomy import Summation
from pilu.taxonomies.grammar import Check

_CONFIRMED = 0.95
_CHALLENGED = 0.5


def weigh(
    facts: tuple[Fact, ...], checks: Iterable[Check], sums: Iterable[Summation] = ()
) -> tuple[tuple[Fact, ...], tuple[Test, ...]]:
    """Facts with the confidence that arithmetic gives them, and the tests that failed."""
    passed: dict[str, str] = {}
    failed: dict[str, Test] = {}
    checks = tuple(checks)
    tests = (*every_test(facts, checks, sums), *roll_forwards(facts, checks))
    for test in tests:
        proved = {fact.id for fact in test.proves}
        for fact in test.facts:
            proves = fact.id in proved or not is_recognised(fact)
            if test.holds and test.confirms and proves and _says_scale(fact, test):
                passed.setdefault(fact.id, test.check)
            elif not test.holds and test.challenges:
                failed.setdefault(fact.id, test)
    weighed = tuple(_weighed(fact, passed.get(fact.id), failed.get(fact.id)) for fact in facts)
    return weighed, tuple(test for test in tests if not test.holds and test.challenges)


def _says_scale(fact: Fact, test: Test) -> bool:
    """Whether a test tells the scale of a fact's figure, where no unit does: not if all of its amounts
    lack one, since sums and rates come out the same in any unit."""
    return not _assumed(fact) or any(_is_money(other) and not _assumed(other) for other in test.facts)


def _assumed(fact: Fact) -> bool:
    return UNIT_ASSUMED in fact.provenance.evidence


def _is_money(fact: Fact) -> bool:
    unit = fact.unit
    return unit is not None and not unit.denominators and "iso4217" in unit.numerators[0].namespace


def _weighed(fact: Fact, passed: str | None, failed: Test | None) -> Fact:
    provenance = fact.provenance
    if failed and not passed:
        confidence = min(provenance.confidence, _CHALLENGED)
        phrase = f"check {failed.check} fails" + (f": {failed.repair}" if failed.repair else "")
    elif passed and not failed and provenance.confidence < _CONFIRMED:
        confidence = _CONFIRMED
        phrase = f"confirmed by check {passed}"
    else:
        return fact
    evidence = (*provenance.evidence, phrase)
    return replace(fact, provenance=replace(provenance, confidence=confidence, evidence=evidence))
