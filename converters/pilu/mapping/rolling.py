"""Roll-forwards of the notes: what stood at the beginning, came and went is what stands at the end.

Tested for every class of assets and every part of their carrying amount. A blank is nothing where the
row has figures of other classes; where the figure that is due stands under another class, the row has
moved, and both are in doubt. That the figures agree says nothing of what they are of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pilu.mapping.checks import Index, Test, half, number
from pilu.model.report import Dimension, Duration, Fact, Instant, QName
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check

_KIND = "item-roll-forward"

Dimensions = tuple[Dimension, ...]


def roll_forwards(facts: Iterable[Fact], checks: Iterable[Check]) -> tuple[Test, ...]:
    """Every roll-forward of an item that a report prints, held or failed."""
    index = Index(facts)
    return tuple(test for check in checks if check.kind == _KIND for test in _tests(check, index))


def _tests(check: Check, index: Index) -> Iterator[Test]:
    balances = [f for f in index.of(check.parameters["item"]) if isinstance(f.period, Instant)]
    parts = [f for f in balances if _part(f.dimensions, check)]
    years = {f.period.day.year for f in parts if isinstance(f.period, Instant)}
    groups = dict.fromkeys(f.dimensions for f in parts)
    for dimensions in groups:
        for year in sorted(years):
            if test := _test(check, index, dimensions, year):
                yield test
    yield from _net(check, index)


def _test(check: Check, index: Index, dimensions: Dimensions, year: int) -> Test | None:
    """The test of one class and part in one year, where it has movements."""
    item = check.parameters["item"]
    opening = index.get(item, _end(year - 1), dimensions)
    closing = index.get(item, _end(year), dimensions)
    moved = {
        name: _movement(check, index, name, dimensions, year) for name in ("increase", "decrease", "exchange")
    }
    increase, decrease = moved["increase"], moved["decrease"]
    row = _row(check, index, dimensions, year)
    if not (increase or decrease) or not row or not _row(check, index, dimensions, year - 1):
        return None
    printed = [fact for fact in (opening, *moved.values(), closing) if fact]
    due = _value(opening) + _value(increase) - abs(_value(decrease))
    exchange = _value(moved["exchange"])
    gaps = [due + change - _value(closing) for change in (Decimal(0), exchange, -exchange)]
    difference = min(gaps, key=abs)
    holds = abs(difference) <= sum((half(fact) for fact in printed), Decimal(0))
    repair = None
    if not holds and closing is None and (elsewhere := [fact for fact in row if fact.value == due]):
        printed += elsewhere
        repair = evidence("fault-closing-column")
    return Test(check.id, tuple(printed), holds, difference, repair, confirms=False)


def _net(check: Check, index: Index) -> Iterator[Test]:
    """The carrying amount of every class is what its parts leave, where the year has parts at all."""
    for net in index.of(check.parameters["item"]):
        own = {d.axis.local for d in net.dimensions}
        if not isinstance(net.period, Instant) or check.parameters["class"] not in own:
            continue
        if check.parameters["part"] in own:
            continue
        names = (check.parameters[key] for key in ("gross", "less", "allowance"))
        parts = [_part_of(check, index, net, name) for name in names]
        scope = {d for d in net.dimensions if d.typed is None}
        if not any(scope < set(f.dimensions) for f in _of_part(check, index, net)):
            continue
        difference = _value(parts[0]) - _value(parts[1]) - _value(parts[2]) - number(net)
        printed = (*(fact for fact in parts if fact), net)
        holds = abs(difference) <= sum((half(fact) for fact in printed), Decimal(0))
        yield Test(check.id, printed, holds, difference, confirms=False)


def _part_of(check: Check, index: Index, net: Fact, name: str) -> Fact | None:
    """One part of the carrying amount of the class that a figure is of."""
    axis, member = (QName(net.concept.namespace, local) for local in (check.parameters["part"], name))
    dimensions = tuple(sorted((*net.dimensions, Dimension(axis, member)), key=lambda d: d.axis))
    return index.get(net.concept.local, net.period, dimensions)


def _of_part(check: Check, index: Index, net: Fact) -> list[Fact]:
    """The gross amounts of all classes at the same time."""
    wanted = {check.parameters["gross"]}
    return [
        fact
        for fact in index.of(net.concept.local)
        if fact.period == net.period
        and wanted <= {d.member.local for d in fact.dimensions if d.member}
        and check.parameters["class"] in {d.axis.local for d in fact.dimensions}
    ]


def _row(check: Check, index: Index, dimensions: Dimensions, year: int) -> list[Fact]:
    """The balances of all classes at the end of a year, of one part of the carrying amount and one scope."""
    typed = {d.axis.local for d in dimensions if d.typed is not None}
    wanted = {d for d in dimensions if d.typed is None}
    return [
        fact
        for fact in index.of(check.parameters["item"])
        if fact.period == _end(year)
        and {d for d in fact.dimensions if d.typed is None} == wanted
        and (not typed or {d.axis.local for d in fact.dimensions if d.typed is not None} <= typed)
    ]


def _movement(check: Check, index: Index, name: str, dimensions: Dimensions, year: int) -> Fact | None:
    """A movement of the year, which has the item as one more dimension."""
    namespace = dimensions[0].axis.namespace
    axis, member = (QName(namespace, check.parameters[key]) for key in ("axis", "member"))
    own = tuple(sorted((*dimensions, Dimension(axis, member)), key=lambda d: d.axis))
    return index.get(check.parameters[name], Duration(date(year, 1, 1), date(year, 12, 31)), own)


def _part(dimensions: Dimensions, check: Check) -> bool:
    return any(d.axis.local == check.parameters["part"] for d in dimensions)


def _value(fact: Fact | None) -> Decimal:
    return number(fact) if fact else Decimal(0)


def _end(year: int) -> Instant:
    return Instant(date(year, 12, 31))
