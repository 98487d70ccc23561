"""Properties of printed numbers and folded text."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pilu.values.numbers import parse_number
from pilu.values.text import fold, folded_map, tidy
from pilu.values.ticks import boxes

amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False)
wraps = st.sampled_from(["", "\n", " ", "\u200b"])


def wide(text: str) -> str:
    """The full-width form of a number's characters."""
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789,.%()" else c for c in text)


@given(amounts, st.sampled_from(["-", "－", "−", "—", "()", "（）", "△", "负"]), st.booleans())
def test_format_and_parse(value: Decimal, minus: str, full: bool) -> None:
    """A decimal printed with thousands separators in any form of sign and width is read back."""
    digits = f"{abs(value):,.2f}"
    digits = wide(digits) if full else digits
    raw = digits
    if value < 0:
        raw = f"{minus[0]}{digits}{minus[1]}" if len(minus) == 2 else minus + digits
    number = parse_number(raw)
    assert number is not None
    assert number.value == value
    assert number.fraction_digits == 2
    assert raw[number.start : number.end] == digits


@given(amounts, st.sampled_from(["%", "％", "个百分点", "万元", "元/股", "股", "户"]), wraps)
def test_units_do_not_change_the_number(value: Decimal, unit: str, wrap: str) -> None:
    """A unit behind a number, wrapped or not, is given apart from its value."""
    number = parse_number(f"{value:,.2f}{wrap}{unit}")
    assert number is not None
    assert number.value == value
    assert number.unit == fold(unit)


@given(amounts.filter(bool), st.sampled_from(["增加", "上升", "提高", "减少", "下降", "降低"]))
def test_words_of_direction(value: Decimal, word: str) -> None:
    """A word of decrease makes a positive number negative, a word of increase leaves it."""
    number = parse_number(f"{word}{abs(value):,.2f}个百分点")
    assert number is not None
    assert number.directed
    assert (number.value < 0) is (word in {"减少", "下降", "降低"})


@given(st.integers(10**4, 10**15), st.data())
def test_wraps_inside_grouped_numbers(value: int, data: st.DataObject) -> None:
    """A wrap behind the first separator of a number changes nothing and is no doubt."""
    printed = f"{value:,}.25"
    at = data.draw(st.integers(printed.index(",") + 1, printed.index(".")))
    number = parse_number(printed[:at] + "\n" + printed[at:])
    assert number is not None
    assert number.value == Decimal(printed.replace(",", ""))
    assert not number.torn


@given(st.integers(10**4, 10**12), st.data())
def test_misplaced_separators(value: int, data: st.DataObject) -> None:
    """A number whose thousands separators stand wrong is no number."""
    digits = str(value)
    at = data.draw(st.integers(1, len(digits) - 1).filter(lambda n: len(digits) - n != 3 or n > 3))
    assert parse_number(digits[:at] + "," + digits[at:]) is None


@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_is_safe(text: str) -> None:
    """No text makes the parsers raise, and a number lies within it."""
    number = parse_number(text)
    assert number is None or 0 <= number.start < number.end <= len(text)
    for box in boxes(text):
        assert 0 <= box.start < box.end <= len(text)
    tidy(text)


@given(st.text(max_size=60))
def test_folded_map(text: str) -> None:
    """The mapped text is the folded text, and its indexes rise within the original."""
    folded, index = folded_map(text)
    assert folded == fold(text)
    assert len(index) == len(folded)
    assert list(index) == sorted(index)
    assert all(0 <= at < len(text) for at in index)


@given(st.text(alphabet="归属于 （）()\u3000\n\u200b０1,，-—－", max_size=40))
def test_fold_is_stable(text: str) -> None:
    """Folding twice, or folding tidied text, says the same as folding once."""
    assert fold(fold(text)) == fold(text)
    assert fold(tidy(text)) == fold(text)
