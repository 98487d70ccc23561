"""A candidate's printed text into a value of its concept's type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pilu.model.evidence import Doubt
from pilu.model.extraction import UNKNOWN_UNIT, Candidate, UnitHint
from pilu.model.report import QName, Unit, Value
from pilu.model.taxonomy import Choice, Concept
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar
from pilu.values.numbers import PrintedNumber, parse_number
from pilu.values.text import fold, tidy

_ISO4217 = "http://www.xbrl.org/2003/iso4217"
_XBRLI = "http://www.xbrl.org/2003/instance"
_SHARES = QName(_XBRLI, "shares")
_PURE = QName(_XBRLI, "pure")
_MONEY = frozenset({"CNY", "USD", "HKD", "EUR"})
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
UNIT_ASSUMED = "unit-assumed"  # the code of the evidence that no unit is stated
_SHORT = re.compile(r"[(（](\d{1,2})[)）]")
_LARGEST_RATE = 10_000  # a million percent: figures of money in a column of rates are far above,
_LARGEST_RATIO = 1_000  # and of shares in a column of ratios, which do not grow like rates of change
_FITTING = MappingProxyType(
    {
        "monetary": _MONEY,
        "perShare": frozenset(f"{currency}/shares" for currency in _MONEY),
        "percent": frozenset({"percent"}),
        "shares": frozenset({"shares"}),
        "count": frozenset({"pure"}),
        "decimal": frozenset({"pure", "percent"}),
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its unit and accuracy; ``start``/``end`` bound the characters that carry it
    within the candidate's raw text; ``doubts``: what was inferred."""

    value: Value
    unit: Unit | None = None
    decimals: int | None = None
    start: int = 0
    end: int = 0
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a candidate is no fact: a reason of ``reasons.REASONS``."""

    reason: str


def read_value(
    candidate: Candidate, concept: Concept, grammar: Grammar, choices: Sequence[Choice] = ()
) -> Reading | Unread:
    """The value of ``candidate`` as a fact of ``concept`` (``choices``: of its enumeration)."""
    folded = fold(candidate.raw)
    whole = len(candidate.raw)
    if concept.type == "boolean":
        return _boolean(candidate, whole)
    if concept.numeric:
        if grammar.is_nil(folded) or grammar.marks.get(folded) == "nil-number":
            return Reading(None, unit_of(concept, "CNY"), end=whole)
        return _number(candidate, concept, _needs_unit(candidate, grammar))
    if grammar.is_nil(folded):
        return Reading(None, end=whole)
    if concept.type == "date":
        return _date(candidate, folded, whole)
    if concept.type == "enumeration":
        return _choice(folded, choices, whole)
    return Reading(tidy(candidate.raw), end=whole, doubts=_strange_words(concept, folded, grammar))


def _strange_words(concept: Concept, folded: str, grammar: Grammar) -> tuple[Doubt, ...]:
    """A doubt where the form has a list of words for a concept and others are printed."""
    words = grammar.vocabulary.get(concept.name.local)
    if not words or all(part in words for part in re.split("[、,/]", folded)):
        return ()
    return ((0.6, evidence("words-unknown")),)


def unit_of(concept: Concept, currency: str) -> Unit:
    """The unit that facts of a numeric concept have (XBRL 2.1, 4.8.2)."""
    money = QName(_ISO4217, currency)
    match concept.type:
        case "monetary":
            return Unit((money,))
        case "perShare":
            return Unit((money,), (_SHARES,))
        case "shares":
            return Unit((_SHARES,))
        case _:
            return Unit((_PURE,))


def _boolean(candidate: Candidate, whole: int) -> Reading | Unread:
    said = candidate.row_path[1] if len(candidate.row_path) > 1 else ""
    if said not in {"true", "false", "nil"}:
        return Unread("not-understood")
    return Reading({"true": True, "false": False}.get(said), end=whole)


def _choice(folded: str, choices: Sequence[Choice], whole: int) -> Reading | Unread:
    """The member of an enumeration that the printed words mean, exactly."""
    for choice in choices:
        if folded in {fold(words) for words in (choice.zh, *choice.aliases)}:
            return Reading(choice.name, end=whole)
    return Unread("not-a-choice")


def _date(candidate: Candidate, folded: str, whole: int) -> Reading | Unread:
    if "year-end" in candidate.row_path[1:]:
        return Reading(
            date(int(folded[:4]), 12, 31), end=whole, doubts=((0.95, evidence("year-end-of-title")),)
        )
    match = _DATE.fullmatch(folded)
    try:
        return (
            Reading(date(*(int(part) for part in match.groups())), end=whole)
            if match
            else Unread("not-a-date")
        )
    except ValueError:
        return Unread("not-a-date")


def _needs_unit(candidate: Candidate, grammar: Grammar) -> bool:
    kind = grammar.table(candidate.table)
    return kind is not None and kind.needs_unit


def _number(candidate: Candidate, concept: Concept, needs_unit: bool) -> Reading | Unread:
    """``needs_unit``: an amount of whole yuan is not believed where no unit is stated."""
    number = parse_number(candidate.raw)
    doubts: list[Doubt] = []
    if number is None and concept.type == "count":
        number, doubts = _leading_count(candidate.raw)
    elif number is None:
        number, doubts = _bracketed(candidate.raw)
    if number is None:
        return Unread("not-a-number")
    cell = [hint for hint in candidate.units if hint.origin == "cell"]
    if number.unit and not cell:
        return Unread("unit-unknown")
    if cell and cell[0].measure not in _FITTING[concept.type]:
        return Unread("unit-mismatch")
    if number.torn:
        doubts.append((0.5, evidence("number-torn")))
    hint = next((h for h in candidate.units if h.measure in _FITTING[concept.type]), None)
    if hint is None and concept.type == "monetary" and number.value:
        if any(other.origin == UNKNOWN_UNIT for other in candidate.units):
            return Unread("unit-not-understood")
        if needs_unit and not number.fraction_digits:
            return Unread("unit-unstated")
    exponent = _exponent(concept, hint, number, doubts)
    value = number.value.scaleb(exponent)
    decimals = number.fraction_digits - exponent
    if concept.type in {"shares", "count"} and exponent == 0:
        if number.value != number.value.to_integral_value():
            doubts.append((0.4, evidence("fraction-counted")))
        else:
            value, decimals = number.value.to_integral_value(), 0
    largest = _LARGEST_RATE if concept.name.local.endswith("ChangeRate") else _LARGEST_RATIO
    if concept.type == "percent" and abs(value) > largest:
        return Unread("out-of-range")
    unit = unit_of(concept, _currency(concept, hint, candidate))
    return Reading(plain(value), unit, decimals, number.start, number.end, tuple(doubts))


def _currency(concept: Concept, hint: UnitHint | None, candidate: Candidate) -> str:
    """The currency of an amount; of one per share that names none, that of the amounts around it."""
    money = _MONEY if concept.type == "perShare" else ()
    named = hint or next((other for other in candidate.units if other.measure in money), None)
    currency = named.measure.partition("/")[0] if named else ""
    return currency if currency in _MONEY else "CNY"


def plain(value: Decimal) -> Decimal:
    """The number without exponent notation: 4E+5 becomes 400000, 0.10 stays 0.10."""
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value  # type: ignore[operator]


def _exponent(concept: Concept, hint: UnitHint | None, number: PrintedNumber, doubts: list[Doubt]) -> int:
    """The power of ten of the printed number, with a doubt for whatever was not said."""
    if concept.type == "percent":
        if hint is None:
            doubts.append((0.8, evidence("percent-unsigned")))
        return -2
    if hint is None:
        if concept.type == "monetary":
            doubts.append((0.5, evidence(UNIT_ASSUMED)))
        return 0
    if hint.origin == "form":
        doubts.append((0.8, evidence("unit-of-form")))
    if hint.origin == "inherited":
        doubts.append((0.7, evidence("unit-inherited")))
    return hint.exponent


def _leading_count(raw: str) -> tuple[PrintedNumber | None, list[Doubt]]:
    """A count followed by more words in the same cell (holders by share register)."""
    match = re.match(r"(\s*(?:\d{1,3}(?:[,，]\d{3})+|\d+))\s*(?:户|名|人)(?=[，,、；;（(])", raw)
    number = parse_number(match[1]) if match else None
    return number, [(0.6, evidence("count-with-words"))] if number else []


def _bracketed(raw: str) -> tuple[PrintedNumber | None, list[Doubt]]:
    """A short whole number in brackets, which marks items of lists too."""
    match = _SHORT.fullmatch(raw.strip())
    number = parse_number(f"-{match[1]}") if match else None
    doubt = (0.6, evidence("number-in-brackets"))
    return number, [doubt] if number else []


def lowest(base: float, doubts: Sequence[Doubt]) -> float:
    """The confidence of a chain of inferences: its weakest link."""
    return min((base, *(confidence for confidence, _ in doubts)))
