"""The text a spreadsheet shows for a number: the part of ECMA-376 part 1, 18.8.31 that reports use."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

_COLOUR = re.compile(r"\[(?!\$)[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)', re.DOTALL)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?,*")
_DATE_TOKENS = re.compile(
    r'yyyy|yy|mmmm|mmm|mm|m|dd|d|hh|h|ss|s|AM/PM|"[^"]*"|\\.|\[[^\]]*\]|.', re.IGNORECASE | re.DOTALL
)
_LARGEST = 400
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_SAYS_MINUS = re.compile("[-−－(（△▲]|[减负]|下[降跌滑]")  # a sign, a bracket, a word of direction


def shown(value: object, number_format: str) -> str:
    """The cell's text as displayed; a format not understood shows the plain value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _date(value, number_format)
    if isinstance(value, (int, float, Decimal)):
        return _number(Decimal(repr(value) if isinstance(value, float) else str(value)), number_format)
    return str(value)


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return str(value)
    sections = _sections(number_format)
    section = sections[0]
    if any(_CONDITION.search(part) for part in sections):
        section = _conditional(value, sections)
    elif value < 0 and len(sections) > 1:
        section = sections[1]
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    text = _apply(abs(value), section)
    # A format may show by a colour alone what is negative; the text says it by a sign.
    signed = value >= 0 or _SAYS_MINUS.search(text) or not re.search(r"[1-9]", text)
    return text if signed else f"-{text}"


def _conditional(value: Decimal, sections: list[str]) -> str:
    """The first section whose condition holds; the last one is for what is left."""
    for section in sections[:-1]:
        condition = _CONDITION.search(section)
        if condition and _holds(value, condition[1], Decimal(condition[2])):
            return section
    last = _CONDITION.search(sections[-1])
    return "General" if last and not _holds(value, last[1], Decimal(last[2])) else sections[-1]


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    found = "<" if value < bound else ">" if value > bound else "="
    return found in sign


def _sections(number_format: str) -> list[str]:
    """The sections of a format, split at the semicolons outside quotes."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+|(?<=;)(?=;|$)', number_format or "General") or ["General"]


def _apply(value: Decimal, section: str) -> str:
    section = _CURRENCY.sub(lambda found: f'"{found.group(1)}"', section)
    section = _COLOUR.sub("", section)
    if section.strip().lower() in ("general", "@", ""):
        return plain(value)
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found.group(1) or found.group(2) or "")
        return chr(0xE000 + len(literals) - 1)

    bare = _LITERAL.sub(keep, section)
    digits = _DIGITS.search(bare)
    if "E+" in bare.upper() or "/" in bare or len(literals) > _LARGEST:
        return plain(value)
    text = bare
    if digits:
        pattern = digits.group()
        thousands = len(pattern) - len(pattern.rstrip(","))
        scaled = value * 100 ** bare.count("%") / Decimal(1000) ** thousands
        text = bare[: digits.start()] + _digits(scaled, pattern) + bare[digits.end() :]
    return re.sub("[\ue000-\ue190]", lambda found: literals[ord(found.group()) - 0xE000], text).strip()


def _digits(value: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.rstrip(",").partition(".")
    places = len(fraction)
    rounded = abs(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    head, _, tail = text.partition(".")
    least = fraction.rfind("0") + 1
    while len(tail) > least and tail.endswith(("0",)):
        tail = tail[:-1]
    head = head.rjust(whole.replace(",", "").count("0"), "0")
    if head == "0" and "0" not in whole:
        head = ""
    return f"{head}.{tail}" if tail else head


def plain(value: Decimal) -> str:
    """A number without exponent and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: datetime | date | time, number_format: str) -> str:
    section = (number_format or "").split(";")[0]
    parts = _DATE_TOKENS.findall(_COLOUR.sub("", _CURRENCY.sub("", section)))
    out: list[str] = []
    clock = False
    for part_name in parts:
        low = part_name.lower()
        if low in _DATE_PARTS and (part := _date_part(low, value, after_hour=clock)) is not None:
            out.append(part)
            clock = low[0] == "h"
        elif part_name.startswith('"'):
            out.append(part_name[1:-1])
        elif part_name.startswith("\\"):
            out.append(part_name[1:])
        elif part_name not in "@_*":
            out.append(part_name)
    text = "".join(out).strip()
    return text if any(character.isdigit() for character in text) else value.isoformat()


_DATE_PARTS = frozenset(("yyyy", "yy", "mmmm", "mmm", "mm", "m", "dd", "d", "hh", "h", "ss", "s"))


def _date_part(part_name: str, value: datetime | date | time, *, after_hour: bool) -> str | None:
    if part_name[0] in "hs" or (part_name[0] == "m" and after_hour):
        if not isinstance(value, (datetime, time)):
            return None
        number = {"h": value.hour, "m": value.minute, "s": value.second}[part_name[0]]
        return f"{number:0{len(part_name)}d}"
    if isinstance(value, time):
        return None
    if part_name[0] == "y":
        return f"{value.year:04d}" if len(part_name) == 4 else f"{value.year % 100:02d}"
    number = value.month if part_name[0] == "m" else value.day
    return f"{number:0{min(len(part_name), 2)}d}"
