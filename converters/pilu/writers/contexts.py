"""Contexts and units of an instance: the facts' dimensions gathered, with ids made of content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.report import Dimension, Duration, Entity, Fact, Period, QName, Report, Unit

_PLAIN = re.compile(r"[\w.-]{1,40}\Z")


@dataclass(frozen=True, slots=True)
class Context:
    """Entity, period and dimensions that facts share (XBRL 2.1, 4.7)."""

    id: str
    entity: Entity
    period: Period
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Contexts:
    """All contexts and units, sorted by id, and which one each fact (by id) refers to."""

    contexts: tuple[Context, ...]
    units: tuple[tuple[str, Unit], ...]
    context_ids: Mapping[str, str]
    unit_ids: Mapping[str, str]


def contexts_of(report: Report) -> Contexts:
    """Contexts and units of the report's facts, each once."""
    by_key: dict[tuple[Entity, Period, tuple[Dimension, ...]], str] = {}
    units: dict[Unit, str] = {}
    taken: set[str] = set()  # contexts and units share the ids of one document
    context_ids: dict[str, str] = {}
    unit_ids: dict[str, str] = {}
    for fact in report.facts:
        dimensions = tuple(sorted(fact.dimensions, key=lambda one: one.axis))
        key = (fact.entity, fact.period, dimensions)
        if key not in by_key:
            by_key[key] = _unique(_context_id(fact, dimensions, report.entity), key, taken)
        context_ids[fact.id] = by_key[key]
        if fact.unit is not None:
            if fact.unit not in units:
                units[fact.unit] = _unique(_unit_id(fact.unit), fact.unit, taken)
            unit_ids[fact.id] = units[fact.unit]
    contexts = sorted((Context(name, *key) for key, name in by_key.items()), key=lambda one: one.id)
    return Contexts(
        tuple(contexts),
        tuple(sorted((name, unit) for unit, name in units.items())),
        MappingProxyType(context_ids),
        MappingProxyType(unit_ids),
    )


def _context_id(fact: Fact, dimensions: tuple[Dimension, ...], entity: Entity) -> str:
    if isinstance(fact.period, Duration):
        head = f"D_{fact.period.start:%Y%m%d}_{fact.period.end:%Y%m%d}"
    else:
        head = f"I_{fact.period.day:%Y%m%d}"
    if fact.entity != entity:
        head += f"__{_digest(fact.entity)}"
    return head + "".join(f"__{_dimension_id(dimension)}" for dimension in dimensions)


def _dimension_id(dimension: Dimension) -> str:
    if dimension.member is not None:
        return dimension.member.local
    typed = dimension.typed or ""
    return f"{dimension.axis.local}-{typed if _PLAIN.match(typed) else _digest(typed)}"


def _unit_id(unit: Unit) -> str:
    def product(measures: tuple[QName, ...]) -> str:
        return "_".join(measure.local for measure in measures)

    return product(unit.numerators) + (f"_per_{product(unit.denominators)}" if unit.denominators else "")


def _unique(wish: str, key: object, taken: set[str]) -> str:
    name = f"{wish}__{_digest(key)}" if wish in taken else wish
    taken.add(name)
    return name


def _digest(key: object) -> str:
    return hashlib.sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()[:10]
