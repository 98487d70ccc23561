"""A report in the sense of the OIM: facts with dimensions, and the taxonomy they use.

Dates are dates as written (31 December is the end of the year). XBRL 2.1 XML writes them as
they are; the writers of xBRL-JSON and xBRL-CSV add the end-of-day (OIM 1.0, 4.4), nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pilu.model.document import Place
from pilu.model.evidence import Evidence
from pilu.model.span import Span


@dataclass(frozen=True, slots=True, order=True)
class QName:
    """A qualified name; ``prefix`` is for print and does not count in comparisons."""

    namespace: str
    local: str


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Scheme URI and identifier within it."""

    scheme: str
    identifier: str


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """The end of a day."""

    day: date


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """From the start of the day ``start`` to the end of the day ``end``."""

    start: date
    end: date


Period = Instant | Duration


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A unit as sorted measures: numerators over denominators."""

    numerators: tuple[QName, ...]
    denominators: tuple[QName, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Dimension:
    """A taxonomy-defined dimension's value: a member's QName, or a typed value's text."""

    axis: QName
    member: QName | None = None
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A value that is a stretch of the document: blocks ``start`` to ``end``, half-open."""

    start: int
    end: int


Value = Decimal | str | bool | date | QName | TextBlock | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact was read, how it was decided, and how sure that is (0 to 1).

    ``place``/``span``/``raw``: the characters that carry the value; ``rule``: the sheet row that
    named the concept; ``row_label``/``column_label``: as printed, folded; ``evidence``: one
    per inference; ``repeats``: further places that print the same fact.
    """

    place: Place
    span: Span
    raw: str
    rule: str
    row_label: str = ""
    column_label: str = ""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    repeats: tuple[tuple[Place, Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its dimensions. ``value`` None is nil; ``decimals`` None is no accuracy
    (non-numeric or nil). Numbers are unscaled: ratios for percentages, yuan for ten thousands.
    """

    id: str
    concept: QName
    entity: Entity
    period: Period
    unit: Unit | None
    dimensions: tuple[Dimension, ...]
    value: Value
    decimals: int | None
    language: str | None
    provenance: Provenance

    def says(self, code: str) -> bool:
        """Whether evidence of that code is known of the fact."""
        return any(item.code == code for item in self.provenance.evidence)

    def doubted(self, confidence: float, why: Evidence) -> Fact:
        """The fact with one more reason to doubt it: it is as sure as its weakest link."""
        known = self.provenance
        least, evidence = min(known.confidence, confidence), (*known.evidence, why)
        return replace(self, provenance=replace(known, confidence=least, evidence=evidence))


@dataclass(frozen=True, slots=True)
class Report:
    """Facts in document order, with what an instance must say about itself.

    ``prefixes``: prefix to namespace of every namespace in use, sorted by prefix.
    """

    entity: Entity
    period: Duration
    entry_point: str
    language: str
    prefixes: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
