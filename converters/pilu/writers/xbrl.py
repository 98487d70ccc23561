"""XBRL 2.1 XML."""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.model.report import Duration, Fact, Unit
from pilu.writers.contexts import Context
from pilu.writers.work import Work

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ContextView:
    """A context as text: ``days`` is the instant, or start and end; dates as written."""

    id: str
    scheme: str
    identifier: str
    days: tuple[str, ...]
    explicit: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit's measures as prefixed names."""

    id: str
    numerators: tuple[str, ...]
    denominators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """A fact as an element: its name, attributes in order, and content."""

    name: str
    attributes: Attributes
    text: str


def write_xbrl(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x.xbrl``: contexts and units by id, facts in the order of the report."""
    data = {
        "namespaces": work.basis.names.used,
        "entry_point": work.basis.report.entry_point,
        "contexts": context_views(work),
        "units": unit_views(work),
        "items": tuple(_item(work, fact) for fact in work.basis.report.facts),
    }
    return work.file(work.path(".xbrl"), "xbrl", "xbrl/instance.xml", data)


def context_views(work: Work) -> tuple[ContextView, ...]:
    """The contexts for a template."""
    return tuple(_context(work, context) for context in work.basis.contexts.contexts)


def unit_views(work: Work) -> tuple[UnitView, ...]:
    """The units for a template."""

    def view(name: str, unit: Unit) -> UnitView:
        of = work.basis.names.of
        return UnitView(name, tuple(map(of, unit.numerators)), tuple(map(of, unit.denominators)))

    return tuple(view(name, unit) for name, unit in work.basis.contexts.units)


def _context(work: Work, context: Context) -> ContextView:
    period = context.period
    days = (period.start, period.end) if isinstance(period, Duration) else (period.day,)
    explicit = []
    typed = []
    for dimension in context.dimensions:
        axis = work.basis.names.of(dimension.axis)
        if dimension.member is not None:
            explicit.append((axis, work.basis.names.of(dimension.member)))
        else:
            domain = work.basis.taxonomy.axes[dimension.axis.local].typed_domain
            assert domain is not None, "a typed axis names the element of its domain"
            typed.append((axis, work.basis.names.of(domain), dimension.typed or ""))
    return ContextView(
        context.id,
        context.entity.scheme,
        context.entity.identifier,
        tuple(day.isoformat() for day in days),
        tuple(explicit),
        tuple(typed),
    )


def _item(work: Work, fact: Fact) -> ItemView:
    attributes = [("id", fact.id), ("contextRef", work.basis.contexts.context_ids[fact.id])]
    if fact.unit is not None:
        attributes.append(("unitRef", work.basis.contexts.unit_ids[fact.id]))
    if fact.value is None:
        attributes.append(("xsi:nil", "true"))
    elif fact.unit is not None:
        attributes.append(("decimals", "INF" if fact.decimals is None else str(fact.decimals)))
    language = work.basis.language_of(fact)
    if language:
        attributes.append(("xml:lang", language))
    return ItemView(work.basis.names.of(fact.concept), tuple(attributes), work.text_of(fact))
