"""Facts printed more than once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from pilu.mapping.duplicates import agree, settle
from pilu.model.document import Place
from pilu.model.report import Entity, Fact, Instant, Provenance, QName
from pilu.model.span import LineSpan


def fact(value: Decimal | str | None, decimals: int | None = 2, *, raw: str = "x", cell: int = 0) -> Fact:
    """A print of one and the same thing, in its own cell."""
    place = Place(0, cell, 0, len(raw))
    return Fact(
        id="f-1",
        concept=QName("urn:x", "Assets"),
        entity=Entity("urn:e", "600001"),
        period=Instant(date(2021, 12, 31)),
        unit=None,
        dimensions=(),
        value=value,
        decimals=decimals,
        language=None,
        provenance=Provenance(place, LineSpan(1, 1, 1, 1), raw, "key"),
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (fact(Decimal("423834209.20")), fact(Decimal("423834200"), -2), True),
        (fact(Decimal("423834209.20")), fact(Decimal("423834300"), -2), False),
        (fact(Decimal("1.005")), fact(Decimal("1.00")), True),
        (fact("甲 乙"), fact("甲乙"), True),
        (fact("甲"), fact("乙"), False),
        (fact(None, None), fact(None, None), True),
        (fact(None, None, raw=" "), fact(Decimal(1)), True),
        (fact(None, None, raw="不适用"), fact(Decimal(1)), False),
    ],
)
def test_agree(one: Fact, other: Fact, same: bool) -> None:
    """Numbers agree at the coarser accuracy; a mark for no value contradicts a value, a blank does not."""
    assert agree(one, other) is same
    assert agree(other, one) is same


def test_the_finer_print_leads() -> None:
    """The most accurate print stands, the others are its further places."""
    coarse, fine = fact(Decimal("100"), -2, cell=0), fact(Decimal("123.45"), 2, cell=1)
    (kept,), repeats = settle([coarse, fine])
    assert kept.value == Decimal("123.45")
    assert [place.cell for place, _, _ in kept.provenance.repeats] == [0]
    assert [repeat.consistent for repeat in repeats] == [True]


def test_contradictions_are_not_forgotten() -> None:
    """In whatever order prints come, a contradiction among them leaves the fact doubtful."""
    prints = [fact(Decimal(10), 0, cell=0), fact(Decimal(99), 0, cell=1), fact(Decimal(10), 0, cell=2)]
    for order in permutations(prints):
        (kept,), repeats = settle(order)
        assert kept.provenance.confidence < 0.75
        assert not all(repeat.consistent for repeat in repeats)


def test_sentences_do_not_doubt_tables() -> None:
    """A sentence that differs from a table is reported, and the table's figure stands as it was."""
    table = fact(Decimal(10), 0)
    prose = fact(Decimal(99), 0, cell=1)
    prose = replace(prose, provenance=replace(prose.provenance, rule="prose:revenue"))
    for order in permutations([table, prose]):
        (kept,), repeats = settle(order)
        assert kept.value == 10
        assert kept.provenance.confidence == 1
        assert [repeat.consistent for repeat in repeats] == [False]


def test_many_repeats_take_linear_time() -> None:
    """Twenty thousand prints of one fact are settled at once."""
    (kept,), repeats = settle(fact(Decimal(10), 0, cell=cell) for cell in range(20_000))
    assert len(kept.provenance.repeats) == len(repeats) == 19_999
