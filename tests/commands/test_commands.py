"""Every command on the example: what it prints, in which language, and how it ends."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "convert",
    "validate",
    "facts",
    "ledger",
    "explain",
    "read",
    "extract",
    "map",
    "taxonomy",
    "batch",
    "query",
    "diff",
)


def test_the_example_converts_and_is_valid(converted: Any) -> None:
    """The main job: exit 0, the verdict first, nothing alarming on stderr."""
    folder, ran = converted
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[0].startswith("VALID  report  error: 0")
    assert "error" not in ran.err
    assert str(folder.name) in ran.out


def test_all_outputs_are_there(converted: Any) -> None:
    """The files that the manual names, and no others."""
    folder, _ = converted
    assert sorted(path.name for path in folder.iterdir()) == [
        "report-csv",
        "report.facts.csv",
        "report.json",
        "report.ledger.csv",
        "report.receipt.json",
        "report.xbri",
        "report.xbrl",
        "report.xhtml",
    ]


def test_the_receipt_tells_what_went_in_and_came_out(converted: Any) -> None:
    """Hashes are those of the files, counts add up, and nothing of the machine or the clock is in it."""
    folder, _ = converted
    text = (folder / "report.receipt.json").read_text(encoding="utf-8")
    receipt = json.loads(text)
    assert (
        receipt["source"]["sha256"] == hashlib.sha256((folder.parent / "report.txt").read_bytes()).hexdigest()
    )
    for output in receipt["outputs"]:
        data = (folder / output["path"]).read_bytes()
        assert (output["size"], output["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    for counts in (receipt["facts"], receipt["ledger"]):
        assert counts.pop("total") == sum(counts.values()) > 0
    assert receipt["verdict"]["valid"] is True
    assert str(folder.parent) not in text


def test_two_runs_in_different_folders_give_the_same_bytes(
    converted: Any, pilu: Any, example: Path, tmp_path: Path
) -> None:
    """Determinism over processes, folders and hash seeds."""
    folder, _ = converted
    (tmp_path / "report.txt").write_bytes(example.read_bytes())
    ran = pilu("convert", "report.txt", "-o", "elsewhere/deep", env={"PYTHONHASHSEED": "7"})
    assert ran.code == 0, ran.err
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    place = tmp_path / "elsewhere" / "deep"
    again = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert again == first


def test_json_of_convert_is_one_document(pilu: Any, example: Path) -> None:
    """--json: one document with the verdict and the outputs, stderr empty."""
    ran = pilu("convert", example, "-o", "out", "--json", "--formats", "xbrl")
    document = json.loads(ran.out)
    report = document["reports"][0]
    assert (ran.code, ran.err, document["exit"], report["valid"]) == (0, "", 0, True)
    assert [output["kind"] for output in report["outputs"]] == ["xbrl", "receipt"]


def test_validate_accepts_what_convert_wrote(converted: Any, pilu: Any) -> None:
    """All formats of the example pass the validator on their own."""
    folder, _ = converted
    files = [folder / f"report.{kind}" for kind in ("xbrl", "xhtml", "json", "xbri")]
    ran = pilu("validate", *files)
    assert ran.code == 0, ran.out + ran.err
    assert ran.out.startswith("VALID  report.xbrl, report.xhtml, report.json, report.xbri")


def test_validate_catches_a_changed_digit(converted: Any, pilu: Any, tmp_path: Path) -> None:
    """A digit changed in one quarter of the instance breaks the sum of the quarters: exit 1."""
    folder, _ = converted
    text = (folder / "report.xbrl").read_text(encoding="utf-8")
    assert "87518081.40" in text
    (tmp_path / "changed.xbrl").write_text(text.replace("87518081.40", "87518981.40"), encoding="utf-8")
    ran = pilu("validate", "changed.xbrl", "--json")
    verdict = json.loads(ran.out)["verdict"]
    assert (ran.code, verdict["valid"]) == (1, False)
    assert any(finding["severity"] == "error" and finding["involved"] for finding in verdict["findings"])


def test_stock_says_the_same(converted: Any, pilu: Any) -> None:
    """Plain Arelle in a fresh process per file gives the verdict that the engine in memory gives."""
    folder, _ = converted
    files = [folder / "report.xhtml", folder / "report.xbri"]
    ran = [pilu("validate", *files, "--json", *more) for more in ([], ["--stock"])]
    assert [one.code for one in ran] == [0, 0]
    assert json.loads(ran[0].out) == json.loads(ran[1].out)


def test_a_changed_digit_in_the_report_is_traced_to_its_lines(
    pilu: Any, example: Path, tmp_path: Path
) -> None:
    """The same change in the report itself: exit 1, outputs written, the finding names both tables' lines."""
    lines = example.read_text(encoding="utf-8").split("\n")
    quarter = next(i for i, line in enumerate(lines) if line.startswith("营业收入\t87,518,081.40"))
    year = next(i for i, line in enumerate(lines) if line.startswith("营业收入\t423,834,209.20"))
    lines[quarter] = lines[quarter].replace("87,518,081.40", "87,518,981.40")
    (tmp_path / "report.txt").write_text("\n".join(lines), encoding="utf-8")
    ran = pilu("convert", "report.txt", "-o", "out", "--formats", "xbrl")
    assert ran.code == 1
    assert ran.out.startswith("INVALID; doubtful facts: ")
    assert f"line {quarter + 1}," in ran.out
    assert f"line {year + 1}," in ran.out
    assert (tmp_path / "out" / "report.xbrl").is_file()


def test_strict_exits_1_for_what_is_doubtful(pilu: Any, example: Path) -> None:
    """--strict with a threshold above every confidence refuses what a plain run accepts."""
    plain = pilu("convert", example, "-o", "plain", "--no-validate", "--formats", "xbrl", "-q")
    strict = pilu(
        "convert",
        example,
        "-o",
        "strict",
        "--no-validate",
        "--formats",
        "xbrl",
        "-q",
        "--strict",
        "--min-confidence",
        "1",
    )
    assert (plain.code, plain.out, strict.code) == (0, "", 1)


def test_facts_as_csv_are_the_file_that_convert_writes(converted: Any, pilu: Any) -> None:
    """--csv prints the bytes of x.facts.csv."""
    folder, _ = converted
    ran = pilu("facts", "report.txt", "--csv", cwd=folder.parent)
    assert ran.out == (folder / "report.facts.csv").read_bytes().decode("utf-8").replace("\r\n", "\n")
    assert len(list(csv.reader(io.StringIO(ran.out)))) > 200


def test_facts_can_be_filtered(pilu: Any, example: Path) -> None:
    """Filters narrow by part and by text, together."""
    ran = pilu("facts", example, "-f", "concept=OperatingRevenue", "-f", "period=2021-03-31", "--json")
    found = json.loads(ran.out)["facts"]
    assert {fact["concept"] for fact in found} == {"OperatingRevenue"}
    assert {fact["period"] for fact in found} == {"2021-01-01/2021-03-31"}
    assert Decimal("87518081.40") in {Decimal(fact["value"].replace(",", "")) for fact in found}


def test_facts_of_a_json_report_are_those_of_the_report(converted: Any, pilu: Any) -> None:
    """`pilu facts x.json` lists the same facts with the days as a report writes them."""
    folder, _ = converted
    own = json.loads(pilu("facts", "report.txt", "--json", cwd=folder.parent).out)["facts"]
    read = json.loads(pilu("facts", folder / "report.json", "--json").out)["facts"]
    keys = ("concept", "unit", "period")
    assert sorted(tuple(fact[key] for key in keys) for fact in read) == sorted(
        tuple(fact[key] for key in keys) for fact in own
    )


def test_the_ledger_adds_up(pilu: Any, example: Path) -> None:
    """Every cell has one fate and nothing of the example is left open."""
    ledger = json.loads(pilu("ledger", example, "--json").out)
    assert sum(ledger["counts"].values()) == len(ledger["cells"]) > 200
    assert "unrecognised" not in ledger["counts"]


@pytest.mark.parametrize("command", ["read", "extract", "map"])
def test_stage_commands_show_their_stage(command: str, pilu: Any, example: Path) -> None:
    """Each stage can be looked at alone, as a table and as JSON."""
    shown, dumped = pilu(command, example), pilu(command, example, "--json")
    assert (shown.code, dumped.code) == (0, 0)
    assert len(shown.out.splitlines()) > 20
    assert json.loads(dumped.out)[command]


def test_explain_knows_codes_reasons_and_assertions(pilu: Any) -> None:
    """A code is explained in both languages with its hint; the whole list holds every kind."""
    one = pilu("explain", "read.empty")
    assert "the file is empty" in one.out
    assert "文件为空" in one.out
    kinds = {entry["kind"] for entry in json.loads(pilu("explain", "--json").out)["entries"]}
    assert kinds == {"diagnostic", "reason", "evidence", "assertion", "check", "calculation", "engine"}


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_taxonomy_with_a_mistake_is_not_built(pilu: Any, tmp_path: Path, command: str) -> None:
    """`taxonomy check` and `build` look at the sheets for reading reports too, and write nothing."""
    shutil.copytree(ROOT / "taxonomy" / "cn-listed" / "2021", tmp_path / "own")
    shutil.rmtree(tmp_path / "own" / "package")
    with (tmp_path / "own" / "tables.toml").open("a", encoding="utf-8") as sheet:
        sheet.write('[[table]]\nid = "own"\nlayout = "grid"\nsections = ["cover"]\n')
    ran = pilu("taxonomy", command, "own")
    assert ran.code == 2
    assert "tables.toml" in ran.err
    assert "(own), column layout: 'grid' is not one of" in ran.err
    assert not (tmp_path / "own" / "package").exists()


def test_the_built_in_taxonomy_is_what_its_sheets_say(pilu: Any) -> None:
    """`taxonomy list` names it and `taxonomy check` finds no difference."""
    assert "cn-listed/2021" in pilu("taxonomy", "list").out
    checked = pilu("taxonomy", "check")
    assert (checked.code, checked.err) == (0, "")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_bilingual(command: str, pilu: Any) -> None:
    """--help of every command speaks English and Chinese."""
    text = pilu(command, "--help").out
    assert "Usage" in text
    assert any("一" <= character <= "鿿" for character in text)


def test_a_pipe_that_closes_early_ends_quietly(example: Path, tmp_path: Path) -> None:
    """`pilu facts … | head -1`: no traceback, exit 141."""
    script = f"'{sys.executable}' -m pilu facts '{example}' -q | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in {"0", "141"}


def test_a_terminal_gets_colour_and_fits_its_width(example: Path, tmp_path: Path) -> None:
    """On a terminal of 100 columns tables are ruled and no line is longer."""
    controller, terminal = pty.openpty()
    env = {**os.environ, "COLUMNS": "100", "TERM": "xterm", "LANG": "C.UTF-8"}
    env.pop("NO_COLOR", None)
    child = subprocess.Popen(
        [sys.executable, "-m", "pilu", "ledger", str(example)], cwd=tmp_path, env=env, stdout=terminal,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(terminal)
    seen = b""
    try:
        while piece := os.read(controller, 65536):
            seen += piece
    except OSError:  # the terminal closes with its last user
        pass
    assert child.wait(timeout=60) == 0
    os.close(controller)
    assert b"\x1b[" in seen
    assert "─".encode() in seen


def test_the_summary_folds_what_the_files_have(pilu: Any, tmp_path: Path) -> None:
    """The CSV tables are one line with their number, tables without figures are counted, and cells of
    tables not recognised are not listed among those of recognised ones."""
    (tmp_path / "r.md").write_text(
        "# 某某股份有限公司2024年年度报告\n\n## 第一节 释义\n\n"
        "| 甲 | 指 | 乙 |\n|---|---|---|\n| 丙 | 指 | 丁 |\n"
        "\n## 第三节 管理层讨论与分析\n\n√适用 □不适用\n\n"
        "| 某 | 今 | 昔 |\n|---|---|---|\n| 无名 | 1.50 | 2.60 |\n",
        encoding="utf-8",
    )
    ran = pilu("convert", "r.md", "-o", "out", "--no-validate")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    answer = "NOT VALIDATED; 22 of 23 required items missing, all figures among them r"
    assert (ran.code, lines[0], [line for line in lines if line][-1]) == (1, answer, answer)
    tables = sorted((tmp_path / "out" / "r-csv").iterdir())
    assert f"r-csv/ csv {len(tables)} {sum(path.stat().st_size for path in tables):,}" in lines
    assert not any(line.startswith("r-csv/texts.csv") for line in lines)
    assert "lines 13-15 第三节 管理层讨论与分析 2" in lines
    assert "… and 1 without figures (texts, lists)" in lines
    assert "cells: 15 (a fact 3, in tables not recognised 12)" in lines
    assert "Cells of recognised tables that were not understood" not in lines
    told = json.loads(pilu("convert", "r.md", "-o", "out", "--no-validate", "--json").out)
    report = told["reports"][0]
    assert sum(output["kind"] == "csv" for output in report["outputs"]) == len(tables)
    assert (report["required"], len(report["missing"]), report["doubtful"]) == (23, 22, [])


def test_columns_are_respected_in_a_pipe(pilu: Any, example: Path) -> None:
    """COLUMNS sets the width of piped tables; without it nothing is wrapped."""
    narrow = pilu("ledger", example, env={"COLUMNS": "60"})
    assert max(len(line) for line in narrow.out.splitlines()) <= 60


def test_an_unexpected_error_is_a_short_message(pilu: Any, tmp_path: Path) -> None:
    """A bug ends with exit 3 and asks for a report; --debug adds the traceback."""
    (tmp_path / "sabotage.py").write_text(
        "import sys\nimport pilu.pipeline\n\n"
        "def broken(*args, **kwargs):\n    raise RuntimeError('gone wrong')\n\n"
        "pilu.pipeline.read = broken\nfrom pilu.cli import main\nmain()\n",
        encoding="utf-8",
    )
    call = [sys.executable, "sabotage.py", "read", "x.txt"]
    env = {**os.environ, "LANG": "C.UTF-8", "PILU_LANG": "en"}
    short = subprocess.run(call, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False)
    assert short.returncode == 3
    assert short.stderr.startswith(
        "error: unexpected RuntimeError: gone wrong; this is a bug in Pilu [call.bug]"
    )
    assert "Traceback" not in short.stderr
    full = subprocess.run(
        [*call, "--debug"], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert "Traceback" in full.stderr
