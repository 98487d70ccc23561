"""Hostile paragraphs and tables cost time in proportion to their size."""

from __future__ import annotations

import time

import pytest

from pilu import extraction, mapping, taxonomies
from pilu.model.document import Block, Cell, Document, Paragraph, SourceInfo, Table
from pilu.model.span import LineSpan
from pilu.taxonomies.grammar_sheets import load_grammar

SPAN = (LineSpan(1, 1, 1, 1),)
SIZE = 60_000
TOP = [
    "股东名称",
    "报告期内增减",
    "期末持股数量",
    "比例(%)",
    "持有有限售条件的股份数量",
    "股份状态",
    "数量",
    "股东性质",
]
PARAGRAPHS = {
    "digits": "9" * SIZE,
    "groups": "1" + ",111" * (SIZE // 4),
    "amounts": "营业收入10元，" * (SIZE // 8),
    "amounts without end": "营业收入10元" * (SIZE // 7),
    "verbs": "为" * SIZE + "10元",
    "sites": "www." * (SIZE // 4),
    "blanks": "x" + " " * SIZE + "适用",
    "tabs": "适用" + "\t " * (SIZE // 2),
    "boxes": "适用 " * (SIZE // 3),
    "brackets": "(" * SIZE,
    "notes": "(注1)" * (SIZE // 4),
    "units": "单位：" * (SIZE // 3),
    "meetings": "第一届董事会第" * (SIZE // 7),
    "profit": "公司未分配利润(" * (SIZE // 8),
    "breaks": "a" + " \n" * (SIZE // 2) + "b",
    "titles": "2021年" * (SIZE // 5),
}


def grid(rows: list[list[str]]) -> Table:
    """Rows of texts as a table."""
    cells = tuple(Cell(r, c, text, SPAN) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)), SPAN)


TABLES = {
    "many holders": [TOP] + [[f"甲{n}", "0", "100", "1", "0", "无", "0", "其他"] for n in range(400)],
    "many years": [["", "2021年", "2020年"]] + [["总资产", "1", "2"]] * 1000,
    "headers only": [["", "2021年", "2020年"]] * 500,
    "holder headers only": [TOP] * 300,
    "blanks": [[""] * 8] * 400,
    "words": [["甲乙"] * 8] * 400,
    "wide": [[""] * 3000, ["数量"] * 3000, ["1"] * 3000],
    "long label": [["", "2021年", "2020年"], ["(注1)" * (SIZE // 4), "1", "2"]],
    "long header": [["", "2021年" * (SIZE // 5), "标记" * (SIZE // 2)], ["总资产", "1", "2"]],
    "long list header": [["标记" * (SIZE // 2)] * 8, ["数量|" * (SIZE // 3)] * 8],
    "long figure": [["", "2021年", "2020年"], ["总资产", "9" * SIZE, "9," * SIZE]],
    "long name": [TOP, ["a" + " " * SIZE + "b", "1", "2", "3", "4", "无", "5", "其他"]],
}
REPEATED = {
    "questions": ["优先股利润分配预案 适用 不适用"] * 1000,
    "questions and blanks": ["优先股利润分配预案 适用 不适用"] * 500 + ["  "] * 1000,
    "sections": ["重要事项", "公司简介", "近三年主要会计数据和财务指标"] * 800,
}


def _within_bounds(*blocks: Block) -> None:
    front = ("甲乙股份有限公司2021年年度报告摘要", "股票代码：600001", "第一节 重要提示")
    middle = ("第二节 公司基本情况", "3 公司主要会计数据和财务指标", "单位：元")
    key = grid([["", "2021年", "2020年"], ["营业收入", "10", "9"]])
    document = Document(
        SourceInfo("report", "0" * 64, 1, "text"),
        (
            *(Paragraph(text, SPAN) for text in front),
            *blocks,
            *(Paragraph(text, SPAN) for text in middle),
            key,
            *blocks,
        ),
    )
    taxonomy = taxonomies.load("cn-listed/2021").value
    assert taxonomy is not None
    grammar = load_grammar(taxonomies.package_folder("cn-listed/2021").parent, taxonomy).value
    assert grammar is not None
    began = time.process_time()
    found = extraction.extract(document, grammar)
    assert found.value is not None
    assert mapping.map_facts(document, found.value, taxonomy, grammar).value is not None
    assert time.process_time() - began < 8


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraphs(name: str) -> None:
    """A long paragraph of one repeated piece is read within seconds."""
    _within_bounds(Paragraph(PARAGRAPHS[name], SPAN))


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    """A table that is long, wide or full of long texts is read within seconds."""
    _within_bounds(grid(TABLES[name]))


@pytest.mark.parametrize("name", REPEATED)
def test_repeated_paragraphs(name: str) -> None:
    """The same heading or question a thousand times is read within seconds."""
    _within_bounds(*(Paragraph(text, SPAN) for text in REPEATED[name]))
