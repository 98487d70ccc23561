"""Printed numbers: what is one, what it is worth, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pilu.values.numbers import holds_digit, parse_number


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,234,567.89", "1234567.89"),
        ("１，２３４．５０", "1234.50"),
        ("-1.11", "-1.11"),
        ("－1.11", "-1.11"),
        ("−1.11", "-1.11"),
        ("—1.11", "-1.11"),
        ("(1,234.56)", "-1234.56"),
        ("（1,234.56）", "-1234.56"),
        ("△12.3", "-12.3"),
        ("▲12.3", "-12.3"),
        ("负5.2", "-5.2"),
        ("27,122,781,6\n99.16", "27122781699.16"),
        ("1,234,\u200b567", "1234567"),
        ("人民币1,000", "1000"),
        ("￥5", "5"),
        ("-￥1,234.50", "-1234.50"),
        ("-人民币5", "-5"),
        ("'1,234.50", "1234.50"),
        ("Δ12.3", "-12.3"),
        ("0.00", "0.00"),
        ("007", "7"),
        ("900.00注1", "900.00"),
        ("1,320.00#", "1320.00"),
        ("1,320.00 ※", "1320.00"),
    ],
)
def test_value_of_a_printed_number(raw: str, value: str) -> None:
    """Every way the form prints a number gives its exact decimal."""
    number = parse_number(raw)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("9.44%", "9.44", "%"),
        ("9.44％", "9.44", "%"),
        ("(9.44%)", "-9.44", "%"),
        ("(5)%", "-5", "%"),
        ("增加20.01个百分点", "20.01", "个百分点"),
        ("减少20.01个百\n分点", "-20.01", "个百分点"),
        ("下降4.57 个百分点", "-4.57", "个百分点"),
        ("上升0.3个百分点", "0.3", "个百分点"),
        ("减少-5.3个百分点", "-5.3", "个百分点"),
        ("增加-5.3个百分点", "-5.3", "个百分点"),
        ("42,383.42万元", "42383.42", "万元"),
        ("1.23元／股", "1.23", "元/股"),
        ("251,644 户", "251644", "户"),
    ],
)
def test_unit_and_direction(raw: str, value: str, unit: str) -> None:
    """The unit behind a number is given apart, and words of decrease make it negative once."""
    number = parse_number(raw)
    assert number is not None
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "-",
        "--",
        "/",
        "不适用",
        "1,2345.6",
        "12,34",
        "1,234,56",
        "1.2.3",
        "1,234.5,6",
        "1,234 5,678",
        "0.55\n0.60",
        "(1)",
        "（12）",
        "(1,234",
        "1,234)",
        "①",
        "⑴",
        "12.5①",
        "1,234.56²",
        "10³",
        "5½",
        "增减5",
        "增加减少5",
        "约5",
        "5-10",
        "5~10",
        "10 * 2",
        "5.",
        ".5",
        "1e5",
        "四成",
        "NaN",
        "Infinity",
        "010-8305 1688",
        "2021-12-31",
        "600000/900000",
        "9" * 21,
        "9" * 100_000,
    ],
)
def test_no_number(raw: str) -> None:
    """A text that the grammar does not cover whole is never repaired into a number."""
    assert parse_number(raw) is None


@pytest.mark.parametrize("raw", ["2021年", "2021 年度", "第1季度", "3月"])
def test_dates_are_no_amounts(raw: str) -> None:
    """A year or a month is at most a number with a unit that no measure knows."""
    number = parse_number(raw)
    assert number is None or number.unit[:1] in {"年", "月"}


@pytest.mark.parametrize(
    ("raw", "torn"),
    [
        ("12 34", True),
        ("12 1,234.5", True),
        ("1,234.5 6", True),
        ("1,2 34", False),
        ("27,122,781,6\n99.16", False),
        ("1,234\u200b.56", False),
        (" 12 ", False),
        ("12 元", False),
    ],
)
def test_torn_numbers(raw: str, torn: bool) -> None:
    """White space between digits is doubtful unless thousands separators hold them together."""
    number = parse_number(raw)
    assert number is not None
    assert number.torn is torn


def test_place_of_the_digits() -> None:
    """Start and end bound the digits in the text as printed, sign and unit outside."""
    raw = " （ １，234.5 ） 万元"
    number = parse_number(raw)
    assert number is not None
    assert raw[number.start : number.end] == "１，234.5"


def test_holds_digit() -> None:
    """A cell without any digit needs no explanation as a number."""
    assert holds_digit("约5成")
    assert not holds_digit("不适用")
