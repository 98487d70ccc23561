"""Facts as people look at them: labels, plain values, places."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pilu.cli.words import word
from pilu.codes import diagnose
from pilu.model.diagnostic import Outcome
from pilu.model.evidence import Evidence
from pilu.model.report import Dimension, Duration, Fact, Period, QName, TextBlock, Unit
from pilu.model.taxonomy import Concept, Taxonomy
from pilu.taxonomies.wording import members_words, value_words
from pilu.values.periods import days
from pilu.values.places import place

FILTERS = (
    "concept", "label", "value", "unit", "period", "dimensions", "members", "where", "rule", "evidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact, its parts as text; ``evidence`` says how it was decided, ``members`` what its
    dimensions say to a person, without the names of axes that go without saying; ``label_zh`` to
    ``members_en``: label and members in both languages, whatever the call's is."""

    id: str
    concept: str
    label: str
    value: str
    unit: str
    decimals: str
    period: str
    dimensions: str
    where: str
    printed: str
    rule: str
    confidence: str
    evidence: tuple[Evidence, ...]
    members: str
    label_zh: str = ""
    label_en: str = ""
    members_zh: str = ""
    members_en: str = ""


def fact_row(fact: Fact, taxonomy: Taxonomy, language: str) -> FactRow:
    """The row of a fact, its label in ``language``."""
    concept = taxonomy.concepts.get(fact.concept.local)
    label = "" if concept is None else concept.zh if language == "zh" else concept.en
    source = fact.provenance
    return FactRow(
        id=fact.id,
        concept=fact.concept.local,
        label=label,
        value=value_text(fact, language),
        unit=unit_text(fact.unit),
        decimals="" if fact.decimals is None else str(fact.decimals),
        period=period_text(fact.period),
        dimensions="; ".join(_dimension(item, taxonomy, language) for item in fact.dimensions),
        where=place(source.span, language),
        printed=source.raw,
        rule=source.rule,
        confidence=f"{source.confidence:.2f}",
        evidence=source.evidence,
        members=members_words(fact.dimensions, taxonomy, language),
        label_zh="" if concept is None else concept.zh,
        label_en="" if concept is None else concept.en,
        members_zh=members_words(fact.dimensions, taxonomy, "zh"),
        members_en=members_words(fact.dimensions, taxonomy, "en"),
    )


def value_text(fact: Fact, language: str) -> str:
    """A value for the eye: digits grouped, text blocks by their size, nil as (nil)."""
    value = fact.value
    if value is None:
        return "(nil)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, QName):
        return value.local
    if isinstance(value, TextBlock):
        return word("stretch", language, count=value.end - value.start)
    return str(value)


def unit_text(unit: Unit | None) -> str:
    """``CNY``, ``CNY/shares``, or nothing."""
    if unit is None:
        return ""
    below = "*".join(item.local for item in unit.denominators)
    above = "*".join(item.local for item in unit.numerators)
    return f"{above}/{below}" if below else above


def period_text(period: Period) -> str:
    """``2021-12-31``, or ``2021-01-01/2021-12-31``: days as written, both included."""
    if isinstance(period, Duration):
        return f"{period.start}/{period.end}"
    return str(period.day)


def _dimension(dimension: Dimension, taxonomy: Taxonomy, language: str) -> str:
    axis = dimension.axis.local
    if dimension.member is None:
        return f"{axis}={dimension.typed}"
    return f"{axis}={value_words(axis, dimension.member.local, taxonomy, language)}"


def read_json_report(path: Path, taxonomy: Taxonomy, language: str) -> Outcome[tuple[FactRow, ...]]:
    """The facts of an xBRL-JSON file (OIM 1.0) as rows; places and rules are not in such a file."""
    try:
        report = json.loads(path.read_bytes())
        facts = report["facts"]
        rows = tuple(_json_row(name, facts[name], taxonomy, language) for name in facts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or f"{type(error).__name__} {error}"[:200]
        return Outcome(None, (diagnose("call.no-facts", path=path, reason=reason),))
    return Outcome(rows)


def _json_row(name: str, fact: Mapping[str, object], taxonomy: Taxonomy, language: str) -> FactRow:
    dimensions = fact["dimensions"]
    assert isinstance(dimensions, dict)
    local = _local(dimensions["concept"])
    concept = taxonomy.concepts.get(local)
    own = sorted(item for item in dimensions.items() if ":" in item[0])
    value = fact.get("value")
    members = {
        language: "; ".join(
            value_words(_local(axis), _plain_member(axis, member, taxonomy), taxonomy, language)
            for axis, member in own
        )
        for language in ("zh", "en")
    }
    return FactRow(
        id=name,
        concept=local,
        label="" if concept is None else concept.zh if language == "zh" else concept.en,
        value="(nil)" if value is None else str(value),
        unit=_json_unit(dimensions, concept),
        decimals=str(fact.get("decimals", "")),
        period=days(str(dimensions.get("period", ""))),
        dimensions="; ".join(f"{_local(axis)}={_local(member)}" for axis, member in own),
        where="",
        printed="",
        rule="",
        confidence="",
        evidence=(),
        members=members["zh" if language == "zh" else "en"],
        label_zh="" if concept is None else concept.zh,
        label_en="" if concept is None else concept.en,
        members_zh=members["zh"],
        members_en=members["en"],
    )


def _plain_member(axis: str, member: object, taxonomy: Taxonomy) -> str:
    """A member by its local name; a typed value as it is, colons and all."""
    known = taxonomy.axes.get(_local(axis))
    return str(member) if known is not None and known.typed else _local(member)


def _json_unit(dimensions: Mapping[str, object], concept: Concept | None) -> str:
    """The unit; a number without one is pure (OIM 1.0, 5.1.5)."""
    unit = dimensions.get("unit")
    if unit is None:
        return "pure" if concept is not None and concept.numeric else ""
    return "/".join(_local(part) for part in str(unit).split("/"))


def _local(name: object) -> str:
    return str(name).rsplit(":", 1)[-1]


def chosen(rows: Iterable[FactRow], wanted: list[str]) -> Outcome[list[FactRow]]:
    """The rows that pass every filter: ``NAME=TEXT`` looks in one part, bare ``TEXT`` in all."""
    kept = list(rows)
    for given in wanted:
        name, equals, text = given.partition("=")
        if equals and name not in FILTERS:
            told = diagnose("call.bad-filter", given=given, valid=", ".join(FILTERS))
            return Outcome(None, (told,))
        names = (name,) if equals else FILTERS
        needle = (text if equals else given).casefold()
        kept = [row for row in kept if any(needle in _part(row, part).casefold() for part in names)]
    return Outcome(kept)


def _part(row: FactRow, name: str) -> str:
    """A part of a row as text; of words those of both languages, whatever the call's is."""
    if name in {"label", "members"}:
        return "; ".join(str(getattr(row, key)) for key in (name, f"{name}_zh", f"{name}_en"))
    if name == "evidence":
        return "; ".join(f"{item.code} {item.text} {item.text_zh}" for item in row.evidence)
    return str(getattr(row, name))
