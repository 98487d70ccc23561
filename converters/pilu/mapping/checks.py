"""The cross-checks of rules.csv and the summations, worked out on the facts of one report.

Each kind of check is a function that gives one test per set of facts it applies to, with the
tolerance of the formula assertion of the same row: half a unit of the last printed digit per term.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from pilu.mapping.periods import year_before
from pilu.mapping.repairs import Repair, repair_of_rate, repair_of_sum
from pilu.model.report import Dimension, Duration, Fact, Instant, Period
from pilu.model.taxonomy import Summation
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check

_COMPONENTS = "ComponentsOfEquityAxis"
SUBTOTAL = "EquityAttributableToOwnersOfParentMember"
DEDUCTED = "TreasurySharesMember"
_FEW = 2  # items; a total of more has not all of them where it has one
_SHARE_GAP = Decimal("0.0005")  # of each share that is rounded to a hundredth of a percent, and some


@dataclass(frozen=True, slots=True)
class Test:
    """One check on one set of facts: whether it holds, by how much it misses, what would mend it.

    ``proves``: the facts of which every digit is needed for the check to hold as well as it does.
    ``confirms``, ``challenges``: whether that it holds, or fails, says anything of the reading.
    ``alone``: a total of many items is compared with one of them.
    """

    check: str
    facts: tuple[Fact, ...]
    holds: bool
    difference: Decimal
    repair: Repair = None
    proves: tuple[Fact, ...] = ()
    confirms: bool = True
    challenges: bool = True
    alone: bool = False


class Index:
    """The numeric facts by what they are about, and by concept in document order."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._all: dict[tuple[str, Period, tuple[Dimension, ...]], Fact] = {}
        self._by_concept: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if isinstance(fact.value, Decimal):
                self._all[fact.concept.local, fact.period, fact.dimensions] = fact
        for fact in self._all.values():
            self._by_concept[fact.concept.local].append(fact)

    def get(self, concept: str, period: Period, dimensions: tuple[Dimension, ...]) -> Fact | None:
        """The fact of a concept with that period and those dimensions."""
        return self._all.get((concept, period, dimensions))

    def of(self, concept: str) -> list[Fact]:
        """Every fact of a concept."""
        return self._by_concept.get(concept, [])


def every_test(facts: Iterable[Fact], checks: Iterable[Check], sums: Iterable[Summation]) -> tuple[Test, ...]:
    """Every test that the checks and summations give on the facts, held or failed."""
    index = Index(facts)
    tests = [test for check in checks if check.kind in _KINDS for test in _KINDS[check.kind](check, index)]
    tests += [test for summed in sums for test in _summation(summed, index)]
    return tuple(tests)


def half(fact: Fact) -> Decimal:
    """Half a unit of the last digit a fact states."""
    return Decimal(5).scaleb(-(fact.decimals or 0) - 1)


def number(fact: Fact) -> Decimal:
    """The value of a fact of the index."""
    assert isinstance(fact.value, Decimal)
    return fact.value


def member_of(dimensions: Iterable[Dimension]) -> str:
    """The component of equity that dimensions name, "" for the total."""
    return next((d.member.local for d in dimensions if d.member and d.axis.local == _COMPONENTS), "")


def _summation(summed: Summation, index: Index) -> Iterator[Test]:
    """A total with any of its items, in every period and with every set of dimensions that has them
    (Calculation 1.1, 3)."""
    for total in index.of(summed.total.local):
        period, dimensions = total.period, total.dimensions
        found = [(index.get(item.local, period, dimensions), weight) for item, weight in summed.items]
        terms = [(fact, weight) for fact, weight in found if fact]
        if terms:
            alone = len(terms) == 1 and len(summed.items) > _FEW
            yield replace(_weighted(summed.check, terms, total), alone=alone)


def _weighted(check: str, terms: list[tuple[Fact, int]], total: Fact) -> Test:
    values = [weight * number(fact) for fact, weight in terms]
    facts = [fact for fact, _ in terms]
    difference = sum(values, Decimal(0)) - number(total)
    tolerance = sum((half(fact) for fact in facts), half(total))
    holds = abs(difference) <= tolerance
    repair = None if holds else repair_of_sum(values, number(total), tolerance)
    tested = (*facts, total)
    return Test(check, tested, holds, difference, repair, () if difference else tested)


def _axis_sum(check: Check, index: Index) -> Iterator[Test]:
    """The filer's own divisions add up, or their subtotals; of named shares, where none is missing."""
    shares = _divided(index.of(check.parameters.get("shares", "")), check.parameters["axis"])
    divided = _divided(index.of(check.parameters["parts"]), check.parameters["axis"])
    for period, parts in divided.items():
        total = index.get(check.parameters["total"], period, ())
        whole = shares.get(period, [])
        gap = abs(sum(map(number, whole), Decimal(0)) - 1)
        complete = len(whole) == len(parts) and gap <= _SHARE_GAP * len(whole)
        if total and len(parts) > 1 and (complete or "shares" not in check.parameters):
            tests = [_sum_test(check.id, terms, total) for terms in _readings(parts, check)]
            yield next((test for test in tests if test.holds), tests[0])


def _readings(parts: list[Fact], check: Check) -> Iterator[list[Fact]]:
    """All the lines of a division; those that are no subtotals; the subtotals, which stand for them."""
    yield parts
    ending = check.parameters.get("subtotal", "")
    sums = [fact for fact in parts if ending and (fact.dimensions[0].typed or "").endswith(ending)]
    if sums:
        yield [fact for fact in parts if fact not in sums]
        yield sums


def _divided(facts: Iterable[Fact], axis: str) -> dict[Period, list[Fact]]:
    """The facts of each period that have that axis and no other."""
    found: dict[Period, list[Fact]] = defaultdict(list)
    for fact in facts:
        if [dimension.axis.local for dimension in fact.dimensions] == [axis]:
            found[fact.period].append(fact)
    return found


def _sum_test(check: str, terms: list[Fact], total: Fact) -> Test:
    return _weighted(check, [(fact, 1) for fact in terms], total)


def _equal(check: Check, index: Index) -> Iterator[Test]:
    for second in index.of(check.parameters["second"]):
        first = index.get(check.parameters["first"], second.period, second.dimensions)
        if first:
            yield _sum_test(check.id, [first], second)


def _sum(check: Check, index: Index) -> Iterator[Test]:
    """A total and its two terms, where all three are printed."""
    for total in index.of(check.parameters["total"]):
        first = index.get(check.parameters["first"], total.period, total.dimensions)
        second = index.get(check.parameters["second"], total.period, total.dimensions)
        if first and second:
            yield _sum_test(check.id, [first, second], total)


def _at_most(check: Check, index: Index) -> Iterator[Test]:
    """What is a part of something, or held against it, is not more; that it is less proves little."""
    for lesser in index.of(check.parameters["lesser"]):
        greater = index.get(check.parameters["greater"], lesser.period, lesser.dimensions)
        if greater:
            difference = number(lesser) - number(greater)
            holds = difference <= half(lesser) + half(greater)
            yield Test(check.id, (lesser, greater), holds, difference, confirms=False)


def _roll_forward(check: Check, index: Index) -> Iterator[Test]:
    """What stood at the beginning, and what moved, is what stands at the end."""
    for flow in index.of(check.parameters["flow"]):
        if not isinstance(flow.period, Duration):
            continue
        before = Instant(flow.period.start - timedelta(1))
        opening = index.get(check.parameters["opening"], before, flow.dimensions)
        closing = index.get(check.parameters["closing"], Instant(flow.period.end), flow.dimensions)
        if opening and closing:
            yield _sum_test(check.id, [opening, flow], closing)


def _equity_column(check: Check, index: Index) -> Iterator[Test]:
    """A column of the statement of changes in equity is a line of another statement."""
    for column in index.of(check.parameters["column"]):
        if check.parameters["member"] not in _members(column.dimensions):
            continue
        others = tuple(
            d for d in column.dimensions if not d.member or d.member.local != check.parameters["member"]
        )
        line = index.get(check.parameters["line"], column.period, others)
        if line:
            yield _sum_test(check.id, [column], line)


def _equity_columns(check: Check, index: Index) -> Iterator[Test]:
    """The columns of a row of the statement of changes in equity add up to its last one."""
    rows: dict[tuple[Period, tuple[Dimension, ...]], list[tuple[Fact, int]]] = defaultdict(list)
    for fact in index.of(check.parameters["item"]):
        own = member_of(fact.dimensions)
        if own and own != SUBTOTAL:
            others = tuple(d for d in fact.dimensions if d.axis.local != _COMPONENTS)
            rows[fact.period, others].append((fact, -1 if own == DEDUCTED else 1))
    for (period, dimensions), terms in rows.items():
        total = index.get(check.parameters["item"], period, dimensions)
        if total and any(weight > 0 for _, weight in terms):
            yield _weighted(check.id, terms, total)


def _indirect(check: Check, index: Index) -> Iterator[Test]:
    """Net profit and its adjustments make the cash flow. A filer may have adjustments of its own, so
    that it fails says nothing of the others."""
    names = [name for key, name in check.parameters.items() if key not in ("cash", "profit")]
    for cash in index.of(check.parameters["cash"]):
        profit = index.get(check.parameters["profit"], cash.period, cash.dimensions)
        terms = [fact for name in names if (fact := index.get(name, cash.period, cash.dimensions))]
        if profit and index.get(check.parameters["a1"], cash.period, cash.dimensions):
            test = _sum_test(check.id, [profit, *terms], cash)
            yield replace(test, repair=None, challenges=False)


def _quarter_sum(check: Check, index: Index) -> Iterator[Test]:
    for year in index.of(check.parameters["total"]):
        if not isinstance(year.period, Duration) or not _is_year(year.period):
            continue
        quarters = [
            index.get(year.concept.local, quarter, year.dimensions)
            for quarter in _quarters(year.period.start.year)
        ]
        terms = [fact for fact in quarters if fact]
        if len(terms) == 4:
            yield _sum_test(check.id, terms, year)


def _movement(check: Check, index: Index) -> Iterator[Test]:
    """Before the change + change = after it, per quarter."""
    for after in _after_change(check, index):
        before = _with_member(index, after, "BeforeChangeMember")
        change = _with_member(index, after, "ChangeAmountMember")
        if before and change:
            yield _sum_test(check.id, [before, change], after)


def _product_sum(check: Check, index: Index) -> Iterator[Test]:
    """The filer's products add up to the figure after the change."""
    for total in _after_change(check, index):
        parts = [
            fact
            for fact in index.of(total.concept.local)
            if fact.period == total.period
            and len(fact.dimensions) > len(total.dimensions)
            and set(total.dimensions) < set(fact.dimensions)
        ]
        if len(parts) > 1:
            yield _sum_test(check.id, parts, total)


def _after_equals_table(check: Check, index: Index) -> Iterator[Test]:
    for after in _after_change(check, index):
        plain = index.get(after.concept.local, after.period, ())
        if plain and len(after.dimensions) == 1:
            yield _sum_test(check.id, [plain], after)


def _after_change(check: Check, index: Index) -> Iterator[Fact]:
    for fact in index.of(check.parameters["item"]):
        if _members(fact.dimensions) == {"AfterChangeMember"}:
            yield fact


def _with_member(index: Index, like: Fact, member: str) -> Fact | None:
    """The fact that differs from another in the one member it has."""
    return next(
        (
            fact
            for fact in index.of(like.concept.local)
            if fact.period == like.period
            and len(fact.dimensions) == len(like.dimensions)
            and _members(fact.dimensions) == {member}
        ),
        None,
    )


def _change_rate(check: Check, index: Index) -> Iterator[Test]:
    for rate, current, prior in _against_prior(index, check.parameters["rate"], check.parameters["base"]):
        base = number(prior)
        if base == 0:
            continue
        difference = number(rate) - (number(current) - base) / abs(base)
        spread = half(current) + half(prior) * abs(number(current) / base)
        tolerance = 2 * half(rate) + spread / abs(base)
        holds = abs(difference) <= tolerance
        repair = None if holds else repair_of_rate(number(rate), number(current), base, tolerance)
        proves = (rate,) if abs(difference) <= half(rate) else ()
        tested: tuple[Fact, ...] = (rate, current, prior)
        if not holds and _is_change_of_share(rate, index, check.parameters.get("share", "")):
            tested, repair = (rate,), evidence("fault-points")
        yield Test(check.id, tested, holds, difference, repair, proves)


def _is_change_of_share(rate: Fact, index: Index, share: str) -> bool:
    """Whether what is printed as a rate is by how much the share in the total has changed."""
    now = index.get(share, rate.period, rate.dimensions)
    before = index.get(share, year_before(rate.period), rate.dimensions)
    by = number(now) - number(before) if now and before else None
    return by is not None and abs(number(rate) - by) <= 4 * half(rate)


def _point_change(check: Check, index: Index) -> Iterator[Test]:
    for change, current, prior in _against_prior(index, check.parameters["change"], check.parameters["base"]):
        difference = number(change) - (number(current) - number(prior))
        tolerance = 2 * max(half(change), half(current), half(prior))
        holds = abs(difference) <= tolerance
        negated = abs(-number(change) - (number(current) - number(prior))) <= tolerance
        repair = evidence("fault-sign-change") if negated and not holds else None
        facts = (change, current, prior)
        yield Test(check.id, facts, holds, difference, repair, () if difference else facts)


def _share_total(check: Check, index: Index) -> Iterator[Test]:
    """Every holding over its ratio is the same number of shares: the intervals intersect."""
    rows = []
    for held in index.of(check.parameters["held"]):
        if len(held.dimensions) != 1:
            continue
        ratio = index.get(check.parameters["ratio"], held.period, held.dimensions)
        if (
            held.dimensions[0].axis.local == check.parameters["axis"]
            and ratio
            and number(ratio) > half(ratio)
        ):
            rows.append((held, ratio, *_implied(held, ratio)))
    if len(rows) < 3:
        return
    for held, ratio, low, high in rows:
        others = [row for row in rows if row[0] is not held]
        fits = sum(low <= other[3] and other[2] <= high for other in others)
        holds = 2 * fits >= len(others)
        repair = None if holds else evidence("fault-holding-column")
        yield Test(check.id, (held, ratio), holds, Decimal(len(others) - fits), repair)


def _implied(held: Fact, ratio: Fact) -> tuple[Decimal, Decimal]:
    return number(held) / (number(ratio) + half(ratio)), number(held) / (number(ratio) - half(ratio))


def _against_prior(index: Index, change: str, base: str) -> Iterator[tuple[Fact, Fact, Fact]]:
    for fact in index.of(change):
        current = index.get(base, fact.period, fact.dimensions)
        prior = index.get(base, year_before(fact.period), fact.dimensions)
        if current and prior:
            yield fact, current, prior


def _is_year(period: Duration) -> bool:
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)


def _quarters(year: int) -> tuple[Duration, ...]:
    ends = ((1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31))
    return tuple(Duration(date(year, first, 1), date(year, last, day)) for first, last, day in ends)


def _members(dimensions: tuple[Dimension, ...]) -> set[str]:
    return {dimension.member.local if dimension.member else "(typed)" for dimension in dimensions}


_KINDS: Mapping[str, Callable[[Check, Index], Iterator[Test]]] = MappingProxyType(
    {
        "quarter-sum": _quarter_sum,
        "sum": _sum,
        "axis-sum": _axis_sum,
        "axis-sum-complete": _axis_sum,
        "equal": _equal,
        "remainder": _sum,
        "at-most": _at_most,
        "roll-forward": _roll_forward,
        "equity-column": _equity_column,
        "equity-columns": _equity_columns,
        "indirect": _indirect,
        "change-rate": _change_rate,
        "line-change-rate": _change_rate,
        "point-change": _point_change,
        "share-total": _share_total,
        "movement": _movement,
        "product-sum": _product_sum,
        "after-equals-table": _after_equals_table,
    }
)
