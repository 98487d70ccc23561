"""Changes of ratios: a rate or a difference in points, told apart by the two years beside them.

A form prints the change of a ratio as a percentage and does not say of what. Where the figures of both
years are there, only one of the two readings comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pilu.mapping.checks import half
from pilu.mapping.facts import fact_id
from pilu.mapping.periods import year_before
from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Dimension, Fact, Period
from pilu.model.taxonomy import Concept, Taxonomy
from pilu.reasons import evidence

_RATE, _POINTS = "ChangeRate", "ChangeInPercentagePoints"
_NEITHER = 0.5
_IS_DIFFERENCE = evidence("change-in-points")
_IS_NEITHER = evidence("change-of-neither")

Read = tuple[Candidate, Fact | Unread]
Key = tuple[str, Period, tuple[Dimension, ...]]


def told_apart(read: Sequence[Read], taxonomy: Taxonomy) -> list[Read]:
    """The readings, those of changes in points as such; a change that is neither is doubted."""
    printed: dict[Key, Fact] = {}
    for _, fact in read:
        if isinstance(fact, Fact) and isinstance(fact.value, Decimal):
            printed.setdefault((fact.concept.local, fact.period, fact.dimensions), fact)
    return [(c, _told(f, printed, taxonomy) if isinstance(f, Fact) else f) for c, f in read]


def _told(fact: Fact, printed: dict[Key, Fact], taxonomy: Taxonomy) -> Fact:
    name = fact.concept.local.removesuffix(_RATE)
    base, points = taxonomy.concepts.get(name), taxonomy.concepts.get(name + _POINTS)
    if name == fact.concept.local or base is None or points is None or base.type != "decimal":
        return fact
    now = printed.get((name, fact.period, fact.dimensions))
    before = printed.get((name, year_before(fact.period), fact.dimensions))
    if now is None or before is None or not before.value or not isinstance(fact.value, Decimal):
        return fact
    if _is_rate(fact, now, before):
        return fact
    return (
        _in_points(fact, points) if _is_difference(fact, now, before) else fact.doubted(_NEITHER, _IS_NEITHER)
    )


def _is_rate(change: Fact, now: Fact, before: Fact) -> bool:
    base = abs(_value(before))
    rate = (_value(now) - _value(before)) / base
    slack = half(change) + (half(now) + abs(rate) * half(before) + half(before)) / base
    return abs(rate - _value(change)) <= slack


def _is_difference(change: Fact, now: Fact, before: Fact) -> bool:
    gap = _value(now) - _value(before) - _value(change)
    return abs(gap) <= half(change) + half(now) + half(before)


def _in_points(fact: Fact, concept: Concept) -> Fact:
    known = replace(fact.provenance, evidence=(*fact.provenance.evidence, _IS_DIFFERENCE))
    renamed = fact_id(concept.name, fact.period, fact.dimensions, fact.unit)
    return replace(fact, id=renamed, concept=concept.name, provenance=known)


def _value(fact: Fact) -> Decimal:
    assert isinstance(fact.value, Decimal)
    return fact.value
