"""Facts read back by Arelle from any of the formats, as tuples that can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from arelle import XmlUtil

from pilu.codes import diagnose
from pilu.engine.message import EngineOptions, ReadFact
from pilu.engine.room import Room, opened
from pilu.engine.running import admit_all, attempt
from pilu.model.diagnostic import Outcome

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_facts(path: Path, packages: Sequence[Path] = ()) -> Outcome[tuple[ReadFact, ...]]:
    """Every fact of the report, sorted; no value where it is refused or does not load.

    ``path``: any format ``run`` takes. Nothing is validated.
    """
    options = EngineOptions(packages=tuple(packages), calculation="none", formula=False)
    try:
        with opened(options) as room:
            refused = admit_all(room, path)
            if refused:
                return Outcome(None, refused)
            return Outcome(_loaded_facts(room, path))
    except OSError as error:
        return Outcome(None, (diagnose("validate.unreadable", reason=error).at(path.name),))


def _loaded_facts(room: Room, path: Path) -> tuple[ReadFact, ...] | None:
    room.fence.allow(path.resolve().parent)
    options = room.runtime_options(path)
    options.validate = False
    if attempt(lambda: room.controller.run(options)):
        return None
    models = [model for model in room.controller.modelManager.loadedModelXbrls if not model.isClosed]
    if not any(model.modelDocument is not None for model in models):
        return None
    return tuple(sorted(read_fact(fact) for model in models for fact in model.factsInInstance))


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
    if concept is None or not concept.type.isOimTextFactType:
        return ""
    return str(XmlUtil.ancestorOrSelfAttr(fact, _LANG) or "").lower()
