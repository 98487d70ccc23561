"""Places in words, in English and Chinese: what a person looks for in a report."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from pilu.model.extraction import Section, TableFound
from pilu.model.span import ElementSpan, LineSpan, PageSpan, SheetSpan, Span, describe
from pilu.values.ticks import before_boxes

_WORDS = MappingProxyType({
    "page": ("page {page}", "第 {page} 页"),
    "sheet": ("sheet {sheet}, cell {cell}", "工作表 {sheet}，单元格 {cell}"),
    "line": ("line {line}", "第 {line} 行"),
    "lines": ("lines {line}-{end}", "第 {line}-{end} 行"),
    "columns": ("line {line}, columns {column}-{end}", "第 {line} 行第 {column}-{end} 列"),
    "row": (', row "{row}"', "，行“{row}”"),
    "column": (', column "{column}"', "，列“{column}”"),
})  # fmt: skip


def place(span: Span | None, language: str) -> str:
    """Where something was read, short."""
    match span:
        case None:
            return ""
        case LineSpan(line, column, end_line, end_column):
            if line == end_line:
                return _word("columns", language, line=line, column=column, end=end_column)
            return _word("lines", language, line=line, end=end_line)
        case PageSpan(page):
            return _word("page", language, page=page)
        case SheetSpan(sheet, cell):
            return _word("sheet", language, sheet=sheet, cell=cell)
        case ElementSpan(_, line):
            return _word("line", language, line=line) if line else describe(span)


def cell_place(span: Span | None, row: str, column: str, language: str) -> str:
    """The place with the row and the column of its cell as they are printed."""
    where = place(span, language)
    if not where:
        return ""
    parts = (("row", row), ("column", column))
    return where + "".join(_word(key, language, **{key: text}) for key, text in parts if text)


def section_title(block: int, sections: Iterable[Section]) -> str:
    """The title of the innermost section that a block stands in, or ""."""
    around = [section for section in sections if section.start <= block < section.end]
    return before_boxes(max(around, key=lambda section: section.start).title) if around else ""


def table_title(block: int, tables: Iterable[TableFound], sections: Iterable[Section]) -> str:
    """What a person looks for to find a table: what is printed above it, else its section's title."""
    caption = next((table.caption for table in tables if table.block == block), "")
    return caption or section_title(block, sections)


def _word(key: str, language: str, **fields: object) -> str:
    return _WORDS[key][language == "zh"].format(**fields)
