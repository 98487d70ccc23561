"""Arithmetic as a witness: the report's own sums, rates and ratios confirm or challenge a reading.

The checks are the rows of rules.csv that the taxonomy also ships as formula assertions, and its
summations; here they are weighed before anything is written. A check that holds lifts doubts about
its facts, but for five: that of an amount without a unit, unless ``unstated`` has its unit proved; that of
a period that no column says, unless ``undated`` has it proved; that of a row that is assumed, since a sum
holds whichever of its rows the figures stand in; that of a column, where the row does not add up across;
and that of the number of a record.
One that fails lowers their confidence and names the repair that would make it hold. No value is ever
changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pilu.mapping.checks import Test, every_test
from pilu.mapping.recognised import is_recognised
from pilu.mapping.rolling import roll_forwards
from pilu.mapping.undated import lacks_period, proved_periods
from pilu.mapping.unstated import lacks_unit, proved_units, with_unit_of_table
from pilu.model.evidence import Evidence
from pilu.model.extraction import COLUMN_UNSURE, COUNT_UNSURE, LABEL_ABOVE, ROW_ASSUMED, UNIT_UNLIKELY
from pilu.model.report import Fact
from pilu.model.taxonomy import Summation
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check

_CONFIRMED = 0.95
_CHALLENGED = 0.5


def weigh(
    facts: tuple[Fact, ...],
    checks: Iterable[Check],
    sums: Iterable[Summation] = (),
    said: frozenset[str] = frozenset(),
    statements: frozenset[str] = frozenset(),
) -> tuple[tuple[Fact, ...], tuple[Test, ...]]:
    """Facts with the confidence that arithmetic gives them, and the tests that failed; ``said``: ids of
    facts that sentences confirm. A total beside one of its items is no sum but in ``statements``."""
    passed: dict[str, str] = {}
    beyond: set[str] = set()  # facts of checks that hold beyond their row
    failed: dict[str, Test] = {}
    checks = tuple(checks)
    tests = (*every_test(facts, checks, sums), *roll_forwards(facts, checks))
    scaled, dated = proved_units(facts, tests, said), proved_periods(facts, tests)
    for test in tests:
        proved = {fact.id for fact in test.proves}
        for fact in test.facts:
            proves = fact.id in proved or not is_recognised(fact)
            scale = not lacks_unit(fact) or fact.provenance.place.block in scaled
            scale = scale and not fact.says(UNIT_UNLIKELY)
            placed = not _assumed(fact) and (not lacks_period(fact) or fact.provenance.rule in dated)
            if test.holds and test.confirms and proves and scale and placed:
                passed.setdefault(fact.id, test.check)
                beyond.update({fact.id} if _beyond_a_row(test) else ())
            elif _fails(test, statements):
                failed.setdefault(fact.id, test)
    weighed = tuple(
        _weighed(
            with_unit_of_table(fact, scaled), passed.get(fact.id), failed.get(fact.id), fact.id in beyond
        )
        for fact in facts
    )
    return weighed, tuple(test for test in tests if _fails(test, statements))


def _fails(test: Test, statements: frozenset[str]) -> bool:
    partial = test.alone and not any(fact.provenance.rule in statements for fact in test.facts)
    return not test.holds and test.challenges and not partial


def _assumed(fact: Fact) -> bool:
    """Whether the row, the column or the record of a fact is in doubt, of which a sum says nothing."""
    return any(fact.says(code) for code in (ROW_ASSUMED, LABEL_ABOVE, COLUMN_UNSURE, COUNT_UNSURE))


def _beyond_a_row(test: Test) -> bool:
    """Whether a check compares more than the figures of one row, which stay right under a wrong label."""
    rows = {(fact.provenance.place.block, fact.provenance.row_label) for fact in test.facts}
    return len(rows) > 1


def _weighed(fact: Fact, passed: str | None, failed: Test | None, beyond: bool) -> Fact:
    """``beyond``: a check holds that speaks for more than the row the fact stands in."""
    provenance = fact.provenance
    if failed and not (passed and (beyond or not _beyond_a_row(failed))):
        return fact.doubted(_CHALLENGED, _failure(failed))
    if passed and not failed and provenance.confidence < _CONFIRMED:
        known = (*provenance.evidence, evidence("confirmed", check=passed))
        return replace(fact, provenance=replace(provenance, confidence=_CONFIRMED, evidence=known))
    return fact


def _failure(test: Test) -> Evidence:
    fault = test.repair
    if fault is None:
        return evidence("check-failed", check=test.check)
    said = {"fault": fault.code, "repair": fault.text, "repair_zh": fault.text_zh}
    return evidence("check-failed-by", check=test.check, **said)
