"""Amounts in a unit that profit per share and the shares of the largest holders do not fit."""

from __future__ import annotations

from decimal import Decimal

import pytest

KEY = "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
QUARTERS = "3.2 报告期分季度的主要会计数据\n\n"
HOLDERS = "4 股东情况\n\n4.1 前10名股东持股情况\n\n单位：股\n\n"
PROFIT = "NetProfitAttributableToOwnersOfParent"


@pytest.fixture
def report(say, table):
    """A report of ten million shares, with a unit, a profit and earnings per share."""

    def read(unit: str, profit: str, earnings: str):
        quarter = str(Decimal(profit.replace(",", "")) / 4)
        return say(
            KEY
            + f"单位：{unit}\n\n"
            + table(
                "|2021年",
                "总资产|90,000,000.00",
                f"归属于上市公司股东的净利润|{profit}",
                f"基本每股收益（元/股）|{earnings}",
            )
            + QUARTERS
            + f"单位：{unit}\n\n"
            + table(
                "|第一季度|第二季度|第三季度|第四季度",
                "归属于上市公司股东的净利润" + 4 * f"|{quarter}",
                "经营活动产生的现金流量净额|1.00|2.00|3.00|4.00",
            )
            + HOLDERS
            + table(
                "股东名称|报告期内增减|期末持股数量|比例(%)|股东性质",
                "某甲|0|6,000,000|60.00|境内自然人",
                "某乙|0|1,000,000|10.00|境内自然人",
                "某丙|0|500,000|5.00|境内自然人",
            )
        )

    return read


def test_a_unit_that_fits(report) -> None:
    """Ten million shares that earn a tenth of a yuan each are a million."""
    said = report("元", "1,000,000.00", "0.10")
    assert {f.provenance.confidence for f in said.facts(PROFIT) + said.facts("Assets")} == {1.0}


@pytest.mark.parametrize("unit", ["万元", "千元", "亿元"])
def test_a_unit_that_cannot_be(report, unit: str) -> None:
    """The amounts of the table are doubted, those of the quarters too, the amounts per share are not."""
    said = report(unit, "1,000,000.00", "0.10")
    assert len(said.facts(PROFIT)) == 5
    assert {f.provenance.confidence for f in said.facts(PROFIT) + said.facts("Assets")} == {0.5}
    assert all(fact.says("unit-unlikely") for fact in said.facts(PROFIT))
    assert {f.provenance.confidence for f in said.facts("BasicEarningsPerShare")} == {1.0}


@pytest.mark.parametrize(
    ("profit", "earnings", "doubted"),
    [("20,000.00", "0.01", False), ("1,000,000.00", "0.00", False), ("-4.00", "-0.01", True)],
)
def test_small_profits(report, profit: str, earnings: str, doubted: bool) -> None:
    """What rounding makes of a small profit is no doubt; yuan where ten thousands must be meant are."""
    said = report("元", profit, earnings)
    assert any(fact.says("unit-unlikely") for fact in said.facts(PROFIT)) == doubted
