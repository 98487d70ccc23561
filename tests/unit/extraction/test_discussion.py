"""The tables of the profile and of the discussion of a full report, in the forms of both exchanges."""

from __future__ import annotations

from decimal import Decimal

import pytest

PROFILE = "第二节 公司简介和主要财务指标\n\n一、公司信息\n\n"
DISCUSSION = "第三节 管理层讨论与分析\n\n一、主营业务分析\n\n"
YUAN = "单位：元\n\n"
SEVEN = "营业收入|营业成本|毛利率（%）|营业收入比上年增减（%）|营业成本比上年增减（%）|毛利率比上年增减（%）"


def test_revenue_with_groups_and_years(say_annual, table) -> None:
    """Title rows say what the rows below divide revenue by; the total row is revenue itself."""
    said = say_annual(
        DISCUSSION
        + "2、收入与成本\n\n"
        + YUAN
        + table(
            "|2021年||2020年||同比增减",
            "|金额|占营业收入比重|金额|占营业收入比重|",
            "营业收入合计|100.00|100%|80.00|100%|25.00%",
            "分行业|||||",
            "工业|60.00|60.00%|50.00|62.50%|20.00%",
            "商业|40.00|40.00%|30.00|37.50%|33.33%",
            "分地区|||||",
            "国内|100.00|100.00%|80.00|100.00%|25.00%",
        )
    )
    assert said.values("OperatingRevenue") == {"2021": 100, "2020": 80}
    assert said.values("OperatingRevenue", Industry="商业") == {"2021": 40, "2020": 30}
    assert said.values("ShareOfOperatingRevenue", Industry="工业")["2020"] == Decimal("0.6250")
    assert said.values("OperatingRevenueChangeRate", Region="国内") == {"2021": Decimal("0.2500")}
    assert said.facts("OperatingRevenue", Industry="国内") == []


def test_table_continued_behind_a_title_row(say_annual, table) -> None:
    """A piece without a header that begins with a group's title goes on with that group."""
    said = say_annual(
        DISCUSSION
        + YUAN
        + table(
            "|营业收入|营业成本|毛利率|营业收入比上年同期增减|营业成本比上年同期增减|毛利率比上年同期增减",
            "分行业||||||",
            "工业|60.00|30.00|50.00%|20.00%|10.00%|5.00%",
        )
        + "注：无\n\n"
        + table("分地区||||||", "国内|50.00|20.00|60.00%|20.00%|10.00%|4.00%")
    )
    assert said.values("GrossMargin", Region="国内") == {"2021": Decimal("0.6000")}
    assert said.values("GrossMarginChangeInPercentagePoints", Region="国内") == {"2021": Decimal("0.0400")}


def test_main_business_by_region_and_product(say_annual, table) -> None:
    """Each division has its own header in the Shanghai form; points are points, and its total is that
    of the main business, not revenue."""
    said = say_annual(
        DISCUSSION
        + YUAN
        + table(
            "主营业务分产品情况||||||",
            f"分产品|{SEVEN}",
            "甲产品|60.00|30.00|50.00|20.00|10.00|增加5.00个百分点",
            "合计|60.00|30.00|50.00|20.00|10.00|增加5.00个百分点",
            "主营业务分地区情况||||||",
            f"分地区|{SEVEN}",
            "境外|60.00|30.00|50.00|20.00|10.00|减少1.00个百分点",
        )
    )
    assert said.values("MainBusinessRevenue", Product="甲产品") == {"2021": 60}
    assert said.values("MainBusinessRevenue") == {"2021": 60}
    assert said.values("OperatingRevenue") == {}
    points = said.values("MainBusinessGrossMarginChangeInPercentagePoints", Region="境外")
    assert points == {"2021": Decimal("-0.0100")}


def test_whole_amounts_without_a_unit(say_annual, table) -> None:
    """Where no unit is stated, whole amounts may be in ten thousands and are no facts; their rates are,
    and amounts to the fen are believed with a doubt."""
    said = say_annual(
        DISCUSSION + table(f"分行业|{SEVEN}", "工业|60,000|30,000.55|50.00|20.00|10.00|增加5.00个百分点")
    )
    assert said.facts("MainBusinessRevenue", Industry="工业") == []
    assert said.fates("60,000") == [("unrecognised", "unit-unstated")]
    (costs,) = said.facts("MainBusinessCosts", Industry="工业")
    assert costs.provenance.confidence == 0.5
    assert said.values("MainBusinessGrossMargin", Industry="工业") == {"2021": Decimal("0.5000")}


@pytest.mark.parametrize(
    "lines",
    [
        ("主要产品|单位|生产量|销售量|库存量|销售量比上年增减（%）", "甲|吨|3.5|2.5|1.5|10.00"),
        (
            "产品分类|项目|单位|2021年|2020年|同比增减",
            "甲|销售量|吨|2.5|2.0|10.00%",
            "|生产量|吨|3.5|3.0|1.00%",
        ),
    ],
)
def test_volumes(say_annual, table, lines: tuple[str, ...]) -> None:
    """Volumes of both forms are one concept with what was counted; a lost label is the one above."""
    said = say_annual(DISCUSSION + table(*lines))
    assert said.values("ProductVolume", Product="甲")["2021"] == Decimal("2.5")
    made = said.values("ProductVolume", Product="甲", VolumeItem="ProductionVolumeMember")
    assert made["2021"] == Decimal("3.5")
    assert said.values("ProductVolumeUnit", Product="甲") == {"2021": "吨"}
    assert said.values("ProductVolumeChangeRate", Product="甲") == {"2021": Decimal("0.1000")}


def test_costs_by_industry_and_item(say_annual, table) -> None:
    """Costs have the industry and the item; the total of the industries listed is not the statement's."""
    said = say_annual(
        DISCUSSION
        + YUAN
        + table(
            "分行业|成本构成项目|本期金额|本期占总成本比例(%)|上年同期金额|本期金额较上年同期变动比例(%)",
            "工业|材料|30.00|75.00|20.00|50.00",
            "|人工|10.00|25.00|10.00|",
            "合计||40.00|100.00|30.00|33.33",
        )
    )
    assert said.values("CostComponent", Industry="工业", CostItem="人工") == {"2021": 10, "2020": 10}
    assert said.values("CostComponentShare", Industry="工业", CostItem="材料") == {"2021": Decimal("0.7500")}
    assert said.values("CostComponent") == {"2021": 40, "2020": 30}
    assert said.values("OperatingCosts") == {}


@pytest.mark.parametrize("blank", ["/", "--", ""])
def test_customers_and_their_total(say_annual, table, blank: str) -> None:
    """Lines are numbered, the total row is a fact of its own, and what follows it is no customer."""
    said = say_annual(
        DISCUSSION
        + "前五名客户销售额0.50万元，占年度销售总额25.00%；"
        + "其中前五名客户销售额中关联方销售额0万元，占年度销售总额0%。\n\n"
        + "单位：万元\n\n"
        + table(
            "序号|客户名称|销售额|占年度销售总额比例（%）|是否与上市公司存在关联关系",
            "1|甲|0.30|15.00|否",
            "2|乙|0.20|10.00|是",
            f"合计|{blank}|0.50|25.00|{blank}",
            "说明|无|无|无|无",
        )
    )
    assert said.values("CustomerSales", Customer="2") == {"2021": 2000}
    (total,) = said.facts("TopFiveCustomersSales")
    assert (total.value, total.provenance.rule) == (5000, "top-customers")
    assert said.values("TopFiveCustomersSalesRatio") == {"2021": Decimal("0.2500")}
    assert said.values("TopFiveRelatedCustomersSalesRatio") == {"2021": Decimal("0.00")}
    assert said.facts("CustomerName", Customer="3") == []
    assert said.fates("1") == [("explained", "label")]
    assert said.codes()["map.sentence-differs"] == 0


def test_suppliers_under_a_heading_of_customers(say_annual, table) -> None:
    """What the ratio is of decides, where the other headings were copied from the customers' table."""
    said = say_annual(
        DISCUSSION
        + YUAN
        + table("序号|客户名称|销售额|占年度采购总额占比（%）", "1|甲|30.00|15.00", "合计||30.00|15.00")
    )
    assert said.values("SupplierPurchases", Supplier="1") == {"2021": 30}
    assert said.values("TopFiveSuppliersPurchases") == {"2021": 30}
    assert said.facts("CustomerSales", Customer="1") == []


def test_research_of_one_year_and_of_several(say_annual, table) -> None:
    """A list of labels and values and a table of years say the same; shares change in points."""
    head = DISCUSSION + "4、研发投入\n\n" + YUAN
    one = say_annual(
        head
        + table(
            "本期费用化研发投入|8.00",
            "本期资本化研发投入|2.00",
            "研发投入合计|10.00",
            "研发投入总额占营业收入比例（%）|4.00",
        )
    )
    assert one.values("CapitalisedResearchAndDevelopmentInvestment") == {"2021": 2}
    assert one.values("ResearchAndDevelopmentInvestmentToRevenueRatio") == {"2021": Decimal("0.0400")}
    several = say_annual(
        head
        + table(
            "|2021年|2020年|变动比例",
            "研发人员数量（人）|20|10|100.00%",
            "研发人员数量占比|4.00%|3.00%|1.00%",
            "研发人员学历|||",
            "本科|15|6|150.00%",
            "研发人员年龄构成|||",
            "30岁以下|12|5|140.00%",
        )
    )
    assert several.values("NumberOfResearchAndDevelopmentStaff") == {"2021-12-31": 20, "2020-12-31": 10}
    staff = several.values("NumberOfResearchAndDevelopmentStaff", Education="本科")
    assert staff == {"2021-12-31": 15, "2020-12-31": 6}
    change = several.values("ResearchAndDevelopmentStaffRatioChangeInPercentagePoints")
    assert change == {"2021-12-31": Decimal("0.0100")}
    assert several.values("NumberOfResearchAndDevelopmentStaffChangeRate", AgeGroup="30岁以下") == {
        "2021-12-31": Decimal("1.4000")
    }


def test_changes_of_assets(say_annual, table) -> None:
    """The balance is the balance sheet's line; share, change and explanation are said of the item."""
    said = say_annual(
        DISCUSSION
        + "六、资产及负债状况分析\n\n"
        + YUAN
        + table(
            "|2021年末||2021年初||比重增减|重大变动说明",
            "|金额|占总资产比例|金额|占总资产比例||",
            "货币资金|30.00|30.00%|20.00|25.00%|5.00%|增加",
            "存货|10.00|10.00%|8.00|10.00%|0.00%|",
        )
    )
    assert said.values("CashAndBankBalances") == {"2021-12-31": 30, "2020-12-31": 20}
    assert said.values("ShareOfTotalAssets", BalanceSheetItem="货币资金") == {
        "2021-12-31": Decimal("0.3000"),
        "2020-12-31": Decimal("0.2500"),
    }
    points = said.values("ShareOfTotalAssetsChangeInPercentagePoints", BalanceSheetItem="货币资金")
    assert points == {"2021-12-31": Decimal("0.0500")}
    assert said.values("BalanceSheetItemChangeExplanation", BalanceSheetItem="货币资金") == {"2021": "增加"}


def test_a_statement_outweighs_what_retells_it(say_annual, table) -> None:
    """Where the discussion prints another figure than the statement, the statement's holds, flagged."""
    said = say_annual(
        DISCUSSION
        + "5、现金流\n\n"
        + YUAN
        + table(
            "项目|2021年|2020年|同比增减",
            "经营活动现金流入小计|90.00|80.00|12.50%",
            "经营活动现金流出小计|50.00|40.00|25.00%",
            "经营活动产生的现金流量净额|41.00|40.00|2.50%",
        )
        + "第十节 财务报告\n\n二、财务报表\n\n合并现金流量表\n\n"
        + YUAN
        + table(
            "项目|2021年|2020年",
            "销售商品、提供劳务收到的现金|90.00|80.00",
            "经营活动现金流入小计|90.00|80.00",
            "购买商品、接受劳务支付的现金|50.00|40.00",
            "经营活动现金流出小计|50.00|40.00",
            "经营活动产生的现金流量净额|40.00|40.00",
        )
    )
    assert said.values("NetCashFlowsFromOperatingActivities") == {"2021": 40, "2020": 40}
    assert said.values("CashInflowsFromOperatingActivitiesChangeRate") == {"2021": Decimal("0.1250")}
    assert said.codes()["map.inconsistent"] == 1


def test_fair_value_tables(say_annual, table) -> None:
    """Items are the filer's own, totals have no item, subtotals are explained."""
    said = say_annual(
        PROFILE
        + "十一、采用公允价值计量的项目\n\n"
        + YUAN
        + table(
            "项目名称|期初余额|期末余额|当期变动|对当期利润的影响金额",
            "理财|5.00|7.00|2.00|0.10",
            "合计|5.00|7.00|2.00|0.10",
        )
        + DISCUSSION
        + YUAN
        + table(
            "项目|期初数|本期公允价值变动损益|本期购买金额|本期出售金额|期末数",
            "金融资产|||||",
            "1.交易性金融资产|5.00|0.50|4.00|3.00|6.50",
            "金融资产小计|5.01|0.51|4.01|3.01|6.51",
            "上述合计|5.00|0.50|4.00|3.00|6.50",
        )
    )
    assert said.values("FairValueItems", FairValueItem="理财") == {"2020-12-31": 5, "2021-12-31": 7}
    assert said.values("FairValueItemsEffectOnProfit") == {"2021": Decimal("0.10")}
    assert said.values("FairValueAssets", FairValueAsset="交易性金融资产")["2021-12-31"] == Decimal("6.50")
    assert said.values("FairValueAssetsPurchases") == {"2021": 4}
    assert said.fates("6.51") == [("explained", "total-row")]


def test_raised_funds_end_with_their_total(say_annual, table) -> None:
    """Subtotals are no projects, the total is a fact, and the remarks below it are no projects."""
    said = say_annual(
        DISCUSSION
        + "单位：万元\n\n"
        + table(
            "承诺投资项目和超募资金投向|是否已变更项目(含部分变更)|募集资金承诺投资总额|调整后投资总额(1)|本报告期投入金额|截至期末累计投入金额(2)",
            "承诺投资项目|||||",
            "新厂|否|1.00|1.00|0.20|0.50",
            "承诺投资项目小计|--|1.00|1.00|0.20|0.50",
            "合计|--|1.00|1.00|0.20|0.50",
            "未达到计划进度的情况|无|无|无|无|无",
        )
    )
    assert said.values("RaisedFundsProjectName", RaisedFundsProject="1") == {"2021": "新厂"}
    assert said.facts("RaisedFundsProjectName", RaisedFundsProject="2") == []
    assert said.values("RaisedFundsProjectInvestment") == {"2021": 2000}


def test_subsidiaries_are_not_the_issuer(say_annual, table) -> None:
    """Figures of a subsidiary stand under its line; those printed for it alone are nobody's."""
    said = say_annual(
        DISCUSSION
        + "七、主要控股参股公司分析\n\n"
        + YUAN
        + table(
            "公司名称|公司类型|主要业务|注册资本|总资产|净资产|营业收入|营业利润|净利润",
            "乙公司|子公司|贸易|10.00|90.00|80.00|70.00|6.00|5.00",
        )
        + "乙公司的主要数据：\n\n"
        + table("项目|2021年|2020年", "营业收入|70.00|60.00", "营业利润|6.00|5.00", "净利润|5.00|4.00")
    )
    assert said.values("SubsidiaryNetProfit", Subsidiary="1") == {"2021": 5}
    assert said.values("SubsidiaryAssets", Subsidiary="1") == {"2021-12-31": 90}
    assert said.values("OperatingRevenue") == {}
    assert said.values("NetProfit") == {}


def test_investments_of_two_years(say_annual, table) -> None:
    """A table of one line without labels: the years are those of its columns."""
    said = say_annual(
        DISCUSSION + table("报告期投资额（元）|上年同期投资额（元）|变动幅度", "30.00|20.00|50.00%")
    )
    assert said.values("InvestmentAmount") == {"2021": 30, "2020": 20}
    assert said.values("InvestmentAmountChangeRate") == {"2021": Decimal("0.5000")}


def test_return_on_equity_under_two_header_rows(say_annual, table) -> None:
    """The row says which profit, the column which measure, whose header stands in two rows."""
    said = say_annual(
        "第十节 财务报告\n\n十八、补充资料\n\n1、当期非经常性损益明细表\n\n"
        + YUAN
        + table(
            "项目|金额|说明",
            "非流动资产处置损益|2.00|",
            "债务重组损益|3.00|",
            "减：所得税影响额|1.00|",
            "合计|4.00|",
        )
        + "2、净资产收益率及每股收益\n\n"
        + table(
            "报告期利润|加权平均净资产收益率（%）|每股收益|",
            "||基本每股收益|稀释每股收益",
            "归属于公司普通股股东的净利润|4.00|0.40|0.39",
            "扣除非经常性损益后归属于公司普通股股东的净利润|3.00|0.30|0.29",
        )
    )
    assert said.values("WeightedAverageReturnOnEquity") == {"2021": Decimal("0.0400")}
    assert said.values("DilutedEarningsPerShare") == {"2021": Decimal("0.39")}
    assert said.values("WeightedAverageReturnOnEquityExcludingNonrecurringItems") == {
        "2021": Decimal("0.0300")
    }
    assert said.values("DilutedEarningsPerShareExcludingNonrecurringItems") == {"2021": Decimal("0.29")}
    assert said.values("NonrecurringItemsTotal") == {"2021": 4}


def test_addresses_are_of_what_stands_on_their_left(say_annual, table) -> None:
    """The address of the audit firm is not the company's, also where a merged cell lost its span."""
    said = say_annual(
        PROFILE
        + table("公司的中文名称|甲乙股份有限公司", "公司办公地址|甲路一号")
        + "六、其他相关资料\n\n"
        + table(
            "公司聘请的会计师事务所（境内）|名称|甲会计师事务所",
            "|办公地址|乙路二号",
            "|签字会计师姓名|甲、乙",
            "公司聘请的会计师事务所（境外）|名称|乙会计师事务所",
            "|办公地址|丙路三号",
        )
    )
    assert said.values("OfficeAddress") == {"2021": "甲路一号"}
    assert said.values("AuditFirmName") == {"2021": "甲会计师事务所"}
    assert said.values("AuditFirmOfficeAddress") == {"2021": "乙路二号"}
    assert said.values("OverseasAuditFirmOfficeAddress") == {"2021": "丙路三号"}


def test_rows_below_the_total_are_of_something_else(say_annual, table) -> None:
    """Regions below the products' total, whose own title is lost, are no products."""
    said = say_annual(
        DISCUSSION
        + YUAN
        + table(
            f"分产品|{SEVEN}",
            "甲|60.00|30.00|50.00|20.00|10.00|增加5.00个百分点",
            "合计|60.00|30.00|50.00|20.00|10.00|增加5.00个百分点",
            "境内|55.00|25.00|54.55|20.00|10.00|增加5.00个百分点",
        )
    )
    assert said.facts("MainBusinessRevenue", Product="境内") == []
    assert said.fates("55.00") == [("unrecognised", "outside-region")]


def test_subtotals_are_not_added_twice(say_annual, table) -> None:
    """Lines and their subtotals add up either without the subtotals or by them; another line does not."""
    lines = [
        "甲|60.00|30.00|50.00|20.00|10.00|增加5.00个百分点",
        "乙|10.00|5.00|50.00|20.00|10.00|增加5.00个百分点",
        "工业小计|70.00|35.00|50.00|20.00|10.00|增加5.00个百分点",
        "商业小计|30.00|15.00|50.00|20.00|10.00|增加5.00个百分点",
        "合计|100.00|50.00|50.00|20.00|10.00|增加5.00个百分点",
    ]
    said = say_annual(DISCUSSION + YUAN + table(f"分行业|{SEVEN}", *lines))
    assert said.codes()["map.check-failed"] == 0
    lines[3] = lines[3].replace("30.00|15.00", "31.00|15.50")
    said = say_annual(DISCUSSION + YUAN + table(f"分行业|{SEVEN}", *lines))
    assert said.codes()["map.check-failed"] == 1


def test_a_change_of_the_share_is_no_rate(say_annual, table) -> None:
    """Where the rate of a part of the costs is the change of its share, it is doubted and nothing else."""
    said = say_annual(
        DISCUSSION
        + "（5）营业成本构成\n\n"
        + YUAN
        + table(
            "产品分类|项目|2021年||2020年||同比增减",
            "||金额|占营业成本比重|金额|占营业成本比重|",
            "药品|材料|60.00|60.00%|30.00|37.50%|22.50%",
            "药品|人工|40.00|40.00%|50.00|62.50%|-20.00%",
        )
    )
    (share,) = said.facts("CostComponentChangeRate", Product="药品", CostItem="材料")
    (rate,) = said.facts("CostComponentChangeRate", Product="药品", CostItem="人工")
    assert (share.provenance.confidence, rate.provenance.confidence) == (0.5, 1)
    assert {
        f.provenance.confidence for f in said.facts("CostComponent", Product="药品", CostItem="材料")
    } == {1}


@pytest.mark.parametrize(("amount", "confidence"), [("60,000,000.00", 0.5), ("60.00", 1)])
def test_yuan_under_ten_thousands(say_annual, table, amount: str, confidence: float) -> None:
    """An amount that the stated unit puts far above all of the statements makes its table doubtful."""
    said = say_annual(
        DISCUSSION
        + "公司前5名客户资料\n\n单位：万元\n\n"
        + table("序号|客户名称|销售额|占年度销售总额比例", f"1|甲|{amount}|30.00%", "2|乙|50.00|20.00%")
        + "第十节 财务报告\n\n合并资产负债表\n\n单位：元\n\n"
        + table(
            "项目|2021年12月31日|2020年12月31日",
            "货币资金|90,000,000.00|80,000,000.00",
            "存货|10,000,000.00|10,000,000.00",
            "资产总计|100,000,000.00|90,000,000.00",
        )
    )
    assert {f.provenance.confidence for n in "12" for f in said.facts("CustomerSales", Customer=n)} == {
        confidence
    }
    assert {f.provenance.confidence for f in said.facts("CustomerSalesRatio", Customer="1")} == {1}
