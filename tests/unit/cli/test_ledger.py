"""The account of cells on the screen and as JSON rows."""

from __future__ import annotations

import pytest

from pilu import pipeline
from pilu.cli.cells import CellRow, cell_rows
from pilu.cli.facts import cell_table
from pilu.cli.screen import Screen
from pilu.model.document import SourceFile

REPORT = (
    "股票代码：600001　股票简称：甲乙股份\n\n甲乙股份有限公司\n\n2021年年度报告摘要\n\n"
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
    "\t2021年\t2020年\n营业收入\t100.00\t90.00\n总资产\t700.00\t800.00\n\n"
    "第三节 重要事项\n\n甲\t乙\n丙\t5.00\n\n"
)


@pytest.fixture(scope="module")
def rows() -> list[CellRow]:
    """The account of the report above, in Chinese."""
    made = pipeline.convert(SourceFile("r.txt", REPORT.encode()), pipeline.Options(validate=False)).value
    assert made is not None
    return cell_rows(made.mapped.ledger, made.document, made.extraction, "zh")


def one(rows: list[CellRow], printed: str) -> CellRow:
    """The row of a cell by its print."""
    return next(row for row in rows if row.printed == printed)


def test_a_cell_without_a_label_is_told_by_its_row(rows: list[CellRow]) -> None:
    """Under the title of its section, beside what stands first in its row; the code is for programs."""
    cell = one(rows, "5.00")
    assert (cell.title, cell.row, cell.table) == ("第三节 重要事项", "丙", "")
    assert (cell.reason, cell.code) == ("准则格式未规定的表格", "table-unknown")


def test_a_rules_name_is_no_label(rows: list[CellRow]) -> None:
    """What a rule for sentences read has no row; what a table states has its own."""
    assert one(rows, "甲乙股份有限公司").row == ""
    assert one(rows, "100.00").row == "营业收入"


def test_the_screen_says_what_became_of_a_cell_in_words(
    rows: list[CellRow], capsys: pytest.CaptureFixture[str]
) -> None:
    """The status is a word of the language asked for, its id is in the rows for JSON."""
    cell_table(Screen("zh"), rows)
    out = capsys.readouterr().out
    assert "未能理解" in out
    assert "unrecognised" not in out
    assert one(rows, "5.00").status == "unrecognised"
