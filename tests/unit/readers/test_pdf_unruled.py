"""Tables of a PDF whose cells no rulings bound: borderless ones, and those with horizontal lines only."""

from __future__ import annotations

import pytest

from pilu.model.document import Paragraph, Table

_HEADS = ("", "2023年", "2022年", "2021年")
_ROWS = (
    ("总资产", "1,234.50", "1,000.25", "900.75"),
    ("营业收入", "500.00", "(400.00)", "350.10"),
    ("净利润", "73.40", "-21.00", "不适用"),
)
_AT = (60, 250, 350, 450)


def _print(page, top, row, lines=1):
    """Prints a row whose label takes ``lines`` lines, its figures in the middle of them."""
    label, *figures = row
    length = -(-len(label) // lines)
    for index in range(lines):
        piece = label[index * length : (index + 1) * length]
        if piece:
            page.texts.append((_AT[0], top + 12 * index, 9, piece))
    for x, text in zip(_AT[1:], figures, strict=True):
        if text:
            page.texts.append((x, top + 6 * (lines - 1), 9, text))


def _texts(table):
    rows = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text.replace("\n", "")
    return [tuple(row) for row in rows]


def test_broken_labels_belong_to_the_figures_in_their_middle(tables_of, make_pdf, pdf_page):
    """Labels and headings on two or three lines are put together where only gaps part the rows."""
    page = pdf_page()
    long = ("归属于上市公司股东的扣除非经常性损益的净利润", "10.10", "20.20", "30.30")
    longer = ("扣除与主营业务无关的业务收入和不具备商业实质的收入后的营业收入", "40.40", "50.50", "60.60")
    heads = [(250, 100, "2023年"), (350, 94, "2022年"), (350, 106, "(重述)"), (450, 100, "2021年")]
    page.texts += [(x, top, 9, text) for x, top, text in heads]
    for top, row, lines in (
        (124, _ROWS[0], 1),
        (140, long, 2),
        (168, _ROWS[1], 1),
        (184, longer, 3),
        (224, _ROWS[2], 1),
        (240, _ROWS[0], 1),
    ):
        _print(page, top, row, lines)
    (table,) = tables_of(make_pdf([page]))
    assert _texts(table) == [
        ("", "2023年", "2022年(重述)", "2021年"),
        *(_ROWS[0], long, _ROWS[1], longer, _ROWS[2], _ROWS[0]),
    ]


def test_rulings_between_the_rows_part_them(tables_of, make_pdf, pdf_page):
    """Where horizontal lines part the rows, what stands between two of them is one row, however near."""
    page = pdf_page()
    row = ("甲乙丙丁戊己庚辛", "1,000", "2,000", "3,000")
    for top, words, lines in ((100, _HEADS, 1), (112, row, 2), (136, row, 2), (160, _ROWS[0], 1)):
        _print(page, top, words, lines)
    page.rulings += [(60, y, 500, y) for y in (99, 111, 135, 159, 172)]
    (table,) = tables_of(make_pdf([page]))
    assert _texts(table) == [_HEADS, row, row, _ROWS[0]]


def test_lines_above_and_below_are_not_of_the_table(read_bytes, make_pdf, pdf_page):
    """Headings, the line that says the unit, sentences and notes around a table stay paragraphs."""
    page = pdf_page()
    above = ("3.1 主要会计数据", "单位：万元 币种：人民币")
    below = ("注：上表数据未经审计", "公司本年收入为 500.00 万元，比上年多 100.00 万元。")
    for number, text in enumerate(above):
        page.texts.append((60, 60 + 20 * number, 9, text))
    for number, row in enumerate((_HEADS, *_ROWS)):
        _print(page, 100 + 16 * number, row)
    for number, text in enumerate(below):
        page.texts.append((60, 180 + 20 * number, 9, text))
    outcome = read_bytes(make_pdf([page]))
    kinds = [block.text if isinstance(block, Paragraph) else _texts(block) for block in outcome.value.blocks]
    assert kinds == [*above, [_HEADS, *_ROWS], *below]
    (table,) = [block for block in outcome.value.blocks if isinstance(block, Table)]
    assert {cell.confidence for cell in table.cells} == {0.7}
    assert [told.code for told in outcome.diagnostics] == ["read.unruled-table"]


def test_a_second_heading_among_the_rows_is_a_row_of_its_own(tables_of, make_pdf, pdf_page):
    """Years printed again under the first rows head the next ones, and join no figure."""
    page = pdf_page()
    again = ("", "2023年末", "2022年末", "2021年末")
    for number, row in enumerate((_HEADS, *_ROWS[1:], again, _ROWS[0], _ROWS[0])):
        _print(page, 100 + 16 * number, row)
    (table,) = tables_of(make_pdf([page]))
    assert _texts(table) == [_HEADS, *_ROWS[1:], again, _ROWS[0], _ROWS[0]]


@pytest.mark.parametrize(("x", "heading"), [(400, "2022年"), (360, "2022年12月31日（经审计）")])
def test_heading_over_two_columns_spans_them(tables_of, make_pdf, pdf_page, x, heading):
    """Words that stand over two columns of figures, or over their gap, span both; below is a second row."""
    page = pdf_page()
    heads = [(250, 106, "2023年"), (x, 100, heading), (350, 112, "调整前"), (450, 112, "调整后")]
    page.texts += [(x, top, 9, text) for x, top, text in heads]
    for number, row in enumerate(_ROWS):
        _print(page, 130 + 16 * number, row)
    (table,) = tables_of(make_pdf([page]))
    found = [cell for cell in table.cells if cell.row < 2 and cell.text]
    places = [(cell.text, cell.row, cell.column, cell.column_span) for cell in found]
    assert places == [("2023年", 0, 1, 1), (heading, 0, 2, 2), ("调整前", 1, 2, 1), ("调整后", 1, 3, 1)]


def test_pieces_on_two_pages_are_one_table(tables_of, make_pdf, pdf_page):
    """What goes on at the top of the next page in the same columns is joined, wherever its text ends."""
    upper, lower = pdf_page(), pdf_page()
    for number, row in enumerate((_HEADS, *_ROWS[:2])):
        _print(upper, 760 + 16 * number, row)
    long = ("经营活动产生的现金流量净额", "1.10", "2.20", "3.30")
    for number, row in enumerate((_ROWS[2], long)):
        _print(lower, 50 + 16 * number, row)
    (table,) = tables_of(make_pdf([upper, lower]))
    assert _texts(table) == [_HEADS, *_ROWS, long]


def test_numbers_of_sections_and_charts_are_no_tables(read_bytes, make_pdf, pdf_page):
    """Numbered headings with tick boxes, and figures scattered over a chart, stay lines."""
    page = pdf_page()
    for number, text in enumerate(("控股股东情况", "变更情况", "方框图")):
        page.texts += [(60, 60 + 32 * number, 9, str(number + 1)), (90, 60 + 32 * number, 9, text)]
        page.texts.append((60, 76 + 32 * number, 9, "不适用"))
    for number in range(6):
        page.texts.append((100 + 60 * number, 400 - 16 * number, 9, f"{number}3.5"))
        page.texts.append((100 + 60 * number, 416, 9, f"{2018 + number}"))
    outcome = read_bytes(make_pdf([page]))
    assert not [block for block in outcome.value.blocks if isinstance(block, Table)]


def test_amounts_that_fit_no_columns_are_told(read_bytes, make_pdf, pdf_page):
    """Amounts side by side of which no table can be made are reported with their place."""
    page = pdf_page()
    page.texts += [(60, 100, 9, "合计"), (250, 100, 9, "1,000.00"), (350, 100, 9, "2,000.00")]
    page.texts += [(290, 116, 9, "3,000.00"), (335, 116, 9, "4,000.00")]
    outcome = read_bytes(make_pdf([page]))
    (told,) = [told for told in outcome.diagnostics if told.code == "read.figures-unplaced"]
    assert dict(told.fields)["figures"] == "4"
