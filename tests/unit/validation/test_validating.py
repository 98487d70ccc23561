"""Files in, a verdict out."""

from __future__ import annotations

import errno
import shutil
import tempfile
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from pilu.engine import EngineMessage, EngineRun
from pilu.model.diagnostic import Outcome, Severity
from pilu.model.document import Place
from pilu.model.filing import Mapped
from pilu.model.report import Duration, Entity, Fact, Instant, Provenance, QName, Report
from pilu.model.span import LineSpan
from pilu.validation import About, validate
from pilu.validation.codebook import codebook, worded

NAMESPACE = "https://taxonomy.pilu.example/small/2021"


@pytest.fixture
def small() -> Path:
    """The folder with the small taxonomy and clean reports."""
    return Path(__file__).parent.parent / "engine" / "small"


def spoil(small: Path, into: Path, name: str, old: str, new: str) -> Path:
    """A clean report with one piece of text replaced."""
    path = into / name
    path.write_text((small / name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def mapped(*ids: str) -> Mapped:
    """A mapped report with facts of those ids, each read from a line of its own."""
    entity = Entity("https://taxonomy.pilu.example/code", "600000")
    facts = tuple(
        Fact(
            id=fact_id,
            concept=QName(NAMESPACE, "Equity"),
            entity=entity,
            period=Instant(date(2021, 12, 31)),
            unit=None,
            dimensions=(),
            value=Decimal(1),
            decimals=2,
            language=None,
            provenance=Provenance(Place(0, None, 0, 1), LineSpan(line, 1, line, 5), "1", "rule"),
        )
        for line, fact_id in enumerate(ids, start=1)
    )
    period = Duration(date(2021, 1, 1), date(2021, 12, 31))
    return Mapped(Report(entity, period, f"{NAMESPACE}/entry.xsd", "zh", (), facts), (), ())


def test_clean_filing_is_valid(small: Path) -> None:
    """All formats of a clean report together are valid without a finding."""
    paths = [small / "clean.xbrl", small / "clean.xhtml", small / "clean.json"]
    outcome = validate(paths, packages=[small / "package"])
    assert outcome.value is not None
    assert outcome.value.valid
    assert outcome.value.findings == ()
    assert outcome.value.files == ("clean.xbrl", "clean.xhtml", "clean.json")


def test_one_file_alone_uses_what_is_known_of_its_taxonomy(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first call keeps what was said of the taxonomy, the next has the same verdict; that a single file
    shares its taxonomy with none is nobody's news."""
    monkeypatch.setenv("PILU_CACHE", str(tmp_path / "cache"))
    wrong = spoil(small, tmp_path, "clean.xbrl", ">600.00<", ">601.00<")
    first, second = (validate([wrong], packages=[small / "package"]) for _ in range(2))
    assert len([path for path in (tmp_path / "cache").rglob("*") if path.is_file()]) == 1
    assert first == second
    assert first == validate([wrong], packages=[small / "package"], engine="stock")
    shutil.copytree(small / "package" / "dts", tmp_path / "dts")
    beside = spoil(small, tmp_path, "clean.xbrl", f"{NAMESPACE}/entry.xsd", "dts/entry.xsd")
    assert validate([beside], packages=[small / "package"]).diagnostics == ()


def test_a_line_is_told_with_the_document_that_it_is_of(small: Path, tmp_path: Path) -> None:
    """In a package it is the report's; of a format without lines there is none, least of all a schema's."""
    inline = spoil(small, tmp_path, "clean.xhtml", ">600.00<", ">601.00<")
    package = tmp_path / "report.xbri"
    info = '{"documentInfo":{"documentType":"https://xbrl.org/report-package/2023/xbri"}}'
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("report/META-INF/reportPackage.json", info)
        archive.write(inline, "report/reports/clean.xhtml")
    told = {}
    for path in (inline, package, spoil(small, tmp_path, "clean.json", '"600.00"', '"601.00"')):
        verdict = validate([path], packages=[small / "package"]).value
        assert verdict is not None
        told[path.suffix] = {(item.line > 0, item.within) for item in verdict.findings}
    assert told == {".xhtml": {(True, "")}, ".xbri": {(True, "clean.xhtml")}, ".json": {(False, "")}}


@pytest.mark.parametrize("engine", ["auto", "stock"])
def test_no_place_for_temporary_files(
    engine: Literal["auto", "stock"], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk under the temporary files is named as that, and is no fault of the report or of Pilu."""

    def refuse(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    refused = validate([small / "clean.xbrl"], packages=[small / "package"], engine=engine)
    assert refused.value is None
    assert [told.code for told in refused.diagnostics] == ["validate.no-workspace"]
    assert tempfile.gettempdir() in refused.diagnostics[0].text


def test_a_report_without_facts_says_so(small: Path, tmp_path: Path) -> None:
    """Valid with nothing in it is no good news: the verdict has a warning; of a taxonomy it has none."""
    path = tmp_path / "x.xbrl"
    path.write_text(
        "<xbrl xmlns='http://www.xbrl.org/2003/instance' xmlns:xlink='http://www.w3.org/1999/xlink'"
        " xmlns:link='http://www.xbrl.org/2003/linkbase'>"
        f"<link:schemaRef xlink:type='simple' xlink:href='{NAMESPACE}/entry.xsd'/></xbrl>",
        encoding="utf-8",
    )
    for files in ([path], [path, small / "clean.xbrl"]):
        verdict = validate(files, packages=[small / "package"]).value
        assert verdict is not None
        assert verdict.valid
        assert [(item.code, item.file) for item in verdict.findings] == [("validate.no-facts", "x.xbrl")]
    (schema,) = (small / "package").rglob("entry.xsd")
    of_taxonomy = validate([schema], packages=[small / "package"]).value
    assert of_taxonomy is not None
    assert of_taxonomy.findings == ()


@pytest.mark.parametrize(
    ("value", "company"),
    [("650.00", "600000"), ("550.00", "600001")],
    ids=["another value", "another company"],
)
def test_reports_whose_facts_are_numbered_alike(
    small: Path, tmp_path: Path, value: str, company: str
) -> None:
    """Two reports with the same ids have findings of their own, each with its values; no waiver for one
    company may excuse another."""
    paths = []
    for folder, profit, entity in (("a", "550.00", "600000"), ("b", value, company)):
        (tmp_path / folder).mkdir()
        path = spoil(small, tmp_path / folder, "clean.xbrl", ">50.00<", f">{profit}<")
        path.write_text(path.read_text(encoding="utf-8").replace(">600000<", f">{entity}<"), encoding="utf-8")
        paths.append(path)
    verdict = validate(paths, packages=[small / "package"]).value
    assert verdict is not None
    assert [item.files for item in verdict.findings] == [("a/clean.xbrl",), ("b/clean.xbrl",)]
    told = [(item.involved[1].value, item.involved[1].entity) for item in verdict.findings]
    assert told == [("550.00", "600000"), (value, company)]


def test_one_mistake_in_all_formats_is_one_finding(small: Path, tmp_path: Path) -> None:
    """The same assertion about the same facts in four files is reported once, with its places."""
    paths = [
        spoil(small, tmp_path, "clean.xbrl", ">50.00<", ">550.00<"),
        spoil(small, tmp_path, "clean.xhtml", ">50.00<", ">550.00<"),
        spoil(small, tmp_path, "clean.json", '"50.00"', '"550.00"'),
    ]
    shutil.copytree(small / "clean-csv", tmp_path / "csv")
    spoil(small / "clean-csv", tmp_path / "csv", "facts.csv", ",50.00", ",550.00")
    paths.append(tmp_path / "csv" / "clean.json")
    outcome = validate(paths, packages=[small / "package"], about=About(mapped("f5", "f6")))
    assert outcome.value is not None
    assert outcome.value.valid
    (finding,) = outcome.value.findings
    assert finding.severity is Severity.WARNING
    assert len(finding.files) == 4
    assert finding.files[:2] == ("clean.xbrl", "clean.xhtml")
    assert finding.files[3] == "csv/clean.json"
    assert finding.facts == ("f5", "f6")
    assert [fact.label_zh for fact in finding.involved] == ["营业收入", "净利润"]
    assert [fact.value for fact in finding.involved] == ["500.00", "550.00"]
    assert finding.spans == (LineSpan(1, 1, 1, 5), LineSpan(2, 1, 2, 5))
    assert finding.text == "Profit 550.00 exceeds revenue 500.00"
    assert finding.text_zh == "净利润 550.00 大于营业收入 500.00"


def test_wrong_sum_is_invalid(small: Path, tmp_path: Path) -> None:
    """An inconsistent calculation makes the verdict invalid and is worded in Chinese."""
    path = spoil(small, tmp_path, "clean.xbrl", "600.00", "601.00")
    outcome = validate([path], packages=[small / "package"], engine="stock")
    assert outcome.value is not None
    assert not outcome.value.valid
    assert outcome.value.findings[0].severity is Severity.ERROR
    assert "负债和所有者权益总计" in outcome.value.findings[0].text_zh


def test_refused_file_spoils_the_verdict(small: Path, tmp_path: Path) -> None:
    """One file that cannot be used makes a filing invalid; if it is the only one there is no verdict."""
    absent = tmp_path / "absent.xbrl"
    outcome = validate([small / "clean.xbrl", absent], packages=[small / "package"])
    assert outcome.value is not None
    assert not outcome.value.valid
    assert [finding.code for finding in outcome.value.findings] == ["validate.no-such-file"]
    alone = validate([absent], packages=[small / "package"])
    assert alone.value is None
    assert [found.code for found in alone.diagnostics] == ["validate.no-such-file"]


def test_engine_that_stopped_is_no_verdict_of_valid(tmp_path: Path) -> None:
    """A run that did not finish is invalid even without a single message."""

    def stopped(path: Path) -> Outcome[EngineRun]:
        return Outcome(EngineRun((), finished=False, facts=0, engine="e"))

    outcome = validate([tmp_path / "x.xbrl"], engine=stopped)
    assert outcome.value is not None
    assert not outcome.value.valid
    assert [finding.code for finding in outcome.value.findings] == ["validate.engine-stopped"]


def test_repeated_message_in_one_file_is_kept(tmp_path: Path) -> None:
    """Two equal messages of one file are two findings, each merged with its like elsewhere."""
    twice = (EngineMessage("c", "ERROR", "t"), EngineMessage("c", "ERROR", "t"))

    def runner(path: Path) -> Outcome[EngineRun]:
        return Outcome(EngineRun(twice, finished=True, facts=1, engine="e"))

    outcome = validate([tmp_path / "a.xbrl", tmp_path / "b.xbrl"], engine=runner)
    assert outcome.value is not None
    assert [finding.files for finding in outcome.value.findings] == [("a.xbrl", "b.xbrl")] * 2


def test_unknown_code_still_has_chinese_words() -> None:
    """A code without a sentence of its own, or an argument Arelle left out, still gives words."""
    codes = codebook()
    assert worded(codes.entry("new:code").message_zh, "text", {}, []) == "校验程序报告：text"
    calculation = codes.entry("xbrl.5.2.5.2:calcInconsistency")
    assert "—" in worded(calculation.message_zh, "text", {}, ["合计"])


def test_files_are_named_by_their_place(tmp_path: Path) -> None:
    """Files below one folder are named from there; files of different folders by name, told apart."""

    def runner(path: Path) -> Outcome[EngineRun]:
        return Outcome(EngineRun((), finished=True, facts=1, engine="e"))

    def names(*places: str) -> tuple[str, ...]:
        outcome = validate([tmp_path / place for place in places], engine=runner)
        assert outcome.value is not None
        return outcome.value.files

    assert names("out/x.xbrl", "out/x-csv/x.json", "out/x.json") == ("x.xbrl", "x-csv/x.json", "x.json")
    assert names("a/x.xbrl", "b/x.xbrl", "b/y.xbrl") == ("a/x.xbrl", "b/x.xbrl", "y.xbrl")


def test_stock_and_warm_give_one_verdict(small: Path, tmp_path: Path) -> None:
    """Several files validated together and each in a fresh process give the same verdict."""
    files = [small / "clean.xbrl", spoil(small, tmp_path, "clean.xhtml", "600.00", "601.00")]
    verdicts = [
        validate(files, packages=[small / "package"], engine=engine).value for engine in ("auto", "stock")
    ]
    assert verdicts[0] == verdicts[1]
    assert verdicts[0] is not None
    assert not verdicts[0].valid
