"""Facts and filters as rows of text."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pilu import taxonomies
from pilu.cli.rows import FILTERS, FactRow, chosen, read_json_report
from pilu.model.taxonomy import Taxonomy
from pilu.reasons import evidence


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The built-in taxonomy."""
    loaded = taxonomies.load("cn-listed/2021")
    assert loaded.value is not None, loaded.diagnostics
    return loaded.value


def row(**parts: str) -> FactRow:
    """A row with those parts, the others empty."""
    return FactRow(**{field.name: parts.get(field.name, "") for field in fields(FactRow)})


def report(tmp_path: Path, period: str) -> Path:
    """A small xBRL-JSON file."""
    dimensions = {"concept": "cnl:Assets", "entity": "s:1", "period": period, "unit": "iso4217:CNY"}
    dimensions["cnl:ShareholderRankAxis"] = "3"
    facts = {"f": {"value": "12.30", "decimals": 2, "dimensions": dimensions}}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"documentInfo": {}, "facts": facts}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2022-01-01T00:00:00", "2021-12-31"),
        ("2021-01-01T00:00:00/2022-01-01T00:00:00", "2021-01-01/2021-12-31"),
        ("2021-01-01T00:00:00/2021-04-01T00:00:00", "2021-01-01/2021-03-31"),
    ],
)
def test_json_periods_are_days_as_written(tmp_path: Path, taxonomy: Taxonomy, period: str, days: str) -> None:
    """OIM's midnights become the days a report prints."""
    rows = read_json_report(report(tmp_path, period), taxonomy, "en").value
    assert rows is not None
    assert (rows[0].period, rows[0].unit, rows[0].dimensions) == (days, "CNY", "ShareholderRankAxis=3")
    assert rows[0].label == taxonomy.concepts["Assets"].en
    assert rows[0].members == f"{taxonomy.axes['ShareholderRankAxis'].en} 3"


@pytest.mark.parametrize("text", ["", "[]", '{"facts": 1}', '{"facts": {"a": {}}}', "[" * 100_000, "\udcff"])
def test_what_is_no_report_is_one_diagnostic(tmp_path: Path, taxonomy: Taxonomy, text: str) -> None:
    """Broken, foreign and hostile JSON never raises."""
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    outcome = read_json_report(path, taxonomy, "en")
    assert [told.code for told in outcome.diagnostics] == ["call.no-facts"]


def test_filters_narrow_together() -> None:
    """Named and bare filters, case folded, all of them at once."""
    rows = [row(concept="Assets", label="总资产"), row(concept="Liabilities", label="总负债")]
    assert chosen(rows, ["concept=assets"]).value == rows[:1]
    assert chosen(rows, ["总", "负债"]).value == rows[1:]
    assert chosen(rows, ["concept=assets", "负债"]).value == []


def test_bare_text_is_looked_for_in_members_too() -> None:
    """What a dimension says to a person is found, without its axis."""
    rows = [row(concept="OperatingRevenue", members="云产品; 变更后"), row(concept="OperatingRevenue")]
    assert chosen(rows, ["云产品"]).value == rows[:1]
    assert chosen(rows, ["members=变更后"]).value == rows[:1]


def test_a_doubt_is_found_by_code_and_in_either_language() -> None:
    """Every fact with one kind of doubt, whatever the screen speaks."""
    rows = [replace(row(label="甲"), evidence=(evidence("unit-inherited"),)), row(label="乙")]
    for text in ("evidence=unit-inherited", "evidence=earlier table", "单位沿用"):
        assert chosen(rows, [text]).value == rows[:1]


def test_an_unknown_filter_lists_the_known() -> None:
    """A typo is answered with the names there are."""
    told = chosen([row()], ["labl=x"]).diagnostics
    assert [item.code for item in told] == ["call.bad-filter"]
    assert all(name in told[0].hint for name in FILTERS)


def test_a_filter_knows_both_languages(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A label is found in Chinese whatever the language of the call, and in English too."""
    for language in ("zh", "en"):
        rows = read_json_report(report(tmp_path, "2022-01-01T00:00:00"), taxonomy, language).value or ()
        for wanted in ("总资产", "total assets", "label=总资产", "members=股东"):
            assert len(chosen(rows, [wanted]).value or ()) == 1, (language, wanted)
