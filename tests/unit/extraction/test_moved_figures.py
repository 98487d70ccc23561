"""Figures of statements that recognition has moved: a column beneath, an amount into the next row."""

from __future__ import annotations

import pytest

from pilu.model.extraction import ROW_ASSUMED

KEY = (
    "第二节 公司简介和主要财务指标\n\n六、主要会计数据和财务指标\n\n单位：元\n\n"
    "\t2021年末\t2020年末\n总资产\t2,380.00\t{assets}\n归属于上市公司股东的净资产\t8.00\t7.00\n\n"
)
BALANCE = "第十节 财务报告\n\n二、财务报表\n\n1、合并资产负债表\n\n单位：元\n\n"
UPPER = (
    "项目|2021年12月31日|2020年12月31日",
    "货币资金|500.00|400.00",
    "应收账款|900.00|720.00",
    "存货|300.00|200.00",
    "流动资产合计|1,700.00|1,320.00",
    "长期股权投资|50.00|40.00",
)
LABELLED = ("固定资产|600.00", "在建工程|", "商誉|30.00", "非流动资产合计|680.00", "资产总计|2,380.00")
BENEATH = ("|650.00", "|20.00", "|710.00", "|2,030.00")


def test_column_beneath_the_others(say_annual, table) -> None:
    """As many figures without labels as with them are the last column, each in the row it is counted to."""
    said = say_annual(BALANCE + table(*UPPER) + "单位：元\n\n" + table(*LABELLED, *BENEATH))
    assert said.values("FixedAssets") == {"2021-12-31": 600, "2020-12-31": 650}
    assert said.values("Goodwill") == {"2021-12-31": 30, "2020-12-31": 20}
    assert said.values("NoncurrentAssets") == {"2021-12-31": 680, "2020-12-31": 710}
    assert said.values("Assets") == {"2021-12-31": 2380, "2020-12-31": 2030}
    assert not said.facts("ConstructionInProgress")


def test_rows_of_a_moved_column_are_doubted(say_annual, table) -> None:
    """A sum that holds does not prove which of its rows the figures stand in; those beside labels it does."""
    said = say_annual(BALANCE + table(*UPPER) + "单位：元\n\n" + table(*LABELLED, *BENEATH))
    this, before = sorted(said.facts("FixedAssets"), key=lambda fact: -fact.period.day.year)
    assert this.provenance.confidence > 0.9
    assert before.provenance.confidence == 0.5
    assert before.says(ROW_ASSUMED)


@pytest.mark.parametrize(("assets", "confidence"), [("2,030.00", 1.0), ("2,040.00", 0.4)])
def test_another_print_settles_a_moved_figure(say_annual, table, assets: str, confidence: float) -> None:
    """Printed elsewhere, a moved figure is sure if it is the same there, and more doubtful if it is not."""
    body = KEY.format(assets=assets) + BALANCE + table(*UPPER) + "单位：元\n\n" + table(*LABELLED, *BENEATH)
    (total,) = [f for f in say_annual(body).facts("Assets") if f.period.day.year == 2020]
    assert total.value == 2030
    assert total.provenance.confidence == confidence


@pytest.mark.parametrize(
    "lower",
    [BENEATH[1:], (*BENEATH, "|5.00"), ("其中：|650.00", *BENEATH[1:])],
    ids=["less", "more", "named"],
)
def test_other_figures_beneath_are_no_column(say_annual, table, lower: tuple[str, ...]) -> None:
    """Figures beneath that are not one for each row above are of no row: they are not understood."""
    said = say_annual(BALANCE + table(*UPPER) + "单位：元\n\n" + table(*LABELLED, *lower))
    assert not said.facts("FixedAssets")
    assert {status for status, _ in said.fates("710.00")} == {"unrecognised"}


FLOWS = "第十节 财务报告\n\n二、财务报表\n\n5、合并现金流量表\n\n单位：元\n\n"
PARENT = "6、母公司现金流量表\n\n单位：元\n\n"
HEADER = "项目|2021年度|2020年度"


def flows(*disposal_and_income: str) -> tuple[str, ...]:
    """The rows of a cash flow statement, those of disposals and income of investments given."""
    return (
        HEADER,
        "销售商品、提供劳务收到的现金|900.00|800.00",
        "收到的税费返还|9.00|8.00",
        "经营活动现金流入小计|909.00|808.00",
        *disposal_and_income,
        "投资支付的现金|70.00|60.00",
    )


@pytest.mark.parametrize(
    ("group", "parent", "slipped"),
    [
        (("||120.00", "||"), ("||19.00", "|2.00|120.00"), "group"),
        (("||", "||120.00"), ("||120.00", "||"), "both"),
        (("||120.00", "||7.00"), ("||19.00", "|2.00|120.00"), ""),
        (("||120.00", "||"), ("||120.00", "||120.00"), ""),
        (("||120.00", "||"), ("||19.00", "|120.00|"), ""),
    ],
)
def test_amount_in_the_next_row(say_annual, table, group, parent, slipped: str) -> None:
    """An amount that the other scope has in the next row, blank here, is doubted, whatever its sum says."""
    names = ("收回投资收到的现金", "取得投资收益收到的现金")
    own, other = ([name + cells for name, cells in zip(names, two, strict=True)] for two in (group, parent))
    said = say_annual(FLOWS + table(*flows(*own)) + PARENT + table(*flows(*other)))
    doubted = {
        "parent" if fact.dimensions else "group"
        for fact in said.mapped.report.facts
        if fact.says("row-slipped")
    }
    assert doubted == {"both": {"group", "parent"}, "": set()}.get(slipped, {slipped})
    assert (said.codes()["map.doubtful"] > 0) == bool(slipped)
