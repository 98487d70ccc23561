"""Facts printed more than once: one fact with several places, or a contradiction.

Kinds as in OIM 1.0, 5: complete and consistent duplicates become one fact, the most accurate
print standing for all; of inconsistent ones the first print is kept, with its confidence lowered. A
table outweighs a sentence, and a sentence casts no doubt on a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from pilu.model.report import Fact, Value
from pilu.values.text import fold

_DOUBT = 0.4


@dataclass(frozen=True, slots=True)
class Repeat:
    """A print of a fact that stands elsewhere: ``kept`` is that fact's id."""

    fact: Fact
    kept: str
    consistent: bool


def settle(facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], tuple[Repeat, ...]]:
    """One fact per id, in order of first print, and what repeats them."""
    kept: dict[str, Fact] = {}
    repeats: list[Repeat] = []
    for fact in facts:
        first = kept.get(fact.id)
        if first is None:
            kept[fact.id] = fact
            continue
        consistent = agree(first, fact)
        repeats.append(Repeat(fact, fact.id, consistent))
        if consistent:
            kept[fact.id] = _merged(first, fact)
        elif is_sentence(first) == is_sentence(fact):
            kept[fact.id] = _doubted(first, fact)
        elif is_sentence(first):
            kept[fact.id] = fact
    return tuple(kept.values()), tuple(repeats)


def is_sentence(fact: Fact) -> bool:
    """Whether a fact was read in running text, which speaks of other things too."""
    return fact.provenance.rule.startswith("prose")


def agree(one: Fact, other: Fact) -> bool:
    """Whether two prints of a fact are the same at the coarser accuracy."""
    if one.value is None or other.value is None:
        return True
    if isinstance(one.value, Decimal) and isinstance(other.value, Decimal):
        places = min(one.decimals or 0, other.decimals or 0)
        half = Decimal(5).scaleb(-places - 1)
        return abs(one.value - other.value) <= half
    return _text(one.value) == _text(other.value)


def _text(value: Value) -> str:
    return fold(str(value))


def _merged(first: Fact, again: Fact) -> Fact:
    """The more telling print leads; the other is listed as a repeat."""
    leads = again.value is not None and (first.value is None or _finer(again, first))
    main, side = (again, first) if leads else (first, again)
    said = (side.provenance.place, side.provenance.span, side.provenance.raw)
    repeats = (*first.provenance.repeats, *again.provenance.repeats, said)
    confidence = max(main.provenance.confidence, side.provenance.confidence if side.value is not None else 0)
    return replace(main, provenance=replace(main.provenance, repeats=repeats, confidence=confidence))


def _finer(one: Fact, other: Fact) -> bool:
    if not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal):
        return False
    return (one.decimals or 0) > (other.decimals or 0)


def _doubted(first: Fact, other: Fact) -> Fact:
    provenance = first.provenance
    phrase = f"printed differently elsewhere: {other.provenance.raw.strip()}"
    return replace(
        first,
        provenance=replace(
            provenance,
            confidence=min(provenance.confidence, _DOUBT),
            evidence=(*provenance.evidence, phrase),
        ),
    )
