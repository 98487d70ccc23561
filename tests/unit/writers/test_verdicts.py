"""The forms of a verdict: each by its own standard, all of them telling the same."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from arelle.logging.handlers.LogToXmlHandler import LogToXmlHandler
from jsonschema import Draft202012Validator
from lxml import etree, html

from pilu.model.diagnostic import Severity
from pilu.model.output import Finding, Involved, Verdict
from pilu.model.span import PageSpan
from pilu.model.waiver import Override, Waiver, WaiverAccount, WaiverUse
from pilu.writers.verdicts import (
    FORMS,
    FileCount,
    Telling,
    file_counts,
    form_of,
    grouped,
    verdict_file,
    verdict_files,
)

WAIVER = Waiver("A02", "restated <year>", date(2030, 1, 31), "audit", line=4)
OVERRIDE = Override("c", Severity.WARNING, "not relevant")
HOSTILE = '<script>alert("x")</script> & \x01'

# What SARIF 2.1.0 asks of the parts that are written: runs, results, locations, suppressions.
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": _TEXT,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": "^[!-~]+$"},
                        "index": {"type": "integer", "minimum": 0},
                    },
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "properties": {"startLine": {"type": "integer", "minimum": 1}},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "logicalLocations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("name", "fullyQualifiedName", "kind")},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
_RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": _TEXT,
        "help": _TEXT,
        "defaultConfiguration": {
            "type": "object",
            "properties": {"level": _LEVEL},
            "additionalProperties": False,
        },
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
_RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _TEXT,
        "locations": {"type": "array", "items": _LOCATION},
        "relatedLocations": {"type": "array", "items": _LOCATION, "uniqueItems": True},
        "suppressions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind"],
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                    "justification": {"type": "string"},
                },
                "additionalProperties": False,
            },
        },
        "properties": {"type": "object"},
    },
    "additionalProperties": False,
}
_COMPONENT = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": _RULE},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": _COMPONENT,
                            "extensions": {"type": "array", "items": _COMPONENT},
                        },
                        "additionalProperties": False,
                    },
                    "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "artifacts": {"type": "array", "uniqueItems": True},
                    "results": {"type": "array", "items": _RESULT},
                    "properties": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


def fact(number: int, **parts: Any) -> Involved:
    """A fact read from a page."""
    return Involved(
        f"f{number}",
        "Assets",
        "资产总计",
        "Total assets",
        value="-1234567.50",
        unit="CNY",
        decimals="2",
        period="2023-12-31",
        line=number,
        span=PageSpan(12, (0.0, 0.0, 1.0, 1.0)),
        row="资产总计",
        column="期末余额",
        **parts,
    )


@pytest.fixture
def told() -> Telling:
    """A verdict with everything a verdict may have."""
    plain = Finding(
        "c",
        Severity.ERROR,
        f"wrong {HOSTILE}",
        f"有误 {HOSTILE}",
        "out dir/报告.xbrl",
        7,
        (fact(7), fact(8)),
        ("out dir/报告.xbrl",),
        "said",
        "inconsistency",
        title="A total",
        title_zh="合计",
        table="Balance sheet",
        table_zh="资产负债表",
        hint="Look at it",
        hint_zh="请核对",
        difference=Decimal("-0.50"),
        tolerance=Decimal("0.015"),
        waivable=True,
    )
    set_anew = Finding("d", Severity.WARNING, "w", "警", "x", 0, (), ("x",), "w", "error", override=OVERRIDE,
                       stated=Severity.ERROR)  # fmt: skip
    waived = Finding("message:A02", Severity.ERROR, "a", "甲", "x", 3, (fact(3),), ("x", "y"), "a", "error",
                     waiver=WAIVER)  # fmt: skip
    uses = (WaiverUse(WAIVER, "applied", 1), WaiverUse(OVERRIDE, "applied", 1))
    account = WaiverAccount("w.toml", "ab" * 32, date(2029, 1, 1), uses)
    verdict = Verdict(False, ("out dir/报告.xbrl", "x", "y"), (plain, set_anew, waived), "Arelle 2", account)
    return Telling("报告", verdict, "zh", "0.1.0")


def made(told: Telling, form: str) -> str:
    """A form's text."""
    file = verdict_file(told, form, "x").value
    assert file is not None
    return file.data.decode("utf-8")


def test_sarif_obeys_its_standard(told: Telling) -> None:
    """The structure is SARIF 2.1.0; every index points where it should."""
    log = json.loads(made(told, "sarif"))
    Draft202012Validator.check_schema(SARIF)
    assert not list(Draft202012Validator(SARIF).iter_errors(log))
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]
    assert "suppressions" not in run["results"][0]
    assert run["results"][2]["suppressions"][0]["justification"] == "restated <year> (2030-01-31)"
    assert run["properties"] == {"valid": False, "waivers_as_of": "2029-01-01", "waivers_sha256": "ab" * 32}
    assert "资产总计" in run["results"][0]["locations"][0]["message"]["text"]


def test_the_log_has_the_elements_of_arelles_own(told: Telling) -> None:
    """Elements, attributes and their nesting are those that Arelle writes for a message with facts."""
    record = logging.LogRecord("arelle", logging.ERROR, "", 0, "%(concept)s", ({"concept": "x"},), None)
    record.messageCode = "c"  # type: ignore[attr-defined]
    properties = [["label", "x"], ["name", "y"]]
    record.refs = [  # type: ignore[attr-defined]
        {"href": "x#f1", "sourceLine": 3, "properties": properties},
        {"href": "x", "sourceLine": 3},
    ]
    handler = LogToXmlHandler.__new__(LogToXmlHandler)
    logging.Handler.__init__(handler)
    handler.logXmlMaxAttributeLength = handler.logTextMaxLength = handler.logJsonMaxAttributeLength = 999
    theirs = etree.fromstring(f"<log>{handler.recordToXml(record)}</log>")
    ours = etree.fromstring(made(told, "arelle-xml").encode("utf-8"))
    allowed = {(item.tag, parent_tag(item)): set(item.attrib) for item in theirs.iter()}
    for item in ours.iter():
        wanted = allowed[item.tag, parent_tag(item)]
        if item.tag == "ref":
            wanted = {"href", "sourceLine"}
            assert "href" in item.attrib
        if item.tag != "message":  # its attributes are the message's arguments
            assert set(item.attrib) <= wanted
    assert [entry.get("code") for entry in ours] == ["c", "d", "message:A02"]
    assert [entry.get("level") for entry in ours] == ["inconsistency", "warning", "info"]
    assert ours[0].find("message").get("difference") == "-0.50"
    assert ours[2].find("message").get("waived") == "restated <year>"
    assert ours[0].find("ref").get("href") == "out dir/报告.xbrl#f7"


def parent_tag(item: Any) -> str:
    """The tag of an element's parent, or ""."""
    parent = item.getparent()
    return "" if parent is None else str(parent.tag)


def test_the_json_log_says_what_the_xml_log_says(told: Telling) -> None:
    """Codes, levels, texts and references agree."""
    entries = json.loads(made(told, "arelle-json"))["log"]
    log = etree.fromstring(made(told, "arelle-xml").encode("utf-8"))
    assert [(one["code"], one["level"], one["message"]["text"]) for one in entries] == [
        (one.get("code"), one.get("level"), one.findtext("message")) for one in log
    ]
    assert entries[0]["refs"][0]["sourceLine"] == 7
    assert ["read", "第 12 页，行“资产总计”，列“期末余额”"] in entries[0]["refs"][0]["properties"]


def test_the_page_needs_nothing_but_itself(told: Telling) -> None:
    """No script, no link that leaves the page, nothing of a report that becomes markup."""
    page = made(told, "html")
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //object")
    assert all(link.get("href").startswith("#") for link in tree.xpath("//*[@href]"))
    assert not tree.xpath("//*[@src] | //*[starts-with(name(@*), 'on')]")
    assert not re.search(r"url\(|@import|https?:", page)
    assert "\x01" not in page
    targets = {item.get("id") for item in tree.xpath("//*[@id]")}
    assert {link.get("href")[1:] for link in tree.xpath("//a")} <= targets


def test_the_page_tells_all_in_both_languages(told: Telling) -> None:
    """Verdict, facts, place, numbers, advice, waivers; each word stands in Chinese and in English."""
    page = made(told, "html")
    for words in (
        "有效" if told.verdict.valid else "无效", "Invalid", "资产总计", "Total assets", "-1,234,567.50",
        "2023-12-31", "第 12 页，行“资产总计”", "page 12, row", "-0.50", "0.015", "请核对", "Look at it",
        "资产负债表", "Balance sheet", "restated &lt;year&gt;", "2030-01-31", "2029-01-01", "not relevant",
    ):  # fmt: skip
        assert words in page, words
    tree = html.fromstring(page)
    assert len(tree.xpath("//span[@lang='zh']")) == len(tree.xpath("//span[@lang='en']"))
    assert [item.get("id") for item in tree.xpath("//input[@checked]")] == ["show-zh"]


def test_text_tells_facts_with_place_and_numbers(told: Telling) -> None:
    """The text form has what the page has, a line for each fact."""
    lines = made(told, "text").splitlines()
    assert lines[0].startswith("无效  报告  错误: 1  警告: 1  已豁免: 1")
    assert "    资产总计  -1,234,567.50 CNY  2023-12-31  (第 12 页，行“资产总计”，列“期末余额”)" in lines
    assert "    差额 -0.50; 容差 0.015" in lines
    assert "  核对：请核对" in lines


def test_a_line_within_a_package_is_no_line_of_the_package(told: Telling) -> None:
    """Each form names the document; SARIF, whose lines are the file's own, has none."""
    first = replace(told.verdict.findings[0], file="r.xbri", files=("r.xbri",), within="r.xhtml")
    inside = replace(told, verdict=replace(told.verdict, findings=(first,)))
    assert "r.xbri (r.xhtml:7)" in made(inside, "text")
    assert "r.xbri (r.xhtml:7)" in made(inside, "html")
    (result,) = json.loads(made(inside, "sarif"))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["properties"]["within"] == "r.xhtml:7"
    log = json.loads(made(inside, "arelle-json"))["log"]
    assert [ref["href"] for ref in log[0]["refs"]] == ["r.xhtml#f7", "r.xhtml#f8"]


def test_several_files_are_told_one_by_one(told: Telling) -> None:
    """Which of them are valid, and what each has; waived findings do not count, and of one file nothing
    is told twice."""
    assert file_counts(told.verdict) == (
        FileCount("out dir/报告.xbrl", 1, 0),
        FileCount("x", 0, 1),
        FileCount("y", 0, 0),
    )
    lines = made(told, "text").splitlines()
    assert "  无效  out dir/报告.xbrl  错误: 1  警告: 0" in lines
    assert "  有效  y  错误: 0  警告: 0" in lines
    rows = html.fromstring(made(told, "html")).xpath("//section[1]/table[1]/tbody/tr")
    assert [[cell.text_content() for cell in row][1:] for row in rows] == [
        ["out dir/报告.xbrl", "1", "0"],
        ["x", "0", "1"],
        ["y", "0", "0"],
    ]
    alone = replace(told, verdict=replace(told.verdict, files=("x",)))
    assert "各文件" not in made(alone, "html") + made(alone, "text")


def test_every_form_is_written_and_twice_the_same(told: Telling) -> None:
    """All forms have names of their own, and the same verdict gives the same bytes."""
    files = verdict_files(told, FORMS).value
    assert files is not None
    assert len({file.path for file in files}) == len(FORMS)
    assert files == verdict_files(told, FORMS).value
    for file, form in zip(files, FORMS, strict=True):
        assert form_of(Path(file.path)) == form


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.HTML", "html"), ("a.log.json", "arelle-json"), ("a.json", "json"), ("a.xml", "arelle-xml"),
     ("a.sarif.json", "sarif"), ("a.txt", "text"), ("a.doc", None), ("html", None)],
)  # fmt: skip
def test_the_ending_chooses_the_form(name: str, form: str | None) -> None:
    """The longest ending that fits decides."""
    assert form_of(Path(name)) == form


def test_findings_stand_together_by_rule_and_statement(told: Telling) -> None:
    """Groups keep the order of the verdict, and a waived finding never stands with one that counts."""
    first, *_ = told.verdict.findings
    other = Finding("c", Severity.ERROR, "x", "x", "x", 1, title="A total", table="Income statement")
    groups = grouped((first, other, first, *told.verdict.findings[1:]))
    assert [(group.code, len(group.findings)) for group in groups] == [
        ("c", 2), ("c", 1), ("d", 1), ("message:A02", 1)
    ]  # fmt: skip


def test_a_users_template_that_is_wrong_is_told(told: Telling, tmp_path: Path) -> None:
    """A fault in a template of the user gives a diagnostic with its name and no file."""
    (tmp_path / "findings").mkdir()
    (tmp_path / "findings" / "report.html").write_text("{{ nothing }}", encoding="utf-8")
    made = verdict_files(told, ("html", "sarif"), tmp_path)
    assert made.value is not None
    assert [file.path for file in made.value] == ["报告.findings.sarif"]
    assert dict(made.diagnostics[0].fields)["template"] == "findings/report.html"
