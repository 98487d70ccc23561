"""An invented abstract, damaged at random: nothing raises, nothing gets lost, nothing changes in silence."""

from __future__ import annotations

from collections import Counter
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pilu import extraction, mapping, readers, taxonomies
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Document, SourceFile, Table
from pilu.model.filing import Mapped
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.grammar_sheets import load_grammar

Row = list[str]
_NOISE = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
_ABSTRACT = """股票代码：600001　股票简称：甲乙股份
甲乙股份有限公司
2021年年度报告摘要
第一节 重要提示
8 是否存在公司治理特殊安排等重要事项
□适用 √不适用
第二节 公司基本情况
1 公司简介
公司股票简况
股票种类|股票上市交易所|股票简称|股票代码|变更前股票简称
A股|上海证券交易所|甲乙股份|600001|无
联系人和联系方式|董事会秘书|证券事务代表
姓名|赵一|钱二
电话|010-12345678|010-12345679
3 公司主要会计数据和财务指标
3.1 近3年的主要会计数据和财务指标
单位：元 币种：人民币
|2021年|2020年||本年比上年增减(%)|2019年
||调整后|调整前||
总资产|1,234,567.89|1,111,111.11|1,000,000.00|11.11|900,000.00
营业收入|345,678.90|300,000.00|290,000.00|15.23|250,000.00
归属于上市公司股东的净利润|-12,345.67|23,456.78|23,000.00|-152.63|20,000.00
加权平均净资产收益率(%)|-1.23|2.34|2.30|减少3.57个百分点|2.00
基本每股收益(元/股)|-0.12|0.23|0.23|-152.17|0.20
3.2 报告期分季度的主要会计数据
单位：元 币种：人民币
|第一季度（1-3月份）|第二季度（4-6月份）|第三季度（7-9月份）|第四季度（10-12月份）
营业收入|80,000.00|85,678.90|90,000.00|90,000.00
归属于上市公司股东的净利润|1,000.00|-2,345.67|-5,000.00|-6,000.00
4 股东情况
4.1 普通股股东总数、表决权恢复的优先股股东总数和前10名股东持股情况
单位：股
截至报告期末普通股股东总数(户)|12,345
年度报告披露日前上一月末的普通股股东总数(户)|12,567
股东名称（全称）|报告期内增减|期末持股数量|比例(%)|持有有限售条件的股份数量|质押、标记或冻结情况||股东性质
|||||股份状态|数量|
甲方集团|0|45,000|45.00|45,000|质押|10,000|国有法人
|||||冻结|5,000|
乙方|-1,234|10,000|10.00|0|无|0|境内自然人
5 公司债券情况
□适用 √不适用
第三节 重要事项
报告期内，公司实现营业收入34.57万元。"""
_LINES: tuple[tuple[str, ...], ...] = tuple(tuple(line.split("|")) for line in _ABSTRACT.splitlines())
_ROWS = [number for number, line in enumerate(_LINES) if len(line) > 1]


@cache
def _ground() -> tuple[Taxonomy, Grammar]:
    taxonomy = taxonomies.load("cn-listed/2021").value
    assert taxonomy is not None
    grammar = load_grammar(taxonomies.package_folder("cn-listed/2021").parent, taxonomy).value
    assert grammar is not None
    return taxonomy, grammar


def _walk(lines: list[Row]) -> tuple[Document, Mapped | None, tuple[Diagnostic, ...]]:
    text = "\n\n".join("\t".join(line) for line in lines).replace("\n\n", "\n")
    read = readers.read(SourceFile("report.txt", text.encode()))
    assert read.value is not None
    taxonomy, grammar = _ground()
    found = extraction.extract(read.value, grammar)
    if found.value is None:
        return read.value, None, found.diagnostics
    mapped = mapping.map_facts(read.value, found.value, taxonomy, grammar)
    return read.value, mapped.value, read.diagnostics + found.diagnostics + mapped.diagnostics


def _statement(mapped: Mapped) -> dict[str, str]:
    return {fact.id: f"{fact.value} {fact.decimals}" for fact in mapped.report.facts}


def _flags(mapped: Mapped, told: tuple[Diagnostic, ...]) -> tuple[object, ...]:
    unread = sum(entry.status == "unrecognised" for entry in mapped.ledger)
    return unread, mapped.missing, Counter(one.code for one in told)


@st.composite
def damaged(draw: st.DrawFn) -> list[Row]:
    """The abstract after one to four faults of the kinds that extraction and typing make."""
    lines = [list(line) for line in _LINES]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        row = lines[at] or [""]
        cell = draw(st.integers(0, len(row) - 1))
        fault = draw(
            st.sampled_from(
                ["delete", "insert", "repeat", "blank", "drop", "double", "swap", "split", "noise"]
            )
        )
        if fault == "delete":
            del row[cell]
        elif fault == "insert":
            row.insert(cell, draw(st.sampled_from(["", "1", "x", "不适用", "①"])))
        elif fault == "repeat":
            row.insert(cell, row[cell])
        elif fault == "blank":
            row[cell] = ""
        elif fault == "drop":
            del lines[at]
        elif fault == "double":
            lines.insert(at, list(row))
        elif fault == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif fault == "split":
            lines.insert(at, [""])
        else:
            row[cell] = draw(st.text(_NOISE, max_size=12))
    return [line for line in lines if line]


@settings(max_examples=120, deadline=None)
@given(lines=damaged())
def test_damage_is_survived(lines: list[Row]) -> None:
    """Nothing raises, every cell has one entry in the ledger, and twice gives the same."""
    document, mapped, told = _walk(lines)
    if mapped is None:
        assert told
        return
    cells = Counter(
        (number, index)
        for number, block in enumerate(document.blocks)
        if isinstance(block, Table)
        for index in range(len(block.cells))
    )
    entries = Counter((e.place.block, e.place.cell) for e in mapped.ledger if e.place.cell is not None)
    assert entries == cells
    ids = {fact.id for fact in mapped.report.facts}
    assert all(entry.fact in ids for entry in mapped.ledger if entry.status in {"fact", "duplicate"})
    assert all(entry.reason for entry in mapped.ledger if entry.status != "fact")
    assert _walk(lines)[1:] == (mapped, told)


@st.composite
def one_digit(draw: st.DrawFn) -> tuple[list[Row], str]:
    """The abstract with one digit of one figure changed."""
    lines = [list(line) for line in _LINES]
    figures = [
        (at, cell, place)
        for at in _ROWS
        for cell, text in enumerate(lines[at])
        if cell and lines[at][0] not in {"电话", "A股"}
        for place, character in enumerate(text)
        if character in "0123456789"
    ]
    at, cell, place = draw(st.sampled_from(figures))
    old = lines[at][cell]
    new = draw(st.sampled_from([d for d in "0123456789" if d != old[place]]))
    lines[at][cell] = old[:place] + new + old[place + 1 :]
    return lines, f"{lines[at][0]}: {old} -> {lines[at][cell]}"


@settings(max_examples=100, deadline=None)
@given(changed=one_digit())
def test_no_digit_changes_in_silence(changed: tuple[list[Row], str]) -> None:
    """A digit changed anywhere in a table changes a fact or is flagged."""
    _, whole, told = _walk([list(line) for line in _LINES])
    assert whole is not None
    _, mapped, now = _walk(changed[0])
    if mapped is None:
        assert now
        return
    before = (_statement(whole), _flags(whole, told))
    assert (_statement(mapped), _flags(mapped, now)) != before, changed[1]


def test_the_whole_abstract_is_understood() -> None:
    """Undamaged, every figure of the abstract is a fact and nothing is doubtful."""
    _, mapped, told = _walk([list(line) for line in _LINES])
    assert mapped is not None
    assert [entry.raw for entry in mapped.ledger if entry.status == "unrecognised"] == []
    assert [one.text for one in told if one.code.startswith("map.")] == []
