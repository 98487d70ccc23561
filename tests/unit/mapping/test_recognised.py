"""What was recognised from a picture is believed only where arithmetic proves every digit."""

from __future__ import annotations

from dataclasses import replace

from pilu import extraction, mapping, readers, taxonomies
from pilu.mapping.recognised import RECOGNISED
from pilu.model.document import SourceFile, Table
from pilu.model.report import Duration
from pilu.model.span import PageSpan
from pilu.taxonomies.grammar_sheets import load_grammar

_REPORT = """甲乙股份有限公司
2021年年度报告摘要
第一节 重要提示
第二节 公司基本情况
3 公司主要会计数据和财务指标
3.1 近3年的主要会计数据和财务指标
单位：元
|2021年|2020年|本年比上年增减(%)|2019年
营业收入|100.00|80.00|25.00|70.00
总资产|900.00|800.00|12.50|700.00
3.2 报告期分季度的主要会计数据
单位：元
|第一季度（1-3月份）|第二季度（4-6月份）|第三季度（7-9月份）|第四季度（10-12月份）
营业收入|10.00|20.00|30.00|{last}
归属于上市公司股东的净利润|1.00|2.00|3.00|4.00
4 股东情况
4.1 普通股股东总数和前10名股东持股情况
单位：股
股东名称（全称）|报告期内增减|期末持股数量|比例(%)|持有有限售条件的股份数量|股份状态|数量|股东性质
甲银行一乙基金|0|4,500,000|45.00|0|无|0|国有法人
"""


def _facts(last: str) -> dict[tuple[str, object], object]:
    """The facts of the report as if its only page were a picture."""
    text = _REPORT.format(last=last).replace("|", "\t")
    document = readers.read(SourceFile("report.txt", text.encode())).value
    assert document is not None
    place = (PageSpan(1, (0.0, 0.0, 1.0, 1.0)),)
    blocks = tuple(
        replace(block, spans=place, cells=tuple(replace(cell, spans=place) for cell in block.cells))
        if isinstance(block, Table)
        else replace(block, spans=place)
        for block in document.blocks
    )
    document = replace(document, blocks=blocks, page_count=1, recognised=(1,))
    taxonomy = taxonomies.load("cn-listed/2021").value
    assert taxonomy is not None
    grammar = load_grammar(taxonomies.package_folder("cn-listed/2021").parent, taxonomy).value
    assert grammar is not None
    found = extraction.extract(document, grammar).value
    assert found is not None
    mapped = mapping.map_facts(document, found, taxonomy, grammar).value
    assert mapped is not None
    return {(fact.concept.local, fact.period): fact for fact in mapped.report.facts}


def _confidence(facts, concept, months=None, year=2021):
    return {
        fact.provenance.confidence
        for (name, period), fact in facts.items()
        if name == concept
        and isinstance(period, Duration)
        and period.end.year == year
        and (months is None or period.end.month - period.start.month + 1 == months)
    }


def test_nothing_recognised_is_certain_and_all_of_it_says_so():
    """Every fact of a picture, sections included, has the evidence and less than full confidence."""
    for fact in _facts("40.00").values():
        assert fact.says(RECOGNISED)
        assert fact.provenance.confidence < 1


def test_figures_that_add_up_exactly_are_confirmed():
    """Four quarters that give the year to the last digit prove all five figures."""
    facts = _facts("40.00")
    assert _confidence(facts, "OperatingRevenue", 3) == {0.95}
    assert _confidence(facts, "OperatingRevenue", 12) == {0.95}


def test_a_check_within_its_tolerance_proves_no_last_digit():
    """A cent too much passes the check, and yet the figures stay unproved."""
    facts = _facts("40.01")
    assert _confidence(facts, "OperatingRevenue", 3) == {0.78}


def test_a_rate_proves_itself_and_not_the_amounts_it_is_made_of():
    """A rate of change says nothing about the last digits of an amount."""
    facts = _facts("40.00")
    by_name = {name: fact.provenance.confidence for (name, _), fact in facts.items()}
    assert by_name["AssetsChangeRate"] == 0.95
    assert by_name["Assets"] == 0.78


def test_a_stroke_in_a_recognised_name_may_be_a_dash():
    """The numeral one in a name is doubtful: recognisers read a wide dash as one."""
    (name,) = [fact for (local, _), fact in _facts("40.00").items() if local == "ShareholderName"]
    assert name.provenance.confidence <= 0.6
    assert name.says("perhaps-dash")
