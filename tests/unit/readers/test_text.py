"""Plain text: encodings, tab tables, places."""

import pytest

from pilu.model.document import Paragraph, Table
from pilu.model.span import LineSpan
from pilu.readers import Limits

SAMPLE = "公司简称：示例股份\n\n\t2021年\t2020年\n营业收入\t1,234.50\t\n\n净利润\t-5.00\t/\n结束\n"


def test_tab_table_cut_by_a_blank_line_is_one_table(tables_of, texts):
    """Rows go on after a blank line; each piece keeps its own place."""
    (table,) = tables_of(SAMPLE.encode())
    assert texts(table) == [["", "2021年", "2020年"], ["营业收入", "1,234.50", ""], ["净利润", "-5.00", "/"]]
    assert table.spans == (LineSpan(3, 1, 4, 14), LineSpan(6, 1, 6, 11))


def test_every_cell_is_placed_on_its_own_characters(tables_of):
    """The span of a cell cuts exactly its text out of the file's lines."""
    lines = SAMPLE.split("\n")
    (table,) = tables_of(SAMPLE.encode())
    for cell in table.cells:
        (span,) = cell.spans
        if cell.text:
            assert lines[span.line - 1][span.column - 1 : span.end_column] == cell.text


def test_lines_are_paragraphs_in_order(read_bytes):
    """What is no table row is a paragraph of its own, with its place."""
    blocks = read_bytes(SAMPLE.encode()).value.blocks
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    assert blocks[2].text == "结束"
    assert blocks[2].spans == (LineSpan(7, 1, 7, 2),)


def test_tables_with_different_headers_stay_apart(tables_of):
    """A piece that begins with a header over amounts is another table."""
    text = "\t2021年\n总资产\t5.00\n\n\t第一季度\n营业收入\t7.00\n\n项目\t金额\n存货\t8.00\n"
    assert [table.row_count for table in tables_of(text.encode())] == [2, 2, 2]


def test_repeated_header_is_left_out_and_told(read_bytes):
    """A header printed again after a page break is dropped, with a note."""
    outcome = read_bytes("项目\t金额\n存货\t8.00\n\n项目\t金额\n现金\t9.00\n".encode())
    (table,) = outcome.value.blocks
    assert table.row_count == 3
    assert "read.header-repeated" in [told.code for told in outcome.diagnostics]


def test_short_rows_leave_positions_that_do_not_exist(tables_of):
    """No cell is invented where a row ends early."""
    (table,) = tables_of("甲\t乙\t丙\n丁\t1\n".encode())
    assert table.column_count == 3
    assert (1, 2) not in {(cell.row, cell.column) for cell in table.cells}


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["UTF-16-LE"]),
        ("gbk", ["GB18030"]),
        ("gb18030", ["GB18030"]),
    ],
)
def test_encodings_give_the_same_text(read_bytes, encoding, told):
    """Whatever the encoding, the text is the same, and one that is not UTF-8 is named."""
    outcome = read_bytes("年度报告摘要，营业收入\n".encode(encoding))
    assert outcome.value.blocks[0].text == "年度报告摘要，营业收入"
    named = [dict(note.fields)["encoding"] for note in outcome.diagnostics if note.code == "read.encoding"]
    assert named == told


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "read.empty"),
        (b" \r\n\t \n", "read.blank"),
        (b"\x00\x01\x02\x03" * 64, "read.binary"),
        ("café".encode("latin-1"), "read.encoding-unknown"),
        ("營業收入與淨利潤說明".encode("big5") * 9, "read.encoding-unknown"),
        (b"ab\xed\xa0\x80cd", "read.encoding-unknown"),
        ("年报".encode("utf-16")[:-1], "read.encoding-unknown"),
        ("年度报告\x01".encode(), "read.control-character"),
        ("年度报告\ufffe".encode(), "read.control-character"),
    ],
)
def test_bad_text_gives_one_error(read_bytes, data, code):
    """Text that cannot be a report is refused with one clear error that names what to do."""
    outcome = read_bytes(data)
    assert outcome.failed
    assert [told.code for told in outcome.diagnostics] == [code]
    assert outcome.diagnostics[0].hint
    assert outcome.diagnostics[0].source == "report"


def test_limits_on_size_lines_and_cells(read_bytes):
    """Too much text, too long a line and too many cells are each refused with their own code."""
    small = Limits(text_bytes=100, line_characters=10, cells=4)
    for data, code in (
        (b"x\n" * 60, "read.too-large"),
        (b"x" * 11, "read.line-too-long"),
        (b"a\tb\tc\nd\te\n", "read.too-many-cells"),
    ):
        outcome = read_bytes(data, small)
        assert [told.code for told in outcome.diagnostics] == [code]


def test_symbol_font_ticks_become_marks(read_bytes):
    """Private-use codes of symbol fonts and radicals are read as what they draw."""
    (block,) = read_bytes("□适用 \uf052不适用 ⻚".encode()).value.blocks
    assert block.text == "□适用 ☑不适用 页"
