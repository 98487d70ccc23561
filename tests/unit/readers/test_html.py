"""HTML: tables with spans, what is hidden, what is hostile."""

import pytest

from pilu.model.span import ElementSpan


def test_spans_are_laid_out_on_the_grid(tables_of):
    """Row and column spans move the cells after them; a span is clipped to the table."""
    data = (
        "<html><body><table><tr><td rowspan=2>项目</td><td colspan='2'>质押</td></tr>"
        "<tr><td>状态</td><td rowspan=9>数量</td></tr></table>"
    ).encode()
    (table,) = tables_of(data)
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells] == [
        (0, 0, 2, 1, "项目"), (0, 1, 1, 2, "质押"), (1, 1, 1, 1, "状态"), (1, 2, 1, 1, "数量"),
    ]  # fmt: skip
    assert table.cells[3].spans == (ElementSpan("/html/body[1]/table[1]/tr[2]/td[2]", 1),)


def test_headings_paragraphs_and_hidden_parts(read_bytes):
    """Headings carry their level; scripts, styles and hidden parts are left out, the last with a note."""
    data = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h2>第一节&nbsp;提示</h2>"
        "<p>甲<b>乙</b><br>丙</p><script>1</script><div style='display: none'>藏</div>丁</body></html>"
    ).encode()
    outcome = read_bytes(data)
    assert [(block.text, block.level) for block in outcome.value.blocks] == [
        ("第一节 提示", 2), ("甲乙\n丙", 0), ("丁", 0),
    ]  # fmt: skip
    assert [told.code for told in outcome.diagnostics] == ["read.hidden"]


def test_inline_xbrl_is_read_as_the_page_it_shows(read_bytes):
    """The ix header is not part of the page; tagged figures are plain text in their cells."""
    data = (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><head><title>t</title></head><body>'
        "<div><ix:header><ix:hidden><ix:nonNumeric>藏</ix:nonNumeric></ix:hidden></ix:header></div>"
        "<table><tr><td>收入</td><td><ix:nonFraction scale='0'>1,234</ix:nonFraction></td></tr></table>"
        "</body></html>"
    ).encode()
    (table,) = read_bytes(data).value.blocks
    assert [cell.text for cell in table.cells] == ["收入", "1,234"]


def test_layout_table_is_walked_and_its_tables_are_read_once(tables_of, texts):
    """A table of one cell around others only lays out the page."""
    data = b"<html><table><tr><td><table><tr><td>a</td><td>1</td></tr></table></td></tr></table></html>"
    (table,) = tables_of(data)
    assert texts(table) == [["a", "1"]]


@pytest.mark.parametrize("declared", ["gbk", "gb2312"])
def test_declared_chinese_encoding_is_used(read_bytes, declared):
    """A page that says GBK is decoded as GB18030, and that is told."""
    data = f'<html><meta charset="{declared}"><p>营业收入</p></html>'.encode("gbk")
    outcome = read_bytes(data)
    assert outcome.value.blocks[0].text == "营业收入"
    assert outcome.diagnostics[0].code == "read.encoding"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "b">]><html>&a;</html>', "read.entities"),
        (b"<html>" + b"<div>" * 3000 + b"x", "read.too-deep"),
        (b"<html><table>" + b"<tr><td colspan=1000 rowspan=65000>1</td></tr>" * 3000, "read.too-many-cells"),
        (b"<html><body><script>1</script></body></html>", "read.blank"),
        (b'<?xml version="1.0"?><xbrl xmlns="http://www.xbrl.org/2003/instance"/>', "read.unsupported"),
    ],
)
def test_hostile_and_empty_pages_give_one_error(read_bytes, data, code):
    """Entities, endless nesting, endless spans and pages without text each have their message."""
    assert [told.code for told in read_bytes(data).diagnostics] == [code]


PAGE = """2021年       2020年
总资产       3,000.50     2,000.50
营业收入     2,000.00     1,000.00"""


@pytest.mark.parametrize("filler", [0, 30])
def test_pages_of_text(read_bytes, filler):
    """Text whose lines a page keeps as they are is read line by line, rows of figures as tables."""
    lines = [*(f"第{n}行。" for n in range(filler)), "  单位：元", *PAGE.split("\n")]
    kept = "<html><body><pre>" + "\n".join(lines) + "</pre></body></html>"
    broken = "<html><body><p>" + "<br>".join(lines).replace(" ", "&nbsp;") + "</p></body></html>"
    for data in (kept, broken) if filler else (kept,):
        blocks = read_bytes(data.encode()).value.blocks
        table = blocks[-1]
        assert [cell.text for cell in table.cells if cell.row == 1] == ["总资产", "3,000.50", "2,000.50"]
        assert len(blocks) == filler + 2
    figure = read_bytes(kept.encode()).value.blocks[-1].cells[3]
    assert figure.spans == (ElementSpan("/html/body[1]/pre[1]", filler + 3),)
