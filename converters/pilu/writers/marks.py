"""Where on the printed text a fact is tagged, and with which Inline XBRL element and attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pilu.model.document import Picture, Place, text_at
from pilu.model.report import Fact, QName
from pilu.writers.basis import Basis, FactWords

Attributes = tuple[tuple[str, str], ...]

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_WRAPPED_NUMBER = re.compile(r"[0-9](?:[0-9,]|\s(?=[0-9,.]))*(?:\.\s?(?:[0-9]\s?)*[0-9])?")
_DATE = re.compile(r"\D*(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start`` to ``end`` of the printed text, to be wrapped in ``element``.

    ``shape``: what must agree with a number inside (Inline XBRL 1.1, 10.1.2); ``expects``: the text
    that must show inside, or None; ``order``: the fact's index in the report.
    ``element`` is an ``ix:`` name, ``shadow`` for the print of a hidden fact, or ``repeat``.
    """

    start: int
    end: int
    element: str
    words: FactWords
    order: int
    attributes: Attributes = ()
    expects: str | None = None

    @property
    def shape(self) -> tuple[str | None, ...]:
        """What a number shares with a number nested in it."""
        own = dict(self.attributes)
        return tuple(own.get(name) for name in ("format", "scale", "sign"))

    @property
    def nil(self) -> bool:
        """Whether the fact has no value."""
        return ("xsi:nil", "true") in self.attributes

    @property
    def tags(self) -> bool:
        """Whether the mark makes a fact."""
        return self.element.startswith("ix:")


@dataclass(frozen=True, slots=True)
class Placing:
    """A fact's mark, or why it has none: ``unprinted`` (the print does not say the value),
    ``no-place``, or "" where hiding is the form for such a fact."""

    mark: Mark | None
    reason: str = ""


def on_document(basis: Basis, place: Place) -> bool:
    """Whether the place lies in a text of the document."""
    blocks = basis.filing.document.blocks
    if not 0 <= place.block < len(blocks) or isinstance(blocks[place.block], Picture):
        return False
    cells = getattr(blocks[place.block], "cells", None)
    if (cells is None) != (place.cell is None) or (
        cells is not None and not 0 <= (place.cell or 0) < len(cells)
    ):
        return False
    return 0 <= place.start <= place.end <= len(text_at(basis.filing.document, place))


def placing_of(basis: Basis, fact: Fact, order: int) -> Placing:
    """How the fact is tagged where it was printed."""
    place = fact.provenance.place
    if not on_document(basis, place):
        return Placing(None, "no-place")
    words = basis.words(fact)
    text = text_at(basis.filing.document, place)[place.start : place.end]
    common = common_attributes(basis, fact)
    start, end = place.start, place.end
    match fact.value:
        case None:
            element = "ix:nonNumeric" if fact.unit is None else "ix:nonFraction"
            return Placing(Mark(start, end, element, words, order, (*common, ("xsi:nil", "true"))))
        case bool():
            form = ("format", "ixt:fixed-true" if fact.value else "ixt:fixed-false")
            return Placing(Mark(start, end, "ix:nonNumeric", words, order, (*common, form)))
        case Decimal():
            return _number(text, Mark(start, end, "ix:nonFraction", words, order, common), fact.value)
        case date():
            if _reads_as(text, fact.value):
                form = ("format", "ixt:date-year-month-day")
                return Placing(Mark(start, end, "ix:nonNumeric", words, order, (*common, form)))
            return Placing(Mark(start, end, "shadow", words, order))
        case QName():
            return Placing(Mark(start, end, "shadow", words, order))
        case str():
            if start == end:
                return Placing(None, "unprinted")
            return Placing(Mark(start, end, "ix:nonNumeric", words, order, common, fact.value))
    return Placing(None)


def common_attributes(basis: Basis, fact: Fact) -> Attributes:
    """Id, name, context, unit, decimals and language of an Inline XBRL fact."""
    attributes = [
        ("id", fact.id),
        ("name", basis.names.of(fact.concept)),
        ("contextRef", basis.contexts.context_ids[fact.id]),
    ]
    if fact.unit is not None:
        attributes.append(("unitRef", basis.contexts.unit_ids[fact.id]))
        if fact.value is not None:
            attributes.append(("decimals", "INF" if fact.decimals is None else str(fact.decimals)))
    language = basis.language_of(fact)
    if language:
        attributes.append(("xml:lang", language))
    return tuple(attributes)


def _number(text: str, whole: Mark, value: Decimal) -> Placing:
    """The digits in ``text`` that say ``value`` at some power of ten, most digits first."""
    for pattern in (_NUMBER, _WRAPPED_NUMBER):
        found = []
        for match in pattern.finditer(text):
            power = power_between(Decimal(re.sub(r"[\s,]", "", match.group())), value)
            if power is not None:
                found.append((len(match.group()), -match.start(), match, power))
        if found:
            _, _, match, power = max(found, key=lambda one: one[:2])
            return Placing(_digits(whole, match.span(), power, negative=value < 0))
    if value == 0 and not re.search(r"\d", text):
        return Placing(Mark(whole.start, whole.end, whole.element, whole.words, whole.order,
                            (*whole.attributes, ("format", "ixt:fixed-zero"))))  # fmt: skip
    return Placing(None, "unprinted")


def _digits(whole: Mark, span: tuple[int, int], power: int, *, negative: bool) -> Mark:
    attributes = [*whole.attributes, ("format", "ixt:num-dot-decimal")]
    if power:
        attributes.append(("scale", str(power)))
    if negative:
        attributes.append(("sign", "-"))
    start, end = (whole.start + offset for offset in span)
    return Mark(start, end, whole.element, whole.words, whole.order, tuple(attributes))


def power_between(printed: Decimal, value: Decimal) -> int | None:
    """The ``scale`` with which ``printed`` is exactly the size of ``value``; None when there is none."""
    first, second = _stripped(printed), _stripped(value)
    if first[0] != second[0]:
        return None
    return 0 if first[0] == 0 else second[1] - first[1]


def _stripped(value: Decimal) -> tuple[int, int]:
    """Significant digits as one integer, and the power of ten: exact at any length."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "facts are finite numbers"
    text = "".join(map(str, digits)).lstrip("0")
    kept = text.rstrip("0")
    return (int(kept), exponent + len(text) - len(kept)) if kept else (0, 0)


def _reads_as(text: str, day: date) -> bool:
    match = _DATE.fullmatch(text)
    return match is not None and tuple(map(int, match.groups())) == (day.year, day.month, day.day)
