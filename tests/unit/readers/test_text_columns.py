"""Rows of plain text whose cells blanks, bars or line ends part."""

from __future__ import annotations

import pytest

from pilu import readers
from pilu.model.document import Document, Paragraph, SourceFile, Table
from pilu.readers.broken_labels import Anchor, shared_out

WIDE = """
                                       单位：元
                                                        本年比上年
                  2021年             2020年                                2019年
                                                          增减(%)
总资产          12,345.50          10,000.00                  23.46      9,000.00
归属于上市
公司股东的       6,345.50           5,000.00                  26.91      4,000.00
净资产
加权平均净                                              增加1.44个
                     9.44               8.00                                 7.00
资产收益率                                                  百分点
"""
NARROW = """2021年 2020年 本年比上年增减 2019年
营业收入（千元） 407,149 372,037 9.44% 343,917
归属于上市公司股东的扣除非经常性损
35,741 32,974 8.39% 28,607
益的净利润（千元）
基本每股收益（元/股） 5.44 4.93 10.34% 4.34
本年末比上年末
2021年末 2020年末 2019年末
增减
总资产（千元） 604,351 486,038 24.34% 422,555
"""


def _read(text: str) -> Document:
    outcome = readers.read(SourceFile("report.txt", text.encode()))
    assert outcome.value is not None
    return outcome.value


def _codes(text: str) -> list[str]:
    return [told.code for told in readers.read(SourceFile("report.txt", text.encode())).diagnostics]


def _tables(text: str) -> list[list[list[str]]]:
    """The rows of every table, breaks in cells taken out; a position without a cell is blank."""
    found = []
    for block in _read(text).blocks:
        if isinstance(block, Table):
            rows = [[""] * block.column_count for _ in range(block.row_count)]
            for cell in block.cells:
                rows[cell.row][cell.column] = cell.text.replace("\n", "")
            found.append(rows)
    return found


def test_wide_gaps() -> None:
    """Under headings of several lines, labels and cells broken over lines come together."""
    assert _tables(WIDE) == [
        [
            ["", "2021年", "2020年", "本年比上年增减(%)", "2019年"],
            ["总资产", "12,345.50", "10,000.00", "23.46", "9,000.00"],
            ["归属于上市公司股东的净资产", "6,345.50", "5,000.00", "26.91", "4,000.00"],
            ["加权平均净资产收益率", "9.44", "8.00", "增加1.44个百分点", "7.00"],
        ]
    ]
    assert _codes(WIDE) == ["read.unruled-table"]


def test_single_blanks() -> None:
    """Where single blanks part the cells, their number tells the columns, also of further headings."""
    (rows,) = _tables(NARROW)
    assert rows[2] == [
        "归属于上市公司股东的扣除非经常性损益的净利润（千元）",
        "35,741",
        "32,974",
        "8.39%",
        "28,607",
    ]
    assert rows[3][0] == "基本每股收益（元/股）"
    assert rows[4] == ["", "2021年末", "2020年末", "本年末比上年末增减", "2019年末"]
    assert rows[5][0] == "总资产（千元）"


def test_places_of_cells() -> None:
    """A cell knows the lines and columns of its words."""
    table = next(block for block in _read(NARROW).blocks if isinstance(block, Table))
    label, figure = (cell for cell in table.cells if cell.row == 2 and cell.column < 2)
    assert [(span.line, span.column) for span in label.spans] == [(3, 1), (5, 1)]
    assert [(span.line, span.column, span.end_column) for span in figure.spans] == [(4, 1, 6)]
    assert {cell.confidence for cell in table.cells} == {0.7}


def test_row_with_fewer_figures() -> None:
    """Of a row that lacks a figure the columns are unknown: it is laid across all of them."""
    text = "2021年 2020年 2019年\n总资产 3.00 2.00 1.00\n营业收入 9.00\n净利润 6.00 5.00 4.00\n"
    table = next(block for block in _read(text).blocks if isinstance(block, Table))
    (lone,) = (cell for cell in table.cells if cell.text == "9.00")
    assert (lone.column, lone.column_span) == (1, 3)


def test_statement_with_notes() -> None:
    """References to notes have a column of their own, also where they are figures; titles are rows."""
    text = (
        "单位：元\n项目 附注 2021年 2020年\n流动资产：\n货币资金 七、1 3.00 2.00\n其中：存款 2 1.00 1.00\n"
        "应收利息\n归属于母公司所有者权益合计 8.00 7.00\n资产总计 9.00 8.00\n负责人：赵甲\n"
    )
    assert _tables(text) == [
        [
            ["项目", "附注", "2021年", "2020年"],
            ["流动资产：", "", "", ""],
            ["货币资金", "七、1", "3.00", "2.00"],
            ["其中：存款", "2", "1.00", "1.00"],
            ["应收利息", "", "", ""],
            ["归属于母公司所有者权益合计", "", "8.00", "7.00"],
            ["资产总计", "", "9.00", "8.00"],
        ]
    ]


def test_words_in_wide_columns() -> None:
    """A list without a figure is a table where every line has as many words as headings."""
    text = "联系人   董事会秘书   证券事务代表\n姓名     赵甲         钱乙\n电话     010-1        010-2\n"
    assert _tables(text) == [
        [["联系人", "董事会秘书", "证券事务代表"], ["姓名", "赵甲", "钱乙"], ["电话", "010-1", "010-2"]]
    ]


def test_broken_headings_are_no_list() -> None:
    """Headings of a list broken over two lines are no list of their own, with nothing read of it."""
    text = (
        "股东名称     持股数     比例     限售     股份\n(全称)       量         (%)      数量     性质\n"
        "甲           1,000      1.50              其他\n乙           2,000      2.50              其他\n"
    )
    assert all(isinstance(block, Paragraph) for block in _read(text).blocks)
    assert _codes(text) == ["read.figures-unplaced"]


def test_labels_with_a_figure_each() -> None:
    """Lines of a label and a figure, or of several in turn, are pairs."""
    lines = "报告期末普通股股东总数 12,345 年报披露日前上一月末股东总数 11,111\n"
    assert _tables(lines) == [
        [["报告期末普通股股东总数", "12,345", "年报披露日前上一月末股东总数", "11,111"]]
    ]


def test_prose_and_contents_stay_text() -> None:
    """Sentences with amounts, headings and page numbers make no table."""
    text = "第一节 重要提示 2\n第二节 公司情况 3\n实现收入 1,234.50 万元，增长 5.00%。\n2021 年报告\n"
    assert all(isinstance(block, Paragraph) for block in _read(text).blocks)


def test_figures_without_columns_are_told() -> None:
    """Rows of figures that no heading stands over stay lines, and the reader says so."""
    text = "一、重要提示\n赵甲 境内自然人 1.53% 116,990 0 87,742 未知\n钱乙 国有法人 1.15% 88,260 0 0 未知\n"
    assert all(isinstance(block, Paragraph) for block in _read(text).blocks)
    assert _codes(text) == ["read.figures-unplaced"]


@pytest.mark.parametrize("outer", ["", "|"])
def test_bars(outer: str) -> None:
    """Rows parted by bars are a table without the line of dashes that Markdown asks for."""
    rows = ("|2021年|2020年", "总资产|3.00|2.00", "营业收入|2.00|1.00")
    text = "\n".join(f"{outer}{row}{outer}" for row in rows)
    assert _tables(text) == [
        [["", "2021年", "2020年"], ["总资产", "3.00", "2.00"], ["营业收入", "2.00", "1.00"]]
    ]


def test_a_cell_on_every_line() -> None:
    """Text that has every cell on a line of its own is read by the number of figures in a row."""
    rows = "".join(f"项{n}\n{n}.10\n{n}.20\n" for n in range(1, 6))
    (table,) = _tables("项目\n2021年\n2020年\n" + rows)
    assert table[0] == ["项目", "2021年", "2020年"]
    assert table[5] == ["项5", "5.10", "5.20"]


def test_markdown_without_tables() -> None:
    """Rows in Markdown that has headings but no tables are read as those of plain text."""
    text = "# 一、数据\n\n2021 年 2020 年\n\n总资产 3.00 2.00\n\n营业收入 2.00 1.00\n\n# 二、其他\n"
    assert _tables(text) == [
        [["", "2021 年", "2020 年"], ["总资产", "3.00", "2.00"], ["营业收入", "2.00", "1.00"]]
    ]


@pytest.mark.parametrize(
    ("above", "anchors", "taken"),
    [
        ([], [Anchor(10, ()), Anchor(4, ())], [(0, 0), (0, 0)]),
        ([20], [Anchor(0, (6, 20)), Anchor(0, (6,))], [(1, 1), (1, 1)]),
        ([], [Anchor(8, (20,)), Anchor(0, (8,))], [(0, 0), (1, 1)]),
        ([], [Anchor(20, (6,)), Anchor(8, ())], [(0, 1), (0, 0)]),
        ([], [Anchor(8, (12,))], [(0, 0)]),
        ([], [Anchor(20, (6, 8)), Anchor(8, ())], [(0, 1), (0, 0)]),
        ([], [Anchor(8, (7,)), Anchor(6, ()), Anchor(30, ())], [(0, 0), (0, 0), (0, 0)]),
    ],
)
def test_pieces_of_labels(above: list[int], anchors: list[Anchor], taken: list[tuple[int, int]]) -> None:
    """Lines between rows go to the label that needs them and whose line before them is full."""
    assert shared_out(above, anchors) == taken
