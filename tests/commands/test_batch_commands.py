"""``pilu batch``, ``pilu query`` and ``pilu diff`` as a person calls them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="needs the store extra")


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory, example: Path) -> tuple[Path, Any]:
    """A season of four: valid, faulty, no report, not there; with a store."""
    folder = tmp_path_factory.mktemp("season")
    text = example.read_text(encoding="utf-8")
    (folder / "in").mkdir()
    (folder / "in" / "good.txt").write_text(text, encoding="utf-8")
    (folder / "in" / "faulty.txt").write_text(
        text.replace("\t423,834,209.20\t", "\t423,834,309.20\t"), encoding="utf-8"
    )
    (folder / "in" / "letter.txt").write_text("nothing to report\n", encoding="utf-8")
    command = [sys.executable, "-m", "pilu", "batch", "in", "in/absent.pdf", "-o", "out"]
    command += ["--formats", "xbrl,json", "--store", "store", "-j", "2", "--lang", "en"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return folder, ran


def test_a_batch_accounts_for_everything(season: Any) -> None:
    """The exit code is the gravest; the table counts; what needs a look is listed with its reason."""
    folder, ran = season
    assert ran.returncode == 2
    assert "extract.not-a-report" in ran.stdout
    assert "[message:A01] Quarterly revenue adds up to the year" in ran.stdout
    told = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    assert told["counts"] == {"valid": 1, "invalid": 1, "refused": 1, "unreadable": 1}
    assert [Path(one["input"]).name for one in told["documents"]] == [
        "faulty.txt", "good.txt", "letter.txt", "absent.pdf",
    ]  # fmt: skip
    good = folder / "out" / told["documents"][1]["folder"]
    assert sorted(path.name for path in good.iterdir()) == [
        "good.json", "good.receipt.json", "good.verdict.json", "good.xbrl",
    ]  # fmt: skip
    assert str(folder) not in json.dumps(told)
    assert ran.stderr == ""


def test_the_same_command_again_finishes_at_once(season: Any, pilu: Any) -> None:
    """Nothing is converted or stored twice, and stdout is one JSON document."""
    folder, _ = season
    before = {path: path.read_bytes() for path in (folder / "out").rglob("*.xbrl")}
    ran = pilu(
        "batch", "in", "in/absent.pdf", "-o", "out", "--formats", "xbrl,json", "--store", "store", "--json",
        cwd=folder,
    )  # fmt: skip
    document = json.loads(ran.out)
    assert (ran.code, document["exit"], document["total"]) == (2, 2, 4)
    assert {path: path.read_bytes() for path in (folder / "out").rglob("*.xbrl")} == before
    assert len(list((folder / "store").glob("part-*"))) == 1


def test_questions_to_the_store(season: Any, pilu: Any) -> None:
    """Figures come back exactly, as JSON, CSV and text; views are listed; bad SQL is a message."""
    folder, _ = season
    sql = (
        "select name, number from facts join documents using (key) where concept = 'OperatingRevenue'"
        " and facts.dimensions = '' and period_start = '2021-01-01' and period_end = '2021-12-31' order by 1"
    )
    ran = pilu("query", sql, "--store", "store", "--json", cwd=folder)
    assert json.loads(ran.out)["rows"] == [
        {"name": "faulty.txt", "number": "423834309.2"},
        {"name": "good.txt", "number": "423834209.2"},
    ]
    lines = pilu("query", sql, "--store", "store", "--csv", cwd=folder).out.splitlines()
    assert lines == ["name,number", "faulty.txt,423834309.2", "good.txt,423834209.2"]
    found = pilu("query", "select severity, code from findings", "--store", "store", cwd=folder)
    assert "message:A01" in found.out
    assert "failed_checks" in pilu("query", cwd=folder).out
    wrong = pilu("query", "select nothing", "--store", "store", cwd=folder)
    assert (wrong.code, "store.query" in wrong.err) == (2, True)


def test_two_reports_compared(season: Any, pilu: Any) -> None:
    """Over formats: the changed figure with its difference; exit code 1, 0 for the same facts, 2 for junk."""
    folder, _ = season
    good = next((folder / "out").glob("good-*/good.xbrl"))
    other = next((folder / "out").glob("faulty-*/faulty.json"))
    ran = pilu("diff", good, other, cwd=folder)
    assert ran.code == 1
    assert "+100" in ran.out
    assert "2021-01-01/2021-12-31" in ran.out
    same = pilu("diff", good, good.with_suffix(".json"), "--json", cwd=folder)
    assert same.code == 0
    document = json.loads(same.out)
    assert (document["changes"], document["diagnostics"]) == ([], [])
    junk = pilu("diff", good, folder / "in" / "letter.txt", cwd=folder)
    assert (junk.code, junk.out) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-o", "out"], "batch.no-inputs"),
        (["in/*.pdf", "-o", "out"], "batch.no-match"),
        (["in", "-o", "in/good.txt"], "batch.unwritable"),
        (["in", "-o", "out", "--formats", "pdf"], "call.unknown-format"),
        (["in", "-o", "out", "--taxonomy", "no/such"], "taxonomy.unknown"),
    ],
)
def test_calls_that_cannot_be_used(season: Any, pilu: Any, arguments: list[str], code: str) -> None:
    """Each is one message and exit code 2, before any work."""
    ran = pilu("batch", *arguments, cwd=season[0])
    assert (ran.code, code in ran.err) == (2, True)


def test_a_terminal_sees_progress_and_a_log_does_not(season: Any) -> None:
    """The bar with its rate is drawn on a terminal only."""
    folder, ran = season
    assert "0/4" not in ran.stderr
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "pilu",
        "batch",
        "in",
        "-o",
        "seen",
        "--formats",
        "json",
        "--no-validate",
    ]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "PILU_LANG": "en"}
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        os.close(ours)
    assert process.returncode == 2
    assert b"3/3" in seen
    assert b"/s" in seen
