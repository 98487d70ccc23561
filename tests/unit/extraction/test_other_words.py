"""Reports of banks, insurers and other boards, and the other words that figures come in."""

from __future__ import annotations

from decimal import Decimal

import pytest

KEY = "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
QUARTERS = "3.2 报告期分季度的主要会计数据\n\n"
HOLDERS = "4 股东情况\n\n4.1 普通股股东总数和前10名股东持股情况\n\n单位：股\n\n"
YEARS = "|2021年|2020年|本年比上年增减(%)|2019年"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("单位：百万元人民币", 12_000_000),
        ("（单位：千元）", 12_000),
        ("币种：人民币 单位：万元", 120_000),
        ("（除特别注明外，金额单位均为人民币百万元）", 12_000_000),
        ("除特别注明外，货币单位均以人民币千元列示", 12_000),
        ("（人民币百万元，特别注明除外）", 12_000_000),
        ("单位：RMB元", 12),
    ],
)
def test_unit_lines_in_other_words(say, table, line: str, value: int) -> None:
    """The unit is read off a line whatever words stand around it."""
    said = say(KEY + line + "\n\n" + table(YEARS, "营业收入|12|10|20.00|8", "总资产|40|30|33.33|20"))
    (revenue,) = [f for f in said.facts("OperatingRevenue") if f.period.end.year == 2021]
    assert revenue.value == value
    assert [m.local for m in revenue.unit.numerators] == ["CNY"]


@pytest.mark.parametrize(
    "corner", ["项目（万元）", "人民币万元", "主要会计数据（人民币万元）", "(RMB ten thousand)"]
)
def test_unit_in_the_corner_of_the_table(say, table, corner: str) -> None:
    """A unit of money over the labels, alone or in brackets, is that of the table."""
    said = say(KEY + table(corner + YEARS, "营业收入|12.5|10.5|19.05|8.5", "总资产|40.5|30.5|32.79|20.5"))
    (revenue,) = [f for f in said.facts("OperatingRevenue") if f.period.end.year == 2021]
    assert (revenue.value, revenue.provenance.confidence) == (125_000, 1)


def test_share_count_in_the_corner_is_no_unit_of_money(say, table) -> None:
    """A unit of shares over the labels says nothing of amounts."""
    said = say(
        KEY + table("项目（股）" + YEARS, "营业收入|12.5|10.5|19.05|8.5", "总资产|40.5|30.5|32.79|20.5")
    )
    assert all(fact.provenance.confidence < 0.8 for fact in said.facts("OperatingRevenue"))


@pytest.mark.parametrize(
    ("label", "concept"),
    [
        ("归属于挂牌公司股东的净利润", "NetProfitAttributableToOwnersOfParent"),
        ("归母净资产", "EquityAttributableToOwnersOfParent"),
        ("扣非后归母净利润", "NetProfitAttributableToOwnersOfParentExcludingNonrecurringItems"),
        (
            "扣除非经常性损益后归属于母公司所有者的净利润",
            "NetProfitAttributableToOwnersOfParentExcludingNonrecurringItems",
        ),
        ("歸屬於上市公司股東的淨利潤", "NetProfitAttributableToOwnersOfParent"),
        ("經營活動產生的現金流量淨額", "NetCashFlowsFromOperatingActivities"),
    ],
)
def test_labels_in_other_words(say, table, label: str, concept: str) -> None:
    """Short labels, those of quoted companies, and traditional characters name the same concepts."""
    said = say(
        KEY + "单位：万元\n\n" + table(YEARS, f"{label}|12.5|10.5|19.05|8.5", "总资产|40.5|30.5|32.79|20.5")
    )
    assert 125_000 in said.values(concept).values()


def test_currency_named_beside_the_unit(say, table) -> None:
    """The currency that a unit line names for itself is that of its amounts."""
    said = say(KEY + "单位：万元 币种：美元\n\n" + table(YEARS, "营业收入|12.5|10|25.00|8"))
    facts = said.facts("OperatingRevenue")
    assert {m.local for fact in facts for m in fact.unit.numerators} == {"USD"}
    assert said.values("OperatingRevenue")["2021"] == 125_000


def test_unit_that_nobody_knows(say, table) -> None:
    """An amount under a unit that the sheets do not have is no fact, and says why."""
    said = say(
        KEY
        + "单位：百万元泰铢\n\n"
        + table(YEARS, "营业收入|12.5|10.5|19.05|8.5", "基本每股收益(元/股)|0.25|0.20|25.00|0.10")
    )
    assert said.facts("OperatingRevenue") == []
    assert said.fates("12.5") == [("unrecognised", "unit-not-understood")]
    assert said.values("BasicEarningsPerShare")["2021"] == Decimal("0.25")


def test_sums_do_not_prove_a_unit(say, table) -> None:
    """Rates and quarters that come out right say nothing of a unit that nobody states."""
    said = say(
        KEY
        + table(YEARS, "营业收入|100.00|80.00|25.00|70.00", "总资产|90.00|80.00|12.50|70.00")
        + QUARTERS
        + table(
            "|第一季度|第二季度|第三季度|第四季度",
            "营业收入|10.00|20.00|30.00|40.00",
            "归属于上市公司股东的净利润|1|1|1|1",
        )
    )
    revenue = [fact for fact in said.facts("OperatingRevenue") if fact.period.end.year == 2021]
    assert len(revenue) == 5
    assert {fact.provenance.confidence for fact in revenue} == {0.5}


def test_another_table_proves_a_unit(say, table) -> None:
    """Where the quarters with a unit add up to the year without one, the whole table is of yuan."""
    said = say(
        KEY
        + table(YEARS, "营业收入|100.00|80.00|25.00|70.00", "总资产|90.00|80.00|12.50|70.00")
        + QUARTERS
        + "单位：元\n\n"
        + table(
            "|第一季度|第二季度|第三季度|第四季度",
            "营业收入|10.00|20.00|30.00|40.00",
            "归属于上市公司股东的净利润|1|1|1|1",
        )
    )
    whole = (fact for fact in said.facts("OperatingRevenue") if fact.provenance.rule == "key")
    found = {fact.period.end.year: fact for fact in whole}
    assert found[2021].provenance.confidence == 0.95
    assert found[2019].provenance.confidence == 0.85
    assert found[2019].says("unit-of-table")
    assert {fact.provenance.confidence for fact in said.facts("Assets")} == {0.95, 0.85}


def test_a_sentence_proves_a_unit(say, table) -> None:
    """A sentence that states an amount of the table in ten thousands says what its unit is."""
    said = say(
        "第一节 重要提示\n\n2021年度公司归属于上市公司股东的净利润为-28,278.53万元。\n\n"
        + KEY
        + table(
            YEARS,
            "营业收入|100.00|80.00|25.00|70.00",
            "归属于上市公司股东的净利润|-282,785,337.76|1.00|不适用|1.00",
        )
    )
    assert {fact.provenance.confidence for fact in said.facts("OperatingRevenue")} == {0.95, 0.85}


@pytest.mark.parametrize(
    ("header", "years"),
    [
        ("|2021年12月31日/2021年度|2020年12月31日/2020年度|增幅(%)", {"2021", "2020"}),
        ("|2021年/2021年末|2020年/2020年末|本年/年末比上年/上年末增减(%)", {"2021", "2020"}),
        ("|2021/12/31|2020/12/31|变动比例（%）", {"2021", "2020"}),
        ("|2021年度（经审计）|2020年度（经审计）|增减率", {"2021", "2020"}),
        ("|本期数|上年同期数|同比增长(%)", {"2021", "2020"}),
        ("|本年|前年|增减比例%", {"2021", "2019"}),
    ],
)
def test_headers_in_other_words(say, table, header: str, years: set[str]) -> None:
    """Years and changes are told from headers that say them in other words."""
    said = say(KEY + "单位：元\n\n" + table(header, "营业收入|12.00|10.00|20.00", "利润总额|4.00|3.00|33.33"))
    assert set(said.values("OperatingRevenue")) == years
    assert said.values("OperatingRevenueChangeRate") == {"2021": Decimal("0.2000")}


@pytest.mark.parametrize("mark", ["[注1]", "*", "※", "①", "(2)", "注2"])
def test_marks_of_footnotes_on_labels(say, table, mark: str) -> None:
    """A label with the mark of a footnote names what it names without, unit and all."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table(
            YEARS, f"营业收入（千元）{mark}|12.00|10.00|20.00|8.00", f"加权平均净资产收益率{mark}|5%|4%|1%|3%"
        )
    )
    assert said.values("OperatingRevenue")["2021"] == 12_000
    assert said.values("WeightedAverageReturnOnEquity")["2021"] == Decimal("0.05")


def test_marks_of_footnotes_on_figures(say, table) -> None:
    """A figure with the mark of a footnote is the figure."""
    said = say(KEY + "单位：元\n\n" + table(YEARS, "营业收入|1,200.50[1]|10.00*|1.00|8.00（注2）"))
    assert said.values("OperatingRevenue") == {
        "2021": Decimal("1200.50"),
        "2020": Decimal("10.00"),
        "2019": Decimal("8.00"),
    }


def test_bank(say, table) -> None:
    """A bank speaks of itself as the bank, and prints losses in brackets and points without a word."""
    said = say(
        KEY
        + "单位：人民币百万元\n\n"
        + table(
            "项目|2021年|2020年|增幅(%)|2019年",
            "归属于本行股东的净利润|480|400|20.00|300",
            "归属于本行股东扣除非经常性损益的净利润|450|390|15.38|290",
            "经营活动产生/(使用)的现金流量净额|(84)|100|(184.00)|50",
            "归属于本行股东的权益总额|5,000|4,000|25.00|3,000",
            "归属于本行普通股股东的每股净资产(元)|8.94|8.21|8.89|7.45",
        )
        + table("项目|2021年|2020年|增减|2019年", "加权平均净资产收益率(ROAE)|11.07%|11.39%|(0.32)|11.67%")
    )
    assert said.values("NetProfitAttributableToOwnersOfParent")["2021"] == 480_000_000
    assert said.values("NetCashFlowsFromOperatingActivities")["2021"] == -84_000_000
    assert said.values("EquityAttributableToOwnersOfParent")["2021-12-31"] == 5_000_000_000
    assert said.values("NetAssetsPerShare")["2021-12-31"] == Decimal("8.94")
    points = said.values("WeightedAverageReturnOnEquityChangeInPercentagePoints")
    assert points == {"2021": Decimal("-0.0032")}


def test_beijing_form(say, table) -> None:
    """The Beijing form: percent signs inside labels, the parent's ratio, holders with opening figures."""
    said = say(
        "第二节 公司基本情况\n\n2.2 公司主要财务数据\n\n单位：元\n\n"
        + table(
            "|2021年末|2020年末|增减比例%|2019年末",
            "资产总计|120.00|100.00|20.00%|90.00",
            "资产负债率%（母公司）|35.10%|33.20%|-|31.10%",
            "资产负债率%（合并）|39.05%|36.97%|-|35.02%",
            "|2021年|2020年|增减比例%|2019年",
            "营业收入|60.00|50.00|20.00%|40.00",
            "加权平均净资产收益率%（依据归属于上市公司股东的净利润计算）|13.30%|16.40%|-|15.90%",
        )
        + "2.3 普通股股本结构\n\n单位：股\n\n"
        + table("总股本|75,000,000|-|0|75,000,000|-", "普通股股东人数|10,675||||")
        + "2.4 持股5%以上的股东或前十名股东情况\n\n单位：股\n\n"
        + table(
            "序号|股东名称|股东性质|期初持股数|持股变动|期末持股数|期末持股比例%|期末持有限售股份数量|期末持有无限售股份数量",
            "1|赵甲|境内自然人|8,000|-500|7,500|10.00%|7,000|500",
        )
    )
    assert said.values("AssetLiabilityRatio") == {
        "2021-12-31": Decimal("0.3905"),
        "2020-12-31": Decimal("0.3697"),
        "2019-12-31": Decimal("0.3502"),
    }
    parent = said.values("AssetLiabilityRatio", ConsolidationScope="ParentCompanyMember")
    assert parent["2021-12-31"] == Decimal("0.3510")
    assert said.values("WeightedAverageReturnOnEquity")["2021"] == Decimal("0.1330")
    assert said.values("NumberOfOrdinaryShareholders") == {"2021-12-31": 10_675}
    assert said.values("SharesHeld", ShareholderRank="1") == {"2020-12-31": 8000, "2021-12-31": 7500}
    assert said.values("RestrictedSharesHeld", ShareholderRank="1") == {"2021-12-31": 7000}
    assert said.values("UnrestrictedSharesHeld", ShareholderRank="1") == {"2021-12-31": 500}


def test_contacts_of_the_beijing_form(say, table) -> None:
    """Contacts that stand as pairs are those of the board secretary."""
    said = say(
        "第一节 重要提示\n\n1.6 公司联系方式\n\n"
        + table("董事会秘书姓名|钱乙", "联系地址|苏州市", "电话|0512-1", "董秘邮箱|ir@example.cn")
    )
    assert said.values("BoardSecretaryName") == {"2021": "钱乙"}
    assert said.values("BoardSecretaryEmail") == {"2021": "ir@example.cn"}


def test_holders_of_ordinary_shares(say, table) -> None:
    """A company with several classes of shares says of which it lists the holders."""
    said = say(
        "第二节 公司基本情况\n\n"
        + HOLDERS
        + table(
            "股东名称|股东性质|持股比例|报告期末持有的普通股数量|报告期内增减变动情况|持有有限售条件的普通股数量|持有无限售条件的普通股数量|质押或冻结情况|",
            "|||||||股份状态|数量",
            "甲控股|国有法人|28.33%|2,169|5|100|2,069|质押|7",
        )
    )
    assert said.values("SharesHeld", ShareholderRank="1") == {"2021-12-31": 2169}
    assert said.values("RestrictedSharesHeld", ShareholderRank="1") == {"2021-12-31": 100}
    assert said.values("PledgedMarkedFrozenShares", ShareholderRank="1") == {"2021-12-31": 7}


def test_holders_of_shares_free_to_trade(say, table) -> None:
    """An abstract that also lists the largest holders of unrestricted shares has them apart."""
    said = say(
        "第二节 公司基本情况\n\n"
        + HOLDERS
        + table(
            "股东名称|报告期末持有无限售条件普通股股份数量|股份种类|",
            "||股份种类|数量",
            "甲控股|2,169|人民币普通股|2,169",
            "乙银行|650|境外上市外资股|650",
        )
    )
    assert said.values("UnrestrictedSharesHeld", UnrestrictedShareholderRank="2") == {"2021-12-31": 650}
    assert said.facts("SharesHeld", ShareholderRank="1") == []


def test_depositary_receipts_among_the_shares(say, table) -> None:
    """Receipts listed abroad are a class of their own, no other A share."""
    said = say(
        "第二节 公司基本情况\n\n1 公司简介\n\n"
        + table(
            "股票种类|股票上市交易所|股票简称|股票代码",
            "A股|上海证券交易所|甲乙股份|600001",
            "GDR|伦敦证券交易所|JIAYI|JY",
        )
    )
    assert said.values("StockExchange") == {"2021": "上海证券交易所"}
    assert said.values("StockShortName", ShareClass="GlobalDepositaryReceiptMember") == {"2021": "JIAYI"}
    assert said.codes()["map.inconsistent"] == 0


def test_two_tables_side_by_side(say, table) -> None:
    """Figures behind a second column of labels are of these, and not of the rows on their left."""
    said = say(
        KEY
        + "单位：元\n\n"
        + table(
            "|2021年|2020年||2021年|2020年",
            "营业收入|12.00|10.00|总资产|40.00|30.00",
            "利润总额|4.00|3.00|总负债|15.00|14.00",
        )
    )
    assert said.values("OperatingRevenue") == {"2021": Decimal("12.00"), "2020": Decimal("10.00")}
    assert said.values("Assets") == {"2021-12-31": Decimal("40.00"), "2020-12-31": Decimal("30.00")}
    assert said.codes()["map.inconsistent"] == 0


@pytest.mark.parametrize("behind", ["公司代码：600001", "主办券商：戊证券", "公告编号：2022-001"])
def test_short_name_of_a_broker(say_behind, behind: str) -> None:
    """The name of a securities firm ends in a word that also begins other labels."""
    cover = f"证券简称：丙丁证券 {behind}\n\n丙丁证券股份有限公司\n\n2021年年度报告摘要\n\n"
    assert say_behind(cover, "第一节 重要提示\n\n").values("StockShortName") == {"2021": "丙丁证券"}


def test_small_loss_in_brackets(say, table) -> None:
    """A whole number of one or two digits in brackets is a loss, unless it marks an item of a list."""
    said = say(KEY + "单位：百万元\n\n" + table(YEARS, "利润总额|(84)|100|不适用|50", "营业收入|9|8|12.50|7"))
    (loss,) = [fact for fact in said.facts("TotalProfit") if fact.period.end.year == 2021]
    assert (loss.value, loss.provenance.confidence) == (-84_000_000, 0.6)


@pytest.mark.parametrize(
    "header",
    [
        ("项目|附注五|本集团||本行|", "||2021年12月31日|2020年12月31日|2021年12月31日|2020年12月31日"),
        ("项目|附注|2021年12月31日|2020年12月31日|2021年12月31日|2020年12月31日", "||合并|合并|公司|公司"),
        (
            "项目|附注|2021年12月31日(合并)|2020年12月31日(合并)|2021年12月31日(母公司)|2020年12月31日(母公司)",
        ),
    ],
)
def test_group_and_parent_in_one_statement(say_annual, table, header: tuple[str, ...]) -> None:
    """Columns that say whose they are keep the parent company apart from the group."""
    said = say_annual(
        "第十节 财务报告\n\n二、财务报表\n\n合并及公司资产负债表\n\n2021年12月31日\n\n单位：人民币百万元\n\n"
        + table(
            *header,
            "拆出资金|1|30|29|31|28",
            "固定资产|2|60|59|58|57",
            "递延所得税资产|3|13|12|11|10",
            "资产总计||103|100|100|95",
            "负债合计||50|49|48|47",
        )
    )
    assert said.values("Assets") == {"2021-12-31": 103_000_000, "2020-12-31": 100_000_000}
    parent = said.values("Assets", ConsolidationScope="ParentCompanyMember")
    assert parent == {"2021-12-31": 100_000_000, "2020-12-31": 95_000_000}
    assert not {"balance-sheet", "balance-sheet-parent"} & said.missing()
    assert said.codes()["map.inconsistent"] == 0


def test_change_of_a_ratio(say, table) -> None:
    """The years tell whether the change of a ratio is its rate or a difference in points."""
    said = say(
        "第二节 公司基本情况\n\n5 公司债券情况\n\n"
        + "5.1 截至报告期末公司近2年的主要会计数据和财务指标\n\n单位：元\n\n"
        + table(
            "项目|本报告期末|上年末|本报告期末比上年末增减",
            "流动比率|110.59%|111.97%|-1.38%",
            "速动比率|3.79|4.29|-11.66%",
            "|本报告期|上年同期|本报告期比上年同期增减",
            "EBITDA全部债务比|50.76%|52.32%|-1.56%",
            "利息保障倍数|20.03|15.34|99.00%",
        )
    )
    assert said.values("CurrentRatioChangeInPercentagePoints") == {"2021-12-31": Decimal("-0.0138")}
    assert said.values("EBITDAToTotalDebtRatioChangeInPercentagePoints") == {"2021": Decimal("-0.0156")}
    assert said.values("QuickRatioChangeRate") == {"2021-12-31": Decimal("-0.1166")}
    (neither,) = said.facts("InterestCoverageRatioChangeRate")
    assert neither.provenance.confidence == 0.5
    assert said.facts("CurrentRatioChangeRate") == []
