"""The unit printed over a table, held against profit per share and the shares of the largest holders.

A wrong unit moves all amounts of a table together, so that its sums and rates still hold, and so do those of
other tables under the same wrong unit. Earnings per share are in yuan whatever the table says, and shares are
counted: profit over earnings per share is about as many shares as a holding over its ratio.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median

from pilu.mapping.periods import fiscal_period
from pilu.mapping.values import Unread
from pilu.model.extraction import UNIT_UNLIKELY, Candidate
from pilu.model.report import Duration, Fact
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check

_APART = 50  # times; rounding and new shares make less of a difference, a wrong unit more
_DOUBT = 0.5
_QUARTERS = 4
_KIND = "unit-of-profit"

Read = tuple[Candidate, Fact | Unread]


def doubt_wrong_scale(
    read: Sequence[Read], checks: Iterable[Check], statements: frozenset[str]
) -> list[Read]:
    """The readings, with doubts on the amounts of tables whose profit is out of scale with the shares, as the
    ``checks`` of units say; with one of the ``statements``, on all of them, which are in one unit."""
    facts = [fact for _, fact in read if isinstance(fact, Fact)]
    off = {kind for check in checks if check.kind == _KIND for kind in _out_of_scale(facts, check.parameters)}
    off |= statements if off & statements else frozenset()
    return [
        (c, f.doubted(_DOUBT, evidence(UNIT_UNLIKELY)))
        if isinstance(f, Fact) and c.table in off and _is_money(f)
        else (c, f)
        for c, f in read
    ]


def _out_of_scale(facts: Sequence[Fact], named: Mapping[str, str]) -> Iterator[str]:
    """The kinds of tables whose profit the shares are not of the scale of."""
    shares = _shares(facts, named)
    earnings = {fact.period: _number(fact) for fact in _plain(facts, named["earnings"]) if _number(fact)}
    for (kind, period), profit in _profits(facts, named["profit"]).items():
        each = earnings.get(period)
        if shares and each and profit and not shares / _APART <= abs(profit / each) <= shares * _APART:
            yield kind


def _profits(facts: Iterable[Fact], concept: str) -> dict[tuple[str, Duration], Decimal]:
    """The profit of a year that each kind of table tells, or that its quarters make."""
    profits: dict[tuple[str, Duration], Decimal] = {}
    quarters: dict[tuple[str, Duration], list[Decimal]] = defaultdict(list)
    for fact in _plain(facts, concept):
        if isinstance(fact.period, Duration):
            year = fiscal_period(fact.period.end.year)
            key = fact.provenance.rule, year
            if fact.period == year:
                profits[key] = _number(fact)
            else:
                quarters[key].append(_number(fact))
    return {key: sum(four, Decimal(0)) for key, four in quarters.items() if len(four) == _QUARTERS} | profits


def _shares(facts: Iterable[Fact], named: Mapping[str, str]) -> Decimal:
    """How many shares there are, by what the largest holders hold and at which ratio; 0 where unknown."""
    held: dict[object, Decimal] = {}
    ratios: dict[object, Decimal] = {}
    for fact in facts:
        name = fact.concept.local
        if name in {named["held"], named["ratio"]} and len(fact.dimensions) == 1 and _number(fact):
            (held if name == named["held"] else ratios)[fact.period, fact.dimensions] = _number(fact)
    implied = [held[key] / ratios[key] for key in held if key in ratios]
    return median(implied) if implied else Decimal(0)


def _plain(facts: Iterable[Fact], concept: str) -> Iterable[Fact]:
    return (fact for fact in facts if fact.concept.local == concept and not fact.dimensions)


def _number(fact: Fact) -> Decimal:
    return fact.value if isinstance(fact.value, Decimal) else Decimal(0)


def _is_money(fact: Fact) -> bool:
    unit = fact.unit
    return unit is not None and not unit.denominators and "iso4217" in unit.numerators[0].namespace
