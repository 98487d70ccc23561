"""Tables in the chapters of the notes that explain no item, and rows and lists of the filer's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

REPORT = "第十节 财务报告\n\n"
CHAPTERS = (
    "一、公司基本情况",
    "二、财务报表的编制基础",
    "三、重要会计政策及会计估计",
    "四、税项",
    "五、合并财务报表项目注释",
    "六、合并范围的变更",
    "七、在其他主体中的权益",
    "八、政府补助",
    "九、与金融工具相关的风险",
    "十、公允价值的披露",
    "十一、关联方及关联交易",
    "十二、股份支付",
    "十三、承诺及或有事项",
    "十四、资产负债表日后事项",
    "十五、其他重要事项",
)
YUAN = "单位：元\n\n"
STATEMENTS = (
    "合并资产负债表\n\n单位：元\n\n"
    "项目\t2021年12月31日\t2020年12月31日\n股本\t120.00\t100.00\n应收账款\t90.00\t72.00\n资产总计\t230.00\t197.00\n"
    "固定资产\t60.00\t65.00\n\n"
    "合并利润表\n\n单位：元\n\n"
    "项目\t2021年度\t2020年度\n一、营业总收入\t200.00\t180.00\n其中：营业收入\t200.00\t180.00\n"
    "二、营业总成本\t150.00\t140.00\n其中：营业成本\t120.00\t110.00\n三、营业利润\t50.00\t40.00\n"
    "五、净利润\t45.00\t35.00\n\n"
)


def notes(chapter: str, text: str) -> str:
    """The chapters of the notes, one of them with a text."""
    nothing = "无\n\n"
    parts = (f"{head}\n\n{text if head.endswith(chapter) else nothing}" for head in CHAPTERS)
    return REPORT + STATEMENTS + "".join(parts)


ONE = "2021"
END = "2021-12-31"
OPEN = "2020-12-31"

KINDS = {
    "note-tax-kinds": (
        "税项",
        "1、主要税种及税率\n\n",
        ("税种|计税依据|税率", "增值税|销售额|13%、6%", "企业所得税|应纳税所得额|25%"),
        ("TaxRateOfKind", {"TaxKind": "增值税"}, {ONE: "13%、6%"}),
    ),
    "note-acquisitions": (
        "合并范围的变更",
        YUAN,
        (
            "被购买方名称|股权取得时点|股权取得成本|股权取得比例（%）|股权取得方式|购买日|购买日至期末被购买方的收入",
            "丙公司|2021-05-01|70.00|51.00|购买|2021-05-01|8.50",
        ),
        ("AcquiredShare", {"Acquisition": "1"}, {ONE: Decimal("0.5100")}),
    ),
    "note-combination-cost": (
        "合并范围的变更",
        YUAN,
        (
            "合并成本|丙公司|丁公司",
            "--现金|70.00|5.00",
            "合并成本合计|70.00|5.00",
            "减：取得的可辨认净资产公允价值份额|60.00|6.00",
        ),
        ("CombinationNetAssetsShare", {"InterestEntity": "丁公司"}, {ONE: 6}),
    ),
    "note-acquired-net-assets": (
        "合并范围的变更",
        YUAN,
        ("|丙公司|", "|购买日公允价值|购买日账面价值", "存货|12.00|11.00", "净资产|12.00|11.00"),
        ("AcquiredAtCarryingAmount", {"InterestEntity": "丙公司", "NoteLine": "存货"}, {ONE: 11}),
    ),
    "note-disposals": (
        "合并范围的变更",
        YUAN,
        (
            "子公司名称|丧失控制权时点的处置价款|丧失控制权时点的处置比例|丧失控制权时点的处置方式|丧失控制权的时点|丧失控制权之日剩余股权的比例",
            "戊公司|45.00|90.00%|转让|2021年5月|10.00%",
        ),
        ("DisposalRemainingShare", {"Disposal": "1"}, {ONE: Decimal("0.1000")}),
    ),
    "note-scope-additions": (
        "合并范围的变更",
        YUAN,
        ("公司名称|股权取得方式|股权取得时点|出资额|出资比例", "己公司|设立|2021-02-01|5.00|100.00%"),
        ("ScopeContribution", {"ScopeEntity": "1"}, {ONE: 5}),
    ),
    "note-scope-removals": (
        "合并范围的变更",
        YUAN,
        (
            "公司名称|股权处置方式|股权处置时点|处置日净资产|期初至处置日净利润",
            "庚公司|注销|2021-08-01|3.00|-1.50",
        ),
        ("ScopeDisposalProfit", {"ScopeRemoval": "1"}, {ONE: Decimal("-1.50")}),
    ),
    "note-noncontrolling": (
        "在其他主体中的权益",
        YUAN,
        (
            "子公司名称|少数股东持股比例|本期归属于少数股东的损益|本期向少数股东宣告分派的股利|期末少数股东权益余额",
            "丙公司|40.00%|-8.80||31.10",
        ),
        ("EntityNoncontrollingInterests", {"InterestEntity": "丙公司"}, {END: Decimal("31.10")}),
    ),
    "note-subsidiary-balances": (
        "在其他主体中的权益",
        YUAN,
        (
            "子公司名称|期末余额|||期初余额||",
            "|流动资产|资产合计|负债合计|流动资产|资产合计|负债合计",
            "丙公司|3.00|7.00|4.00|2.00|6.00|5.00",
        ),
        ("EntityAssets", {"InterestEntity": "丙公司"}, {END: 7, OPEN: 6}),
    ),
    "note-subsidiary-results": (
        "在其他主体中的权益",
        YUAN,
        (
            "子公司名称|本期发生额|||上期发生额||",
            "|营业收入|净利润|综合收益总额|营业收入|净利润|综合收益总额",
            "丙公司|9.00|-2.00|-2.00|8.00|1.00|1.00",
        ),
        ("EntityNetProfit", {"InterestEntity": "丙公司"}, {ONE: -2, "2020": 1}),
    ),
    "note-associates": (
        "在其他主体中的权益",
        "",
        (
            "合营企业或联营企业名称|主要经营地|注册地|业务性质|持股比例||对合营企业或联营企业投资的会计处理方法",
            "||||直接|间接|",
            "辛公司|甲市|甲市|投资|49.50%||权益法",
        ),
        ("AssociateDirectShareholding", {"Associate": "1"}, {END: Decimal("0.4950")}),
    ),
    "note-associate-financials": (
        "在其他主体中的权益",
        YUAN,
        (
            "|期末余额/本期发生额|期初余额/上期发生额",
            "|辛公司|辛公司",
            "流动资产|7.00|30.00",
            "非流动资产|23.00|",
            "资产合计|30.00|30.00",
            "按持股比例计算的净资产份额|15.00|15.00",
            "净利润|-0.50|0.25",
        ),
        ("EntityNetProfit", {"InterestEntity": "辛公司"}, {ONE: Decimal("-0.50"), "2020": Decimal("0.25")}),
    ),
    "note-interest-totals": (
        "在其他主体中的权益",
        "（4）不重要的合营企业和联营企业的汇总财务信息\n\n" + YUAN,
        (
            "|期末余额/本期发生额|期初余额/上期发生额",
            "合营企业：||",
            "投资账面价值合计|1.00|2.00",
            "联营企业：||",
            "投资账面价值合计|9.00|8.00",
            "--净利润|-3.00|-4.00",
        ),
        ("InterestsCarryingAmount", {"InterestKind": "AssociatesMember"}, {END: 9, OPEN: 8}),
    ),
    "note-excess-losses": (
        "在其他主体中的权益",
        YUAN,
        (
            "合营企业或联营企业名称|累积未确认前期累计的损失|本期未确认的损失（或本期分享的净利润）|本期末累积未确认的损失",
            "辛公司|-1.00|-2.00|-3.00",
        ),
        ("UnrecognisedLosses", {"InterestEntity": "辛公司"}, {END: -3, OPEN: -1}),
    ),
    "note-grants-by-kind": (
        "政府补助",
        "3、计入当期损益的政府补助\n\n" + YUAN,
        ("类型|本期发生额|上期发生额", "与资产相关|3.00|2.00", "合计|3.00|2.00"),
        ("GrantInProfitOrLoss", {"NoteLine": "与资产相关"}, {ONE: 3, "2020": 2}),
    ),
    "note-rate-effects": (
        "与金融工具相关的风险",
        YUAN,
        ("币种|股东权益影响（增加/-减少）|净利润影响（增加/-减少）", "美元|14.00|15.00"),
        ("EffectOfRateOnProfit", {"Currency": "USDollarMember"}, {ONE: 15}),
    ),
    "note-rate-scenarios": (
        "与金融工具相关的风险",
        YUAN,
        (
            "项目|利率变动|本年||上年|",
            "||对利润的影响|对股东权益的影响|对利润的影响|对股东权益的影响",
            "浮动利率借款|增加1%|-2.00|-2.00|-1.00|-1.00",
            "浮动利率借款|1%|2.00|2.00|1.00|1.00",
        ),
        ("EffectOfRateOnProfit", {"NoteLine": "浮动利率借款", "RiskScenario": "1%"}, {ONE: 2, "2020": 1}),
    ),
    "note-currency-exposure": (
        "与金融工具相关的风险",
        "（1）外汇风险\n\n" + YUAN,
        ("项目|期末余额|期初余额", "货币资金(美元)|34.00|28.00", "美元汇率上升1%|5.00|6.00"),
        ("ForeignCurrencyInYuan", {"NoteLine": "货币资金(美元)"}, {END: 34, OPEN: 28}),
    ),
    "note-transfers": (
        "与金融工具相关的风险",
        YUAN,
        (
            "转移方式|已转移金融资产性质|已转移金融资产金额|终止确认情况",
            "背书|票据|2.00|终止确认",
            "合计||2.00|",
        ),
        ("TransferredAssets", {"Transfer": "1"}, {ONE: 2}),
    ),
    "note-derecognitions": (
        "与金融工具相关的风险",
        YUAN,
        (
            "项目|金融资产转移的方式|终止确认的金融资产金额|与终止确认相关的利得或损失",
            "应收票据|贴现|2.00|-0.10",
            "合计||2.00|-0.10",
        ),
        ("DerecognitionGain", {}, {ONE: Decimal("-0.10")}),
    ),
    "note-fair-value-techniques": (
        "公允价值的披露",
        YUAN,
        ("项目|期末公允价值|估值技术|输入值", "理财产品|500.00|现金流量折现|预期收益率", "合计|500.00||"),
        ("FairValueTechnique", {"NoteLine": "理财产品"}, {END: "现金流量折现"}),
    ),
    "note-parents": (
        "关联方及关联交易",
        "单位：万元\n\n",
        (
            "母公司名称|注册地|业务性质|注册资本|母公司对本企业的持股比例（%）|母公司对本企业的表决权比例（%）",
            "壬公司|甲市|投资|1,180|34.22|34.22",
        ),
        ("ParentRegisteredCapital", {"RelatedParty": "壬公司"}, {END: 11800000}),
    ),
    "note-related-leases-in": (
        "关联方及关联交易",
        YUAN,
        (
            "出租方名称|租赁资产种类|支付的租金||承担的租赁负债利息支出|",
            "||本期发生额|上期发生额|本期发生额|上期发生额",
            "癸公司|房屋|8.00|7.00|0.90|1.00",
        ),
        ("RelatedRentPaid", {"RelatedParty": "癸公司", "RelatedTransaction": "房屋"}, {ONE: 8, "2020": 7}),
    ),
    "note-guarantees-given": (
        "关联方及关联交易",
        YUAN,
        (
            "被担保方|担保金额|担保起始日|担保到期日|担保是否已经履行完毕",
            "癸公司|80.00|2021-01-01|2023-01-01|否",
        ),
        ("RelatedGuaranteeAmount", {"RelatedGuaranteeGiven": "1"}, {ONE: 80}),
    ),
    "note-guarantees-received": (
        "关联方及关联交易",
        YUAN,
        (
            "担保方|担保金额|担保起始日|担保到期日|担保是否已经履行完毕",
            "癸公司|80.00|2021-01-01|2023-01-01|否",
        ),
        ("RelatedGuaranteeAmount", {"RelatedGuaranteeReceived": "1"}, {ONE: 80}),
    ),
    "note-related-loans": (
        "关联方及关联交易",
        YUAN,
        (
            "关联方|拆借金额|起始日|到期日|说明",
            "拆入||||",
            "壬公司|20.00|2021-01-01|2021-12-31|",
            "拆出||||",
            "癸公司|5.00|2021-01-01|2021-12-31|",
        ),
        ("RelatedLoanAmount", {"RelatedLoan": "2", "LoanDirection": "LentMember"}, {ONE: 5}),
    ),
    "note-equity-instruments": (
        "股份支付",
        "数量单位：股 金额单位：万元\n\n",
        (
            "授予对象类别|本期授予||本期失效|",
            "|数量|金额|数量|金额",
            "管理人员|1,000|2.00|300|0.50",
            "合计|1,000|2.00|300|0.50",
        ),
        ("InstrumentsGrantedAmount", {"GranteeClass": "管理人员"}, {ONE: 20000}),
    ),
    "note-instruments-outstanding": (
        "股份支付",
        "",
        (
            "授予对象类别|期末发行在外的股票期权||期末发行在外的其他权益工具|",
            "|行权价格的范围|合同剩余期限|行权价格的范围|合同剩余期限",
            "管理人员|9元/股|12个月|8元/股|24个月",
        ),
        ("OtherInstrumentsExercisePrices", {"GranteeClass": "管理人员"}, {END: "8元/股"}),
    ),
    "note-share-payment-expenses": (
        "股份支付",
        YUAN,
        ("授予对象类别|以权益结算的股份支付费用|以现金结算的股份支付费用", "管理人员|-8.00|", "合计|-8.00|"),
        ("EquitySettledExpenses", {"GranteeClass": "管理人员"}, {ONE: -8}),
    ),
    "note-share-payment": (
        "股份支付",
        YUAN,
        ("以权益结算的股份支付计入资本公积的累计金额|13.00", "本期以权益结算的股份支付确认的费用总额|2.00"),
        ("ShareBasedPaymentInReserves", {}, {END: 13}),
    ),
    "note-commitments": (
        "承诺及或有事项",
        "（1）资本承诺\n\n" + YUAN,
        ("项目|期末余额|期初余额", "购建长期资产|22.00|25.00", "合计|22.00|25.00"),
        ("CapitalCommitments", {"NoteLine": "购建长期资产"}, {END: 22, OPEN: 25}),
    ),
    "note-subsequent-dividends": (
        "资产负债表日后事项",
        YUAN,
        ("拟分配的利润或股利|23.00", "经审议批准宣告发放的利润或股利|"),
        ("ProposedDividends", {}, {ONE: 23}),
    ),
    "note-segments-by-row": (
        "其他重要事项",
        YUAN,
        ("项目|营业收入|营业成本", "甲业务|150.00|90.00", "乙业务|50.00|30.00", "小计|200.00|120.00"),
        ("OperatingCosts", {"Segment": "乙业务"}, {ONE: 30}),
    ),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_of_the_chapters(say_annual, table, kind: str) -> None:
    """A table of each kind gives the fact that its row and column mean, and no figure is without a fate."""
    chapter, above, lines, (concept, dimensions, values) = KINDS[kind]
    said = say_annual(notes(chapter, above + table(*lines)))
    assert kind in {name for found in said.extraction.tables for name in found.kinds}
    assert said.values(concept, **dimensions) == values


def test_segments_of_another_total_are_not_tagged(say_annual, table) -> None:
    """Rows that do not add up to the statement's revenue say something else."""
    lines = ("项目|营业收入|营业成本", "甲业务|150.00|90.00", "小计|150.00|90.00")
    said = say_annual(notes("其他重要事项", YUAN + table(*lines)))
    assert said.facts("OperatingRevenue", Segment="甲业务") == []


def test_sensitivity_is_no_exposure(say_annual, table) -> None:
    """Under the heading of a currency risk only rows of an item in a currency are exposures."""
    lines = ("项目|期末余额|期初余额", "货币资金(美元)|34.00|28.00", "美元汇率上升1%|5.00|6.00")
    said = say_annual(notes("与金融工具相关的风险", "（1）外汇风险\n\n" + YUAN + table(*lines)))
    assert said.facts("ForeignCurrencyInYuan", NoteLine="美元汇率上升1%") == []


def maturities(*titles: str) -> str:
    """Maturity tables, each under a title."""
    lines = "项目\t1年以内\t1至2年\t合计\n应付账款\t{0}1.00\t2.00\t{0}3.00\n合计\t{0}1.00\t2.00\t{0}3.00\n\n"
    tables = (f"{title}\n\n{YUAN}{lines.format(number)}" for number, title in enumerate(titles, start=1))
    return notes("与金融工具相关的风险", "".join(tables))


def test_the_year_of_a_table_stands_above_it(say_annual) -> None:
    """A date alone above a maturity table is the year of its columns."""
    said = say_annual(maturities("2021年12月31日", "2020年12月31日"))
    found = said.facts("UndiscountedCashFlows", NoteLine="应付账款")
    assert {(fact.period.day.year, fact.value) for fact in found} == {(2021, 13), (2020, 23)}
    assert {fact.provenance.confidence for fact in found} == {1}


def test_two_tables_of_no_year(say_annual) -> None:
    """The first table without a year is doubted, and the next of its kind is not tagged at all."""
    said = say_annual(maturities("到期期限分析如下：", "比较数据如下："))
    (fact,) = said.facts("UndiscountedCashFlows", NoteLine="应付账款")
    assert (fact.value, fact.provenance.confidence) == (13, 0.7)
    assert said.fates("23.00") == [("unrecognised", "column-unknown")] * 2


def test_the_year_of_other_columns(say_annual, table) -> None:
    """A column without a year beside columns of one year is of that year."""
    lines = (
        "项目|2020年未折现的合同现金流量|||账面价值",
        "|1年以内|1至2年|合计|",
        "应付账款|1.00|2.00|3.00|2.90",
    )
    said = say_annual(notes("与金融工具相关的风险", YUAN + table(*lines)))
    assert said.values("LiquidityCarryingAmount", NoteLine="应付账款") == {OPEN: Decimal("2.90")}
    assert said.values("UndiscountedCashFlows", NoteLine="应付账款", Maturity="1至2年") == {OPEN: 2}


def item(heading: str, *lines: str, caption: str = "") -> str:
    """A note on an item, with one table."""
    body = "\n".join("\t".join(line.split("|")) for line in lines)
    return notes("合并财务报表项目注释", f"1、{heading}\n\n{caption}{YUAN}{body}\n\n")


ITEMS = {
    "note-actual-write-offs": (
        ("应收账款", "项目|核销金额", "实际核销的应收账款|2.30"),
        "",
        ("ActualWriteOffs", {"StatementItem": "AccountsReceivableItemMember"}, {ONE: Decimal("2.30")}),
    ),
    "note-write-offs": (
        (
            "应收账款",
            "单位名称|应收账款性质|核销金额|核销原因|履行的核销程序",
            "丙公司|货款|1.10|无法收回|审批",
            "合计||1.10||",
        ),
        "",
        (
            "WrittenOffAmount",
            {"StatementItem": "AccountsReceivableItemMember", "WriteOff": "1"},
            {ONE: Decimal("1.10")},
        ),
    ),
    "note-aged-balances": (
        ("合同负债", "项目|期末余额|未偿还或结转的原因", "丙公司|4.00|项目未完"),
        "",
        ("AgedBalances", {"NoteLine": "丙公司", "StatementItem": "ContractLiabilitiesItemMember"}, {END: 4}),
    ),
    "note-without-title": (
        ("固定资产", "项目|账面价值|未办妥产权证书的原因", "厂房|19.00|正在办理"),
        "",
        ("AssetsWithoutTitle", {"NoteLine": "厂房", "StatementItem": "FixedAssetsItemMember"}, {END: 19}),
    ),
    "note-large-changes": (
        ("合同资产", "项目|变动金额|变动原因", "未结算资产|-5.00|结算"),
        "",
        ("LargeChange", {"NoteLine": "未结算资产", "StatementItem": "ContractAssetsItemMember"}, {ONE: -5}),
    ),
    "note-endorsed": (
        ("应收票据", "项目|期末终止确认金额|期末未终止确认金额", "银行承兑票据|2.00|1.00"),
        "",
        (
            "EndorsedNotDerecognised",
            {"NoteLine": "银行承兑票据", "StatementItem": "NotesReceivableItemMember"},
            {END: 1},
        ),
    ),
    "note-goodwill-test": (
        ("商誉", "项目|账面价值|可收回金额|减值金额|预测期的年限", "丙公司|11.00|12.00||5年"),
        "",
        ("GoodwillRecoverableAmount", {"NoteLine": "丙公司"}, {END: 12}),
    ),
    "note-share-capital": (
        (
            "股本",
            "|期初余额|本次变动增减（+、-）||期末余额",
            "||发行新股|小计|",
            "股份总数|100.00|20.00|20.00|120.00",
        ),
        "",
        ("MovementNewShares", {"StatementItem": "ShareCapitalItemMember"}, {ONE: 20}),
    ),
    "note-earnings-per-share": (
        (
            "每股收益",
            "项目|本期发生额|上期发生额",
            "本公司发行在外普通股的加权平均数|110|100",
            "基本每股收益|0.41|0.35",
        ),
        "",
        ("WeightedAverageOrdinaryShares", {}, {ONE: 110, "2020": 100}),
    ),
    "note-revenue-by-contract": (
        (
            "营业收入",
            "合同分类|甲业务|乙业务|合计",
            "市场或客户类型|||",
            "境内客户|150.00|30.00|180.00",
            "境外客户|20.00||20.00",
            "合计|170.00|30.00|200.00",
        ),
        "",
        ("OperatingRevenue", {"RevenueClass": "境内客户", "Segment": "乙业务"}, {ONE: 30}),
    ),
    "note-lessor": (
        ("租赁", "项目|租赁收入|其中：未计入租赁收款额的可变租赁付款额相关的收入", "房屋|2.00|"),
        "",
        ("LessorIncome", {"NoteLine": "房屋"}, {ONE: 2}),
    ),
    "note-lease-amounts": (
        (
            "租赁",
            "项目|本期数|上年同期数",
            "租赁负债的利息费用|1.00|2.00",
            "与租赁相关的总现金流出|5.00|8.00",
        ),
        "",
        ("LeaseCashOutflows", {}, {ONE: 5, "2020": 8}),
    ),
    "note-cash-composition": (
        (
            "现金流量表补充资料",
            "项目|期末余额|期初余额",
            "一、现金|46.00|37.00",
            "其中：库存现金|1.00|2.00",
            "可随时用于支付的银行存款|45.00|35.00",
            "三、期末现金及现金等价物余额|46.00|37.00",
        ),
        "",
        ("DemandDeposits", {}, {END: 45, OPEN: 35}),
    ),
    "note-acquisition-cash": (
        (
            "现金流量表补充资料",
            "|金额",
            "本期发生的企业合并于本期支付的现金或现金等价物|17.00",
            "丙公司|9.00",
            "减：购买日子公司持有的现金及现金等价物|2.00",
            "丙公司|0.50",
            "取得子公司支付的现金净额|15.00",
        ),
        "",
        ("CashHeldByAcquirees", {"InterestEntity": "丙公司"}, {ONE: Decimal("0.50")}),
    ),
    "note-cash-not-equivalents": (
        ("现金流量表补充资料", "项目|本期金额|上期金额|理由", "保证金|1.00|3.50|受限"),
        "（6）不属于现金及现金等价物的货币资金\n\n",
        ("CashNotEquivalents", {"NoteLine": "保证金"}, {END: 1, OPEN: Decimal("3.50")}),
    ),
    "note-restricted-equivalents": (
        ("现金流量表补充资料", "项目|本期金额|上期金额|理由", "募集资金|1.00|3.50|可随时支取"),
        "（5）使用范围受限但仍属于现金和现金等价物列示的情况\n\n",
        ("RestrictedCashEquivalents", {"NoteLine": "募集资金"}, {END: 1, OPEN: Decimal("3.50")}),
    ),
    "note-endorsed-without-cash": (
        (
            "现金流量表补充资料",
            "项目|本期数|上期数",
            "背书转让的商业汇票金额|4.00|3.00",
            "其中：支付货款|4.00|3.00",
        ),
        "不涉及现金收支的商业汇票背书转让金额\n\n",
        ("EndorsedNotesWithoutCash", {"NoteLine": "支付货款"}, {ONE: 4, "2020": 3}),
    ),
    "note-investing-receipts": (
        ("现金流量表项目", "项目|本期发生额|上期发生额", "收回存款|21.00|19.00"),
        "收到的重要的投资活动有关的现金\n\n",
        ("LargeInvestingCashReceived", {"NoteLine": "收回存款"}, {ONE: 21, "2020": 19}),
    ),
    "note-investing-payments": (
        ("现金流量表项目", "项目|本期发生额|上期发生额", "支付投资款|20.00|18.00"),
        "支付的重要的投资活动有关的现金\n\n",
        ("LargeInvestingCashPaid", {"NoteLine": "支付投资款"}, {ONE: 20, "2020": 18}),
    ),
    "note-grants-received": (
        ("政府补助", "项目|金额|列报项目|说明", "专项资金|4.90|其他收益|文件"),
        "",
        ("GrantReportedIn", {"NoteLine": "专项资金"}, {ONE: "其他收益"}),
    ),
    "note-deferred-tax-net": (
        (
            "递延所得税资产/递延所得税负债",
            "项目|递延所得税资产和负债期末互抵金额|抵销后递延所得税资产或负债期末余额|递延所得税资产和负债期初互抵金额|抵销后递延所得税资产或负债期初余额",
            "递延所得税资产|3.00|48.00|2.00|53.00",
        ),
        "",
        ("DeferredTaxAfterOffset", {"NoteLine": "递延所得税资产"}, {END: 48, OPEN: 53}),
    ),
}


@pytest.mark.parametrize("kind", sorted(ITEMS))
def test_a_kind_beside_an_item(say_annual, kind: str) -> None:
    """Tables beside the breakdowns of an item speak of it, or of what their caption says."""
    (heading, *lines), caption, (concept, dimensions, values) = ITEMS[kind]
    said = say_annual(item(heading, *lines, caption=caption))
    assert kind in {name for found in said.extraction.tables for name in found.kinds}
    assert said.values(concept, **dimensions) == values


def test_net_cash_of_a_disposal_is_no_line_of_the_statement(say_annual) -> None:
    """A negative net receipt stands among other payments in the statement: the note's figure is its own."""
    lines = (
        "|金额",
        "本期处置子公司于本期收到的现金或现金等价物|2.00",
        "减：丧失控制权日子公司持有的现金及现金等价物|43.00",
        "处置子公司收到的现金净额|-41.00",
    )
    said = say_annual(item("现金流量表补充资料", *lines))
    assert said.values("NetCashFromDisposals") == {ONE: -41}
    assert said.facts("NetCashReceivedFromDisposalOfSubsidiaries") == []


def test_a_caption_further_up_is_of_another_table(say_annual) -> None:
    """A caption counts where nothing but unit lines and tick boxes stands between it and the table."""
    lines = ("项目|本期发生额|上期发生额", "支付的对价|20.00|18.00")
    caption = "支付的重要的投资活动有关的现金\n\n取得子公司支付的现金\n\n"
    said = say_annual(item("现金流量表项目", *lines, caption=caption))
    assert said.facts("LargeInvestingCashPaid", NoteLine="支付的对价") == []


POLICIES = {
    "policy-fixed-asset-lives": (
        "固定资产",
        ("类别|折旧方法|折旧年限（年）|残值率|年折旧率", "机器设备|年限平均法|5-10|5%|9.50-19.00"),
        (
            "PolicyUsefulLife",
            {"AssetClass": "机器设备", "StatementItem": "FixedAssetsItemMember"},
            {ONE: "5-10"},
        ),
    ),
    "policy-investment-property-lives": (
        "投资性房地产",
        ("类别|折旧年限|残值率|年折旧率", "房屋|40|5%|2.38"),
        (
            "PolicyResidualRate",
            {"AssetClass": "房屋", "StatementItem": "InvestmentPropertyItemMember"},
            {ONE: "5%"},
        ),
    ),
    "policy-intangible-asset-lives": (
        "无形资产",
        ("项目|摊销年限（年）", "软件|3"),
        (
            "PolicyUsefulLife",
            {"AssetClass": "软件", "StatementItem": "IntangibleAssetsItemMember"},
            {ONE: "3"},
        ),
    ),
    "policy-loss-rates": (
        "应收账款",
        (
            "账龄|应收账款预期信用损失率（%）|其他应收款预期信用损失率（%）",
            "1年以内（含，下同）|5.00|6.00",
            "1-2年|10.00|12.00",
        ),
        (
            "PolicyLossRate",
            {"Ageing": "WithinOneYearMember", "StatementItem": "OtherReceivablesItemMember"},
            {ONE: Decimal("0.0600")},
        ),
    ),
}


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_a_kind_of_the_policies(say_annual, table, kind: str) -> None:
    """Lives and rates of a policy are said of the item that its heading or its column names."""
    heading, lines, (concept, dimensions, values) = POLICIES[kind]
    said = say_annual(notes("重要会计政策及会计估计", f"1、{heading}\n\n" + table(*lines)))
    assert said.values(concept, **dimensions) == values


LISTS = {
    "pipeline": (
        "第三节 管理层讨论与分析\n\n",
        ("序号|项目编号|适应症|类别|进展情况", "1|2021A1|咳嗽|3类|审评中", "2|2021A2|头痛|4类|已批准"),
        ("PipelineProgress", {"Pipeline": "2"}, {ONE: "已批准"}),
    ),
    "peer-research": (
        "第三节 管理层讨论与分析\n\n单位：万元\n\n",
        (
            "同行业可比公司|研发投入金额|研发投入占营业收入比例（%）",
            "丙公司|34.15|0.88",
            "同行业平均研发投入金额|20.00|",
        ),
        ("PeerResearchInvestment", {"Peer": "丙公司"}, {ONE: 341500}),
    ),
    "peer-selling-expenses": (
        "第三节 管理层讨论与分析\n\n单位：万元\n\n",
        ("同行业可比公司|销售费用|销售费用占营业收入比例（%）", "丙公司|63.00|48.08"),
        ("PeerSellingExpensesToRevenueRatio", {"Peer": "丙公司"}, {ONE: Decimal("0.4808")}),
    ),
    "research-by-project": (
        "第三节 管理层讨论与分析\n\n单位：万元\n\n",
        ("研发项目|研发投入金额|研发投入费用化金额|研发投入资本化金额", "A1|18.00|8.00|10.00"),
        ("ProjectResearchCapitalised", {"ResearchSubject": "A1"}, {ONE: 100000}),
    ),
    "drug-bids": (
        "第三节 管理层讨论与分析\n\n",
        ("主要药品名称|中标价格区间|医疗机构的合计实际采购量（盒）", "甲丸|49-55元|1,238"),
        ("BidPriceRange", {"Product": "甲丸"}, {ONE: "49-55元"}),
    ),
    "drug-volumes": (
        "第三节 管理层讨论与分析\n\n",
        ("细分行业|药品名称|单位|生产量|销售量", "中药|甲丸|万盒|4.00|3.00", "中药|乙散|万盒|2.00|1.00"),
        ("ProductVolume", {"Industry": "中药", "Product": "乙散"}, {ONE: 1}),
    ),
    "promises": (
        "第六节 重要事项\n\n",
        (
            "承诺事由|承诺方|承诺类型|承诺内容|承诺时间|承诺期限|履行情况",
            "首次公开发行|丙|限售|不转让|2021年1月|42个月|正常",
        ),
        ("PromiseTerm", {"Promise": "1"}, {ONE: "42个月"}),
    ),
    "other-posts": (
        "第四节 公司治理\n\n",
        (
            "任职人员姓名|其他单位名称|在其他单位担任的职务|任期起始日期|任期终止日期",
            "丙某|丁公司|董事|2018|至今",
            "|戊公司|监事|2019|",
        ),
        ("PostTitle", {"OtherPost": "2"}, {ONE: "监事"}),
    ),
    "shareholder-posts": (
        "第四节 公司治理\n\n",
        (
            "任职人员姓名|股东单位名称|在股东单位担任的职务|任期起始日期|任期终止日期",
            "丙某|丁公司|董事|2018|至今",
        ),
        ("PostEntityName", {"ShareholderPost": "1"}, {ONE: "丁公司"}),
    ),
}


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_a_list_of_the_report(say_annual, table, kind: str) -> None:
    """Lists outside the notes are numbered, or named as the filer names their rows."""
    head, lines, (concept, dimensions, values) = LISTS[kind]
    said = say_annual(head + table(*lines))
    assert said.values(concept, **dimensions) == values


def test_a_blank_of_a_list_says_nothing(say_annual, table) -> None:
    """A merged cell that a source left blank is no fact without a value."""
    head, lines, _ = LISTS["other-posts"]
    said = say_annual(head + table(*lines))
    assert said.values("PostHolderName", OtherPost="2") == {}


def test_a_remark_below_a_list_is_no_line_of_it(say_annual, table) -> None:
    """The row that explains all posts names no person."""
    head, lines, _ = LISTS["other-posts"]
    said = say_annual(head + table(*lines, "在其他单位任职情况的说明|无"))
    assert said.values("PostHolderName", OtherPost="3") == {}


TAX = (
    "项目|本期发生额",
    "利润总额|100.00",
    "按法定/适用税率计算的所得税费用|25.00",
    "子公司适用不同税率的影响|1.00",
)


def test_a_row_of_the_filers_own(say_annual) -> None:
    """A row that no rule knows is an item as it is printed; a total is not."""
    said = say_annual(item("所得税费用", *TAX, "优惠税率影响|-3.00", "本年所得税费用|23.00", "年金|9.00"))
    assert said.values("EffectOfOwnItem", NoteLine="优惠税率影响") == {ONE: -3}
    assert {fact.value for fact in said.facts("IncomeTaxExpenses")} == {23}
    assert said.fates("9.00") == [("unrecognised", "row-unknown")]


def test_a_label_that_may_have_begun_above(say_annual) -> None:
    """A row below a label without figures, which nothing knows, may be the rest of it: it names nothing."""
    said = say_annual(item("所得税费用", *TAX, "本期某项目按照有关规定|", "扣除的影响|-3.00"))
    assert said.facts("EffectOfOwnItem", NoteLine="扣除的影响") == []
    assert said.fates("-3.00") == [("unrecognised", "row-unknown")]


def test_own_rows_say_nothing_of_what_a_table_is(say_annual) -> None:
    """Rows that only the filer's own rule would name make no table of a kind."""
    said = say_annual(item("所得税费用", "项目|本期发生额", "甲|1.00", "乙|2.00", "丙|3.00"))
    assert said.facts("EffectOfOwnItem", NoteLine="甲") == []


def test_a_subtotal_over_a_single_line(say_annual) -> None:
    """An age printed again as its own subtotal repeats the fact; with another figure it is not read."""
    lines = (
        "账龄|期末账面余额",
        "1年以内|80.00",
        "1年以内小计|80.00",
        "1至2年|20.00",
        "1至2年（含2年）|30.00",
    )
    said = say_annual(item("应收账款", *lines))
    gross = {"CarryingAmount": "GrossCarryingAmountMember"}
    (fact,) = said.facts("AccountsReceivable", Ageing="WithinOneYearMember", **gross)
    assert len(fact.provenance.repeats) == 1
    assert said.fates("30.00") == [("unrecognised", "row-unknown")]


def test_an_item_that_stands_alone_above_its_parties(say_annual, table) -> None:
    """An item alone in its row is that of the rows below it."""
    lines = (
        "项目名称|关联方|期末账面余额|期初账面余额（已重述）",
        "应付账款|||",
        "|丙公司|4.00|1.00",
        "|丁公司|2.00|3.00",
    )
    said = say_annual(notes("关联方及关联交易", "6、关联方应收应付款项\n\n" + YUAN + table(*lines)))
    party = {"RelatedParty": "丁公司", "StatementItem": "AccountsPayableItemMember"}
    assert said.values("RelatedPartyBalances", CarryingAmount="GrossCarryingAmountMember", **party) == {
        END: 2,
        OPEN: 3,
    }
