"""What may stand in another row or column than it seems: rows cut short, labels lost, columns alike."""

from __future__ import annotations

from decimal import Decimal

KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
)
QUARTERS = "3.2 报告期分季度的主要会计数据\n\n单位：元\n\n"
DISCUSSION = "第三节 管理层讨论与分析\n\n一、主营业务分析\n\n单位：元\n\n"
BALANCE = "第十节 财务报告\n\n二、财务报表\n\n1、合并资产负债表\n\n单位：元\n\n"


def test_a_row_shorter_than_the_others(say_annual, table) -> None:
    """A cell lost before a column that nobody knows moves the figures, though none seems to be missing."""
    said = say_annual(
        DISCUSSION
        + table(
            "分行业|营业收入|营业成本|毛利率（%）|营业收入比上年增减（%）|营业成本比上年增减（%）|毛利率比上年增减（%）|同行业毛利率",
            "工业|60.00|30.00|50.00|20.00|10.00|1.00|48.00",
            "商业|40.00|30.00|25.00|20.00|10.00|1.00|24.00",
            "农业|30.00|25.00|20.00|10.00|1.00|24.00",
        )
    )
    confidences = {f.provenance.confidence for f in said.facts("MainBusinessCosts", Industry="农业")}
    assert confidences == {0.5}
    assert {f.provenance.confidence for f in said.facts("MainBusinessCosts", Industry="商业")} == {1.0}


def test_figures_one_column_too_far_right(say, table) -> None:
    """A blank column between labels and figures moves these under the header of the year before."""
    moved = say(KEY + table("|2021年|2020年", "营业收入||110.00|100.00", "总资产||300.00|200.00"))
    assert {f.provenance.confidence for f in moved.facts("OperatingRevenue") if f.value} == {0.5}
    right = say(KEY + table("|2021年|2020年|", "营业收入|110.00|100.00|7.00", "总资产|300.00|200.00|8.00"))
    assert {f.provenance.confidence for f in right.facts("OperatingRevenue")} == {1.0}


def test_figures_below_the_label_of_another_row(say_annual, table) -> None:
    """A row without a label may be that of the row above, or one whose label is lost: sums do not tell."""
    said = say_annual(
        BALANCE
        + table(
            "项目|期末余额|期初余额",
            "货币资金|500.00|400.00",
            "应收账款|900.00|720.00",
            "预付款项||",
            "|20.00|10.00",
            "存货|280.00|190.00",
            "流动资产合计|1,700.00|1,320.00",
        )
    )
    assert said.values("Prepayments") == {"2021-12-31": 20, "2020-12-31": 10}
    assert {f.provenance.confidence for f in said.facts("Prepayments")} == {0.5}
    assert all(fact.says("label-above") for fact in said.facts("Prepayments"))


def test_a_rate_does_not_prove_its_row(say, table) -> None:
    """A rate that fits both years stays right under a wrong label; the quarters say that it is wrong."""
    said = say(
        KEY
        + table(
            "|2021年|2020年|增减",
            "营业收入|11.00|10.00|10.00%",
            "归属于上市公司股东的净利润|6.00|5.00|20.00%",
        )
        + QUARTERS
        + table(
            "|第一季度|第二季度|第三季度|第四季度",
            "营业收入|25.00|25.00|25.00|25.00",
            "归属于上市公司股东的净利润|1.00|1.00|2.00|2.00",
        )
    )
    (revenue,) = [f for f in said.facts("OperatingRevenue") if f.value == 11]
    (profit,) = [f for f in said.facts("NetProfitAttributableToOwnersOfParent") if f.value == 6]
    assert revenue.provenance.confidence == 0.5
    assert profit.provenance.confidence > 0.9


def test_columns_of_a_breakdown_that_say_the_same(say_annual, table) -> None:
    """Where the header over two groups of columns is lost, nothing says which of them is of the year."""
    said = say_annual(
        "第十节 财务报告\n\n七、合并财务报表项目注释\n\n1、在建工程\n\n单位：元\n\n"
        + table(
            "项目名称|账面余额|减值准备|账面价值|账面余额|减值准备|账面价值",
            "一号厂房|82.00|2.00|80.00|38.00|1.00|37.00",
            "二号厂房|12.00|2.00|10.00|5.00|1.00|4.00",
        )
    )
    facts = [fact for fact in said.mapped.report.facts if fact.provenance.raw in {"80.00", "82.00"}]
    assert facts
    assert all(fact.provenance.confidence == 0.5 and fact.says("columns-alike") for fact in facts)


PLAN = ("回购股份方案名称|以集中竞价方式回购", "拟回购期间|一年", "回购用途|股权激励")
REST = ("已回购数量(股)|1,500", "已回购数量占股权激励计划所涉及的标的股票的比例(%)|10.00")


def test_a_list_of_pairs_over_two_pages(say_annual, table) -> None:
    """Pairs behind a page break are of the same plan, until a label comes again."""
    said = say_annual(
        "第七节 股份变动及股东情况\n\n三、股东情况\n\n"
        + "".join((table(*PLAN), table(*REST), "\n\n", table(*PLAN), table(*REST)))
    )
    assert set(said.values("RepurchasePurpose", RepurchasePlan="1").values()) == {"股权激励"}
    assert set(said.values("SharesRepurchased", RepurchasePlan="1").values()) == {Decimal(1500)}
    assert set(said.values("SharesRepurchased", RepurchasePlan="2").values()) == {Decimal(1500)}
    assert not said.facts("SharesRepurchased", RepurchasePlan="3")
