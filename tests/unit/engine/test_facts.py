"""Facts read back from each format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pilu.engine import read_facts


def test_formats_hold_the_same_facts(small: Path) -> None:
    """XBRL, Inline XBRL and xBRL-JSON of one report read back to equal facts."""
    read = [
        read_facts(small / name, [small / "package"]).value
        for name in ("clean.xbrl", "clean.xhtml", "clean.json")
    ]
    assert read[0] is not None
    assert len(read[0]) == 10
    assert read[0] == read[1] == read[2]


def test_every_part_of_a_fact_counts(small: Path, spoiled: Callable[..., Path]) -> None:
    """A change of value, period, unit, member, rank, language or decimals makes another fact."""
    clean = read_facts(small / "clean.xbrl", [small / "package"]).value
    assert clean is not None
    for change in (
        (">500.00<", ">500.01<"),
        ("<xbrli:endDate>2021-12-31", "<xbrli:endDate>2021-12-30"),
        ("iso4217:CNY<", "iso4217:HKD<"),
        (">s:ParentMember<", ">s:ConsolidatedMember<"),
        ("<s:Rank>1<", "<s:Rank>2<"),
        ('xml:lang="zh"', 'xml:lang="en"'),
        ('decimals="0">12345', 'decimals="-1">12345'),
        (">600000<", ">600001<"),
    ):
        other = read_facts(spoiled("clean.xbrl", change), [small / "package"]).value
        assert other is not None
        assert set(other) != set(clean), change


def test_nil_has_no_value(small: Path, spoiled: Callable[..., Path]) -> None:
    """A nil fact is nil, without value and decimals."""
    nil = 'unitRef="CNY" xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"></s:Profit>'
    path = spoiled("clean.xbrl", ('unitRef="CNY" decimals="2">50.00</s:Profit>', nil))
    facts = read_facts(path, [small / "package"]).value
    assert facts is not None
    (fact,) = [fact for fact in facts if fact.nil]
    assert (fact.value, fact.decimals) == ("", "")
    assert fact.concept.endswith("}Profit")


def test_unreadable_file(small: Path, tmp_path: Path) -> None:
    """A file that is no report gives no facts and a reason."""
    path = tmp_path / "x.xbrl"
    path.write_text("nothing", encoding="utf-8")
    outcome = read_facts(path, [small / "package"])
    assert outcome.value is None
    assert outcome.diagnostics


def test_what_does_not_load_whole_says_so(small: Path, tmp_path: Path) -> None:
    """Of a file that is cut off there are facts, and a warning that some may be missing."""
    text = (small / "clean.xbrl").read_text(encoding="utf-8")
    path = tmp_path / "cut.xbrl"
    path.write_text(text[: text.index("</xbrli:xbrl>") - 120], encoding="utf-8")
    outcome = read_facts(path, [small / "package"])
    assert outcome.value is not None
    assert len(outcome.value) < 10
    assert [told.code for told in outcome.diagnostics] == ["validate.load-errors"]
    assert read_facts(small / "clean.xbrl", [small / "package"]).diagnostics == ()
