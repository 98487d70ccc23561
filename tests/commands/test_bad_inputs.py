"""Runs the cases of bad_inputs.md: one clear message, the documented exit code, nothing written."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = Path(__file__).with_name("bad_inputs.md")
MEGABYTE = 1024 * 1024
NEWS = "本市新闻：昨日气温回升，公园里游人增多。\n\n气象部门预计周末有小雨，请市民带好雨具。\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the document."""

    title: str
    call: tuple[str, ...]
    said: tuple[str, ...]
    code: int


def cases() -> list[Case]:
    """The cases of the document, in order."""
    found = []
    text = DOCUMENT.read_text(encoding="utf-8")
    for title, block in re.findall(r"^## (.+?)\n\n```console\n(.+?)\n```", text, re.M | re.S):
        first, *said, last = block.split("\n")
        found.append(Case(title, tuple(shlex.split(first)[2:]), tuple(said), int(last.removeprefix("exit "))))
    return found


def make(folder: Path, name: str) -> None:
    """Makes one of the files that the document's calls name."""
    path = folder / name
    match name:
        case "empty.txt":
            path.write_bytes(b"")
        case "blank.txt":
            path.write_text(" \n\t\n　\n", encoding="utf-8")
        case "binary.txt":
            path.write_bytes(bytes(range(256)) * 64)
        case "wrong-encoding.txt":
            path.write_bytes("公司代码：600000\n".encode() + b"\xff\xc3\x28\xa0\xff" * 20)
        case "news.txt":
            path.write_text(NEWS, encoding="utf-8")
        case "huge.txt":
            line = ("营业收入\t1,234.56\n" * 4096).encode()
            with path.open("wb") as file:
                for _ in range(200 * MEGABYTE // len(line) + 1):
                    file.write(line)
        case "long-line.txt":
            path.write_text("公司代码：600000\n" + "一" * 10_000_000 + "\n", encoding="utf-8")
        case "control.txt":
            path.write_text("公司代码：600000\n2021 年年度报告摘要\x01\x02\x1b[31m\n", encoding="utf-8")
        case "surrogates.txt":
            path.write_bytes(
                "公司代码：600000\n2021 年年度报告摘要".encode() + b"\xed\xa0\x80\xed\xb0\x80\xff\xfe\xfd\n"
            )
        case "folder":
            path.mkdir()
        case "copies/report.txt":
            path.parent.mkdir()
            path.write_text(NEWS, encoding="utf-8")
        case "broken.json":
            path.write_text(json.dumps({"documentInfo": {}}), encoding="utf-8")
        case "report.txt":
            shutil.copy(ROOT / "examples" / "annual-report-abstract.txt", path)
        case "broken-waivers.toml":
            path.write_text('[[waiver]]\ncode = "A01"\nexpires = 2024-12-31\n', encoding="utf-8")
        case "broken-templates":
            (path / "xbrl").mkdir(parents=True)
            (path / "xbrl" / "instance.xml").write_text("<xbrl>{% if %}</xbrl>\n", encoding="utf-8")
        case "broken-taxonomy":
            shutil.copytree(ROOT / "taxonomy" / "cn-listed" / "2021", path)
            sheet = path / "concepts.csv"
            sheet.write_text(
                sheet.read_text(encoding="utf-8").replace(",monetary,", ",money,", 1), encoding="utf-8"
            )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_bad_input(case: Case, tmp_path: Path, pilu: Any) -> None:
    """The call says what the document says, ends as it says, and leaves no output behind."""
    for argument in case.call:
        if not argument.startswith("-"):
            make(tmp_path, argument)
    before = sorted(tmp_path.rglob("*"))
    ran = pilu(*case.call)
    assert (ran.code, ran.out) == (case.code, ""), ran.err
    assert_said(ran, case.said)
    assert sorted(tmp_path.rglob("*")) == before


def assert_said(ran: Any, expected: tuple[str, ...]) -> None:
    """The lines of stderr match the document's, ``…`` standing for anything."""
    lines = ran.err.rstrip("\n").split("\n")
    assert len(lines) == len(expected), ran.err
    for line, pattern in zip(lines, expected, strict=True):
        assert re.fullmatch(".*".join(re.escape(part) for part in pattern.split("…")), line), line


def test_an_output_folder_that_cannot_be_written(tmp_path: Path, pilu: Any) -> None:
    """A file where the output folder should be: one message, exit 2, the file untouched."""
    make(tmp_path, "report.txt")
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    ran = pilu("convert", "report.txt", "-o", "out/filings", "--no-validate")
    assert ran.code == 2
    assert len([line for line in ran.err.splitlines() if ": error: " in f": {line}"]) == 1
    assert "[write." in ran.err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "in the way"


def test_json_speaks_alone_when_the_input_is_bad(tmp_path: Path, pilu: Any) -> None:
    """With --json a refusal is one JSON document on stdout, and stderr stays empty."""
    make(tmp_path, "empty.txt")
    ran = pilu("convert", "empty.txt", "-o", "out", "--json")
    document = json.loads(ran.out)
    assert (ran.code, ran.err, document["exit"]) == (2, "", 2)
    assert [told["code"] for told in document["reports"][0]["diagnostics"]] == ["read.empty"]


def test_chinese_speaks_chinese(tmp_path: Path, pilu: Any) -> None:
    """The locale chooses the language; --lang overrules it."""
    make(tmp_path, "empty.txt")
    by_locale = pilu("read", "empty.txt", env={"LANG": "zh_CN.UTF-8"})
    by_option = pilu("read", "empty.txt", "--lang", "en", env={"LANG": "zh_CN.UTF-8"})
    assert by_locale.err.startswith("empty.txt: 错误: 文件为空 [read.empty]")
    assert by_option.err.startswith("empty.txt: error: the file is empty [read.empty]")


def test_one_bad_report_does_not_stop_the_others(tmp_path: Path, pilu: Any) -> None:
    """Of two reports the good one is converted; the exit code tells of the bad one."""
    make(tmp_path, "report.txt")
    make(tmp_path, "empty.txt")
    ran = pilu("convert", "empty.txt", "report.txt", "-o", "out", "--no-validate", "-q")
    assert ran.code == 2
    assert (tmp_path / "out" / "report.receipt.json").is_file()
    assert not list((tmp_path / "out").glob("empty*"))
