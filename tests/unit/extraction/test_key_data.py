"""The key data and quarterly tables in the layouts of both exchanges."""

from __future__ import annotations

from decimal import Decimal

import pytest

KEY = "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
QUARTERS = "3.2 报告期分季度的主要会计数据\n\n"


def test_shanghai_layout(say, table) -> None:
    """Balances and flows under one header get their periods from their concepts."""
    said = say(
        KEY
        + "单位：元 币种：人民币\n\n"
        + table(
            "|2021年|2020年|本年比上年增减(%)|2019年",
            "总资产|1,000.50|900.00|11.17|800.00",
            "营业收入|-10.00|20.00|-150.00|5.00",
            "加权平均净资产收益率(%)|9.44|8.00|增加1.44个百分点|7.00",
            "基本每股收益(元/股)|0.25|0.20|25.00|0.10",
        )
    )
    assert said.values("Assets") == {
        "2021-12-31": Decimal("1000.50"),
        "2020-12-31": Decimal("900.00"),
        "2019-12-31": Decimal("800.00"),
    }
    assert said.values("OperatingRevenue")["2021"] == Decimal("-10.00")
    assert said.values("OperatingRevenueChangeRate") == {"2021": Decimal("-1.5000")}
    assert said.values("WeightedAverageReturnOnEquityChangeInPercentagePoints") == {"2021": Decimal("0.0144")}
    (eps,) = [fact for fact in said.facts("BasicEarningsPerShare") if fact.period.end.year == 2021]
    assert (eps.decimals, [m.local for m in eps.unit.denominators]) == (2, ["shares"])


def test_shenzhen_restated_layout(say, table) -> None:
    """Two header rows with columns before and after adjustment are told apart by a dimension."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table(
            "|2021年|2020年||本年比上年增减|2019年|",
            "||调整前|调整后|调整后|调整前|调整后",
            "营业收入|30|20|25|20.00%|9|10",
            "加权平均净资产收益率|9.44%|8.00%|8.10%|1.34%|7.00%|7.10%",
            "|2021年末|2020年末||本年末比上年末增减|2019年末|",
            "||调整前|调整后|调整后|调整前|调整后",
            "总资产|300|200|250|20.00%|90|100",
        )
    )
    assert said.values("OperatingRevenue") == {"2021": 30, "2020": 25, "2019": 10}
    assert said.values("OperatingRevenue", Restatement="BeforeAdjustmentMember") == {"2020": 20, "2019": 9}
    assert said.values("Assets") == {"2021-12-31": 300, "2020-12-31": 250, "2019-12-31": 100}
    assert said.values("OperatingRevenueChangeRate") == {"2021": Decimal("0.2000")}
    points = said.values("WeightedAverageReturnOnEquityChangeInPercentagePoints")
    assert points == {"2021": Decimal("0.0134")}


def test_shanghai_restated_order(say, table) -> None:
    """The Shanghai order, after before before, is read by its words and not by its position."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table(
            "|2021年|2020年||本年比上年增减(%)|2019年",
            "||调整后|调整前||",
            "营业收入|30|25|20|20.00|10",
        )
    )
    assert said.values("OperatingRevenue") == {"2021": 30, "2020": 25, "2019": 10}
    assert said.values("OperatingRevenue", Restatement="BeforeAdjustmentMember") == {"2020": 20}


def test_five_years(say, table) -> None:
    """Five year columns give five years."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("项目|2021年|2020年|2019年|2018年|2017年", "营业收入|5|4|3|2|1", "利润总额|1|1|1|1|1")
    )
    assert said.values("OperatingRevenue") == {"2021": 5, "2020": 4, "2019": 3, "2018": 2, "2017": 1}


@pytest.mark.parametrize("label", ["营业收入（千元）", "营业收入(人民币千元)", "营业收入（人民币千元）"])
def test_scale_in_the_label(say, table, label: str) -> None:
    """A unit in the row label beats the unit line and lowers the decimals."""
    said = say(KEY + "单位：元\n\n" + table("|2021年|2020年", f"{label}|1,234|9", "总资产|7|8"))
    (fact,) = [fact for fact in said.facts("OperatingRevenue") if fact.period.end.year == 2021]
    assert (fact.value, fact.decimals) == (Decimal(1234000), -3)
    assert said.values("Assets")["2021-12-31"] == 7


def test_scale_of_the_unit_line(say, table) -> None:
    """Ten thousands become yuan; per-share and percent rows keep their own units."""
    said = say(
        KEY
        + "单位：万元\n\n"
        + table(
            "|2021年|2020年|本年比上年增减(%)",
            "营业收入|1.25|1.00|25.00",
            "基本每股收益（元／股）|0.5|0.4|25.00",
        )
    )
    assert said.values("OperatingRevenue")["2021"] == Decimal("12500")
    assert said.values("BasicEarningsPerShare")["2021"] == Decimal("0.5")
    assert said.values("OperatingRevenueChangeRate")["2021"] == Decimal("0.2500")


def test_no_unit_line(say, table) -> None:
    """A table without any unit is read in yuan, and every amount of it is doubtful."""
    said = say(KEY + table("|2021年|2020年", "营业收入|10|9", "总资产|7|8"))
    assert all(fact.provenance.confidence < 0.75 for fact in said.facts("OperatingRevenue"))
    assert said.codes()["map.doubtful"] == 4


def test_inherited_unit_line(say, table) -> None:
    """A table without a unit line inherits the last one of its part of the report, and says so."""
    said = say(
        KEY
        + "单位：万元\n\n"
        + table("|2021年|2020年", "营业收入|10|9", "总资产|7|8")
        + QUARTERS
        + table(
            "|第一季度|第二季度|第三季度|第四季度", "营业收入|1|2|3|4", "归属于上市公司股东的净利润|1|1|1|1"
        )
    )
    quarter = said.facts("NetProfitAttributableToOwnersOfParent")[0]
    assert quarter.value == 10000
    assert quarter.says("unit-inherited")
    assert quarter.provenance.confidence < 0.75


def test_two_unit_lines_that_disagree(say, table) -> None:
    """Each table keeps its own unit line, and the quarters that miss the year are challenged."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("|2021年|2020年", "营业收入|100,000|90,000", "总资产|7|8")
        + QUARTERS
        + "单位：万元\n\n"
        + table(
            "|第一季度|第二季度|第三季度|第四季度",
            "营业收入|10,000|20,000|30,000|40,000",
            "归属于上市公司股东的净利润|1|1|1|1",
        )
    )
    assert said.values("OperatingRevenue")["2021"] == 100000
    assert said.values("OperatingRevenue")["2021-10-01/2021-12-31"] == 400_000_000
    assert said.codes()["map.check-failed"] >= 1


def test_quarters_are_single_quarters(say, table) -> None:
    """Quarter columns are single quarters of the fiscal year."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("|2021年|2020年", "营业收入|10|9", "总资产|7|8")
        + QUARTERS
        + "单位：元\n\n"
        + table(
            "|第一季度（1-3月份）|第二季度（4-6月份）|第三季度（7-9月份）|第四季度（10-12月份）",
            "营业收入|1|2|3|4",
            "经营活动产生的现金流量净额|-1|-2|-3|4",
        )
    )
    assert list(said.values("NetCashFlowsFromOperatingActivities").items()) == [
        ("2021-01-01/2021-03-31", -1),
        ("2021-04-01/2021-06-30", -2),
        ("2021-07-01/2021-09-30", -3),
        ("2021-10-01/2021-12-31", 4),
    ]
    assert "quarterly" not in said.missing()


def test_nil_marks(say, table) -> None:
    """Marks of the form and blanks are nil facts, never zero."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("|2021年|2020年|本年比上年增减(%)|2019年", "营业收入|10|-5|不适用|/", "总资产|7|8||——")
    )
    assert said.values("OperatingRevenueChangeRate") == {"2021": None}
    assert said.values("OperatingRevenue")["2019"] is None
    assert said.values("Assets")["2019-12-31"] is None


@pytest.mark.parametrize("raw", ["1,2345.6", "12.5①", "10?", "四百万"])
def test_damaged_numbers_are_not_understood(say, table, raw: str) -> None:
    """A figure that cannot be read is no fact, and the ledger says that it was not understood."""
    said = say(KEY + "单位：元\n\n" + table("|2021年|2020年", f"营业收入|{raw}|9", "总资产|7|8"))
    assert said.values("OperatingRevenue") == {"2020": 9}
    assert said.fates(raw) == [("unrecognised", "not-a-number")]
    assert "revenue" in said.missing()


def test_torn_number_is_doubtful(say, table) -> None:
    """Digits that only white space parts may be two numbers."""
    said = say(KEY + "单位：元\n\n" + table("|2021年|2020年", "营业收入|12 34|9", "总资产|7|8"))
    (fact,) = [fact for fact in said.facts("OperatingRevenue") if fact.period.end.year == 2021]
    assert fact.provenance.confidence < 0.75


def test_unknown_rows_are_not_understood(say, table) -> None:
    """Figures of a row whose label names nothing are listed as not understood."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("|2021年|2020年", "营业收入|10|9", "归属于上市公司股|77|66", "总资产|7|8")
    )
    assert said.fates("77") == [("unrecognised", "row-unknown")]


def test_longest_label_wins(say, table) -> None:
    """Revenue after deductions and total revenue are not revenue."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table(
            "|2021年|2020年",
            "营业总收入|12|11",
            "营业收入|10|9",
            "扣除与主营业务无关的业务收入和不具备商业实质的收入后的营业收入|8|7",
        )
    )
    assert said.values("OperatingRevenue")["2021"] == 10
    assert said.values("TotalOperatingRevenue")["2021"] == 12
    assert said.values("OperatingRevenueAfterDeductions")["2021"] == 8


def test_wrapped_labels(say, table) -> None:
    """White space that a wrap left inside a label does not change what it names."""
    said = say(
        KEY + "单位：元\n\n" + table("|2021 年|2020 年", "归属于上市公司股东 的净资产|10|9", "总 资 产|7|8")
    )
    assert said.values("EquityAttributableToOwnersOfParent")["2021-12-31"] == 10
    assert said.values("Assets")["2021-12-31"] == 7


def test_table_cut_by_a_page(say, table) -> None:
    """Rows behind a page break, without a header of their own, belong to the table above."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("|2021年|2020年", "营业收入|10|9")
        + "12 / 15\n\n"
        + table("总资产|7|8", "利润总额|3|2")
    )
    assert said.values("Assets")["2021-12-31"] == 7
    assert said.values("TotalProfit")["2021"] == 3


def test_requirements_need_the_fiscal_year(say, table) -> None:
    """A figure of an earlier year or a nil does not meet what the form demands."""
    said = say(KEY + "单位：元\n\n" + table("|2021年|2020年", "营业收入||9", "总资产|7|8"))
    assert "revenue" in said.missing()
    assert "total-assets" not in said.missing()


def test_year_without_its_word(say, table) -> None:
    """A header of bare years is a header."""
    said = say(KEY + "单位：元\n\n" + table("项目|2021|2020", "营业收入|10|9", "总资产|7|8"))
    assert said.values("OperatingRevenue") == {"2021": 10, "2020": 9}


@pytest.mark.parametrize("year", ["0000年", "0001年", "9999年"])
def test_impossible_years(say, table, year: str) -> None:
    """A column of a year that no report has is no value column, and nothing raises."""
    said = say(KEY + "单位：元\n\n" + table(f"|2021年|{year}", "营业收入|10|9", "总资产|7|8"))
    assert said.values("OperatingRevenue") == {"2021": 10}
    assert said.fates("9") == [("unrecognised", "outside-region")]


def test_contradicting_rows(say, table) -> None:
    """A row printed twice with different figures keeps the first and is flagged, for good."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table("|2021年|2020年", "营业收入|10|9", "营业收入|11|9", "营业收入|10|9", "总资产|7|8")
    )
    (fact,) = [fact for fact in said.facts("OperatingRevenue") if fact.period.end.year == 2021]
    assert fact.value == 10
    assert fact.provenance.confidence < 0.75
    assert said.codes()["map.inconsistent"] == 1
