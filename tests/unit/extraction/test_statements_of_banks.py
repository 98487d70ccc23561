"""Banks: the bank beside the group, deductions in brackets, key data with the share capital alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

REPORT = "第十节 财务报告\n\n二、财务报表\n\n"
MILLIONS = "（除特别注明外，金额单位均为人民币百万元）\n\n"
KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
)
INCOME = (
    "项目|附注|2021年度|2020年度",
    "一、营业收入||900|800",
    "利息收入||1,500|1,400",
    "利息支出||(700)|(650)",
    "三、营业利润||600|530",
    "加：营业外收入||15|10",
    "减：营业外支出||{}|{}",
    "四、利润总额||610|535",
    "减：所得税费用||{}|{}",
    "五、净利润||510|455",
)


@pytest.mark.parametrize("title", ["合并及银行资产负债表", "合并及本行资产负债表", "合并及公司资产负债表"])
def test_bank_beside_the_group(say_annual, table, title: str) -> None:
    """The columns of the bank are those of the parent company."""
    bank = "本银行" if "银行" in title else "本公司"
    said = say_annual(
        f"{REPORT}1、{title}\n\n{MILLIONS}"
        + table(
            f"|附注|本集团|本集团|{bank}|{bank}",
            "||2021年12月31日|2020年12月31日|2021年12月31日|2020年12月31日",
            "拆出资金|五、3|30|28|29|27",
            "买入返售金融资产|五、4|10|9|10|9",
            "发放贷款和垫款|五、5|780|690|770|680",
            "固定资产|五、8|5|4|4|4",
            "资产总计||1,405|1,274|1,390|1,260",
            "归属于本行股东权益合计||113|103|110|100",
        )
    )
    assert said.values("Assets") == {"2021-12-31": 1_405_000_000, "2020-12-31": 1_274_000_000}
    parent = said.values("LoansAndAdvances", ConsolidationScope="ParentCompanyMember")
    assert parent == {"2021-12-31": 770_000_000, "2020-12-31": 680_000_000}
    assert said.values("EquityAttributableToOwnersOfParent")["2021-12-31"] == 113_000_000


def income(*amounts: str) -> list[str]:
    """The rows of an income statement, with its deductions."""
    rows, given = [], list(amounts)
    for row in INCOME:
        rows.append(row.format(*given[: row.count("{}")]))
        del given[: row.count("{}")]
    return rows


def test_deductions_in_brackets(say_annual, table) -> None:
    """A deduction in brackets is what is deducted, as the sums say; a gain that is a loss stays negative."""
    lines = income("(5)", "(5)", "(100)", "(80)")
    lines.insert(4, "信用减值损失||(200)|(190)")
    said = say_annual(f"{REPORT}3、合并利润表\n\n{MILLIONS}" + table(*lines))
    assert said.values("IncomeTaxExpenses") == {"2021": 100_000_000, "2020": 80_000_000}
    assert said.values("NonoperatingExpenses") == {"2021": 5_000_000, "2020": 5_000_000}
    assert said.values("InterestExpenseFinancialBusiness") == {"2021": 700_000_000, "2020": 650_000_000}
    assert said.values("CreditImpairmentLosses") == {"2021": -200_000_000, "2020": -190_000_000}
    assert all(fact.says("deduction-in-brackets") for fact in said.facts("IncomeTaxExpenses"))
    assert {f.provenance.confidence for f in said.facts("NetProfit")} == {1.0}
    assert said.values("InterestIncomeFinancialBusiness")["2021"] == 1_500_000_000
    assert not said.facts("InterestIncome")


def test_a_negative_deduction(say_annual, table) -> None:
    """Where the sums hold as they are printed, brackets mean a negative amount: a tax that is paid back."""
    lines = income("5", "5", "(100)", "80")
    lines[-1] = "五、净利润||710|455"
    said = say_annual(f"{REPORT}3、合并利润表\n\n{MILLIONS}" + table(*lines))
    assert said.values("IncomeTaxExpenses") == {"2021": -100_000_000, "2020": 80_000_000}


def test_sums_that_fail_either_way(say_annual, table) -> None:
    """Where no sum holds, the brackets stay what they are printed as, and that is reported."""
    lines = income("(5)", "(5)", "(100)", "(80)")
    lines[-1], lines[-3] = "五、净利润||333|444", "四、利润总额||222|333"
    said = say_annual(f"{REPORT}3、合并利润表\n\n{MILLIONS}" + table(*lines))
    assert said.values("IncomeTaxExpenses")["2021"] == -100_000_000
    assert {f.provenance.confidence for f in said.facts("IncomeTaxExpenses")} == {0.5}


def test_share_capital_alone_is_no_sum(say, table) -> None:
    """Key data that have the share capital beside the equity do not say that it is all of it."""
    said = say(
        KEY
        + table(
            "|2021年末|2020年末",
            "归属于本行股东的权益|118.00|108.00",
            "股本|20.00|20.00",
            "总资产|900.00|800.00",
        )
    )
    assert said.codes()["map.check-failed"] == 0
    (equity,) = [f for f in said.facts("EquityAttributableToOwnersOfParent") if f.value == Decimal(118)]
    assert equity.provenance.confidence == 1.0
