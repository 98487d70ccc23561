"""Arithmetic as a witness: the report's own sums, rates and ratios confirm or challenge a reading.

The checks are the rows of rules.csv that the taxonomy also ships as formula assertions, and its
summations; here they are weighed before anything is written, with the same tolerance: half a unit
of the last printed digit per term. A check that holds lifts doubts about its facts, one that fails lowers
their confidence and names the repair that would make it hold. No value is ever changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from pilu.mapping.recognised import is_recognised
from pilu.mapping.repairs import repair_of_rate, repair_of_sum
from pilu.model.report import Dimension, Duration, Fact, Instant, Period
from pilu.model.taxonomy import Summation
from pilu.taxonomies.grammar import Check

_CONFIRMED = 0.95
_CHALLENGED = 0.5
_SHARE_GAP = Decimal("0.0005")  # of each share that is rounded to a hundredth of a percent, and some


@dataclass(frozen=True, slots=True)
class Test:
    """One check on one set of facts: whether it holds, by how much it misses, what would mend it.

    ``proves``: the facts of which every digit is needed for the check to hold as well as it does.
    """

    check: str
    facts: tuple[Fact, ...]
    holds: bool
    difference: Decimal
    repair: str = ""
    proves: tuple[Fact, ...] = ()


Index = Mapping[tuple[str, Period, tuple[Dimension, ...]], Fact]


def weigh(
    facts: tuple[Fact, ...], checks: Iterable[Check], sums: Iterable[Summation] = ()
) -> tuple[tuple[Fact, ...], tuple[Test, ...]]:
    """Facts with the confidence that arithmetic gives them, and the tests that failed."""
    numbers = {
        (fact.concept.local, fact.period, fact.dimensions): fact
        for fact in facts
        if isinstance(fact.value, Decimal)
    }
    tests = [
        test
        for check in checks
        if check.kind in _KINDS
        for test in _KINDS[check.kind](check, MappingProxyType(numbers))
    ]
    tests += [test for summed in sums for test in _summation(summed, MappingProxyType(numbers))]
    passed: dict[str, str] = {}
    failed: dict[str, Test] = {}
    for test in tests:
        for fact in test.facts:
            if test.holds and (fact in test.proves or not is_recognised(fact)):
                passed.setdefault(fact.id, test.check)
            elif not test.holds:
                failed.setdefault(fact.id, test)
    weighed = tuple(_weighed(fact, passed.get(fact.id), failed.get(fact.id)) for fact in facts)
    return weighed, tuple(test for test in tests if not test.holds)


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


def half(fact: Fact) -> Decimal:
    """Half a unit of the last digit a fact states."""
    return Decimal(5).scaleb(-(fact.decimals or 0) - 1)


def number(fact: Fact) -> Decimal:
    """The value of a fact of the index."""
    assert isinstance(fact.value, Decimal)
    return fact.value


def _summation(summed: Summation, index: Index) -> Iterator[Test]:
    """A total with any of its items, in every period and with every set of dimensions that has them
    (Calculation 1.1, 3)."""
    for (concept, period, dimensions), total in index.items():
        if concept != summed.total.local:
            continue
        found = [(index.get((item.local, period, dimensions)), weight) for item, weight in summed.items]
        terms = [(fact, weight) for fact, weight in found if fact]
        if terms:
            yield _weighted(summed.check, terms, total)


def _weighted(check: str, terms: list[tuple[Fact, int]], total: Fact) -> Test:
    values = [weight * number(fact) for fact, weight in terms]
    facts = [fact for fact, _ in terms]
    difference = sum(values, Decimal(0)) - number(total)
    tolerance = sum((half(fact) for fact in facts), half(total))
    holds = abs(difference) <= tolerance
    repair = "" if holds else repair_of_sum(values, number(total), tolerance)
    tested = (*facts, total)
    return Test(check, tested, holds, difference, repair, () if difference else tested)


def _equal(check: Check, index: Index) -> Iterator[Test]:
    for (concept, period, dimensions), second in index.items():
        first = index.get((check.parameters["first"], period, dimensions))
        if concept == check.parameters["second"] and first:
            yield _sum_test(check.id, [first], second)


def _roll_forward(check: Check, index: Index) -> Iterator[Test]:
    """What stood at the beginning, and what moved, is what stands at the end."""
    for (concept, period, dimensions), flow in index.items():
        if concept != check.parameters["flow"] or not isinstance(period, Duration):
            continue
        before = Instant(period.start - timedelta(1))
        opening = index.get((check.parameters["opening"], before, dimensions))
        closing = index.get((check.parameters["closing"], Instant(period.end), dimensions))
        if opening and closing:
            yield _sum_test(check.id, [opening, flow], closing)


def _equity_column(check: Check, index: Index) -> Iterator[Test]:
    """A column of the statement of changes in equity is a line of another statement."""
    for (concept, period, dimensions), column in index.items():
        if concept != check.parameters["column"] or check.parameters["member"] not in _members(dimensions):
            continue
        others = tuple(d for d in dimensions if not d.member or d.member.local != check.parameters["member"])
        line = index.get((check.parameters["line"], period, others))
        if line:
            yield _sum_test(check.id, [column], line)


def _quarter_sum(check: Check, index: Index) -> Iterator[Test]:
    for (concept, period, dimensions), year in index.items():
        if concept != check.parameters["total"] or not isinstance(period, Duration) or not _is_year(period):
            continue
        quarters = [index.get((concept, quarter, dimensions)) for quarter in _quarters(period.start.year)]
        terms = [fact for fact in quarters if fact]
        if len(terms) == 4:
            yield _sum_test(check.id, terms, year)


def _movement(check: Check, index: Index) -> Iterator[Test]:
    """Before the change + change = after it, per quarter."""
    for (concept, period, dimensions), after in index.items():
        if concept != check.parameters["item"] or _members(dimensions) != {"AfterChangeMember"}:
            continue
        before = _with_member(index, concept, period, dimensions, "BeforeChangeMember")
        change = _with_member(index, concept, period, dimensions, "ChangeAmountMember")
        if before and change:
            yield _sum_test(check.id, [before, change], after)


def _product_sum(check: Check, index: Index) -> Iterator[Test]:
    """The filer's products add up to the figure after the change."""
    for (concept, period, dimensions), total in index.items():
        if concept != check.parameters["item"] or _members(dimensions) != {"AfterChangeMember"}:
            continue
        parts = [
            fact
            for (name, when, axes), fact in index.items()
            if name == concept
            and when == period
            and len(axes) > len(dimensions)
            and set(dimensions) < set(axes)
        ]
        if len(parts) > 1:
            yield _sum_test(check.id, parts, total)


def _after_equals_table(check: Check, index: Index) -> Iterator[Test]:
    for (concept, period, dimensions), after in index.items():
        if concept != check.parameters["item"] or _members(dimensions) != {"AfterChangeMember"}:
            continue
        plain = index.get((concept, period, ()))
        if plain and len(dimensions) == 1:
            yield _sum_test(check.id, [plain], after)


def _axis_sum(check: Check, index: Index) -> Iterator[Test]:
    """The filer's own divisions add up; where the check names shares, when these say that none is missing."""
    axis, shares = check.parameters["axis"], check.parameters.get("shares", "")
    divided: dict[tuple[str, Period], list[Fact]] = {}
    for (concept, period, dimensions), fact in index.items():
        if concept in {check.parameters["parts"], shares} and [d.axis.local for d in dimensions] == [axis]:
            divided.setdefault((concept, period), []).append(fact)
    for (concept, period), parts in divided.items():
        total = index.get((check.parameters["total"], period, ()))
        if concept != check.parameters["parts"] or total is None or len(parts) < 2:
            continue
        whole = divided.get((shares, period), [])
        gap = abs(sum(map(number, whole), Decimal(0)) - 1)
        if not shares or (len(whole) == len(parts) and gap <= _SHARE_GAP * len(whole)):
            yield _sum_test(check.id, parts, total)


def _sum_test(check: str, terms: list[Fact], total: Fact) -> Test:
    return _weighted(check, [(fact, 1) for fact in terms], total)


def _change_rate(check: Check, index: Index) -> Iterator[Test]:
    for rate, current, prior in _against_prior(index, check.parameters["rate"], check.parameters["base"]):
        base = number(prior)
        if base == 0:
            continue
        difference = number(rate) - (number(current) - base) / abs(base)
        spread = half(current) + half(prior) * abs(number(current) / base)
        tolerance = 2 * half(rate) + spread / abs(base)
        holds = abs(difference) <= tolerance
        repair = "" if holds else repair_of_rate(number(rate), number(current), base, tolerance)
        proves = (rate,) if abs(difference) <= half(rate) else ()
        yield Test(check.id, (rate, current, prior), holds, difference, repair, proves)


def _point_change(check: Check, index: Index) -> Iterator[Test]:
    for change, current, prior in _against_prior(index, check.parameters["change"], check.parameters["base"]):
        difference = number(change) - (number(current) - number(prior))
        tolerance = 2 * max(half(change), half(current), half(prior))
        holds = abs(difference) <= tolerance
        negated = abs(-number(change) - (number(current) - number(prior))) <= tolerance
        repair = "the sign of the change may be lost" if negated and not holds else ""
        facts = (change, current, prior)
        yield Test(check.id, facts, holds, difference, repair, () if difference else facts)


def _share_total(check: Check, index: Index) -> Iterator[Test]:
    """Every holding over its ratio is the same number of shares: the intervals intersect."""
    rows = []
    for (concept, period, dimensions), held in index.items():
        if concept != check.parameters["held"] or len(dimensions) != 1:
            continue
        ratio = index.get((check.parameters["ratio"], period, dimensions))
        if dimensions[0].axis.local == check.parameters["axis"] and ratio and number(ratio) > half(ratio):
            rows.append((held, ratio, *_implied(held, ratio)))
    if len(rows) < 3:
        return
    for held, ratio, low, high in rows:
        others = [row for row in rows if row[0] is not held]
        fits = sum(low <= other[3] and other[2] <= high for other in others)
        holds = 2 * fits >= len(others)
        repair = "" if holds else "the holding or its ratio may be in the wrong column"
        yield Test(check.id, (held, ratio), holds, Decimal(len(others) - fits), repair)


def _implied(held: Fact, ratio: Fact) -> tuple[Decimal, Decimal]:
    return number(held) / (number(ratio) + half(ratio)), number(held) / (number(ratio) - half(ratio))


def _against_prior(index: Index, change: str, base: str) -> Iterator[tuple[Fact, Fact, Fact]]:
    for (concept, period, dimensions), fact in index.items():
        if concept != change:
            continue
        current = index.get((base, period, dimensions))
        prior = index.get((base, _year_before(period), dimensions))
        if current and prior:
            yield fact, current, prior


def _year_before(period: Period) -> Period:
    if isinstance(period, Instant):
        return Instant(_back(period.day))
    return Duration(_back(period.start), _back(period.end))


def _back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _is_year(period: Duration) -> bool:
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)


def _quarters(year: int) -> tuple[Duration, ...]:
    ends = ((1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31))
    return tuple(Duration(date(year, first, 1), date(year, last, day)) for first, last, day in ends)


def _members(dimensions: tuple[Dimension, ...]) -> set[str]:
    return {dimension.member.local if dimension.member else "(typed)" for dimension in dimensions}


def _with_member(
    index: Index, concept: str, period: Period, dimensions: tuple[Dimension, ...], member: str
) -> Fact | None:
    return next(
        (
            fact
            for (name, when, axes), fact in index.items()
            if name == concept
            and when == period
            and len(axes) == len(dimensions)
            and _members(axes) == {member}
        ),
        None,
    )


_KINDS: Mapping[str, Callable[[Check, Index], Iterator[Test]]] = MappingProxyType(
    {
        "quarter-sum": _quarter_sum,
        "axis-sum": _axis_sum,
        "axis-sum-complete": _axis_sum,
        "equal": _equal,
        "roll-forward": _roll_forward,
        "equity-column": _equity_column,
        "change-rate": _change_rate,
        "point-change": _point_change,
        "share-total": _share_total,
        "movement": _movement,
        "product-sum": _product_sum,
        "after-equals-table": _after_equals_table,
    }
)
