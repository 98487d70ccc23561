"""Reports as JSON records, and tables of page text that has no markup."""

from __future__ import annotations

import json

from pilu.model.document import Document, Paragraph, SourceFile, Table
from pilu.readers import read
from pilu.readers.sniff import kind_of

PAGE = [
    "合并资产负债表", "项目", "附注", "2022年12月31日", "2021年12月31日", "流动资产：", "货币资金", "七、1",
    "1,000.00", "900.00", "应收账款", "七、2", "50.00", "40.00", "存货", "7.00", "预付款项", "3.00", "2.00",
    "流动资产合计", "1,060.00", "942.00",
]  # fmt: skip


def _read(data: str) -> Document:
    outcome = read(SourceFile("r", data.encode()))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def _rows(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def test_rows_of_records_become_a_table_over_pages() -> None:
    """Rows written as Python lists are read without being evaluated; running lines are left out."""
    rows = ["['项目', '期末', '期初']", "['货币资金', '1.10', None]", "['存货', '2', '__import__']"]
    lines = [{"page": 1, "type": "页眉", "inside": "甲公司"}]
    lines += [{"page": 1 if row is not rows[-1] else 2, "type": "excel", "inside": row} for row in rows]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert kind_of(text.encode()) == "json"
    (table,) = _read(text).blocks
    assert isinstance(table, Table)
    assert _rows(table) == [["项目", "期末", "期初"], ["货币资金", "1.10", ""], ["存货", "2", "__import__"]]
    assert table.cells[-1].spans[0].line == 4  # type: ignore[union-attr]


def test_page_text_becomes_a_table() -> None:
    """Labels, notes and figures on lines of their own are rows; a figure that stands alone lies across
    the columns, since nothing says which it is of."""
    pages = [
        {"page": n, "text": "\n".join(["年度报告", *part])}
        for n, part in enumerate((PAGE, ["完"], ["完"]), 1)
    ]
    document = _read("\n".join(json.dumps(page, ensure_ascii=False) for page in pages))
    title, table = document.blocks[:2]
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    rows = _rows(table)
    assert rows[0] == ["项目", "附注", "2022年12月31日", "2021年12月31日"]
    assert rows[2] == ["货币资金", "七、1", "1,000.00", "900.00"]
    alone = next(cell for cell in table.cells if cell.text == "7.00")
    assert (alone.column, alone.column_span) == (2, 2)
    assert all(block.text != "年度报告" for block in document.blocks if isinstance(block, Paragraph))


def test_json_without_texts_is_refused() -> None:
    """JSON that holds no report text gives no document, and says of what kind it is."""
    outcome = read(SourceFile("r", b'{"text": ""}'))
    assert outcome.value is None
    assert outcome.diagnostics[0].code == "read.unsupported"
