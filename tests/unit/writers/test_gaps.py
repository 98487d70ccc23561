"""The line of a verdict does not hide what is not there."""

from __future__ import annotations

import pytest

from pilu.model.output import Verdict
from pilu.writers.verdicts.gaps import Gaps
from pilu.writers.verdicts.text import verdict_line

VALID = Verdict(valid=True, findings=(), files=("x.xbrl",), engine="Arelle")
INVALID = Verdict(valid=False, findings=(), files=("x.xbrl",), engine="Arelle")


@pytest.mark.parametrize(
    ("gaps", "english", "chinese"),
    [
        (None, "VALID  x", "有效  x"),
        (Gaps(41, 0, 0), "VALID  x", "有效  x"),
        (
            Gaps(41, 38, 0),
            "VALID, but 38 of 41 required items missing  x",
            "有效，但格式要求的 41 项中缺少 38 项  x",
        ),
        (Gaps(41, 0, 2), "VALID, but doubtful facts: 2  x", "有效，但存疑的事实 2 个  x"),
        (
            Gaps(41, 41, 2, bare=True),
            "VALID, but 41 of 41 required items missing, all figures among them, doubtful facts: 2  x",
            "有效，但格式要求的 41 项中缺少 41 项，其中数据和报表全部缺少，存疑的事实 2 个  x",
        ),
    ],
)
def test_gaps_stand_behind_the_answer(gaps: Gaps | None, english: str, chinese: str) -> None:
    """What is missing and doubtful is counted on the line itself, and nothing is added where nothing is."""
    assert verdict_line(VALID, "en", "x", gaps).text.startswith(english)
    assert verdict_line(VALID, "zh", "x", gaps).text.startswith(chinese)


def test_an_invalid_report_has_gaps_too() -> None:
    """Errors do not stand in for what is missing; a valid line with gaps has a look of its own."""
    line = verdict_line(INVALID, "en", "x", Gaps(41, 1, 0))
    assert line.text.startswith("INVALID; 1 of 41 required items missing  x")
    assert (line.kind, verdict_line(VALID, "en", "x", Gaps(41, 1, 0)).kind) == ("invalid", "gaps")
