"""Odd names, and a process that is told to end: nothing half-written, nothing left in temporary folders."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ODD = (
    "a:b",
    "a\nb",
    "pipe|x",
    'quote"',
    "star*",
    "question?",
    "less<",
    "x" * 240,
    "漢" * 80,
    "\u202etxt",
    "😀",
)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names and signals")
@pytest.mark.parametrize("command", ["convert", "batch", "validate"])
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_in_mid_run(
    command: str, ending: signal.Signals, tmp_path: Path, example: Path, converted: Any
) -> None:
    """The exit code is the documented one, a message says so, temporary folders and workers are gone."""
    (tmp_path / "in").mkdir()
    (tmp_path / "tmp").mkdir()
    for number in range(24):
        shutil.copy(example, tmp_path / "in" / f"{number}.txt")
    out = tmp_path / "out"
    arguments = {
        "convert": ["convert", *sorted((tmp_path / "in").iterdir()), "-o", out],
        "batch": ["batch", tmp_path / "in", "-o", out, "-j", "2"],
        "validate": ["validate", "--stock", *sorted(converted[0].glob("report.x*"))],
    }[command]
    process = subprocess.Popen(
        [sys.executable, "-m", "pilu", *map(str, arguments), "--lang", "en"],
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # Ctrl-C means something to the process, also where these tests run in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    end = time.monotonic() + 60
    while not os.listdir(tmp_path / "tmp"):
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(ending)
    _, said = process.communicate(timeout=30)
    assert process.returncode == (143 if ending is signal.SIGTERM else 130)
    assert b"[call.interrupted]" in said
    assert b"Traceback" not in said
    assert os.listdir(tmp_path / "tmp") == []
    assert not list(out.glob(".pilu-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("arguments", [["explain"], ["explain", "--json"], ["query"]])
def test_an_output_that_cannot_be_written(arguments: list[str]) -> None:
    """A full disk behind standard output: one message, exit 2, never the code of a verdict or of a bug;
    where the messages cannot be written either, the exit code still is."""
    call = [sys.executable, "-m", "pilu", *arguments, "--lang", "en"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, check=False)
        mute = subprocess.run(call, stdout=full, stderr=full, check=False)
    assert (ran.returncode, mute.returncode) == (2, 2)
    assert b"[call.unwritten]" in ran.stderr
    assert b"Traceback" not in ran.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_closed_streams() -> None:
    """Whoever closes the streams hears nothing, and gets the exit code."""
    call = f'"{sys.executable}" -m pilu explain read.empty >&- 2>&-'
    assert subprocess.run(["sh", "-c", call], check=False).returncode == 0


def test_a_report_is_never_replaced_by_its_own_outputs(example: Path, tmp_path: Path, pilu: Any) -> None:
    """A report called as its Inline output will be, converted into its own folder: refused, untouched."""
    paragraphs = example.read_text(encoding="utf-8").splitlines()
    page = "".join(f"<p>{line}</p>" for line in paragraphs if line.strip())
    report = tmp_path / "report.xhtml"
    report.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    before = report.read_bytes()
    ran = pilu("convert", "report.xhtml", "-o", ".", "--no-validate")
    assert ran.code == 2
    assert "[write.over-source]" in ran.err
    assert report.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report.xhtml"]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
def test_a_batch_takes_reports_of_any_name(tmp_path: Path, example: Path, pilu: Any) -> None:
    """Names that other systems forbid, long names, names in any script: each is converted, and the
    names of outputs hold nothing that a file system refuses."""
    (tmp_path / "in").mkdir()
    for name in ODD:
        shutil.copy(example, tmp_path / "in" / f"{name}.txt")
    shutil.copy(example, os.fsencode(tmp_path / "in") + b"/\xff\xfe.txt")
    ran = pilu("batch", "in", "-o", "out", "--formats", "json", "--no-validate", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["counts"]) == (0, {"converted": len(ODD) + 1})
    for document in told["documents"]:
        names = [path.name for path in (tmp_path / "out" / document["folder"]).iterdir()]
        assert len(names) == 2
        assert not set('\\:*?"<>|\n') & set("".join(names))


def test_two_reports_whose_safe_names_are_the_same(tmp_path: Path, example: Path, pilu: Any) -> None:
    """Two names that become one in the output folder are refused before anything is converted."""
    for name in ("a:b.txt", "a_b.txt"):
        shutil.copy(example, tmp_path / name)
    ran = pilu("convert", "a:b.txt", "a_b.txt", "-o", "out")
    assert (ran.code, "call.same-stem" in ran.err) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such links")
@pytest.mark.parametrize(
    "command", [["validate"], ["facts"], ["convert", "-o", "out"], ["diff", "loop.xbrl"]]
)
def test_a_link_that_leads_to_itself(command: list[str], tmp_path: Path, pilu: Any) -> None:
    """It is a file that cannot be opened, whatever is asked of it, and no bug."""
    (tmp_path / "loop.xbrl").symlink_to("loop.xbrl")
    ran = pilu(*command, "loop.xbrl")
    assert (ran.code, "[call.no-such-file]" in ran.err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such signal")
def test_the_next_run_clears_away_what_a_killed_one_left(tmp_path: Path, converted: Any, pilu: Any) -> None:
    """After `kill -9` of a validation its folder for temporary files goes with the next validation."""
    report, place = converted[0] / "report.xbrl", tmp_path / "tmp"
    place.mkdir()
    env = {**os.environ, "TMPDIR": str(place)}
    process = subprocess.Popen([sys.executable, "-m", "pilu", "validate", str(report)], env=env)
    end = time.monotonic() + 60
    while not list(place.glob("pilu-engine-*/.held")):
        assert time.monotonic() < end
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert os.listdir(place)
    assert pilu("validate", report, env={"TMPDIR": str(place)}).code == 0
    assert os.listdir(place) == []


def test_a_taxonomy_package_that_lies_unpacked(tmp_path: Path, pilu: Any) -> None:
    """`pilu validate` takes the folder of a package as it takes the zip file."""
    package = Path(__file__).resolve().parents[1] / "unit" / "engine" / "small" / "package"
    ran = pilu("validate", package)
    assert (ran.code, ran.out.split()[:2]) == (0, ["VALID", "package"])


def test_no_stack_of_a_library_reaches_the_screen(tmp_path: Path, pilu: Any) -> None:
    """A PDF on which a library panics is a message of Pilu's; the library's own words are not shown."""
    pages = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    (tmp_path / "loop.pdf").write_bytes(b"%PDF-1.4\n" + pages + b"trailer<</Root 1 0 R>>\n%%EOF")
    ran = pilu("convert", "loop.pdf", "-o", "out", env={"RUST_BACKTRACE": "1"})
    assert (ran.code, ran.err.splitlines()[0].startswith("loop.pdf: error: ")) == (2, True)
    assert "panicked" not in ran.err
    assert "panicked" in pilu("convert", "loop.pdf", "-o", "out", "--debug").err
