"""One of Arelle's facts as text: its dimensions, value and accuracy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, order=True)
class ReadFact:
    """A fact with its OIM dimensions (OIM 1.0, 4), all as text.

    Names are ``{namespace}local``; ``entity`` is ``scheme identifier``; ``period`` is the OIM's
    form with end-of-day times, "" for forever; ``unit`` is ``a*b/c*d`` of sorted measures or "";
    ``dimensions`` are (axis, member or typed value) pairs, sorted; ``value`` is canonical: a number
    without trailing zeros, lower-case booleans, text with white space kept, "" for nil.
    """

    concept: str
    entity: str
    period: str
    unit: str
    dimensions: tuple[tuple[str, str], ...]
    value: str
    decimals: str
    language: str
    nil: bool
    id: str = ""

    def without_id(self) -> ReadFact:
        """The fact itself, whatever the file calls it."""
        return replace(self, id="")


def read_fact(fact: Any) -> ReadFact:
    """One of Arelle's facts."""
    context = fact.context
    concept = fact.concept
    numeric = bool(fact.isNumeric)
    return ReadFact(
        concept=fact.qname.clarkNotation,
        entity=" ".join(context.entityIdentifier) if context is not None else "",
        period=_period(context),
        unit=_unit(fact.unit) if numeric else "",
        dimensions=_dimensions(context),
        value="" if fact.isNil else _value(fact, numeric=numeric),
        decimals=str(fact.decimals or "") if numeric and not fact.isNil else "",
        language=_language(fact, concept),
        nil=bool(fact.isNil),
        id=fact.id or "",
    )


def _period(context: Any) -> str:
    if context is None or context.isForeverPeriod:
        return ""
    if context.isInstantPeriod:
        return _moment(context.instantDatetime)
    return f"{_moment(context.startDatetime)}/{_moment(context.endDatetime)}"


def _moment(moment: datetime | None) -> str:
    """Arelle already counts an end date as the following midnight."""
    if moment is None:
        return ""
    return moment.isoformat(timespec="seconds")


def _unit(unit: Any) -> str:
    if unit is None:
        return ""
    numerators, denominators = (
        "*".join(sorted(measure.clarkNotation for measure in part)) for part in unit.measures
    )
    return f"{numerators}/{denominators}" if denominators else numerators


def _dimensions(context: Any) -> tuple[tuple[str, str], ...]:
    if context is None:
        return ()
    found = []
    for axis, dimension in context.qnameDims.items():
        if dimension.isExplicit:
            member = dimension.memberQname
            text = member.clarkNotation if member is not None else ""
        else:
            typed = dimension.typedMember
            text = typed.stringValue.strip() if typed is not None else ""
        found.append((axis.clarkNotation, text))
    return tuple(sorted(found))


def _value(fact: Any, *, numeric: bool) -> str:
    text = str(fact.value)
    if numeric:
        try:
            number = Decimal(text.strip())
        except InvalidOperation:
            return text
        return format(number.normalize(), "f") if number else "0"
    value: Any = getattr(fact, "xValue", None)
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "clarkNotation"):
        return str(value.clarkNotation)
    if isinstance(value, list) and value and hasattr(value[0], "clarkNotation"):
        return " ".join(sorted(item.clarkNotation for item in value))
    return text


def _language(fact: Any, concept: Any) -> str:
    """The language in scope, which Arelle itself reads no further up than the parent; only text
    has one (OIM 1.0, 4.6): names and codes inherit one that means nothing."""
    from arelle import XmlUtil  # here: what reads facts back is imported by every command

    if concept is None or not concept.type.isOimTextFactType:
        return ""
    return str(XmlUtil.ancestorOrSelfAttr(fact, _LANG) or "").lower()
