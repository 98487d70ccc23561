"""The screen: safe text, floods cut, JSON alone."""

from __future__ import annotations

import json

import pytest

from pilu.cli.screen import Column, Screen, safe
from pilu.codes import diagnose


def test_text_of_a_report_cannot_steer_the_terminal() -> None:
    """Escape sequences, turned-around text and lone surrogates come out as marks of damage."""
    assert safe("a\x1b[31mb\u202ec\ud800d") == "a\ufffd[31mb\ufffdc?d"


def test_square_brackets_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like markup in a report is printed, not obeyed."""
    screen = Screen("en")
    screen.line("[red]x[/red] :smile:")
    screen.table([Column("[b]")], [("[/]",)])
    assert capsys.readouterr().out == "[red]x[/red] :smile:\n[b]\n[/]\n"


def test_a_flood_of_one_code_is_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """One code stands together: the first three places, how many more, one hint; errors all show."""
    told = tuple(diagnose("read.encoding", encoding=str(number)) for number in range(10))
    errors = tuple(diagnose("read.empty", source=str(number)) for number in range(10))
    Screen("en").diagnostics((*told[:5], *errors, *told[5:]))
    lines = capsys.readouterr().err.splitlines()
    assert all("[read.encoding]" in line for line in lines[:4])
    assert lines[3] == "  … and 7 more [read.encoding]; --json lists all"
    assert lines[4].startswith("  hint: ")
    assert sum("[read.empty]" in line for line in lines[5:]) == 10
    assert len(lines) == 5 + 10 + 1


def test_quiet_keeps_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """--quiet drops what is no error."""
    Screen("en", quiet=True).diagnostics((diagnose("read.encoding", encoding="GBK"), diagnose("read.empty")))
    assert "[read.encoding]" not in (err := capsys.readouterr().err)
    assert "[read.empty]" in err


def test_json_leaves_everything_else_out(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json only the document is printed."""
    screen = Screen("zh", as_json=True)
    screen.line("x")
    screen.table([Column("a")], [("b",)])
    screen.diagnostics((diagnose("read.empty"),))
    screen.document({"told": (diagnose("read.empty"),)})
    printed = capsys.readouterr()
    assert printed.err == ""
    assert json.loads(printed.out)["told"][0]["code"] == "read.empty"


def test_wide_tables_are_not_wrapped_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row stays one line, however long; Chinese counts double so that columns stand under each other."""
    monkeypatch.delenv("COLUMNS", raising=False)
    Screen("en").table([Column("a"), Column("b", number=True)], [("营业收入", "1"), ("x" * 300, "22")])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[2] == "x" * 300 + "  22"
    assert lines[1] == "营业收入" + " " * (300 - 8) + "   1"


def test_a_table_too_wide_for_the_terminal_is_told_row_by_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No column is lost and no figure cut where they do not fit side by side; a wider one has the table."""
    columns = [Column("item"), Column("before", number=True), Column("after", number=True), Column("what")]
    rows = [("Total assets", "932,838,904.88", "922,838,904.88", "")]
    monkeypatch.setenv("COLUMNS", "40")
    Screen("en").table(columns, rows)
    assert capsys.readouterr().out == (
        "item: Total assets\nbefore: 932,838,904.88\nafter: 922,838,904.88\n\n"
    )
    monkeypatch.setenv("COLUMNS", "80")
    Screen("en").table(columns, rows)
    assert capsys.readouterr().out.split() == [
        "item", "before", "after", "what", "Total", "assets", "932,838,904.88", "922,838,904.88"
    ]  # fmt: skip
