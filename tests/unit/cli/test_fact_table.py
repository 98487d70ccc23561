"""The fact table on terminals of every width."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.cells import cell_len

from pilu.cli.facts import fact_table
from pilu.cli.rows import FactRow
from pilu.cli.screen import Screen


def row(**parts: str) -> FactRow:
    """A row with those parts, the others empty."""
    return FactRow(**{field.name: parts.get(field.name, "") for field in fields(FactRow)})


LINE = row(
    label="存货", members="原材料; 账面余额（原值）", value="-1,478,547,177.81", unit="CNY",
    period="2024-12-31", where="page 149", confidence="1.00",
)  # fmt: skip


def table(rows: list[FactRow], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the screen shows below the headings."""
    fact_table(Screen("en"), rows)
    return capsys.readouterr().out.splitlines()[1:]


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_column_is_lost_on_a_narrow_terminal(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long words among the values do not push out the label, the unit, the period or the place."""
    monkeypatch.setenv("COLUMNS", str(width))
    words = row(label="公司名称", value="某" * 60, period="2024-01-01/2024-12-31", where="page 7")
    lines = table([LINE, words], capsys)
    assert max(map(cell_len, lines)) <= width
    shown = "".join(lines)
    for part in ("存货", "原材料", LINE.value, "CNY", "2024-12-31", "page 149", "1.00", "公司名称", "page 7"):
        assert part in shown
    assert "…" in shown


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2024-01-01/2024-12-31", "2024"),
        ("2024-01-01/2024-03-31", "2024-01/03"),
        ("2024-02-01/2024-02-29", "2024-02/02"),
        ("2024-01-01/2024-03-15", "2024-01-01/2024-03-15"),
        ("2023-07-01/2024-06-30", "2023-07-01/2024-06-30"),
        ("2024-12-31", "2024-12-31"),
    ],
)
def test_a_narrow_period_says_the_same_in_fewer_columns(
    period: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole years and whole months are short; any other stretch keeps its days."""
    monkeypatch.setenv("COLUMNS", "120")
    (line,) = table([row(label="x", value="1", period=period, where="line 3, columns 1-8")], capsys)
    assert line.split() == ["x", "1", shown, "line", "3"]


def test_a_wide_screen_has_every_column(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe the concept, the rule and the words as printed are there, and dimensions on their own."""
    monkeypatch.delenv("COLUMNS", raising=False)
    (line,) = table([row(label="a", members="b", value="1", printed="c", concept="D", rule="e")], capsys)
    assert line.split() == ["a", "b", "1", "c", "D", "e"]
