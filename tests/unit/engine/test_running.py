"""One file through Arelle in this process."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pilu.engine import EngineOptions, run, run_stock
from pilu.engine.listening import messages_of, places
from pilu.engine.message import run_from_json, run_to_json

Spoiled = Callable[..., Path]
WRONG_SUM = ("600.00", "601.00")
WRONG_TOTAL = (">1000.25</s:Assets>", ">1001.25</s:Assets>")


def codes(path: Path, options: EngineOptions) -> list[str]:
    """The codes of the file's messages."""
    outcome = run(path, options)
    assert outcome.value is not None, outcome.diagnostics
    return [message.code for message in outcome.value.messages]


@pytest.mark.parametrize("name", ["clean.xbrl", "clean.xhtml", "clean.json"])
def test_clean_report_has_no_message(name: str, small: Path, options: EngineOptions) -> None:
    """A clean report of each format is validated to the end, silently, with all its facts."""
    outcome = run(small / name, options)
    assert outcome.value is not None
    assert outcome.value.ok
    assert outcome.value.messages == ()
    assert outcome.value.facts == 10
    assert outcome.value.engine == "Arelle 2.47.3"


@pytest.mark.parametrize(("name", "line"), [("clean.xbrl", 15), ("clean.xhtml", 25), ("clean.json", 0)])
def test_message_names_facts(
    name: str, line: int, small: Path, spoiled: Spoiled, options: EngineOptions
) -> None:
    """A wrong sum is reported with the total first, ids, lines, labels and values."""
    outcome = run(spoiled(name, WRONG_SUM), options)
    assert outcome.value is not None
    assert not outcome.value.ok
    message = outcome.value.messages[0]
    assert message.code == "calc11e:inconsistentCalculationUsingRounding"
    assert [ref.id for ref in message.refs] == ["f4", "f2", "f3"]
    assert message.refs[0].line == line
    assert dict(message.refs[0].labels)["zh"] == "负债和所有者权益总计"
    assert message.refs[1].value == "400.25"


def test_assertion_speaks_both_languages(spoiled: Spoiled, options: EngineOptions) -> None:
    """An unsatisfied assertion carries both its wordings with the same values filled in."""
    outcome = run(spoiled("clean.xbrl", WRONG_TOTAL), options)
    assert outcome.value is not None
    (message,) = outcome.value.messages
    assert message.code == "message:A1"
    assert message.level == "ERROR"
    assert message.text == "资产总计 1001.25 不等于负债和所有者权益总计 1000.25"
    assert dict(message.texts) == {
        "zh": message.text,
        "en": "Total assets 1001.25 differ from total liabilities and equity 1000.25",
    }
    assert message.refs[0].id == "A1"
    assert [ref.id for ref in message.refs[1:]] == ["f1", "f4"]


def test_options_change_the_verdict(spoiled: Spoiled, options: EngineOptions) -> None:
    """Calculation mode, formula and duplicates can each be switched."""
    path = spoiled("clean.xbrl", WRONG_SUM)
    assert set(codes(path, options)) == {"calc11e:inconsistentCalculationUsingRounding"}
    truncated = codes(path, replace(options, calculation="1.1-truncation"))
    assert set(truncated) == {"calc11e:inconsistentCalculationUsingTruncation"}
    assert codes(path, replace(options, calculation="1.0")) == ["xbrl.5.2.5.2:calcInconsistency"]
    assert codes(path, replace(options, calculation="none")) == []
    total = spoiled("clean.xbrl", WRONG_TOTAL)
    assert codes(total, replace(options, formula=False)) == []


def test_duplicates_must_agree(spoiled: Spoiled, options: EngineOptions) -> None:
    """A fact repeated with the same value passes, with another value it does not."""
    again = '<s:Revenue id="f5b" contextRef="c2" unitRef="CNY" decimals="2">{}</s:Revenue>\n</xbrli:xbrl>'
    same = spoiled("clean.xbrl", ("</xbrli:xbrl>", again.format("500.00")))
    assert codes(same, options) == []
    other = spoiled("clean.xbrl", ("</xbrli:xbrl>", again.format("510.00")))
    assert "arelle:duplicateFacts" in codes(other, options)


def test_many_runs_in_one_process(small: Path, spoiled: Spoiled, options: EngineOptions) -> None:
    """Twenty runs, valid and invalid, XBRL and Inline by turns, say the same each time."""
    files = [
        small / "clean.xbrl",
        spoiled("clean.xhtml", WRONG_SUM),
        small / "clean.xhtml",
        spoiled("clean.xbrl", WRONG_SUM),
    ]
    first = [run(path, options).value for path in files]
    assert [value.ok for value in first if value is not None] == [True, False, True, False]
    for _ in range(4):
        assert [run(path, options).value for path in files] == first


def test_place_of_the_files_does_not_show(small: Path, tmp_path: Path, options: EngineOptions) -> None:
    """The same report in two folders gives equal messages, without either folder's name."""
    text = (small / "clean.xbrl").read_text(encoding="utf-8").replace("s:Profit", "s:Loss")
    runs = []
    for folder in ("one", "another/deeper"):
        path = tmp_path / folder / "report.xbrl"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        runs.append(run(path, options).value)
    assert runs[0] == runs[1]
    assert runs[0] is not None
    assert runs[0].messages
    assert str(tmp_path) not in run_to_json(runs[0])


def test_fresh_process_says_the_same(spoiled: Spoiled, options: EngineOptions) -> None:
    """The plain path's child process gives the very same run."""
    path = spoiled("clean.xhtml", WRONG_SUM)
    here, there = run(path, options).value, run_stock(path, options).value
    assert here is not None
    assert there == replace(here, path="stock")
    assert run_from_json(run_to_json(here)) == here


def test_kill_timer(small: Path, options: EngineOptions) -> None:
    """A child that takes too long is killed and reported."""
    outcome = run_stock(small / "clean.xbrl", options, seconds=0.01)
    assert outcome.value is None
    assert [found.code for found in outcome.diagnostics] == ["validate.timeout"]


def test_refusals_cross_the_process(small: Path, options: EngineOptions) -> None:
    """A refusal in the child is the same diagnostic as one made here."""
    path = small / "nothing.xbrl"
    assert run_stock(path, options) == run(path, options)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02binary",
        b"plain words",
        b"{",
        b'{"documentInfo": 1}',
        b'{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json"}, "facts": []}',
        b"[" * 100_000,
        b"<a>" * 20_000 + b"</a>" * 20_000,
        b"<xbrl",
        b"<?xml version='1.0' encoding='UTF-16'?><a/>",
        b"<xbrl xmlns='http://www.xbrl.org/2003/instance'/>",
        b"<xbrl xmlns='http://www.xbrl.org/2003/instance'><context id='c'/><unit/><x:y/></xbrl>",
    ],
)
@pytest.mark.parametrize("name", ["x.xbrl", "x.xhtml", "x.json", "x.zip", "x.xbri"])
def test_hostile_bytes_never_raise(data: bytes, name: str, tmp_path: Path, options: EngineOptions) -> None:
    """Whatever the bytes, there is an answer, and it is never that the report is valid."""
    path = tmp_path / name
    path.write_bytes(data)
    outcome = run(path, options)
    if outcome.value is None:
        assert outcome.diagnostics
    else:
        assert not outcome.value.ok


def test_deep_nesting_stops_the_engine_not_the_program(spoiled: Spoiled, options: EngineOptions) -> None:
    """Elements nested beyond Python's recursion limit do not count as validated."""
    deep = "<div>" * 3000 + "</div>" * 3000
    outcome = run(spoiled("clean.xhtml", ("<h1>", deep + "<h1>")), options)
    assert outcome.value is None or not outcome.value.ok


def test_report_package(small: Path, tmp_path: Path, options: EngineOptions) -> None:
    """The report inside a report package is found and validated."""
    for text, ok in (("600.00", True), ("601.00", False)):
        path = tmp_path / f"report-{ok}.xbri"
        report = (small / "clean.xhtml").read_text(encoding="utf-8").replace("600.00", text)
        with zipfile.ZipFile(path, "w") as archive:
            info = '{"documentInfo":{"documentType":"https://xbrl.org/report-package/2023/xbri"}}'
            archive.writestr("report/META-INF/reportPackage.json", info)
            archive.writestr("report/reports/clean.xhtml", report)
        outcome = run(path, options)
        assert outcome.value is not None, outcome.diagnostics
        assert outcome.value.ok is ok
        assert outcome.value.facts == 10


def test_no_traceback_reaches_a_message(tmp_path: Path) -> None:
    """What Arelle says of a failure of its own is kept, where in its code it was is not."""
    said = "Failed to complete request: {error} Traceback (most recent call last): File validate.py, line 9"
    fields = {
        "msg": said,
        "levelname": "ERROR",
        "levelno": logging.ERROR,
        "messageCode": "Exception",
        "args": (),
    }
    (message,) = messages_of([logging.makeLogRecord(fields)], [], places(tmp_path / "x.xbrl", []))
    assert message.text == "Failed to complete request: {error}"
