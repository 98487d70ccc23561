"""Tables laid out otherwise: two side by side, periods down the side; and the tables of the Beijing form."""

from __future__ import annotations

from decimal import Decimal

import pytest

KEY = "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
QUARTERS = "3.2 报告期分季度的主要会计数据\n\n"
YUAN = "单位：元\n\n"
BALANCE = "第十节 财务报告\n\n二、财务报表\n\n1、合并资产负债表\n\n单位：元\n\n"


def test_years_down_the_side(say, table) -> None:
    """Items as columns, each with its unit, and years as rows are read like the form's table."""
    said = say(
        KEY
        + table(
            "年度|营业收入（万元）|归属于上市公司股东的净利润（元）|总资产（亿元）",
            "2021年|110.00|11.00|3.50",
            "2020年|20.00|2.00|2.90",
        )
    )
    assert said.values("OperatingRevenue") == {"2021": 1_100_000, "2020": 200_000}
    assert said.values("NetProfitAttributableToOwnersOfParent") == {"2021": 11, "2020": 2}
    assert said.values("Assets") == {"2021-12-31": 350_000_000, "2020-12-31": 290_000_000}


def test_quarters_down_the_side(say, table) -> None:
    """Quarters as rows give quarters, and every cell is told at its place."""
    said = say(
        QUARTERS
        + YUAN
        + table(
            "季度|营业收入|归属于上市公司股东的净利润",
            "第一季度|10.00|1.00",
            "第二季度|20.00|2.00",
            "第三季度|30.00|3.00",
            "第四季度|40.00|4.00",
        )
    )
    assert said.values("OperatingRevenue")["2021-04-01/2021-06-30"] == 20
    (fact,) = [f for f in said.facts("OperatingRevenue") if f.value == 40]
    assert fact.provenance.raw == "40.00"
    assert fact.provenance.span.line == fact.provenance.span.end_line


def test_another_table_is_not_turned(say, table) -> None:
    """Years down the side of a table that is none of the form's are not understood."""
    said = say(
        "第二节 公司基本情况\n\n2 报告期公司主要业务简介\n\n"
        + table("年份|销量|价格", "2021年|5|6", "2020年|4|5")
    )
    assert {status for status, _ in said.fates("6")} == {"unrecognised"}


def test_two_tables_of_different_kinds_side_by_side(say, table) -> None:
    """A blank column parts years from quarters: both are read, each with its own labels."""
    said = say(
        KEY
        + YUAN
        + table(
            "主要会计数据|2021年|2020年||分季度|第一季度|第二季度|第三季度|第四季度",
            "营业收入|100.00|20.00||营业收入|10.00|20.00|30.00|40.00",
            "归属于上市公司股东的净利润|11.00|2.00||归属于上市公司股东的净利润|1.00|2.00|3.00|5.00",
            "总资产|350.00|290.00||经营活动产生的现金流量净额|4.00|5.00|6.00|7.00",
        )
    )
    assert said.values("OperatingRevenue")["2021"] == 100
    assert said.values("OperatingRevenue")["2021-10-01/2021-12-31"] == 40
    assert said.values("NetCashFlowsFromOperatingActivities")["2021-04-01/2021-06-30"] == 5


@pytest.mark.parametrize("stub", ["项目", ""])
@pytest.mark.parametrize("rows", [1, 2])
def test_key_data_side_by_side(say, table, stub: str, rows: int) -> None:
    """Two tables in one grid are two tables, however few rows they have."""
    lines = ("营业收入|110.00|20.00|总资产|350.00|290.00", "稀释每股收益|0.10|0.20|资产负债率|40%|30%")
    said = say(KEY + YUAN + table(f"{stub}|2021年|2020年|{stub}|2021年末|2020年末", *lines[:rows]))
    assert said.values("OperatingRevenue") == {"2021": 110, "2020": 20}
    assert said.values("Assets") == {"2021-12-31": 350, "2020-12-31": 290}


def test_balance_sheet_in_two_halves(say_annual, table) -> None:
    """Liabilities and equity beside the assets are read with their notes and years."""
    said = say_annual(
        BALANCE
        + table(
            "资产|附注|期末余额|期初余额|负债和所有者权益|附注|期末余额|期初余额",
            "流动资产：||||流动负债：|||",
            "货币资金|1|500.00|400.00|短期借款|7|100.00|90.00",
            "应收账款|2|900.00|720.00|应付账款|8|300.00|200.00",
            "存货|3|300.00|200.00|股本|9|1,000.00|900.00",
            "流动资产合计||1,700.00|1,320.00|未分配利润||300.00|130.00",
            "资产总计||1,700.00|1,320.00|负债和所有者权益总计||1,700.00|1,320.00",
        )
    )
    assert said.values("AccountsReceivable") == {"2021-12-31": 900, "2020-12-31": 720}
    assert said.values("AccountsPayable") == {"2021-12-31": 300, "2020-12-31": 200}
    assert said.values("RetainedEarnings") == {"2021-12-31": 300, "2020-12-31": 130}
    assert said.values("LiabilitiesAndEquity") == {"2021-12-31": 1700, "2020-12-31": 1320}


BEIJING = "证券代码：830001　证券简称：丙丁科技\n\n丙丁科技股份有限公司\n\n2023年年度报告{}\n\n"
SHARES = (
    "股份性质||期初||本期变动|期末|",
    "||数量|比例%||数量|比例%",
    "无限售条件股份|无限售股份总数|40,000|40.00%|1,000|41,000|41.00%",
    "|其中：控股股东、实际控制人|10|0.01%|1|11|0.01%",
    "|董事、监事、高管|20|0.02%|2|22|0.02%",
    "|核心员工|0|0%|0|0|0%",
    "有限售条件股份|有限售股份总数|60,000|60.00%|-1,000|59,000|59.00%",
    "|其中：控股股东、实际控制人|50,000|50.00%|0|50,000|50.00%",
    "|董事、监事、高管|30|0.03%|3|33|0.03%",
    "|核心员工|0|0%|0|0|0%",
    "总股本||100,000|-|0|100,000|-",
    "普通股股东人数||5,678||||",
)


@pytest.mark.parametrize("kind", ["摘要", ""])
def test_share_structure_of_the_beijing_form(say_behind, table, kind: str) -> None:
    """Opening, change and closing of every kind of shares; the same words mean others under each kind."""
    head = (
        "第二节 公司基本情况\n\n2.4 股本结构\n\n单位：股\n\n"
        if kind
        else "第六节 股份变动\n\n一、普通股股本情况\n\n"
    )
    said = say_behind(BEIJING.format(kind), head + table(*SHARES))
    assert said.values("UnrestrictedShares") == {"2023-12-31": 41_000, "2022-12-31": 40_000}
    assert said.values("RestrictedSharesChange") == {"2023": -1_000}
    assert said.values("RestrictedSharesRatio")["2022-12-31"] == Decimal("0.6000")
    assert said.values("UnrestrictedSharesOfDirectorsAndManagement")["2023-12-31"] == 22
    assert said.values("RestrictedSharesOfDirectorsAndManagement")["2023-12-31"] == 33
    assert said.values("TotalShares") == {"2023-12-31": 100_000, "2022-12-31": 100_000}


def test_dividend_plan_of_the_beijing_form(say_behind, table) -> None:
    """The amounts for ten shares stand under their names, in yuan and in shares."""
    said = say_behind(
        BEIJING.format("摘要"),
        "第一节 重要提示\n\n1.5 权益分派预案\n\n√适用 □不适用\n\n单位：元或股\n\n"
        + table("项目|每10股派现数（含税）|每10股送股数|每10股转增数", "年度分配预案|1.50|0|4"),
    )
    assert said.values("CashDividendPer10Shares") == {"2023": Decimal("1.50")}
    assert said.values("BonusSharesPer10Shares") == {"2023": 0}
    assert said.values("ConversionSharesPer10Shares") == {"2023": 4}


def test_nonrecurring_items_before_and_after_tax(say_behind, table) -> None:
    """The Beijing form's total is before tax: only what is left of it is the total of the other forms."""
    said = say_behind(
        BEIJING.format(""),
        "第三节 会计数据\n\n四、非经常性损益项目和金额\n\n单位：元\n\n"
        + table(
            "项目|2023年金额|2022年金额",
            "计入当期损益的政府补助|1.50|0.50",
            "非经常性损益合计|1.50|0.50",
            "所得税影响数|0.50|0.10",
            "少数股东权益影响额（税后）|0|0",
            "非经常性损益净额|1.00|0.40",
        ),
    )
    assert said.values("NonrecurringItemsTotal") == {"2023": Decimal("1.00"), "2022": Decimal("0.40")}
    assert said.values("NonrecurringIncomeTaxEffect") == {"2023": Decimal("0.50"), "2022": Decimal("0.10")}


@pytest.mark.parametrize(
    ("line", "unit", "value"),
    [
        ("单位：港币千元", "HKD", 2_000),
        ("单位：百万美金", "USD", 2_000_000),
        ("(Expressed in thousands of RMB)", "CNY", 2_000),
        ("RMB'000", "CNY", 2_000),
        ("Unit: RMB million", "CNY", 2_000_000),
        ("单位：亿元", "CNY", 200_000_000),
    ],
)
def test_units_of_reports_in_other_words(say, table, line: str, unit: str, value: int) -> None:
    """Scale and currency are those of the line, in either language; an amount per share is in it too."""
    said = say(KEY + line + "\n\n" + table("|2021年", "总资产|2.00", "基本每股收益|0.25"))
    (assets,) = said.facts("Assets")
    (earnings,) = said.facts("BasicEarningsPerShare")
    assert (assets.value, assets.unit.numerators[0].local) == (value, unit)
    assert (earnings.value, earnings.unit.numerators[0].local) == (Decimal("0.25"), unit)


def test_an_english_line_of_another_currency(say, table) -> None:
    """A unit that the sheets do not have is one in English, too: its amounts are not yuan."""
    said = say(KEY + "In JPY millions\n\n" + table("|2021年", "总资产|2.00", "资产负债率|40%"))
    assert not said.facts("Assets")
    assert said.fates("2.00") == [("unrecognised", "unit-not-understood")]


@pytest.mark.parametrize(
    "header",
    [
        ("|1-3月|4-6月|7-9月|10-12月",),
        ("|2021年1-3月|2021年4-6月|2021年7-9月|2021年10-12月",),
        ("|Q1|Q2|Q3|Q4",),
        ("|2021年||||2020年", "|第一季度|第二季度|第三季度|第四季度|第一季度"),
    ],
)
def test_quarters_however_named(say, table, header: tuple[str, ...]) -> None:
    """A quarter is one by its months too, and of the year over it."""
    rest = "|9.00" if len(header) > 1 else ""
    rows = (
        f"营业收入|10.00|20.00|30.00|40.00{rest}",
        f"归属于上市公司股东的净利润|1.00|2.00|3.00|4.00{rest}",
    )
    revenue = say(QUARTERS + YUAN + table(*header, *rows)).values("OperatingRevenue")
    assert revenue["2021-04-01/2021-06-30"] == 20
    assert revenue["2021-10-01/2021-12-31"] == 40
    assert revenue.get("2020-01-01/2020-03-31") == (9 if rest else None)


def test_sums_of_quarters_are_no_quarters(say, table) -> None:
    """Half years and nine months are not understood rather than taken for quarters."""
    said = say(
        QUARTERS
        + YUAN
        + table("|1-3月|1-6月|1-9月|1-12月", "营业收入|1.00|3.00|6.00|10.00", "净利润|1|2|3|4")
    )
    assert said.fates("6.00") == [("unrecognised", "table-unknown")]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "指标|单位|2021年|2020年",
            "营业收入|万元|1.00|0.50",
            "总资产|亿元|1.50|1.20",
            "基本每股收益|元/股|0.50|0.40",
        ),
        ("指标|2021年|2020年", "|万元|亿元", "营业收入|1.00|0.00005", "总资产|15,000.00|1.20"),
    ],
    ids=["column", "row"],
)
def test_units_in_a_column_or_row_of_their_own(say, table, lines: tuple[str, ...]) -> None:
    """A unit beside a label is that of its row, one below a header that of its column."""
    said = say(KEY + table(*lines))
    assert said.values("OperatingRevenue") == {"2021": 10_000, "2020": 5_000}
    assert said.values("Assets") == {"2021-12-31": 150_000_000, "2020-12-31": 120_000_000}
    assert {f.provenance.confidence for f in said.facts("Assets")} == {1.0}
