"""Markdown as written by hand and as printed by OCR tools."""

import pytest

from pilu.model.document import Paragraph, Picture
from pilu.readers.markdown import plain


def test_pipe_table_with_and_without_outer_pipes(tables_of, texts):
    """Delimiter rows are no rows; outer pipes may be missing after the first row."""
    data = "# 报告\n\n| 项目 | 2021年 |\n|---|:--:|\n| 收入 | 1,234.50 |\n成本 | 7 |\n".encode()
    (table,) = tables_of(data)
    assert texts(table) == [["项目", "2021年"], ["收入", "1,234.50"], ["成本", "7"]]


def test_row_of_dashes_below_the_head_is_data(tables_of, texts):
    """A row of nil marks further down is kept."""
    (table,) = tables_of("| 甲 | 乙 |\n|-|-|\n| 1 | 2 |\n| - | - |\n".encode())
    assert texts(table)[-1] == ["-", "-"]


def test_pieces_under_delimiters_are_one_table(tables_of):
    """Tools that put a delimiter under the first row of every page's piece cut no table."""
    data = "| 名称 | 数量 |\n|--|--|\n| 甲 | 1 |\n\n| 乙 | 2 |\n|--|--|\n| 丙 | 3 |\n".encode()
    (table,) = tables_of(data)
    assert table.row_count == 4
    assert len(table.spans) == 2


def test_narrower_piece_joins_where_the_columns_were_blank(tables_of):
    """Trailing columns that were blank above may be dropped by the export."""
    data = "| 名称 | 数量 | 状态 |\n|--|--|--|\n| 甲 | 1 | |\n\n| 乙 | 2 |\n|--|--|\n".encode()
    (table,) = tables_of(data)
    assert (table.row_count, table.column_count) == (3, 3)


def test_headings_and_pictures(read_bytes):
    """Heading marks give the level; a picture is a block of its own; comments are dropped."""
    blocks = read_bytes(
        "<!-- page 1 -->\n## 一、重要提示  \n\n![图](images/a.jpg)\n正文\n".encode()
    ).value.blocks
    assert isinstance(blocks[0], Paragraph)
    assert (blocks[0].text, blocks[0].level) == ("一、重要提示", 2)
    assert blocks[0].spans[0].column == 4
    assert isinstance(blocks[1], Picture)
    assert (blocks[2].text, blocks[2].level) == ("正文", 0)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (r"增长$1,83\%$；", "增长1,83%；"),
        (r"增长$15,\,44\%$", "增长15,44%"),
        (r"$\textcircled{2}$产品", "②产品"),
        (r"$\mathrm{TM}$", "TM"),
        (r"$^+$", "+"),
        ("价$100 至 $200", "价$100 至 $200"),
        (r"$\unknown{x}$", r"$\unknown{x}$"),
        (r"甲\|乙", "甲|乙"),
        ("甲<br>乙", "甲\n乙"),
        ("A&amp;B", "A&B"),
    ],
)
def test_markup_of_ocr_tools_is_resolved(printed, text):
    """Formulas made of printed numbers, breaks, entities and escapes become plain text."""
    assert plain(printed) == text


def test_html_table_inside_markdown(tables_of, texts):
    """OCR tools print merged cells as HTML; spans and formulas are resolved, cells placed on lines."""
    data = (
        "# 报告\n\n<table><tr><td rowspan=2>项目</td><td>2021年</td></tr>\n"
        "<tr><td>$1,83\\%$</td></tr></table>\n\n正文\n"
    ).encode()
    (table,) = tables_of(data)
    assert texts(table) == [["项目", "2021年"], ["1,83%"]]
    assert [cell.spans[0].line for cell in table.cells] == [3, 3, 4]
    assert table.cells[0].row_span == 2


def test_tick_set_as_a_formula(read_bytes):
    """A tick that OCR tools print as a root is a tick."""
    _, block = read_bytes("# 报告\n\n□适用$\\surd$不适用\n".encode()).value.blocks
    assert block.text == "□适用√不适用"


@pytest.mark.parametrize(("printed", "told"), [("增长$1,83\\%$。", True), ("价$100 至 $200", False)])
def test_file_made_by_a_recognition_tool_says_so(read_bytes, printed, told):
    """A printed number set as a formula is the hand of a tool that loses characters."""
    codes = [one.code for one in read_bytes(f"# 报告\n\n{printed}\n".encode()).diagnostics]
    assert ("read.made-by-recognition" in codes) == told
