"""Facts of two reports against each other."""

from __future__ import annotations

from decimal import Decimal

from pilu.diff import compare
from pilu.engine.aspects import ReadFact

YEAR = {year: f"{year}-01-01T00:00:00/{year + 1}-01-01T00:00:00" for year in range(2018, 2023)}
BEFORE = (("{t}RestatementAxis", "{t}BeforeAdjustmentMember"),)


def fact(
    concept: str, value: str, year: int = 2021, *, unit: str = "{c}CNY", decimals: str = "2", **given: object
) -> ReadFact:
    """A fact of the year, numeric unless ``unit`` is empty."""
    known = {"entity": "s 1", "dimensions": (), "language": "", "nil": False, "id": "f"} | given
    return ReadFact(
        concept=f"{{t}}{concept}",
        period=YEAR[year],
        unit=unit,
        value=value,
        decimals=decimals if unit else "",
        **known,  # type: ignore[arg-type]
    )


def test_the_same_facts_are_equal_whatever_their_order_and_ids() -> None:
    """Ids and order say nothing."""
    facts = [fact("Assets", "1"), fact("Revenue", "2")]
    found = compare(facts, [fact("Revenue", "2", id="x"), fact("Assets", "1", id="y")])
    assert found.equal
    assert found.same == 2


def test_added_removed_and_changed_by_how_much() -> None:
    """A difference has its amount and its ratio to the former value."""
    found = compare([fact("A", "-200"), fact("B", "5")], [fact("A", "-150.5"), fact("C", "7")])
    assert found.counts == {"changed": 1, "added": 1, "removed": 1}
    change = found.changes[0]
    assert (change.difference, change.ratio) == (Decimal("49.5"), Decimal("0.247500"))
    assert change.what == ("value",)
    assert not change.within_rounding


def test_unit_accuracy_and_nil_are_differences_too() -> None:
    """What is not the value is named."""
    old = [fact("A", "1"), fact("B", "1"), fact("C", "1"), fact("D", "")]
    new = [
        fact("A", "1", unit="{c}USD"),
        fact("B", "1", decimals="0"),
        fact("C", "", decimals="", nil=True),
        fact("D", ""),
    ]
    assert [change.what for change in compare(old, new).changes] == [
        ("unit",),
        ("decimals",),
        ("value", "decimals", "nil"),
    ]


def test_a_coarser_figure_is_within_rounding() -> None:
    """Ten thousands against yuan: said to be possibly one number, still a difference."""
    found = compare([fact("A", "423834209.2")], [fact("A", "423830000", decimals="-4")])
    assert found.changes[0].within_rounding
    assert not found.equal
    assert (
        not compare([fact("A", "423834209.2")], [fact("A", "423840000", decimals="-4")])
        .changes[0]
        .within_rounding
    )


def test_repeated_facts_are_paired_one_by_one() -> None:
    """A fact given twice on one side and once on the other is one removed, none changed."""
    found = compare([fact("A", "1"), fact("A", "1")], [fact("A", "1")])
    assert found.counts == {"removed": 1}


def test_one_entity_under_two_names_is_said_once() -> None:
    """Facts are matched, and the difference of the entity stands alone."""
    found = compare([fact("A", "1")], [fact("A", "1", entity="other 9")])
    assert found.entities == ("s 1", "other 9")
    assert found.same == 1
    assert not found.equal


def test_comparatives_against_last_years_filing() -> None:
    """Restated figures are found; new periods and what is not repeated are no differences."""
    last = [
        fact("A", "10", 2020),
        fact("B", "5", 2020),
        fact("A", "8", 2019),
        fact("Note", "x", 2020, unit=""),
    ]
    this = [
        fact("A", "12", 2021),
        fact("B", "6", 2021),
        fact("C", "1", 2021),
        fact("A", "11", 2020),
        fact("A", "10", 2020, dimensions=BEFORE),
        fact("B", "5", 2020),
        fact("A", "9", 2019),
    ]
    found = compare(last, this)
    assert found.mode == "comparatives"
    assert [(change.kind, change.disclosed) for change in found.changes] == [
        ("restated", ()),
        ("restated", BEFORE),
    ]
    assert [change.difference for change in found.changes] == [Decimal(1), Decimal(1)]
    assert (found.same, found.beyond, found.not_repeated) == (1, 3, 1)
    backwards = compare(this, last)
    assert backwards.swapped
    assert backwards.changes == found.changes
    assert compare(last, this, mode="versions").counts["removed"] == 1


def test_reports_that_share_nothing_are_not_equal() -> None:
    """Where no fact meets another nothing was compared: that is no agreement, whatever else is left out."""
    found = compare([fact("A", "1", 2020)], [fact("B", "2", 2022, entity="other 9")])
    assert found.mode == "comparatives"
    assert found.changes == ()
    assert found.entities == ("s 1", "other 9")
    assert not found.met
    assert not found.equal
    assert not compare([fact("A", "1", 2020)], [fact("A", "1", 2022)]).equal


def test_names_alone_for_two_releases_of_a_taxonomy() -> None:
    """Without namespaces the concepts, members and enumerated values of two releases meet."""
    old = [fact("A", "1"), fact("E", "{t}Yes", unit="")]
    new = [
        ReadFact("{u}A", "s 1", YEAR[2021], "{c}CNY", (), "1", "2", "", False),
        ReadFact("{u}E", "s 1", YEAR[2021], "", (), "{u}Yes", "", "", False),
    ]
    assert compare(old, new).counts == {"added": 2, "removed": 2}
    assert compare(old, new, by_name=True).equal


def test_large_numbers_keep_their_last_digit() -> None:
    """Forty digits do not round."""
    found = compare([fact("A", "1" * 40)], [fact("A", "1" * 39 + "2")])
    assert found.changes[0].difference == Decimal(1)
