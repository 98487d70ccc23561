"""A candidate's text as a value of its concept's type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pilu import taxonomies
from pilu.mapping.values import Reading, Unread, plain, read_value
from pilu.model.document import Place
from pilu.model.extraction import Candidate, UnitHint
from pilu.model.span import LineSpan
from pilu.model.taxonomy import Concept, Taxonomy
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.grammar_sheets import load_grammar


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The shipped taxonomy."""
    loaded = taxonomies.load("cn-listed/2021").value
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def grammar(taxonomy: Taxonomy) -> Grammar:
    """The shipped grammar."""
    loaded = load_grammar(taxonomies.package_folder("cn-listed/2021").parent, taxonomy).value
    assert loaded is not None
    return loaded


def said(raw: str, *hints: tuple[str, int, str]) -> Candidate:
    """A candidate with what was said of its unit, nearest first."""
    units = tuple(UnitHint(*hint) for hint in hints)
    return Candidate("t0.0", "key", "", (), (), raw, Place(0, 0, 0, len(raw)), LineSpan(1, 1, 1, 1), units)


@pytest.mark.parametrize(
    ("concept", "raw", "hints", "value", "decimals"),
    [
        ("Assets", "1,234.50", [("CNY", 0, "unit-line")], "1234.50", 2),
        ("Assets", "1,234.50", [("CNY", 4, "unit-line")], "12345000", -2),
        ("Assets", "1,234", [("CNY", 3, "label"), ("CNY", 4, "unit-line")], "1234000", -3),
        ("Assets", "12345678901234567.89", [("CNY", 8, "unit-line")], "1234567890123456789000000", -6),
        ("BasicEarningsPerShare", "0.25", [("CNY", 4, "unit-line")], "0.25", 2),
        ("BasicEarningsPerShare", "0.25", [("USD", 3, "unit-line")], "0.25", 2),
        ("WeightedAverageReturnOnEquity", "9.44%", [("percent", -2, "cell")], "0.0944", 4),
        ("WeightedAverageReturnOnEquity", "9.44", [("percent", -2, "label")], "0.0944", 4),
        ("SharesHeld", "177,239,541.00", [("shares", 0, "unit-line")], "177239541", 0),
        ("SharesHeld", "1.5", [("shares", 4, "unit-line")], "15000", -3),
        ("OperatingRevenueChangeRate", "750,000%", [("percent", -2, "cell")], "7500.00", 2),
        ("NumberOfOrdinaryShareholders", "251,644 户，H股登记股东61户", [], "251644", 0),
    ],
)
def test_numbers(taxonomy, grammar, concept: str, raw: str, hints: list, value: str, decimals: int) -> None:
    """Scale and accuracy follow the nearest unit that fits the concept."""
    reading = read_value(said(raw, *hints), taxonomy.concepts[concept], grammar)
    assert isinstance(reading, Reading)
    assert (reading.value, reading.decimals) == (Decimal(value), decimals)
    assert "E" not in str(reading.value)


@pytest.mark.parametrize(
    ("concept", "raw", "hints", "reason"),
    [
        ("Assets", "1,2345.6", [], "not-a-number"),
        ("Assets", "5瓶", [], "unit-unknown"),
        ("Assets", "5%", [("percent", -2, "cell")], "unit-mismatch"),
        ("SharesHeld", "5元", [("CNY", 0, "cell")], "unit-mismatch"),
        ("Assets", "2021年", [], "unit-unknown"),
        ("BondIssueDate", "2021年13月1日", [], "not-a-date"),
        ("BondIssueDate", "2021", [], "not-a-date"),
        ("ShareholdingRatio", "750,000", [], "out-of-range"),
        ("OperatingRevenueChangeRate", "2,000,000", [], "out-of-range"),
    ],
)
def test_unread(taxonomy, grammar, concept: str, raw: str, hints: list, reason: str) -> None:
    """A text that does not fit its concept is no fact, and the reason is told."""
    assert read_value(said(raw, *hints), taxonomy.concepts[concept], grammar) == Unread(reason)


@pytest.mark.parametrize("raw", ["2021年5月6日", "2021-05-06", "2021/5/6", "２０２１.05.06"])
def test_dates(taxonomy, grammar, raw: str) -> None:
    """Dates are read as written, whatever parts them."""
    reading = read_value(said(raw), taxonomy.concepts["BondIssueDate"], grammar)
    assert isinstance(reading, Reading)
    assert reading.value == date(2021, 5, 6)


@pytest.mark.parametrize("raw", ["", " ", "-", "——", "/", "不适用", "未知"])
def test_nil(taxonomy, grammar, raw: str) -> None:
    """The form's marks for no value are nil in a number's place, with the concept's unit."""
    reading = read_value(said(raw), taxonomy.concepts["SharesHeld"], grammar)
    assert isinstance(reading, Reading)
    assert reading.value is None
    assert reading.unit is not None


@pytest.mark.parametrize(
    ("concept", "raw", "hints"),
    [
        ("Assets", "1.00", []),
        ("Assets", "1.00", [("CNY", 0, "inherited")]),
        ("Assets", "12 34", [("CNY", 0, "unit-line")]),
        ("SharesHeld", "1.5", []),
        ("PledgeMarkFreezeStatus", "国有法人", []),
    ],
)
def test_doubts(taxonomy, grammar, concept: str, raw: str, hints: list) -> None:
    """Whatever was assumed or looks strange is said with a confidence below the threshold."""
    reading = read_value(said(raw, *hints), taxonomy.concepts[concept], grammar)
    assert isinstance(reading, Reading)
    assert min(confidence for confidence, _ in reading.doubts) < 0.75


def test_every_numeric_concept_takes_a_plain_number(taxonomy, grammar) -> None:
    """No type of concept is left without a way to be read."""
    concepts: list[Concept] = [concept for concept in taxonomy.concepts.values() if concept.numeric]
    for concept in concepts:
        assert isinstance(read_value(said("1"), concept, grammar), Reading), concept.name.local


def test_plain() -> None:
    """Exponents are written out, printed zeros stay."""
    assert str(plain(Decimal("4E+5"))) == "400000"
    assert str(plain(Decimal("0.10"))) == "0.10"
