"""Findings as a preparer and a program meet them: waivers, reports of a verdict, explanations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

WAIVERS = """[[waiver]]
code = "A01"
concept = "OperatingRevenue"
reason = "corrected after publication"
by = "audit"
expires = 2024-12-31

[[severity]]
code = "A41"
severity = "warning"
reason = "follows from the same figure"
"""


@pytest.fixture
def changed(converted: Any, tmp_path: Path) -> Path:
    """A filing in which the quarters of revenue do not add up, and a waiver file beside it."""
    folder, _ = converted
    text = (folder / "report.xbrl").read_text(encoding="utf-8")
    assert "87518081.40" in text
    path = tmp_path / "changed.xbrl"
    path.write_text(text.replace("87518081.40", "87518981.40", 1), encoding="utf-8")
    (tmp_path / "w.toml").write_text(WAIVERS, encoding="utf-8")
    return path


def test_a_finding_says_facts_difference_and_what_to_check(changed: Path, pilu: Any) -> None:
    """Labels, values, units, periods, lines, difference and tolerance; the advice in the call's language."""
    english = pilu("validate", changed.name)
    assert english.code == 1
    assert "    difference 900.00; tolerance 0.025" in english.out
    assert "  check: Check the columns, the unit and the minus signs" in english.out
    assert "87,518,981.40 CNY  2021-01-01/2021-03-31  (f-" in english.out
    assert "  核对：核对季度表的列序" in pilu("validate", changed.name, "--lang", "zh").out


def test_a_waiver_excuses_until_it_expires(changed: Path, pilu: Any) -> None:
    """Exit 0 with the finding still there; exit 1 the day after its last day, with a warning."""
    call = ("validate", changed.name, "--waivers", "w.toml", "--as-of")
    ran = pilu(*call, "2024-12-31")
    assert ran.code == 0, ran.out
    assert ran.out.startswith("VALID  changed.xbrl  error: 0  warning: 1  waived: 1")
    assert "Waivers of w.toml as of 2024-12-31" in ran.out
    assert "waived until 2024-12-31: corrected after publication (audit)" in ran.out
    late = pilu(*call, "2025-01-01")
    assert late.code == 1
    assert "[waiver.expired]  w.toml:1" in late.out
    assert "error by its rule, here warning: follows from the same figure" in ran.out
    document = json.loads(pilu(*call, "2024-12-31", "--json").out)
    assert document["verdict"]["waivers"]["as_of"] == "2024-12-31"
    assert document["verdict"]["findings"][-1]["waiver"]["reason"] == "corrected after publication"


def test_validate_writes_reports_by_their_endings(changed: Path, pilu: Any, tmp_path: Path) -> None:
    """One call, every form; each is what its ending promises."""
    names = ("r.html", "r.sarif", "r.xml", "r.log.json", "r.json", "r.txt")
    ran = pilu("validate", changed.name, "-q", *(part for name in names for part in ("--report", name)))
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert texts["r.html"].lstrip().startswith("<!DOCTYPE html>")
    assert json.loads(texts["r.sarif"])["version"] == "2.1.0"
    log = etree.fromstring(texts["r.xml"].encode("utf-8"))
    codes = [entry.get("code") for entry in log]
    assert "message:A01" in codes
    assert [entry["code"] for entry in json.loads(texts["r.log.json"])["log"]] == codes
    assert [one["code"] for one in json.loads(texts["r.json"])["findings"]] == codes
    assert texts["r.txt"].startswith("INVALID  changed.xbrl")


def test_a_report_never_replaces_what_is_validated(changed: Path, pilu: Any) -> None:
    """A form whose file is the input itself is refused before anything is done."""
    before = changed.with_suffix(".xml")
    changed.rename(before)
    data = before.read_bytes()
    ran = pilu("validate", before.name, "--report", f"../{before.parent.name}/{before.name}")
    assert (ran.code, ran.out) == (2, "")
    assert "[call.report-is-input]" in ran.err
    assert before.read_bytes() == data


def test_of_several_files_each_is_told(changed: Path, converted: Any, pilu: Any) -> None:
    """On the screen and for programs: which of the files is to be returned."""
    good = converted[0] / "report.json"
    ran = pilu("validate", changed.name, good)
    assert ran.out.startswith("INVALID  changed.xbrl, report.json  error: ")
    assert "  VALID  report.json  error: 0  warning: 0\n" in ran.out.replace("filings/", "")
    document = json.loads(pilu("validate", changed.name, good, "--json").out)
    assert [one["errors"] > 0 for one in document["files"]] == [True, False]


def test_a_file_that_cannot_be_used_weighs_most(converted: Any, pilu: Any, tmp_path: Path) -> None:
    """Of a valid report and one that is none the exit code is that of the latter."""
    (tmp_path / "none.xml").write_text("<a/>", encoding="utf-8")
    ran = pilu("validate", converted[0] / "report.json", "none.xml")
    assert ran.code == 2
    assert "  VALID  " in ran.out
    assert "  INVALID  " in ran.out


def test_filing_rules_are_listed_for_people_and_programs(pilu: Any) -> None:
    """Names and what they are; with --json one document; without files and without that, a usage."""
    lines = pilu("validate", "--disclosure-system", "list").out.splitlines()
    document = json.loads(pilu("validate", "--disclosure-system", "list", "--json").out)
    assert len(lines) == len(document["disclosure_systems"]) > 10
    assert lines[0].split("\t")[0] in document["disclosure_systems"][0]["names"]
    assert pilu("validate").code == 2


def test_convert_waives_and_reports_and_the_receipt_says_so(pilu: Any, example: Path, tmp_path: Path) -> None:
    """The place in the report is in the page; receipts name the waiver file and the day."""
    text = example.read_text(encoding="utf-8")
    (tmp_path / "report.txt").write_text(
        text.replace("营业收入\t87,518,081.40", "营业收入\t87,518,981.40"), encoding="utf-8"
    )
    (tmp_path / "w.csv").write_text(
        "code,reason,expires\nA01,corrected later,2024-12-31\nA41,so too,2024-12-31\n", encoding="utf-8-sig"
    )
    call = ("convert", "report.txt", "--formats", "xbrl", "--reports", "html,sarif", "--lang", "en")
    waived = pilu(*call, "-o", "out", "--waivers", "w.csv", "--as-of", "2024-06-30")
    assert waived.code == 0, waived.out + waived.err
    receipt = json.loads((tmp_path / "out" / "report.receipt.json").read_text(encoding="utf-8"))
    assert receipt["verdict"]["waivers"]["waivers_as_of"] == "2024-06-30"
    assert receipt["verdict"]["waivers"]["states"] == {"applied": 2}
    assert [one["path"] for one in receipt["outputs"]] == [
        "report.xbrl",
        "report.findings.html",
        "report.findings.sarif",
    ]
    page = (tmp_path / "out" / "report.findings.html").read_text(encoding="utf-8")
    for words in ("corrected later", "2024-06-30", "Coverage", "营业收入", "Operating revenue", "第一季度"):
        assert words in page, words
    plain = pilu(*call, "-o", "plain")
    assert plain.code == 1
    receipt = json.loads((tmp_path / "plain" / "report.receipt.json").read_text(encoding="utf-8"))
    assert "waivers" not in receipt["verdict"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("A01", ("waivable-error", "Quarterly revenue adds up", "四个季度营业收入", "核对季度表")),
        ("message:A01", ("A01  assertion",)),
        ("B03", ("calculation", "waivable-error", "Non-current assets = ", "非流动资产合计 = ")),
        ("A26", ("map.inconsistent",)),
        ("xbrl.5.2.5.2:calcInconsistency", ("engine", "waivable-error", "组成项")),
        ("calc11e:inconsistentCalculationUsingRounding", ("engine", "Calculation 1.1")),
        ("xbrldie:PrimaryItemDimensionallyInvalidError", ("engine  error", "维度")),
        ("xmlSchema:valueError", ("engine  error", "数据类型")),
        ("ix11.12.1.2:missingReferences", ("engine  error", "Inline XBRL 1.1")),
    ],
)
def test_explain_knows_checks_and_the_validators_codes(code: str, words: tuple[str, ...], pilu: Any) -> None:
    """Meaning, policy and what to check, in both languages, of anything a finding may be called."""
    ran = pilu("explain", code)
    assert ran.code == 0, ran.err
    for word in words:
        assert word in ran.out, word
