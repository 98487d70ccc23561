"""Statements of banks, brokers and insurers: what their rows and columns become."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pilu.model.report import Instant

REPORTS = ("bank.md", "broker.html", "insurer.txt")
MILLION, THOUSAND = 10**6, 10**3


@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_is_a_fact(say, name: str) -> None:
    """No figure of the three statements is left over, no check fails, nothing is in doubt."""
    said = say(name)
    why = {e.reason for e in said.mapped.ledger if e.status not in {"fact", "duplicate"}}
    assert why <= {"header", "label", "blank", "column-other"}
    assert said.codes() == {}
    assert said.mapped.report.entry_point.endswith("/annual-report-financial.xsd")


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_of_a_general_enterprise_is_missing(say, name: str) -> None:
    """The statements count as those of the form, of both scopes: none of the three is missing."""
    missing = {item.id for item in say(name).mapped.missing}
    assert not missing & {
        "balance-sheet",
        "balance-sheet-parent",
        "income",
        "income-parent",
        "cash-flow",
        "cash-flow-parent",
        "revenue",
        "total-assets",
    }


def test_bank(say) -> None:
    """Group and bank side by side, two years each, in millions; costs in brackets are what they cost."""
    said = say("bank.md")
    group = {
        "CashAndBalancesWithCentralBank": (41200, 39850),
        "PreciousMetals": (310, 280),
        "DepositsWithBanks": (8150, 7420),
        "DepositsFromBanks": (38700, 36100),
        "CustomerDeposits": (362500, 332800),
        "OtherAssets": (4310, 4020),
        "OtherLiabilities": (3350, 3110),
        "GeneralRiskReserves": (5210, 4780),
        "Assets": (538590, 493970),
        "NetInterestIncome": (9900, 9200),
        "InterestExpenseFinancialBusiness": (9900, 9500),
        "NetFeeAndCommissionIncome": (2710, 2490),
        "FeeAndCommissionExpense": (410, 380),
        "BusinessAndAdministrativeExpenses": (4210, 3980),
        "CreditImpairmentLossesInOperatingExpenditure": (5130, 4890),
        "OtherAssetImpairmentLosses": (20, -12),
        "OtherBusinessIncome": (120, 110),
        "NetIncreaseInDeposits": (30900, 27800),
        "NetIncreaseInFinancialAssetsHeldForTrading": (-2300, -2100),
        "CashReceivedFromIssuingBonds": (38000, 35000),
    }
    flows = {name for name in group if name.startswith("NetIncreaseInFinancialAssets")}
    for concept, (now, before) in group.items():
        sign = -1 if concept in flows else 1  # an outflow is what flows out
        assert said.values(concept) == {2021: sign * now * MILLION, 2020: sign * before * MILLION}, concept
    bank = {"CustomerDeposits": (360900, 331500), "LongTermEquityInvestments": (3300, 3200)}
    for concept, (now, before) in bank.items():
        assert said.values(concept, parent=True) == {2021: now * MILLION, 2020: before * MILLION}, concept
    (fact,) = [f for f in said.facts("Assets") if f.value == 538590 * MILLION]
    assert isinstance(fact.period, Instant)
    assert fact.unit is not None
    assert [measure.local for measure in fact.unit.numerators] == ["CNY"]
    assert fact.decimals == -6


def test_a_reversal_beside_brackets(say) -> None:
    """Among losses in brackets, the one without is a reversal, and says how that is known."""
    said = say("bank.md")
    (fact,) = [f for f in said.facts("OtherAssetImpairmentLosses") if f.value == -12 * MILLION]
    assert [why.code for why in fact.provenance.evidence if "brackets" in why.code] == [
        "reversal-beside-brackets"
    ]


def test_broker(say) -> None:
    """Two statements of each kind, in yuan; rows under another one are parts of it."""
    said = say("broker.html")
    assert said.kinds() == {
        f"{statement}-{scope}-financial"
        for statement in ("balance-sheet", "income", "cash-flow")
        for scope in ("consolidated", "parent")
    }
    for concept, printed in {
        "ClientDepositsInCashAndBankBalances": "241000723.00",
        "MarginLoans": "189000567.00",
        "RefundableDeposits": "14500043.50",
        "Receivables": "3800011.40",
        "ShortTermFinancingPayables": "42000126.00",
        "Payables": "7200021.60",
        "TradingRiskReserves": "13000039.00",
        "BrokerageNetFeeIncome": "21500064.50",
        "InvestmentBankingNetFeeIncome": "6200018.60",
        "CreditImpairmentLossesInOperatingExpenditure": "-310000.93",
        "OtherAssetImpairmentLosses": "30000.09",
        "NetCashReceivedFromSecuritiesUnderwritingAgency": "200000.60",
    }.items():
        assert said.values(concept)[2021] == Decimal(printed), concept
    assert said.values("MarginLoans", parent=True)[2021] == Decimal("170100189.00")
    assert not said.facts("CreditImpairmentLosses")
    for parent in (False, True):
        revenue, costs, profit = (
            said.values(name, parent=parent)[2021]
            for name in ("TotalOperatingRevenue", "OperatingExpenditure", "OperatingProfit")
        )
        assert revenue - costs == profit


def test_insurer(say) -> None:
    """Group and company side by side, in thousands, deductions in brackets, what reinsurers give back not."""
    said = say("insurer.txt")
    for concept, (now, before) in {
        "SubrogationReceivables": (310, 290),
        "ReinsurersShareOfOutstandingClaimsReserves": (6200, 5800),
        "PolicyLoans": (30100, 27500),
        "RestrictedStatutoryDeposits": (6100, 6100),
        "SeparateAccountAssets": (820, 760),
        "LifeInsuranceReserves": (533000, 498000),
        "SeparateAccountLiabilities": (820, 760),
        "InsuranceBusinessIncome": (212300, 201400),
        "ReinsurancePremiumIncome": (1900, 1700),
        "PremiumsCeded": (9800, 9300),
        "ChangeInUnearnedPremiumReserves": (2300, 2100),
        "PremiumsEarned": (200200, 190000),
        "ClaimPayments": (81200, 77300),
        "ClaimsRecoveredFromReinsurers": (5600, 5200),
        "FeeAndCommissionExpenseInOperatingExpenditure": (19700, 18900),
        "CreditImpairmentLossesInOperatingExpenditure": (730, 690),
        "NetIncreaseInPledgeLoans": (2600, 2400),
        "NetIncreaseInResaleFundsInvesting": (1100, 900),
        "NetIncreaseInRepurchaseFundsFinancing": (2300, 2100),
    }.items():
        assert said.values(concept) == {2021: now * THOUSAND, 2020: before * THOUSAND}, concept
    assert said.values("ClaimPayments", parent=True) == {2021: 49100 * THOUSAND, 2020: 47200 * THOUSAND}
    assert not said.facts("FeeAndCommissionExpense")
    assert not said.facts("NetClaimPayments")


@pytest.mark.parametrize(
    ("name", "old", "new", "check"),
    [
        ("bank.md", "| 贵金属 |  | 310 |", "| 贵金属 |  | 340 |", "F01"),
        ("bank.md", "| 吸收存款 | 20 | 362,500 |", "| 吸收存款 | 20 | 362,600 |", "F03"),
        ("bank.md", "| 一般风险准备 | 31 | 5,210 |", "| 一般风险准备 | 31 | 5,310 |", "F04"),
        ("bank.md", "| 利息收入 |  | 19,800 |", "| 利息收入 |  | 19,900 |", "F07"),
        ("bank.md", "| 手续费及佣金收入 |  | 3,120 |", "| 手续费及佣金收入 |  | 3,720 |", "F08"),
        ("bank.md", "| 汇兑损益 |  | 75 |", "| 汇兑损益 |  | 85 |", "F05"),
        ("bank.md", "| 税金及附加 |  | (150) |", "| 税金及附加 |  | (170) |", "F10"),
        (
            "bank.md",
            "| 客户存款和同业存放款项净增加额 |  | 30,900 |",
            "| 客户存款和同业存放款项净增加额 |  | 30,400 |",
            "F11",
        ),
        ("broker.html", "<td>其他业务成本</td><td>600", "<td>其他业务成本</td><td>900", "F10"),
        ("broker.html", "<td>二、营业总支出</td><td>", "<td>二、营业总支出</td><td>1", "F20b"),
        ("insurer.txt", "减：分出保费\t(9,800)", "减：分出保费\t(9,300)", "F09"),
        ("insurer.txt", "寿险责任准备金\t533,000", "寿险责任准备金\t538,000", "F03"),
        ("insurer.txt", "投资支付的现金\t(405,000)", "投资支付的现金\t(404,000)", "F12b"),
    ],
)
def test_a_changed_digit_fails_its_sum(say, text, name: str, old: str, new: str, check: str) -> None:
    """The sum that a wrong digit breaks is the one that says so, and its figures are in doubt."""
    whole = text(name)
    assert whole.count(old) >= 1
    said = say(name, whole.replace(old, new, 1))
    assert check in said.failed()
    assert said.codes()["map.doubtful"]
    assert not said.failed() & {"I02", "I03", "I04", "B01", "B02"}


def test_parts_are_no_items_of_a_sum(say, text) -> None:
    """Deposits of clients are part of the cash: one more of them breaks no sum of the balance sheet."""
    whole = text("broker.html")
    old = "<td>其中：客户资金存款</td><td>241,0"
    assert old in whole
    assert say("broker.html", whole.replace(old, old.replace("241", "251"))).failed() == set()


def test_pieces_of_a_statement_keep_its_format(say, text) -> None:
    """A page that ends inside the costs: the rest, under a header of its own, is still of the format."""
    whole = text("broker.html")
    row = next(line for line in whole.splitlines() if "信用减值损失" in line)
    head = next(line for line in whole.splitlines() if "2021年度" in line)
    said = say("broker.html", whole.replace(row, f"</table>\n<table>\n{head}\n{row}", 1))
    assert not said.facts("CreditImpairmentLosses")
    assert len(said.facts("CreditImpairmentLossesInOperatingExpenditure")) == 2
    assert said.codes() == {}


def statements(title: str, *rows: str) -> str:
    """A report of one statement, its rows with cells parted by |."""
    lines = "\n".join("\t".join(row.split("|")) for row in rows)
    return (
        "股票代码：600001　股票简称：甲乙股份\n\n甲乙股份有限公司\n\n2021年年度报告\n\n第十节 财务报告\n\n"
        f"二、财务报表\n\n{title}\n\n单位：元\n\n{lines}\n"
    )


def test_a_general_enterprise_with_financial_rows(say) -> None:
    """Current assets make a balance sheet one of a general enterprise, whatever else stands in it."""
    said = say(
        "general.txt",
        statements(
            "1、合并资产负债表",
            "项目|2021年12月31日|2020年12月31日",
            "流动资产：||",
            "货币资金|100.00|90.00",
            "结算备付金|20.00|10.00",
            "融出资金|5.00|4.00",
            "存货|30.00|20.00",
            "其他流动资产|10.00|10.00",
            "流动资产合计|160.00|130.00",
            "资产总计|160.00|130.00",
        ),
    )
    assert said.kinds() == {"balance-sheet-consolidated"}
    assert said.mapped.report.entry_point.endswith("/annual-report.xsd")
    assert not said.facts("MarginLoans")


def test_losses_of_a_general_enterprise_stay_negative(say) -> None:
    """Without operating expenditure, a loss is what the general format makes of it."""
    said = say(
        "general.txt",
        statements(
            "3、合并利润表",
            "项目|2021年度|2020年度",
            "一、营业总收入|1,000.00|900.00",
            "其中：营业收入|1,000.00|900.00",
            "二、营业总成本|700.00|650.00",
            "其中：营业成本|700.00|650.00",
            "信用减值损失（损失以“-”号填列）|-20.00|-10.00",
            "三、营业利润|280.00|240.00",
        ),
    )
    assert said.kinds() == {"income-consolidated"}
    assert said.values("CreditImpairmentLosses") == {2021: Decimal(-20), 2020: Decimal(-10)}
    assert said.failed() == set()


def test_insurance_contracts_of_the_new_standard(say) -> None:
    """Interest that stands in the revenue itself is an item of it; what reinsurers bear is taken off."""
    said = say(
        "insurer.txt",
        statements(
            "3、合并利润表",
            "项目|2021年度|2020年度",
            "一、营业收入|1,530.00|1,410.00",
            "保险服务收入|1,000.00|900.00",
            "利息收入|300.00|290.00",
            "投资收益|200.00|190.00",
            "其他业务收入|30.00|30.00",
            "二、营业支出|1,015.00|970.00",
            "保险服务费用|700.00|650.00",
            "分出保费的分摊|50.00|50.00",
            "减：摊回保险服务费用|40.00|30.00",
            "承保财务损失|200.00|190.00",
            "减：分出再保险财务收益|5.00|5.00",
            "利息支出|20.00|25.00",
            "业务及管理费|80.00|80.00",
            "信用减值损失|10.00|10.00",
            "三、营业利润|515.00|440.00",
        ),
    )
    assert said.kinds() == {"income-consolidated-insurance"}
    assert said.codes() == {}
    assert said.values("InterestIncomeInOperatingRevenue")[2021] == 300
    assert said.values("InterestExpenseInOperatingExpenditure")[2021] == 20
    assert said.values("InsuranceServiceExpensesRecovered")[2021] == 40
    assert not said.facts("InterestIncomeFinancialBusiness")


def test_net_interest_below_its_items(say) -> None:
    """Earlier statements of banks print the net below its items, and the total of costs below them."""
    said = say(
        "bank.txt",
        statements(
            "3、合并利润表",
            "项目|2021年度|2020年度",
            "利息收入|900.00|800.00",
            "利息支出|(500.00)|(450.00)",
            "利息净收入|400.00|350.00",
            "手续费及佣金收入|120.00|100.00",
            "手续费及佣金支出|(20.00)|(15.00)",
            "手续费及佣金净收入|100.00|85.00",
            "营业收入合计|500.00|435.00",
            "营业支出||",
            "税金及附加|(10.00)|(9.00)",
            "业务及管理费|(190.00)|(180.00)",
            "资产减值损失|(100.00)|(90.00)",
            "营业支出合计|(300.00)|(279.00)",
            "营业利润|200.00|156.00",
        ),
    )
    assert said.values("OperatingRevenue") == {2021: Decimal(500), 2020: Decimal(435)}
    assert said.values("OperatingExpenditure") == {2021: Decimal(300), 2020: Decimal(279)}
    assert said.values("ImpairmentLossesInOperatingExpenditure")[2021] == 100
    assert not said.facts("AssetImpairmentLosses")
    assert said.failed() == set()


def test_financial_investments_and_their_parts(say) -> None:
    """A total of financial investments is the sum of its parts, and not added to the assets besides them."""
    rows = (
        "项目|2021年12月31日|2020年12月31日",
        "现金及存放中央银行款项|100.00|90.00",
        "金融投资|60.00|50.00",
        "以公允价值计量且其变动计入当期损益的金融投资|30.00|25.00",
        "以摊余成本计量的金融投资|20.00|15.00",
        "以公允价值计量且其变动计入其他综合收益的权益工具投资|10.00|10.00",
        "其他资产|40.00|30.00",
        "资产总计|200.00|170.00",
    )
    title = "1、合并资产负债表"
    said = say("bank.txt", statements(title, *rows))
    assert said.codes() == {}
    assert said.values("FinancialInvestments") == {2021: Decimal(60), 2020: Decimal(50)}
    assert said.values("DebtInvestments")[2021] == 20
    wrong = say("bank.txt", statements(title, *rows).replace("金融投资\t60.00", "金融投资\t80.00", 1))
    assert wrong.failed() == {"F02"}


def test_general_risk_reserves_in_the_statement_of_changes(say) -> None:
    """The appropriation to the general risk reserves is a row, and the reserves are a column."""
    head = "项目|股本|资本公积|一般风险准备|未分配利润|少数股东权益|股东权益合计"
    said = say(
        "bank.txt",
        statements(
            "7、合并股东权益变动表",
            head,
            "一、本年年初余额|100.00|50.00|20.00|80.00|10.00|260.00",
            "二、本年增减变动金额|0.00|0.00|5.00|25.00|1.00|31.00",
            "（一）综合收益总额|||0.00|40.00|1.00|41.00",
            "（二）利润分配|||5.00|-15.00||-10.00",
            "1.提取一般风险准备|||5.00|-5.00||0.00",
            "2.对股东的分配||||-10.00||-10.00",
            "三、本年年末余额|100.00|50.00|25.00|105.00|11.00|291.00",
        ),
    )
    found = {
        d.member.local: fact.value
        for fact in said.mapped.report.facts
        if fact.concept.local == "AppropriationToGeneralRiskReserves"
        for d in fact.dimensions
        if d.member
    }
    assert found["GeneralRiskReservesMember"] == 5
    assert found["RetainedEarningsMember"] == -5


def test_losses_that_a_discussion_counts_otherwise(say, text) -> None:
    """A table of the discussion does not say of which sign a loss is: it is no fact of the other format."""
    whole = text("bank.md")
    table = (
        "## 第三节 管理层讨论与分析\n\n### 一、经营情况讨论与分析\n\n#### （一）主营业务分析\n\n"
        "##### 1、利润表及现金流量表相关科目变动分析表\n\n单位：百万元\n\n"
        "| 科目 | 本期数 | 上年同期数 | 变动比例（%） |\n|---|---|---|---|\n"
        "| 营业收入 | 14,905 | 13,415 | 11.11 |\n| 信用减值损失 | 5,130 | 4,890 | 4.91 |\n"
        "| 投资收益 | 1,850 | 1,640 | 12.80 |\n| 其他收益 | 34 | 29 | 17.24 |\n\n"
    )
    said = say("bank.md", whole.replace("# 第十节 财务报告", f"{table}# 第十节 财务报告", 1))
    assert not said.facts("CreditImpairmentLosses")
    assert {
        (e.status, e.reason)
        for e in said.mapped.ledger
        if e.row_label.endswith("信用减值损失") and e.raw == "5,130"
    } == {("explained", "other-format")}


def test_one_format_for_all_statements(say, text) -> None:
    """A broker that also trades goods says so in its cash flow statement, which stays of its format; the
    statement of a general enterprise that lends on margin stays one."""
    whole = text("broker.html")
    row = next(line for line in whole.splitlines() if "处置交易性金融资产净增加额" in line)
    traded = "<tr><td>销售商品、提供劳务收到的现金</td><td></td><td></td></tr>"
    said = say("broker.html", whole.replace(row, f"{traded}\n{row}", 1))
    assert "cash-flow-consolidated-financial" in said.kinds()
    assert said.codes() == {}
    flows = statements(
        "5、合并现金流量表",
        "项目|2021年度|2020年度",
        "销售商品、提供劳务收到的现金|900.00|800.00",
        "融出资金净减少额|10.00|20.00",
        "收到其他与经营活动有关的现金|90.00|80.00",
        "经营活动现金流入小计|1,000.00|900.00",
        "购买商品、接受劳务支付的现金|500.00|400.00",
        "经营活动现金流出小计|500.00|400.00",
        "经营活动产生的现金流量净额|500.00|500.00",
    )
    general = say("general.txt", flows)
    assert general.kinds() == {"cash-flow-consolidated"}
    assert general.mapped.report.entry_point.endswith("/annual-report.xsd")


def test_a_header_of_merged_cells(say, text) -> None:
    """Group and bank over two years each, in cells that span them, and the years restated."""
    whole = text("bank.md")
    rows = [line.strip("| ").split(" | ") for line in whole.splitlines() if line.startswith("| 现金及存放")]
    (first,) = rows
    body = "".join(
        f"<tr><td>{a}</td>{''.join(f'<td>{c}</td>' for c in cells)}</tr>"
        for a, cells in (
            (first[0], first[2:]),
            ("吸收存款", ("362,500", "332,800", "360,900", "331,500")),
            ("其他资产", ("4,310", "4,020", "2,650", "2,480")),
            ("未分配利润", ("5,750", "2,475", "5,290", "3,270")),
            ("一般风险准备", ("5,210", "4,780", "5,000", "4,600")),
        )
    )
    page = (
        "<html><body><p>股票代码：601999　股票简称：海棠银行</p><h1>海棠银行股份有限公司</h1>"
        "<p>2021年年度报告</p><h1>第十节 财务报告</h1><h2>二、财务报表</h2>"
        "<h3>1、合并资产负债表和母公司资产负债表</h3><p>（金额单位：人民币百万元）</p><table>"
        '<tr><th rowspan="2">项目</th><th colspan="2">本集团</th><th colspan="2">本行</th></tr>'
        "<tr><th>2021年12月31日</th><th>2020年12月31日（经重述）</th><th>2021年12月31日</th>"
        f"<th>2020年12月31日（经重述）</th></tr>{body}</table></body></html>"
    )
    said = say("bank.html", page)
    assert said.values("CustomerDeposits") == {2021: 362500 * MILLION, 2020: 332800 * MILLION}
    assert said.values("CustomerDeposits", parent=True) == {2021: 360900 * MILLION, 2020: 331500 * MILLION}
    assert not {"balance-sheet", "balance-sheet-parent"} & {item.id for item in said.mapped.missing}


def test_a_parent_in_another_format_is_told(say) -> None:
    """Below a group's statement of securities companies the parent company's in the general format is told,
    with its line, and each of its figures is a fact or listed."""
    group = statements(
        "3、合并利润表",
        "项目|2021年度|2020年度",
        "一、营业总收入|900.00|800.00",
        "手续费及佣金净收入|900.00|800.00",
        "二、营业总支出|400.00|300.00",
        "业务及管理费|400.00|300.00",
        "三、营业利润|500.00|500.00",
    )
    flows = statements(
        "5、合并现金流量表",
        "项目|2021年度|2020年度",
        "融出资金净减少额|10.00|20.00",
        "代理买卖证券收到的现金净额|90.00|80.00",
        "经营活动现金流入小计|100.00|100.00",
    )
    parent = statements(
        "4、母公司利润表",
        "项目|2021年度|2020年度",
        "一、营业收入|100.00|90.00",
        "减：营业成本|60.00|50.00",
        "销售费用|10.00|10.00",
        "管理费用|10.00|10.00",
        "二、营业利润|20.00|20.00",
    )
    said = say("mixed.txt", group + flows.split("\n", 1)[1] + parent.split("\n", 1)[1])
    assert "income-parent" in said.kinds()
    (told,) = [told for told in said.diagnostics if told.code == "map.other-format"]
    assert told.span is not None
    assert said.mapped.report.entry_point.endswith("/annual-report-financial.xsd")
    assert said.values("OperatingProfit", parent=True) == {2021: 20, 2020: 20}
