"""Frozen types as JSON: nothing lost, nothing rounded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilu.model.report import Duration, QName
from pilu.model.span import LineSpan
from pilu.plain import plain, to_json


class Colour(Enum):
    """An enumeration for the test."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Thing:
    """A dataclass of everything for the test."""

    number: Decimal
    day: date
    colour: Colour
    names: frozenset[str]
    words: MappingProxyType[str, int]
    data: bytes


def test_every_kind_of_value_has_a_plain_form() -> None:
    """Decimals and dates as text, enumerations by value, sets sorted, bytes by their size."""
    thing = Thing(
        Decimal("1.50"),
        date(2021, 12, 31),
        Colour.RED,
        frozenset({"b", "a"}),
        MappingProxyType({"k": 1}),
        b"xyz",
    )
    assert plain(thing) == {
        "number": "1.50",
        "day": "2021-12-31",
        "colour": "red",
        "names": ["a", "b"],
        "words": {"k": 1},
        "data": "3 bytes",
    }


def test_model_types_nest() -> None:
    """The model's own types go through, fields in their order."""
    assert plain(
        (QName("urn:x", "A"), LineSpan(1, 2, 3, 4), Duration(date(2021, 1, 1), date(2021, 3, 31)))
    ) == [
        {"namespace": "urn:x", "local": "A"},
        {"line": 1, "column": 2, "end_line": 3, "end_column": 4, "kind": "lines"},
        {"start": "2021-01-01", "end": "2021-03-31"},
    ]


def test_what_has_no_plain_form_is_refused() -> None:
    """An object that nobody thought of is an error, not a repr in somebody's file."""
    with pytest.raises(TypeError, match="object"):
        plain(object())


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_no_digit_of_a_number_is_lost(number: Decimal) -> None:
    """A number read back from the JSON text is the number, trailing zeros included."""
    again = Decimal(json.loads(to_json(number)))
    assert again == number
    assert again.as_tuple() == number.as_tuple()
