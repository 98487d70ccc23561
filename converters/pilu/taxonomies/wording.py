"""Names of the taxonomy in the words people use: labels of concepts, and what dimensions say."""

from __future__ import annotations

from collections.abc import Iterable

from pilu.model.report import Dimension, Fact
from pilu.model.taxonomy import Taxonomy


def concept_words(name: str, taxonomy: Taxonomy, language: str) -> str:
    """The label of a concept by its local name; the name itself where the taxonomy lacks it."""
    concept = taxonomy.concepts.get(name)
    return (concept.label(language) if concept is not None else "") or name


def value_words(axis: str, value: str, taxonomy: Taxonomy, language: str) -> str:
    """What one dimension says, its axis and its member (or typed value) by local name: the member's
    label, or the value as printed. Axes go without saying but where the value is a bare number."""
    known = taxonomy.axes.get(axis)
    if known is not None and known.typed:
        return f"{_label(known.zh, known.en, language)} {value}" if value.isdecimal() else value
    member = taxonomy.members.get(value)
    return value if member is None else _label(member.zh, member.en, language)


def members_words(dimensions: Iterable[Dimension], taxonomy: Taxonomy, language: str) -> str:
    """What the dimensions of a fact say, in their order."""
    said = ((item.axis.local, item.member.local if item.member else item.typed or "") for item in dimensions)
    return "; ".join(value_words(axis, value, taxonomy, language) for axis, value in said)


def fact_words(fact: Fact, taxonomy: Taxonomy, language: str) -> str:
    """``label [member; member]``: what a fact is about, its period left out."""
    label = concept_words(fact.concept.local, taxonomy, language)
    members = members_words(fact.dimensions, taxonomy, language)
    return f"{label} [{members}]" if members else label


def _label(zh: str, en: str, language: str) -> str:
    return zh if language == "zh" else en
