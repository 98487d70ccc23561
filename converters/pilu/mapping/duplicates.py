"""Facts printed more than once: one fact with several places, or a contradiction.

Kinds as in OIM 1.0, 5: complete and consistent duplicates become one fact, the most accurate
print standing for all; of inconsistent ones the first print is kept, with its confidence lowered. A
table outweighs a sentence, a financial statement any other table, and a sentence casts no doubt on a
table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from pilu.model.evidence import Evidence
from pilu.model.extraction import NOTE_LINK
from pilu.model.report import Fact, Value
from pilu.reasons import evidence
from pilu.values.text import fold

_DOUBT = 0.4
_SEPARATORS = re.compile("[、,;/]")
_CONTRADICTED = "contradicted"
_MOST = 5  # contradictions quoted in a fact's evidence; each has its diagnostic anyway


@dataclass(frozen=True, slots=True)
class Repeat:
    """A print of a fact that stands elsewhere, ``against`` it: ``kept`` is that fact's id."""

    fact: Fact
    kept: str
    consistent: bool
    against: Fact


def settle(
    facts: Iterable[Fact], leading: frozenset[str] = frozenset()
) -> tuple[tuple[Fact, ...], tuple[Repeat, ...]]:
    """One fact per id, in order of first print, and what repeats them. What a table of a ``leading``
    kind prints stands against what any other prints."""
    kept: dict[str, Fact] = {}
    first_prints: dict[str, Fact] = {}
    repeats: list[Repeat] = []
    for fact in facts:
        first = kept.get(fact.id)
        if first is None:
            kept[fact.id] = first_prints[fact.id] = fact
            continue
        consistent = agree(first, fact)
        repeats.append(Repeat(fact, fact.id, consistent, first))
        if consistent:
            kept[fact.id] = _merged(first, fact)
        elif fact.provenance.rule in leading and first.provenance.rule not in leading:
            kept[fact.id] = fact if is_sentence(first) else _doubted(fact, first)
        elif is_sentence(first) == is_sentence(fact):
            kept[fact.id] = _doubted(first, fact)
        elif is_sentence(first):
            kept[fact.id] = fact
    return with_repeats(kept.values(), repeats, first_prints), tuple(repeats)


def with_repeats(
    facts: Iterable[Fact], repeats: Iterable[Repeat], first_prints: Mapping[str, Fact] = MappingProxyType({})
) -> tuple[Fact, ...]:
    """The facts, each with the places of its consistent repeats; ``first_prints`` are the facts
    as first printed, where a later print may lead."""
    sides: dict[str, list[Fact]] = {}
    for repeat in repeats:
        if repeat.consistent:
            sides.setdefault(repeat.kept, []).append(repeat.fact)
    return tuple(
        _with_sides(fact, (first_prints.get(fact.id, fact), *sides[fact.id])) if fact.id in sides else fact
        for fact in facts
    )


def _with_sides(fact: Fact, sides: Iterable[Fact]) -> Fact:
    places = tuple(
        (side.provenance.place, side.provenance.span, side.provenance.raw)
        for side in sides
        if side.provenance.place != fact.provenance.place
    )
    return replace(fact, provenance=replace(fact.provenance, repeats=(*fact.provenance.repeats, *places)))


def is_sentence(fact: Fact) -> bool:
    """Whether a fact was read in running text, which speaks of other things too."""
    return fact.provenance.rule.startswith("prose")


def agree(one: Fact, other: Fact) -> bool:
    """Whether two prints of a fact are the same at the coarser accuracy."""
    if one.value is None or other.value is None:
        nil = one if one.value is None else other
        return one.value is other.value or not nil.provenance.raw.strip()
    if isinstance(one.value, Decimal) and isinstance(other.value, Decimal):
        places = min(one.decimals or 0, other.decimals or 0)
        half = Decimal(5).scaleb(-places - 1)
        return abs(one.value - other.value) <= half
    return _text(one.value) == _text(other.value)


def _text(value: Value) -> str:
    """A text as it is compared: how the names of a list are set apart says nothing."""
    return _SEPARATORS.sub("", fold(str(value)))


def _merged(first: Fact, again: Fact) -> Fact:
    """The more telling print leads; a contradiction met before is not forgotten."""
    leads = again.value is not None and (first.value is None or _finer(again, first))
    main, side = (again, first) if leads else (first, again)
    confidence = max(main.provenance.confidence, side.provenance.confidence if side.value is not None else 0)
    contradicted = _of(first, _CONTRADICTED)
    if contradicted:
        confidence = min(confidence, _DOUBT)
    known = tuple(dict.fromkeys((*main.provenance.evidence, *_of(side, NOTE_LINK), *contradicted)))
    return replace(main, provenance=replace(main.provenance, evidence=known, confidence=confidence))


def _of(fact: Fact, code: str) -> tuple[Evidence, ...]:
    """What a fact's evidence says under one code."""
    return tuple(item for item in fact.provenance.evidence if item.code == code)


def _finer(one: Fact, other: Fact) -> bool:
    if not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal):
        return False
    return (one.decimals or 0) > (other.decimals or 0)


def _doubted(first: Fact, other: Fact) -> Fact:
    if len(_of(first, _CONTRADICTED)) >= _MOST:
        return first
    return first.doubted(_DOUBT, evidence(_CONTRADICTED, raw=other.provenance.raw.strip()))
