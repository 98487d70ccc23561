"""DOCX and XLSX: what they show, and what they hide or threaten."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from pilu.model.document import Paragraph, Table
from pilu.model.span import ElementSpan, SheetSpan
from pilu.readers import Limits
from pilu.readers.number_format import shown

_TEXT = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def _cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_TEXT.format(text)}</w:tc>"


def _table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_docx_table_with_merged_cells(read_bytes, make_docx):
    """Horizontal and vertical merges become spans; places are element paths."""
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = _TEXT.format("一、重要提示") + _table(
        [_cell("项目", restart), _cell("质押", '<w:gridSpan w:val="2"/>')],
        [_cell("", goes_on), _cell("状态"), _cell("数量")],
    )
    heading, table = read_bytes(make_docx(body)).value.blocks
    assert (heading.text, heading.spans) == ("一、重要提示", (ElementSpan("/html/body[1]/p[1]", 0),))
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert spans == {"项目": (0, 0, 2, 1), "质押": (0, 1, 1, 2), "状态": (1, 1, 1, 1), "数量": (1, 2, 1, 1)}


def test_docx_content_controls_broken_runs_and_symbols(read_bytes, make_docx):
    """Content controls, runs broken inside a number and symbol-font ticks are all read."""
    body = (
        "<w:sdt><w:sdtContent>" + _TEXT.format("控件内文字") + "</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>1,23</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>4.50</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        "<w:r><w:t>适用 \uf0a3不适用</w:t></w:r></w:p>"
    )
    blocks = read_bytes(make_docx(body)).value.blocks
    assert [block.text for block in blocks] == ["控件内文字", "1,234.50", "☑适用 □不适用"]


def test_docx_tracked_changes_are_told(read_bytes, make_docx):
    """Insertions are read, deletions are not, and a warning says so."""
    body = (
        '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>新</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    )
    outcome = read_bytes(make_docx(body))
    assert outcome.value.blocks[0].text == "新"
    assert "read.tracked-changes" in [told.code for told in outcome.diagnostics]


def test_docx_nested_table_follows_its_table(tables_of, make_docx, texts):
    """The text of an inner table stands once, in a table of its own."""
    inner = _table([_cell("甲"), _cell("1.00")])
    outer = _table([_cell("外"), f"<w:tc>{_TEXT.format('说明')}{inner}{_TEXT.format('')}</w:tc>"])
    first, second = tables_of(make_docx(outer))
    assert texts(first) == [["外", "说明"]]
    assert texts(second) == [["甲", "1.00"]]


def test_docx_external_relationship_and_macro_are_ignored_with_a_note(read_bytes, make_docx):
    """Links to other files are never followed, macros never run."""
    target = 'Target="http://127.0.0.1:9/x.png" TargetMode="External"'
    link = f'<Relationship Id="r9" Type="http://x/image" {target}/>'
    data = make_docx(_TEXT.format("正文"), {"word/vbaProject.bin": b"x"}, link)
    outcome = read_bytes(data)
    assert outcome.value is not None
    assert {"read.external", "read.macros"} <= {told.code for told in outcome.diagnostics}


def test_docx_with_entities_is_refused(read_bytes, make_docx):
    """A document type in any part is refused before a parser sees it, in UTF-16 as well."""
    evil = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for content in (evil.encode(), evil.encode("utf-16")):
        data = make_docx(_TEXT.format("正文"), {"word/styles.xml": content})
        assert [told.code for told in read_bytes(data).diagnostics] == ["read.entities"]


def _zip(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ([("word/document.xml", b"<a>" + b" " * 20_000_000)], "read.archive-bomb"),
        ([("xl/workbook.xml", b"<a/>"), *((f"x{n}", b"") for n in range(60))], "read.archive-bomb"),
        ([("word/document.xml", b"<a>")], "read.damaged"),
        ([("xl/workbook.xml", b"<a/>")], "read.damaged"),
        ([("other.txt", b"x")], "read.unsupported"),
    ],
)
def test_hostile_archives_give_one_error(read_bytes, members, code):
    """Bombs, members without end and broken parts are refused with one message."""
    outcome = read_bytes(_zip(members), Limits(archive_entries=50))
    assert [told.code for told in outcome.diagnostics] == [code]


def _workbook(fill):
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_xlsx_report_over_a_sheet(read_bytes):
    """Single cells are paragraphs, rows between are a table, numbers as displayed, merges as spans."""

    def fill(book):
        sheet = book.active
        sheet.title = "主要会计数据"
        sheet.append(["单位：元"])
        sheet.append([None, "2021年", None])
        sheet.append(["总资产", 1234.5, 0.1414])
        sheet["B3"].number_format, sheet["C3"].number_format = "#,##0.00", "0.00%"
        sheet.merge_cells("B2:C2")
        sheet.append([])
        sheet.append(["说明：无"])

    blocks = read_bytes(_workbook(fill)).value.blocks
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Table, Paragraph]
    assert (blocks[0].text, blocks[0].level) == ("主要会计数据", 1)
    table = blocks[2]
    assert [cell.text for cell in table.cells] == ["", "2021年", "总资产", "1,234.50", "14.14%"]
    assert table.cells[1].spans == (SheetSpan("主要会计数据", "B2:C2"),)
    assert table.cells[3].spans == (SheetSpan("主要会计数据", "B3"),)


def test_xlsx_formula_without_value_is_told(read_bytes):
    """A formula nobody calculated has no value, and a warning names the first."""

    def fill(book):
        book.active.append(["合计", "=1+1"])

    outcome = read_bytes(_workbook(fill))
    (told,) = [told for told in outcome.diagnostics if told.code == "read.formula-without-value"]
    assert dict(told.fields) == {"count": "1", "cell": "Sheet!B1"}


def test_xlsx_hidden_parts_are_left_out_and_told(read_bytes):
    """A hidden sheet and a hidden row are not the report."""

    def fill(book):
        sheet = book.active
        sheet.append(["甲", 1])
        sheet.append(["乙", 2])
        sheet.append(["丙", 3])
        sheet.row_dimensions[2].hidden = True
        book.create_sheet("底稿").append(["x", 9])
        book["底稿"].sheet_state = "hidden"

    outcome = read_bytes(_workbook(fill))
    cells = [cell.text for block in outcome.value.blocks for cell in block.cells]
    assert "乙" not in cells
    assert "9" not in cells
    assert "read.hidden-sheets" in [told.code for told in outcome.diagnostics]


def test_xlsx_merge_over_the_whole_sheet_is_refused(read_bytes):
    """A merged range of millions of cells is counted before it is built."""
    data = _workbook(lambda book: book.active.append(["a", "b"]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                content = content.replace(b"</sheetData>", merge)
            new.writestr(name, content)
    assert [told.code for told in read_bytes(out.getvalue()).diagnostics] == ["read.too-many-cells"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (922838904.88, "#,##0.00", "922,838,904.88"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red]#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red]△#,##0.00", "△1,234.50"),
        (-1.5, "增加0.00;减少0.00", "减少1.50"),
        (-0.4, "#,##0;[Red]#,##0", "0"),
        (1234567, "[>=1000000]#,##0,;#,##0", "1,235"),
        (1234, "[>=1000000]#,##0,;#,##0", "1,234"),
        (-1234, "[<0]-#,##0;#,##0", "-1,234"),
        (-1234.5, "General", "-1234.5"),
        (-0.002, "0.00", "0.00"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0.285, "0.0%", "28.5%"),
        (1.005, "0.00", "1.01"),
        (1234567, '#,##0,"千元"', "1,235千元"),
        (1e20, "General", "100000000000000000000"),
        (1.5, "General", "1.5"),
        (5, '00000"号"', "00005号"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (date(2021, 12, 31), 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        (date(2021, 3, 1), "yyyy-mm-dd", "2021-03-01"),
        ("文字", "#,##0", "文字"),
        (True, "General", "TRUE"),
    ],
)
def test_numbers_are_shown_as_a_spreadsheet_shows_them(value, number_format, text):
    """Thousands, percent, signs, scales, literals and dates follow the cell's format."""
    assert shown(value, number_format) == text
