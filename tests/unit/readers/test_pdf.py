"""PDF: tables over page breaks, running lines, turned pages, damage."""

import hashlib

import pytest

from pilu.model.document import Paragraph, Table
from pilu.model.span import PageSpan
from pilu.readers import Limits

COLUMNS = (60, 200, 320, 440)


def _page(pdf_page, rows, texts, **kwargs):
    page = pdf_page(**kwargs)
    page.grid(COLUMNS, rows, texts)
    return page


def test_ruled_table_and_paragraphs_in_reading_order(read_bytes, make_pdf, pdf_page):
    """Lines above and below a table stay above and below it, each with page and box."""
    page = _page(pdf_page, (100, 130, 160), [["", "2021年", "2020年"], ["总资产", "1,234.50", "-5"]])
    page.texts += [(60, 60, 10, "一、主要会计数据"), (60, 200, 10, "说明：无")]
    document = read_bytes(make_pdf([page])).value
    above, table, below = document.blocks
    assert (above.text, below.text) == ("一、主要会计数据", "说明：无")
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["", "2021年", "2020年", "总资产", "1,234.50", "-5"]
    assert table.cells[4].spans == (PageSpan(1, (200.0, 130.0, 320.0, 160.0)),)
    assert document.page_count == 1


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_page_is_read_upright(read_bytes, make_pdf, pdf_page, rotate):
    """A page whose text runs sideways gives the same table."""
    page = _page(
        pdf_page, (100, 130, 160), [["", "2021年", "2020年"], ["总资产", "1,234.50", "-5"]], rotate=rotate
    )
    (table,) = read_bytes(make_pdf([page])).value.blocks
    assert [cell.text for cell in table.cells][3:] == ["总资产", "1,234.50", "-5"]


def test_wrapped_number_is_joined_and_two_numbers_are_not(tables_of, make_pdf, pdf_page):
    """A number that filled its cell goes on in the next line; two short numbers stay two lines."""
    page = pdf_page()
    page.grid((60, 120, 300), (100, 140), [["27,122,781,6\n99.16", "100.00\n200.00"]])
    page.grid((60, 120, 300), (140, 160), [["甲", "乙"]])
    (table,) = tables_of(make_pdf([page]))
    assert [cell.text for cell in table.cells][:2] == ["27,122,781,699.16", "100.00\n200.00"]


def test_merged_cells_keep_their_spans(tables_of, make_pdf, pdf_page):
    """A header over two columns and a label over two rows span them."""
    page = pdf_page()
    page.rulings += [
        (60, 100, 360, 100), (60, 160, 360, 160), (160, 130, 360, 130),
        (60, 100, 60, 160), (160, 100, 160, 160), (360, 100, 360, 160), (260, 130, 260, 160),
    ]  # fmt: skip
    page.texts += [
        (65, 105, 9, "项目"),
        (165, 105, 9, "质押情况"),
        (165, 135, 9, "状态"),
        (265, 135, 9, "数量"),
    ]
    (table,) = tables_of(make_pdf([page]))
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells}
    assert spans == {"项目": (2, 1), "质押情况": (1, 2), "状态": (1, 1), "数量": (1, 1)}


def test_table_goes_on_over_the_page_without_its_repeated_header(read_bytes, make_pdf, pdf_page):
    """The pieces are one table with a place each; the header printed again is dropped and told."""
    first = _page(pdf_page, (700, 730, 760), [["项目", "本期", "上期"], ["收入", "1.00", "2.00"]])
    second = _page(pdf_page, (60, 90, 120), [["项目", "本期", "上期"], ["成本", "3.00", "4.00"]])
    outcome = read_bytes(make_pdf([first, second]))
    (table,) = outcome.value.blocks
    assert [cell.text for cell in table.cells if cell.column == 0] == ["项目", "收入", "成本"]
    assert [span.page for span in table.spans] == [1, 2]
    assert {"read.table-joined", "read.header-repeated"} <= {told.code for told in outcome.diagnostics}


def test_row_cut_by_the_page_is_one_row(tables_of, make_pdf, pdf_page):
    """A label that goes on, with the other cells blank, is no row of its own."""
    columns = (60, 120, 240)
    first, second = pdf_page(), pdf_page()
    first.grid(columns, (700, 730, 760), [["项目", "金额"], ["归属于上市", "123.45"]])
    second.grid(columns, (60, 90, 120), [["公司股东", ""], ["成本", "3.00"]])
    (table,) = tables_of(make_pdf([first, second]))
    assert [cell.text for cell in table.cells] == [
        "项目",
        "金额",
        "归属于上市公司股东",
        "123.45",
        "成本",
        "3.00",
    ]
    assert [span.page for span in table.cells[2].spans] == [1, 2]


def test_row_of_blank_values_is_not_merged_into_the_row_above(tables_of, make_pdf, pdf_page):
    """A label that had room is complete: the next one is another row even if its values are blank."""
    first = _page(pdf_page, (700, 730, 760), [["项目", "甲", "乙"], ["电话", "010", "020"]])
    second = _page(pdf_page, (60, 90, 120), [["传真", "", ""], ["信箱", "a", "b"]])
    (table,) = tables_of(make_pdf([first, second]))
    assert [cell.text for cell in table.cells if cell.column == 0] == ["项目", "电话", "传真", "信箱"]


def test_other_table_of_the_same_width_is_not_joined(tables_of, make_pdf, pdf_page):
    """A header with columns of its own at the top of a page begins another table."""
    first = _page(pdf_page, (700, 730, 760), [["种类", "简称", "代码"], ["A股", "示例", "无"]])
    second = pdf_page()
    second.grid((60, 250, 440), (60, 90, 120), [["姓名", "职务"], ["张三", "秘书"]])
    assert len(tables_of(make_pdf([first, second]))) == 2


def test_running_lines_are_left_out_and_told(read_bytes, make_pdf, pdf_page):
    """Headers and page numbers go; a unit line that stands where others have text stays."""
    pages = []
    for number in range(1, 7):
        page = pdf_page()
        page.texts += [(200, 30, 9, "示例股份 2021 年年度报告摘要"), (290, 800, 9, f"{number} / 6")]
        page.texts += [(60, 80, 10, "单位：元" if number in (2, 3) else f"第{number}段正文内容{number * 7}")]
        pages.append(page)
    outcome = read_bytes(make_pdf(pages))
    kept = [block.text for block in outcome.value.blocks]
    assert len(kept) == 6
    assert kept.count("单位：元") == 2
    (told,) = [told for told in outcome.diagnostics if told.code == "read.running-lines"]
    assert dict(told.fields)["lines"] == "12"


def test_wrapped_lines_are_one_paragraph_and_short_lines_are_not(read_bytes, make_pdf, pdf_page):
    """A line that reached the margin goes on; a short one ends its paragraph."""
    page = pdf_page()
    page.texts += [(60, 60, 10, "一" * 47), (60, 76, 10, "二" * 30), (60, 92, 10, "三" * 12)]
    blocks = read_bytes(make_pdf([page])).value.blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "一" * 47 + "\n" + "二" * 30,
        "三" * 12,
    ]


def test_number_that_overflows_the_page_keeps_its_last_digit(tables_of, make_pdf, pdf_page):
    """A digit outside the last ruling belongs to the number it touches."""
    page = pdf_page(width=300)
    page.grid((60, 150, 200), (100, 130), [["收入", ""]])
    page.grid((60, 150, 200), (130, 160), [["成本", "1,234,567,890.12"]])
    (table,) = tables_of(make_pdf([page]))
    assert table.cells[-1].text == "1,234,567,890.12"


@pytest.mark.parametrize("kept", [9, 200])
def test_damaged_file_gives_one_error(read_bytes, make_pdf, pdf_page, kept):
    """What pdfium cannot open is refused with one message."""
    data = make_pdf([pdf_page(texts=[(60, 60, 10, "正文")])])[:kept]
    assert [told.code for told in read_bytes(data).diagnostics] == ["read.damaged"]


def test_damaged_cross_reference_is_rebuilt(read_bytes, make_pdf, pdf_page):
    """Wrong offsets do not matter: pdfium finds the objects again."""
    data = make_pdf([pdf_page(texts=[(60, 60, 10, "正文")])])
    start = data.index(b"xref\n")
    broken = data[:start] + data[start:].replace(b"0000000", b"9999999")
    assert read_bytes(broken).value.blocks[0].text == "正文"


def test_empty_and_oversized_files(read_bytes, make_pdf, pdf_page):
    """No pages, no text, too many pages and too dense a page each have their message."""
    page = pdf_page(texts=[(60, 60, 10, "正文" * 10)])
    for data, limits, code in (
        (make_pdf([]), None, "read.no-pages"),
        (make_pdf([pdf_page()]), None, "read.blank"),
        (make_pdf([page] * 3), Limits(pages=2), "read.too-many-pages"),
        (make_pdf([page]), Limits(page_characters=10), "read.page-too-dense"),
    ):
        assert [told.code for told in read_bytes(data, limits).diagnostics] == [code]


def _rc4(key, data):
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _encrypted(password):
    """A page saying Report text under the standard handler, 40 bits (ISO 32000-1, 7.6.3)."""
    owner, permissions, name = b"o" * 32, -44, b"0" * 16
    padded = (password + _PAD)[:32]
    key = hashlib.md5(padded + owner + (permissions & 0xFFFFFFFF).to_bytes(4, "little") + name).digest()[:5]
    stream_key = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10]
    content = _rc4(stream_key, b"BT /F 12 Tf 20 50 Td (Report text) Tj ET")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F"
        b" << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Filter /Standard /V 1 /R 2 /P %d /O <%s> /U <%s> >>"
        % (permissions, owner.hex().encode(), _rc4(key, _PAD).hex().encode()),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(objects, start=1))
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R /Encrypt 5 0 R /ID [<%s> <%s>] >>\n%%%%EOF\n"
    return b"%PDF-1.4\n" + body + trailer % (name.hex().encode(), name.hex().encode())


def test_encryption_with_an_empty_password_is_no_obstacle(read_bytes):
    """Files that only restrict printing open without a password."""
    assert read_bytes(_encrypted(b"")).value.blocks[0].text == "Report text"


def test_encryption_with_a_password_is_told(read_bytes):
    """A file that needs a password is refused as encrypted, not as damaged."""
    assert [told.code for told in read_bytes(_encrypted(b"secret")).diagnostics] == ["read.encrypted"]


def test_table_without_rulings_is_read_with_lower_confidence(read_bytes, make_pdf, pdf_page):
    """Rows of amounts under one another are a table, told as doubtful; words side by side are not."""
    page = pdf_page()
    page.texts += [(60, 40, 10, "公司代码：000000"), (400, 40, 10, "公司简称：示例")]
    rows = [
        ("项目", "2021年", "2020年"),
        ("收入", "1,234.50", "1,000.00"),
        ("成本", "500.00", ""),
        ("利润", "734.50", "1.00"),
    ]
    for index, row in enumerate(rows):
        for x, text in zip((60, 250, 400), row, strict=True):
            if text:
                page.texts.append((x, 100 + 16 * index, 10, text))
    outcome = read_bytes(make_pdf([page]))
    line, table = outcome.value.blocks
    assert line.text == "公司代码：000000 公司简称：示例"
    assert [cell.text for cell in table.cells] == [text for row in rows for text in row]
    assert all(cell.confidence < 1 for cell in table.cells)
    assert "read.unruled-table" in [told.code for told in outcome.diagnostics]


def test_header_cut_above_its_second_row_is_joined(tables_of, make_pdf, pdf_page):
    """A page break between the years and the columns below them leaves one table."""
    upper, lower = pdf_page(), pdf_page()
    upper.grid((60, 160, 360, 460), (780, 800), [["", "2021年末", "2020年末"]])
    lower.grid(
        (60, 160, 260, 360, 460),
        (60, 80, 100),
        [["", "调整前", "调整后", ""], ["总资产", "1.00", "2.00", "3.00"]],
    )
    (table,) = tables_of(make_pdf([upper, lower]))
    assert [(cell.column, cell.column_span) for cell in table.cells if cell.row == 0] == [
        (0, 1),
        (1, 2),
        (3, 1),
    ]
    assert table.row_count == 3
