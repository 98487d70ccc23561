"""The summary of a conversion, as a preparer reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pilu import pipeline
from pilu.cli.screen import Screen
from pilu.cli.summary import show_summary
from pilu.model.document import SourceFile

REPORT = (
    "股票代码：600001　股票简称：甲乙股份\n\n甲乙股份有限公司\n\n2021年年度报告摘要\n\n"
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
    "\t2021年\t2020年\n营业收入\t1,000\t900\n自创指标\t5.00\t6.00\n总资产\t700.00\t800.00\n\n"
)


@pytest.fixture(scope="module")
def made() -> pipeline.Conversion:
    """The report above, converted and not validated."""
    done = pipeline.convert(SourceFile("r.txt", REPORT.encode()), pipeline.Options(validate=False))
    assert done.value is not None, done.diagnostics
    return done.value


def lines(made: pipeline.Conversion, language: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The summary's lines, runs of blanks made one."""
    show_summary(Screen(language), made, out=Path("out"), threshold=0.8)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_the_first_line_is_the_last(made: pipeline.Conversion, capsys: pytest.CaptureFixture[str]) -> None:
    """However long the lists are, the verdict is what stands above the prompt."""
    said = lines(made, "zh", capsys)
    assert said[0] == [line for line in said if line][-1]
    required, missing = made.mapped.required, len(made.mapped.missing)
    assert said[0] == f"未验证；格式要求的 {required} 项中缺少 {missing} 项，存疑的事实 4 个 r"


def test_doubts_are_told_in_the_language_asked_for(
    made: pipeline.Conversion, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for the facts that are doubtful for one reason, by label."""
    reason = {
        "zh": "4 未注明单位，按元处理 营业收入; 总资产",
        "en": "4 no unit stated: yuan assumed Operating revenue; Total assets",
    }
    for language, start in reason.items():
        assert any(line.startswith(start) for line in lines(made, language, capsys))


def test_what_was_not_understood_is_found_by_its_caption_and_row(
    made: pipeline.Conversion, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for the cells of a row, no id of a kind of table among them."""
    (line,) = [line for line in lines(made, "zh", capsys) if "自创指标" in line]
    assert "3.1 近3年的主要会计数据和财务指标 自创指标 5.00 | 6.00 行标签不对应本表任何概念" in line
    assert not any(" key " in line for line in lines(made, "en", capsys))
