"""Tables of governance, environment, important matters, share changes and bonds; invented figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

GOVERNANCE = "第四节 公司治理\n\n"
ENVIRONMENT = "第五节 环境与社会责任\n\n"
IMPORTANT = "第六节 重要事项\n\n"
SHARES = "第七节 股份变动及股东情况\n\n"
MANAGERS = (
    "姓名|职务|性别|年龄|任期起始日期|任期终止日期|年初持股数|年末持股数|年度内股份增减变动量|增减变动原因"
    "|报告期内从公司获得的税前报酬总额（万元）|是否在公司关联方获取报酬"
)
GUARANTEES = (
    "担保对象名称|担保额度相关公告披露日期|担保额度|实际发生日期|实际担保金额|担保类型|担保期|是否履行完毕"
)


def test_managers_of_shanghai(say_annual, table) -> None:
    """Opening and closing shares have their dates, pay its scale, and the total row is no person."""
    said = say_annual(
        GOVERNANCE
        + "单位：股\n\n"
        + table(
            MANAGERS,
            "甲|董事长|男|61|2019-03-24|2022-05-26|1,000|1,200|200|增持|33.5|否",
            "乙|监事|女|50|2020-01-02|2022-05-26||||-|12|是",
            "合计|/|/|/|/|/|1,000|1,200|200|/|45.5|/",
        )
    )
    assert said.values("ManagerSharesHeld", ManagerLine="1") == {"2020-12-31": 1000, "2021-12-31": 1200}
    assert said.values("ManagerPayBeforeTax", ManagerLine="1") == {"2021": Decimal("335000")}
    assert said.values("ManagerPaidByRelatedParty", ManagerLine="2") == {"2021": "是"}
    assert said.values("ManagerSharesHeld") == {"2020-12-31": 1000, "2021-12-31": 1200}
    assert said.values("ManagerPayBeforeTax") == {"2021": Decimal("455000")}
    assert said.facts("ManagerName") == []
    assert said.facts("ManagerName", ManagerLine="3") == []


def test_further_office_of_the_same_person(say_annual, table) -> None:
    """A line without a name adds an office to the person above, and does not count the shares again."""
    said = say_annual(
        GOVERNANCE
        + table(
            MANAGERS,
            "甲|董事|男|61|2019-03-24|2022-05-26|1,000|1,000|0||30|否",
            "|总经理|||2020-03-24|2022-05-26||||||",
            "乙|监事|女|50|2020-01-02|2022-05-26|10|10|0||12|否",
        )
    )
    assert said.values("ManagerPosition", ManagerLine="1", ManagerOfficeLine="2") == {"2021": "总经理"}
    assert said.facts("ManagerSharesHeld", ManagerLine="1", ManagerOfficeLine="2") == []
    assert said.values("ManagerName", ManagerLine="2") == {"2021": "乙"}


def test_line_with_a_lost_cell_is_not_read(say_annual, table) -> None:
    """Where a cell is lost the figures stand under the wrong columns: none becomes a fact."""
    said = say_annual(
        GOVERNANCE
        + table(
            MANAGERS,
            "甲|董事|男|61|2019-03-24|2022-05-26|1,000|1,000|0||30|否",
            "乙|监事|女|50|2020-01-02|2022-05-26|10|77|0|12|否",
        )
    )
    assert said.facts("ManagerSharesHeld", ManagerLine="2") == []
    assert ("unrecognised", "row-short") in said.fates("77")


def test_pay_without_its_unit_line(say_annual, table) -> None:
    """Pay whose unit line is lost is in the unit that the form prints, and doubtful."""
    said = say_annual(
        GOVERNANCE
        + "公司报告期内董事、监事和高级管理人员报酬情况\n\n"
        + table(
            "姓名|性别|年龄|职务|任职状态|从公司获得的税前报酬总额|是否在公司关联方获取报酬",
            "甲|男|46|董事长|现任|28.5|否",
            "合计|--|--|--|--|28.5|--",
        )
    )
    (pay,) = said.facts("ManagerPayBeforeTax", ManagerPayLine="1")
    assert (pay.value, pay.provenance.confidence) == (Decimal("285000"), 0.8)
    assert said.values("ManagerPayBeforeTax") == {"2021": Decimal("285000")}


def test_attendance_in_two_header_rows(say_annual, table) -> None:
    """Counts stand under their own header, whatever spans them above."""
    said = say_annual(
        GOVERNANCE
        + table(
            "董事姓名|是否独立董事|参加董事会情况||||||参加股东大会情况",
            "||本年应参加董事会次数|亲自出席次数|以通讯方式参加次数|委托出席次数|缺席次数"
            "|是否连续两次未亲自参加会议|出席股东大会的次数",
            "甲|否|6|5|4|1|0|否|2",
        )
        + table("年内召开董事会会议次数|6", "其中：现场会议次数|1")
    )
    assert said.values("BoardMeetingsAttendedInPerson", DirectorAttendanceLine="1") == {"2021": 5}
    assert said.values("ShareholdersMeetingsAttended", DirectorAttendanceLine="1") == {"2021": 2}
    assert said.values("BoardMeetingsHeldOnSite") == {"2021": 1}


def test_employees(say_annual, table) -> None:
    """Totals, functions and education of employees in one table; each total repeats the first."""
    said = say_annual(
        GOVERNANCE
        + table(
            "母公司在职员工的数量|40",
            "主要子公司在职员工的数量|60",
            "在职员工的数量合计|100",
            "专业构成|",
            "专业构成类别|专业构成人数",
            "生产人员|70",
            "职能人员|30",
            "合计|100",
            "教育程度|",
            "教育程度类别|数量（人）",
            "本科|20",
            "大专及以下|80",
            "合计|100",
        )
    )
    assert said.values("NumberOfEmployees") == {"2021-12-31": 100}
    assert said.values("NumberOfEmployeesOfParent") == {"2021-12-31": 40}
    assert said.values("NumberOfEmployees", EmployeeFunction="职能人员") == {"2021-12-31": 30}
    assert said.values("NumberOfEmployees", EmployeeEducation="大专及以下") == {"2021-12-31": 80}
    assert not said.codes()["map.inconsistent"]


def test_dividends(say_annual, table) -> None:
    """The plan of both exchanges has the same concepts; three years are years, not lines."""
    said = say_annual(
        GOVERNANCE
        + "单位：元 币种：人民币\n\n"
        + table(
            "每10股送红股数（股）|0",
            "每10股派息数（元）（含税）|1.5",
            "现金分红金额（含税）|3,000,000.00",
            "以现金方式回购股份计入现金分红的金额|500,000.00",
            "合计分红金额（含税）|3,500,000.00",
            "合计分红金额占合并报表中归属于上市公司普通股股东的净利润的比率(%)|35.00",
        )
        + "单位：元 币种：人民币\n\n"
        + table(
            "分红年度|每10股送红股数（股）|每10股派息数（元）（含税）|每10股转增数（股）|现金分红的数额（含税）"
            "|分红年度合并报表中归属于上市公司普通股股东的净利润|占合并报表中归属于上市公司普通股股东的净利润的比率(%)",
            "2021年|0|1.5|0|3,000,000.00|10,000,000.00|30.00",
            "2020年|0|1.0|0|2,000,000.00|8,000,000.00|25.00",
        )
    )
    assert said.values("TotalCashDividend") == {"2021": 3000000, "2020": 2000000}
    assert said.values("CashDividendPayoutRatio") == {"2021": Decimal("0.3000"), "2020": Decimal("0.2500")}
    assert said.values("TotalDividendIncludingRepurchases") == {"2021": 3500000}
    assert said.values("NetProfitAttributableToOrdinaryShareholders") == {"2021": 10000000, "2020": 8000000}


def test_incentives_of_shenzhen(say_annual, table) -> None:
    """Options and restricted shares side by side; a remark below the total is no person."""
    said = say_annual(
        GOVERNANCE
        + "单位：股\n\n"
        + table(
            "姓名|职务|年初持有股票期权数量|报告期新授予股票期权数量|报告期内可行权股数|报告期内已行权股数"
            "|报告期内已行权股数行权价格（元/股）|期末持有股票期权数量|报告期末市价（元/股）|期初持有限制性股票数量"
            "|本期已解锁股份数量|报告期新授予限制性股票数量|限制性股票的授予价格（元/股）|期末持有限制性股票数量",
            "甲|董事长|0|0|0|0|0|0|37.94|35,000|5,000|0|29.2|30,000",
            "合计|--|0|0|0|0|--|0|--|35,000|5,000|0|--|30,000",
            "备注（如有）|无||||||||||||",
        )
    )
    held = said.values("RestrictedShareGrantsHeld", OptionIncentiveLine="1")
    assert held == {"2020-12-31": 35000, "2021-12-31": 30000}
    assert said.values("RestrictedShareGrantsHeld") == held
    assert said.values("SharePriceAtPeriodEnd", OptionIncentiveLine="1") == {"2021-12-31": Decimal("37.94")}
    assert said.facts("ManagerName", OptionIncentiveLine="2") == []


def test_pollutants_are_numbered_through(say_annual, table) -> None:
    """A second table of pollutants, of another company, goes on counting."""
    header = (
        "公司或子公司名称|主要污染物及特征污染物的名称|排放方式|排放口数量|排放口分布情况|排放浓度"
        "|执行的污染物排放标准|排放总量|核定的排放总量|超标排放情况"
    )
    said = say_annual(
        ENVIRONMENT
        + table(header, "甲厂|COD|间歇|1|总排口|43mg/L|500mg/L|2.65t|6.3t/a|无")
        + "乙厂的情况\n\n"
        + table(header, "乙厂|氨氮|间歇|2|总排口|3mg/L|40mg/L|0.2t|0.9t/a|无")
    )
    assert said.values("PollutantName", PollutantLine="1") == {"2021": "COD"}
    assert said.values("PollutantTotalDischarge", PollutantLine="2") == {"2021": "0.2t"}


def test_social_contributions(say_annual, table) -> None:
    """The same rows under two headings are two kinds of contribution; the label says the unit."""
    rows = ("总投入（万元）|12.5", "其中：资金（万元）|10", "物资折款（万元）|2.5", "惠及人数（人）|300")
    said = say_annual(
        ENVIRONMENT
        + table("报告期内投入环保资金（单位：万元）|76.8")
        + table("对外捐赠、公益项目|数量/内容", *rows)
        + "三、巩固拓展脱贫攻坚成果、乡村振兴等工作具体情况\n\n"
        + table("扶贫及乡村振兴项目|数量/内容", "总投入（万元）|5", "帮扶形式（如产业扶贫）|教育")
    )
    donated = said.values("SocialContribution", SocialContribution="DonationsAndPublicWelfareMember")
    rural = said.values("SocialContribution", SocialContribution="RuralRevitalisationMember")
    assert (donated, rural) == ({"2021": 125000}, {"2021": 50000})
    assert said.values("EnvironmentalInvestment") == {"2021": 768000}


def test_audit_firm(say_annual, table) -> None:
    """Fee, years and the fee of the second table, which shares the unit line above the first."""
    said = say_annual(
        IMPORTANT
        + "单位：万元 币种：人民币\n\n"
        + table(
            "|现聘任",
            "境内会计师事务所名称|某某会计师事务所",
            "境内会计师事务所报酬|80",
            "境内会计师事务所审计年限|6 年",
        )
        + table("|名称|报酬", "内部控制审计会计师事务所|某某会计师事务所|20", "保荐人|不适用|0")
    )
    assert said.values("AuditFirmName") == {"2021": "某某会计师事务所"}
    assert said.values("AuditFee") == {"2021": 800000}
    assert said.values("AuditYears") == {"2021": 6}
    assert said.values("InternalControlAuditFee") == {"2021": 200000}


def test_guarantees(say_annual, table) -> None:
    """Titles say the scope, lines count through all lists, and totals have the scope of their letter."""
    said = say_annual(
        IMPORTANT
        + "单位：万元\n\n"
        + table(
            "公司及其子公司对外担保情况（不包括对子公司的担保）|||||||",
            GUARANTEES,
            "甲|2021-01-02|500|2021-02-03|300|连带责任|一年|否",
            "公司对子公司的担保情况|||||||",
            GUARANTEES,
            "乙|2021-01-02|900|2021-02-03|700|连带责任|两年|否",
            "报告期内审批对子公司担保额度合计（B1）|900|报告期内对子公司担保实际发生额合计（B2）|700||||",
            "公司担保总额（即前三大项的合计）|||||||",
            "报告期末已审批的担保额度合计（A3+B3+C3）|1,400|报告期末实际担保余额合计（A4+B4+C4）|1,000||||",
            "实际担保总额（即A4+B4+C4）占公司净资产的比例||||5.74%|||",
        )
    )
    first = said.values("GuaranteeAmount", GuaranteeLine="1", GuaranteeScope="ExternalGuaranteesMember")
    second = said.values("GuaranteeAmount", GuaranteeLine="2", GuaranteeScope="SubsidiaryGuaranteesMember")
    assert (first, second) == ({"2021-12-31": 3000000}, {"2021-12-31": 7000000})
    assert said.values("GuaranteesGiven", GuaranteeScope="SubsidiaryGuaranteesMember") == {"2021": 7000000}
    assert said.values("GuaranteesOutstanding") == {"2021-12-31": 10000000}
    assert said.values("GuaranteesToNetAssetsRatio") == {"2021-12-31": Decimal("0.0574")}


@pytest.mark.parametrize("names", ["类型|资金来源|发生额", "具体类型|委托理财的资金来源|委托理财发生额"])
def test_wealth_management(say_annual, table, names: str) -> None:
    """Both exchanges' names mean the same; the total adds lines and has no line of its own."""
    said = say_annual(
        IMPORTANT
        + "单位：万元\n\n"
        + table(
            f"{names}|未到期余额|逾期未收回金额",
            "银行理财|自有资金|100|40|0",
            "银行理财|募集资金|50|10|0",
            "合计||150|50|0",
        )
    )
    assert said.values("EntrustedWealthAmount", WealthProductLine="2") == {"2021": 500000}
    assert said.values("EntrustedWealthOutstanding") == {"2021-12-31": 500000}


def test_share_changes(say_annual, table) -> None:
    """Kinds of shares by opening, causes and closing; blanks say nothing, the total is of all kinds."""
    said = say_annual(
        SHARES
        + "单位：股\n\n"
        + table(
            "|本次变动前||本次变动增减（＋，－）|||||本次变动后|",
            "|数量|比例|发行新股|送股|公积金转股|其他|小计|数量|比例",
            "一、有限售条件股份|400|40.00%||||-100|-100|300|27.27%",
            "其中：境内自然人持股|400|40.00%||||-100|-100|300|27.27%",
            "二、无限售条件流通股份|600|60.00%|100|||100|200|800|72.73%",
            "4、其他|||||||||",
            "三、股份总数|1,000|100.00%|100||||100|1,100|100.00%",
        )
    )
    assert said.values("TotalShares") == {"2020-12-31": 1000, "2021-12-31": 1100}
    restricted = said.values("TotalShares", ShareKind="RestrictedDomesticPersonSharesMember")
    assert restricted == {"2020-12-31": 400, "2021-12-31": 300}
    assert said.values("SharesOtherChange", ShareKind="UnrestrictedSharesMember") == {"2021": 100}
    assert said.values("TotalSharesRatio", ShareKind="RestrictedSharesMember")["2020-12-31"] == Decimal(
        "0.4000"
    )
    assert said.facts("TotalShares", ShareKind="UnrestrictedOtherSharesMember") == []


def test_restricted_shares_and_their_holders(say_annual, table) -> None:
    """Changes by holder with their total; a remark on restricted holders is none on the ten largest."""
    said = say_annual(
        SHARES
        + "单位：股\n\n"
        + table(
            "股东名称|期初限售股数|本期增加限售股数|本期解除限售股数|期末限售股数|限售原因|解除限售日期",
            "甲|300|0|100|200|首发限售|2023年1月2日",
            "合计|300|0|100|200|--|--",
        )
        + "前十名有限售条件股东持股数量及限售条件\n\n单位：股\n\n"
        + table(
            "序号|有限售条件股东名称|持有的有限售条件股份数量|可上市交易时间|新增可上市交易股份数量|限售条件",
            "1|甲|200|2023年1月2日|0|首发",
            "上述股东关联关系或一致行动的说明|无||||",
        )
    )
    assert said.values("RestrictedSharesHeld") == {"2020-12-31": 300, "2021-12-31": 200}
    assert said.values("RestrictedSharesReleased", RestrictedShareLine="1") == {"2021": 100}
    assert said.values("RestrictedSharesHeld", RestrictedHolderRank="1") == {"2021-12-31": 200}
    assert said.facts("RelatedOrConcertedShareholdersExplanation") == []


def test_repurchase_plans(say_annual, table) -> None:
    """Every table of a plan is one record."""
    said = say_annual(
        SHARES
        + table("回购股份方案名称|方案甲", "已回购数量(股)|1,000")
        + "注：已完成。\n\n"
        + table("回购股份方案名称|方案乙", "已回购数量(股)|2,000")
    )
    assert said.values("SharesRepurchased", RepurchasePlan="1") == {"2021-12-31": 1000}
    assert said.values("RepurchasePlanName", RepurchasePlan="2") == {"2021": "方案乙"}


def test_internal_control(say_annual, table) -> None:
    """Shares in scope are ratios, deficiencies are counts."""
    said = say_annual(
        GOVERNANCE
        + table(
            "纳入评价范围单位资产总额占公司合并财务报表资产总额的比例|99.75%",
            "财务报告重大缺陷数量（个）|0",
            "非财务报告重大缺陷数量（个）|1",
        )
    )
    assert said.values("InternalControlAssetsRatio") == {"2021-12-31": Decimal("0.9975")}
    assert said.values("MaterialWeaknessesInFinancialReporting") == {"2021": 0}
    assert said.values("MaterialWeaknessesOutsideFinancialReporting") == {"2021": 1}
