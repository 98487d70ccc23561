"""Printed numbers: what a cell says, character by character, as exact decimals.

Grammar (white space and full-width forms folded first): an optional word of direction
(increase, decrease, minus), currency, sign or opening bracket, digits with thousands groups of three,
fraction, percent sign, closing bracket, unit, mark of a footnote. A text the grammar does not cover
whole is no number: a wrong separator is reported, never repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pilu.values.text import folded_map

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UP = "增加|上升|提高|增长|上涨|提升|增"
_DOWN = "减少|下降|降低|下滑|下跌|减|负"
_NUMBER = re.compile(
    rf"(?P<word>(?:同比|较上年(?:同期)?)?(?P<up>{_UP})?(?P<down>{_DOWN})?了?)"
    r"['‘’]?(?P<before>-)?(?P<currency>人民币|RMB|CNY|¥)?"
    r"(?P<mark>[△▲Δ∆])?(?P<sign>[-+])?(?P<open>\()?(?P<inner>-)?"
    rf"(?P<digits>{_DIGITS})"
    r"(?P<percent>%)?(?P<close>\))?(?P<percent2>%)?"
    r"(?P<unit>(?:[^\W\d_]|/){0,8})"
    r"(?:\[注?\d{1,2}\]|\(注\d{0,2}\)|注\d{1,2}|[*#※†]{1,3})?"
)
_LONGEST = 120  # characters of a cell that may be one number, blanks of wraps included
_MOST_DIGITS = 20  # more is no amount, and would be rounded when it is scaled


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed.

    ``value`` has its sign but no scale; ``fraction_digits`` are those printed; ``start``/``end``
    bound the digits in the raw text; ``unit`` is the folded text behind the number (``%``
    included); ``directed`` says that a word of direction stands before it;
    ``torn``: white space stands between digits that no thousands separators hold together, so
    that they may be two numbers.
    """

    value: Decimal
    fraction_digits: int
    start: int
    end: int
    unit: str
    directed: bool
    torn: bool = False


def parse_number(raw: str) -> PrintedNumber | None:
    """The number that ``raw`` consists of, or None.

    Brackets mean negative (a lone one- or two-digit integer in brackets is a list mark, no
    number); a minus sign beats a word of direction, and a word with a minus sign is negative
    once: the text says in words what the sign says again.
    """
    if len(raw) > _LONGEST:
        return None
    text, index = folded_map(raw)
    match = _NUMBER.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    if any(folded.isdecimal() and not raw[at].isdecimal() for folded, at in zip(text, index, strict=True)):
        return None  # a footnote mark or a circled number folds to digits
    if match["up"] and match["down"]:
        return None
    digits = match["digits"]
    if sum(character.isdecimal() for character in digits) > _MOST_DIGITS:
        return None
    if match["open"] and re.fullmatch(r"\d{1,2}", digits) and not (match["percent"] or match["percent2"]):
        return None
    number = Decimal(digits.replace(",", ""))
    if match["before"] and (match["sign"] or match["inner"] or match["mark"]):
        return None  # two signs
    negative = bool(
        match["before"]
        or match["open"]
        or match["mark"]
        or match["inner"]
        or match["sign"] == "-"
        or match["down"]
    )
    unit = ("%" if match["percent"] or match["percent2"] else "") + (match["unit"] or "")
    start, end = match.span("digits")
    return PrintedNumber(
        value=-number if negative else number,
        fraction_digits=len(digits.partition(".")[2]),
        start=index[start],
        end=index[end - 1] + 1,
        unit=unit,
        directed=bool(match["up"] or match["down"]),
        torn=_torn(raw, digits, index[start:end]),
    )


def _torn(raw: str, digits: str, index: tuple[int, ...]) -> bool:
    whole = digits.partition(".")[0]
    held = range(whole.find(","), len(whole)) if "," in whole else range(0)
    return any(
        digits[at].isdecimal()
        and digits[at + 1].isdecimal()
        and at not in held
        and any(character.isspace() for character in raw[index[at] + 1 : index[at + 1]])
        for at in range(len(digits) - 1)
    )


def holds_digit(raw: str) -> bool:
    """Whether a cell shows any digit, so that not reading a number in it must be explained."""
    return any(character.isdecimal() for character in raw)
