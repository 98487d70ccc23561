"""Options before the command."""

from __future__ import annotations

import pytest

from pilu.cli.app import run

CALLS = [
    ["--lang", "zh", "explain", "no-such-code"],
    ["--lang=zh", "explain", "no-such-code"],
    ["--debug", "--lang", "zh", "explain", "no-such-code"],
    ["explain", "no-such-code", "--lang", "zh"],
    ["--lang", "en", "explain", "no-such-code", "--lang", "zh"],
    ["--lang", "zh", "taxonomy", "check", "no-such-taxonomy"],
    ["--lang", "zh", "explain", "--no-such-option"],
    ["--lang", "en", "explain", "--no-such-option", "--lang", "zh"],
]


@pytest.mark.parametrize("call", CALLS)
def test_language_before_or_behind_the_command(
    call: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The language may be asked for at the top, also of commands in groups; behind the command it wins."""
    monkeypatch.setenv("PILU_LANG", "en")
    assert run(call) == 2
    assert capsys.readouterr().err.startswith("错误: ")


def test_an_unknown_language_at_the_top_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused as it is behind a command."""
    assert run(["--lang", "xx", "explain", "read.empty"]) == 2
    assert "[call.usage]" in capsys.readouterr().err
