"""Rows of a ruled table that a page break tore apart."""

from __future__ import annotations

import pytest

from pilu.readers.pdf_stitch import are_pieces, join_over_break
from pilu.readers.pdf_tables import RuledTable, ruled_table
from pilu.readers.pdf_text import Line

_EDGES = (0.0, 100.0, 200.0, 300.0)


def _table(page: int, rows: list[list[str]], edges: tuple[float, ...] = _EDGES) -> RuledTable:
    boxes = [
        (edges[column], 20.0 * row, edges[column + 1], 20.0 * row + 20)
        for row in range(len(rows))
        for column in range(len(edges) - 1)
    ]
    table = ruled_table(page, boxes)
    for cell, text in zip(table.cells, (text for row in rows for text in row), strict=True):
        cell.text = text
        if text:
            left, top, _, bottom = cell.box
            cell.builder.lines.append(Line(text, (left + 2, top + 2, left + 2 + 8 * len(text), bottom - 2)))
    return table


def _texts(table: RuledTable) -> list[list[str]]:
    return [[cell.text for cell in table.row(row)] for row in range(table.row_count)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["其他", "-12,443,247.", ""], ["", "32", ""]),
        (["综", "116,969,49", ""], ["合收益总额", "3.90", ""]),
        (["", "108,1", "2,039"], ["本期期末余额", "66,667.00", ",964,382.56"]),
        (["（一", "-", ""], ["）综合收益总额", "6,882.64", ""]),
        (["", "-", ""], ["其他", "6,882.64", "7.00"]),
        (["3．", "-", ""], ["对所有者的分配", "6,882.64", "7.00"]),
    ],
)
@pytest.mark.parametrize("header", [[], [["项目", "本期", "上期"]]])
def test_torn_figures_join_their_row(above: list[str], below: list[str], header: list[list[str]]) -> None:
    """A figure or bracket that only the next page completes makes one row of two, under a header
    printed again as well."""
    upper = _table(1, [*header, ["存货", "1.00", "2.00"], above])
    lower = _table(2, [*header, below, ["商誉", "3.00", "4.00"]])
    join_over_break(upper, lower)
    assert _texts(upper)[-2:] == [
        [one + other for one, other in zip(above, below, strict=True)],
        ["商誉", "3.00", "4.00"],
    ]


def test_a_year_at_the_foot_of_a_page_stays_with_its_table() -> None:
    """A header's top without figures goes with a piece whose corner is empty, and with no other."""
    top = _table(1, [["项目", "2023年度"]], (0.0, 100.0, 300.0))
    assert are_pieces(top, _table(2, [["", "股本", "合计"], ["期末余额", "1.00", "1.00"]]))
    assert not are_pieces(top, _table(2, [["债券", "股本", "合计"], ["期末余额", "1.00", "1.00"]]))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["存货", "1,234.00", "2,000.00"], ["商誉", "3,000.00", "4,000.00"]),
        (["存货", "-", "-"], ["商誉", "3,000.00", "4,000.00"]),
        (["（一）收入", "1.00", ""], ["（二）成本", "2.00", ""]),
    ],
)
def test_whole_rows_stay_apart(above: list[str], below: list[str]) -> None:
    """Two rows with whole figures are two rows."""
    upper, lower = _table(1, [["项目", "甲", "乙"], above]), _table(2, [below])
    join_over_break(upper, lower)
    assert _texts(upper)[-2:] == [above, below]
