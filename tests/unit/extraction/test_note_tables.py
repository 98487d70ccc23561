"""Tables in the notes: what breaks down which figure of the statements, and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest


def rows(*lines: str) -> str:
    """Lines of cells parted by | as the rows of a table."""
    return "\n".join("\t".join(line.split("|")) for line in lines) + "\n\n"


BALANCE = (
    "第十节 财务报告\n\n合并资产负债表\n\n单位：元\n\n"
    + rows(
        "项目|2021年12月31日|2020年12月31日",
        "货币资金|500.00|400.00",
        "应收账款|900.00|720.00",
        "存货|300.00|200.00",
        "固定资产|600.00|650.00",
        "应付职工薪酬|70.00|60.00",
        "资产总计|2,300.00|1,970.00",
    )
    + "合并利润表\n\n单位：元\n\n"
    + rows(
        "项目|2021年度|2020年度",
        "一、营业总收入|2,000.00|1,800.00",
        "其中：营业收入|2,000.00|1,800.00",
        "二、营业总成本|1,500.00|1,400.00",
        "其中：营业成本|1,200.00|1,100.00",
        "三、营业利润|500.00|400.00",
        "五、净利润|450.00|350.00",
    )
    + "七、合并财务报表项目注释\n\n"
)


def note(heading: str, *lines: str, caption: str = "") -> str:
    """A note with one table."""
    return f"{heading}\n\n{caption}单位：元\n\n" + rows(*lines)


def lines(said, concept: str, axis: str = "NoteLine", **dimensions: str) -> dict[str, Decimal | None]:
    """Values of this year by the value of one axis."""
    found = {}
    for fact in said.mapped.report.facts:
        named = {d.axis.local: d.typed or (d.member.local if d.member else "") for d in fact.dimensions}
        value = named.pop(f"{axis}Axis", None)
        wanted = {f"{name}Axis": member for name, member in dimensions.items()}
        end = getattr(fact.period, "day", None) or fact.period.end
        if fact.concept.local == concept and value and named == wanted and end.year == 2021:
            found[value] = fact.value
    return found


def test_lines_of_a_note(say_annual) -> None:
    """Rows are lines of the item that the heading names, and the total is the item itself."""
    said = say_annual(
        BALANCE
        + note(
            "1、货币资金",
            "项目|期末余额|期初余额",
            "库存现金|1.00|2.00",
            "银行存款|499.00|398.00",
            "合计|500.00|400.00",
        )
    )
    assert lines(said, "CashAndBankBalances") == {"库存现金": 1, "银行存款": 499}
    (total,) = [f for f in said.facts("CashAndBankBalances") if f.value == 500]
    assert len(total.provenance.repeats) == 1
    assert total.provenance.confidence == 1


def test_gross_allowance_and_net(say_annual) -> None:
    """The parts of a carrying amount are one dimension; ages and methods are members, other labels lines."""
    said = say_annual(
        BALANCE
        + note(
            "2、应收账款",
            "类别|期末余额||||",
            "|账面余额||坏账准备||账面价值",
            "|金额|比例|金额|计提比例|",
            "按单项计提坏账准备|50.00|5.00%|50.00|100.00%|",
            "按组合计提坏账准备|950.00|95.00%|50.00|5.26%|900.00",
            "合计|1,000.00|100.00%|100.00|10.00%|900.00",
        )
        + "（2）按账龄披露\n\n"
        + rows(
            "账龄|期末账面余额|期初账面余额",
            "1年以内（含1年）|800.00|700.00",
            "信用期外|200.00|100.00",
            "合计|1,000.00|800.00",
        )
    )
    gross = {"CarryingAmount": "GrossCarryingAmountMember"}
    assert lines(said, "AccountsReceivable", "ImpairmentMethod", **gross) == {
        "IndividualAssessmentMember": 50,
        "PortfolioAssessmentMember": 950,
    }
    assert lines(said, "AccountsReceivable", "Ageing", **gross) == {"WithinOneYearMember": 800}
    assert lines(said, "AccountsReceivable", **gross) == {"信用期外": 200}
    rates = lines(said, "AllowanceRate", "ImpairmentMethod", StatementItem="AccountsReceivableItemMember")
    assert rates["PortfolioAssessmentMember"] == Decimal("0.0526")


def test_a_table_of_one_line(say_annual) -> None:
    """A table whose total is one line of a proven table breaks down that line, and says so."""
    said = say_annual(
        BALANCE
        + note(
            "3、应付职工薪酬",
            "项目|期初余额|本期增加|本期减少|期末余额",
            "一、短期薪酬|50.00|300.00|290.00|60.00",
            "二、离职后福利|10.00|30.00|30.00|10.00",
            "合计|60.00|330.00|320.00|70.00",
        )
        + "（2）短期薪酬列示\n\n"
        + rows(
            "项目|期初余额|本期增加|本期减少|期末余额",
            "1、工资|50.00|250.00|245.00|55.00",
            "2、社会保险费|0.00|50.00|45.00|5.00",
            "合计|50.00|300.00|290.00|60.00",
        )
    )
    assert lines(said, "EmployeeBenefitsPayable") == {"短期薪酬": 60, "离职后福利": 10}
    inner = lines(said, "EmployeeBenefitsPayable", "NoteSubline", NoteLine="短期薪酬")
    assert inner == {"工资": 55, "社会保险费": 5}
    (fact,) = [
        f
        for f in said.facts("EmployeeBenefitsPayable", NoteLine="短期薪酬", NoteSubline="工资")
        if f.value == 55
    ]
    (tied,) = [item for item in fact.provenance.evidence if item.code == "tied-to-line"]
    assert dict(tied.fields) == {"line": "短期薪酬", "line_zh": "短期薪酬"}
    assert "短期薪酬" in tied.text_zh


@pytest.mark.parametrize(("total", "fates"), [("300.00", "fact"), ("299.00", "explained")])
def test_a_table_of_another_figure_is_not_tagged(say_annual, total: str, fates: str) -> None:
    """A table whose total is not the statement's figure gives no fact, and the reason is told."""
    said = say_annual(
        BALANCE + note("4、存货", "项目|期末余额|期初余额", "原材料|123.00|80.00", f"合计|{total}|200.00")
    )
    assert [status for status, _ in said.fates("123.00")] == [fates]
    assert said.codes()["map.table-not-tied"] == (fates == "explained")
    assert said.values("Inventories")["2021-12-31"] == 300


@pytest.mark.parametrize(("total", "fate"), [("60,000.00", "explained"), ("61,000.00", "fact")])
def test_a_table_of_another_item_whose_heading_is_lost(say_annual, total: str, fate: str) -> None:
    """The statements print nothing of the note's item, and its total as another one: it breaks that down."""
    statement = BALANCE.replace("应付职工薪酬\t70.00", "应付职工薪酬\t60,000.00")
    table = ("项目|期末余额|期初余额", "预缴款|50,123.00|55.00", f"合计|{total}|60.00")
    said = say_annual(statement + note("6、其他流动资产", *table))
    assert [status for status, _ in said.fates("50,123.00")] == [fate]
    assert bool(said.facts("OtherCurrentAssets")) == (fate == "fact")


def test_tables_that_only_agree_with_one_another_are_doubtful(say_annual) -> None:
    """That two tables have one total does not say that they are about the item of the heading above."""
    header = "项目|期末余额|期初余额"
    first, second = (rows(header, f"{line}|61.00|55.00", "合计|61.00|55.00") for line in ("预缴款", "留抵"))
    said = say_annual(BALANCE + f"6、其他流动资产\n\n（1）按款项列示\n\n{first}（2）按来源列示\n\n{second}")
    facts = [f for f in said.mapped.report.facts if f.concept.local == "OtherCurrentAssets"]
    assert any(fact.says("tied-to-note") for fact in facts)
    assert max(fact.provenance.confidence for fact in facts) <= 0.7


def test_a_table_without_a_total_is_doubtful(say_annual) -> None:
    """Where nothing ties a table to a statement, its facts are doubted."""
    said = say_annual(
        BALANCE + note("4、存货", "项目|期末余额|期初余额", "原材料|123.00|80.00", "库存商品|1.00|2.00")
    )
    (fact,) = [f for f in said.facts("Inventories", NoteLine="原材料") if f.value == 123]
    assert fact.provenance.confidence <= 0.7


def test_an_opening_figure_may_be_restated(say_annual) -> None:
    """Another opening figure than the statement's is a contradiction of this one figure only."""
    said = say_annual(
        BALANCE + note("4、存货", "项目|期末余额|期初余额", "原材料|300.00|80.00", "合计|300.00|199.00")
    )
    assert lines(said, "Inventories") == {"原材料": 300}
    assert said.codes()["map.inconsistent"] == 1


def test_a_repeated_label_is_numbered_and_doubted(say_annual) -> None:
    """Two lines of one name are two facts."""
    said = say_annual(
        BALANCE
        + note(
            "4、存货",
            "项目|期末余额|期初余额",
            "其他|100.00|80.00",
            "其他|200.00|120.00",
            "合计|300.00|200.00",
        )
    )
    assert lines(said, "Inventories") == {"其他": 100, "其他#2": 200}


def test_roll_forward_by_class(say_annual) -> None:
    """The columns of a roll-forward are classes of assets; its title rows say which part of the carrying
    amount the rows below are of."""
    said = say_annual(
        BALANCE
        + note(
            "5、固定资产",
            "项目|房屋及建筑物|机器设备|合计",
            "一、账面原值|||",
            "1.期初余额|500.00|400.00|900.00",
            "2.本期增加金额|10.00|20.00|30.00",
            "（1）购置|10.00|20.00|30.00",
            "3.期末余额|510.00|420.00|930.00",
            "二、累计折旧|||",
            "1.期初余额|100.00|150.00|250.00",
            "2.本期增加金额|30.00|50.00|80.00",
            "（1）计提|30.00|50.00|80.00",
            "4.期末余额|130.00|200.00|330.00",
            "四、账面价值|||",
            "1.期末账面价值|380.00|220.00|600.00",
            "2.期初账面价值|400.00|250.00|650.00",
        )
    )
    assert lines(said, "FixedAssets", "AssetClass") == {"房屋及建筑物": 380, "机器设备": 220}
    depreciation = {"CarryingAmount": "AccumulatedDepreciationMember"}
    assert lines(said, "FixedAssets", "AssetClass", **depreciation) == {"房屋及建筑物": 130, "机器设备": 200}
    item = {"StatementItem": "FixedAssetsItemMember"}
    assert said.values("MovementProvision", **depreciation, **item) == {"2021": 80}
    assert said.values("MovementPurchases", CarryingAmount="GrossCarryingAmountMember", **item) == {
        "2021": 30
    }
    assert said.codes()["map.inconsistent"] == 0


def test_parent_company_notes(say_annual) -> None:
    """What a note of the parent company says carries the parent's dimension."""
    said = say_annual(
        BALANCE
        + "十七、母公司财务报表主要项目注释\n\n"
        + note(
            "1、营业收入和营业成本",
            "项目|本期发生额||上期发生额|",
            "|收入|成本|收入|成本",
            "主营业务|70.00|30.00|60.00|20.00",
            "合计|70.00|30.00|60.00|20.00",
        )
    )
    parent = {"ConsolidationScope": "ParentCompanyMember"}
    assert lines(said, "OperatingRevenue", **parent) == {"主营业务": 70}
    assert lines(said, "OperatingCosts", **parent) == {"主营业务": 30}
    assert said.values("OperatingRevenue", **parent) == {"2021": 70, "2020": 60}


def test_the_whole_is_not_its_only_line(say_annual) -> None:
    """A table whose total is the whole of an earlier one breaks down the whole, though a single line of
    the earlier one has the same figure."""
    said = say_annual(
        BALANCE
        + "7、其他应收款\n\n（3）坏账准备计提情况\n\n单位：元\n\n"
        + rows(
            "坏账准备|第一阶段|第二阶段|第三阶段|合计",
            "|未来12个月预期信用损失|整个存续期预期信用损失（未发生信用减值）|整个存续期预期信用损失（已发生信用减值）|",
            "2021年1月1日余额|40.00|||40.00",
            "本期计提|15.00|||15.00",
            "2021年12月31日余额|55.00|||55.00",
        )
        + "（4）坏账准备的情况\n\n单位：元\n\n"
        + rows(
            "类别|期初余额|本期变动金额||期末余额",
            "||计提|收回或转回|",
            "客户组合|40.00|15.00||55.00",
            "合计|40.00|15.00||55.00",
        )
    )
    allowance = {"CarryingAmount": "ImpairmentAllowanceMember"}
    assert lines(said, "OtherReceivables", **allowance) == {"客户组合": 55}
    staged = {"ImpairmentStage": "StageOneMember", **allowance}
    assert lines(said, "OtherReceivables", **staged) == {}
    assert {f.provenance.confidence for f in said.facts("OtherReceivables", **staged)} == {0.7}


def test_a_table_of_one_line_with_the_balances_of_the_whole(say_annual) -> None:
    """Where one line has all of the balance, the movements tell that a table breaks down this line."""
    said = say_annual(
        BALANCE
        + note(
            "3、应付职工薪酬",
            "项目|期初余额|本期增加|本期减少|期末余额",
            "一、短期薪酬|60.00|300.00|290.00|70.00",
            "二、离职后福利||30.00|30.00|",
            "合计|60.00|330.00|320.00|70.00",
        )
        + "（2）短期薪酬列示\n\n"
        + rows(
            "项目|期初余额|本期增加|本期减少|期末余额",
            "1、工资|60.00|300.00|290.00|70.00",
            "合计|60.00|300.00|290.00|70.00",
        )
    )
    assert lines(said, "EmployeeBenefitsPayable", "NoteSubline", NoteLine="短期薪酬") == {"工资": 70}
    item = {"StatementItem": "EmployeeBenefitsPayableItemMember"}
    (increase,) = said.facts("MovementIncrease", **item)
    assert (increase.value, increase.provenance.confidence) == (330, 1)


def test_movements_without_a_closing_balance(say_annual) -> None:
    """A table with movements whose total has an opening balance only may have lost a column: nothing of it
    is sure."""
    said = say_annual(
        BALANCE
        + note(
            "3、应付职工薪酬",
            "项目|期初余额|本期增加|本期减少|期末余额",
            "一、短期薪酬|60.00|80.00|70.00|",
            "合计|60.00|80.00|70.00|",
        )
    )
    (fact,) = said.facts(
        "MovementDecrease", NoteLine="短期薪酬", StatementItem="EmployeeBenefitsPayableItemMember"
    )
    assert fact.provenance.confidence == 0.7


def test_a_column_printed_with_the_other_sign(say_annual) -> None:
    """An allowance that is positive in one table and negative in another is doubted in the other."""
    said = say_annual(
        BALANCE
        + note(
            "4、存货",
            "项目|期末余额|||期初余额||",
            "|账面余额|跌价准备|账面价值|账面余额|跌价准备|账面价值",
            "原材料|310.00|10.00|300.00|200.00||200.00",
            "合计|310.00|10.00|300.00|200.00||200.00",
        )
        + rows(
            "项目|期末余额||",
            "|账面余额|跌价准备|账面价值",
            "原料|310.00|-10.00|300.00",
            "合计|310.00|-10.00|300.00",
        )
    )
    (fact,) = said.facts("Inventories", NoteLine="原料", CarryingAmount="ImpairmentAllowanceMember")
    assert fact.provenance.confidence == 0.5
    assert lines(said, "Inventories")["原料"] == 300


def test_a_class_that_does_not_roll_forward(say_annual) -> None:
    """Where a closing balance stands under another class than its movements, both classes are in doubt,
    and the carrying amount that does not follow from its parts; the others are not."""
    said = say_annual(
        BALANCE
        + note(
            "5、固定资产",
            "项目|房屋及建筑物|机器设备|合计",
            "一、账面原值|||",
            "1.期初余额|500.00|400.00|900.00",
            "2.本期增加金额||30.00|30.00",
            "3.期末余额|500.00|430.00|930.00",
            "二、累计折旧|||",
            "1.期初余额||250.00|250.00",
            "2.本期增加金额||80.00|80.00",
            "4.期末余额|330.00||330.00",
            "四、账面价值|||",
            "1.期末账面价值|500.00|100.00|600.00",
            "2.期初账面价值|500.00|150.00|650.00",
        )
    )

    def sure(name: str, **dimensions: str) -> bool:
        (fact,) = [
            f for f in said.facts("FixedAssets", AssetClass=name, **dimensions) if f.period.day.year == 2021
        ]
        return fact.provenance.confidence == 1

    depreciation = {"CarryingAmount": "AccumulatedDepreciationMember"}
    assert not sure("房屋及建筑物", **depreciation)
    assert not sure("房屋及建筑物")
    assert sure("机器设备", CarryingAmount="GrossCarryingAmountMember") is False
    (opening,) = said.facts(
        "FixedAssets", AssetClass="房屋及建筑物", CarryingAmount="GrossCarryingAmountMember"
    )[:1]
    assert opening.provenance.confidence == 1
    assert sum(told.text.startswith("check N01a") for told in said.diagnostics) == 3


def test_a_roll_forward_with_exchange_differences(say_annual) -> None:
    """Differences of exchange may be added to the increase and the decrease."""
    said = say_annual(
        BALANCE
        + note(
            "5、固定资产",
            "项目|机器设备|合计",
            "一、账面原值||",
            "1.期初余额|900.00|900.00",
            "2.本期增加金额|30.00|30.00",
            "（3）外币报表折算差额|5.00|5.00",
            "3.期末余额|935.00|935.00",
            "二、累计折旧||",
            "1.期初余额|250.00|250.00",
            "2.本期增加金额|85.00|85.00",
            "4.期末余额|335.00|335.00",
            "四、账面价值||",
            "1.期末账面价值|600.00|600.00",
            "2.期初账面价值|650.00|650.00",
        )
    )
    assert not any("N01a" in told.text for told in said.diagnostics)


def test_a_column_that_is_not_known_is_not_understood(say_annual) -> None:
    """A figure under a header that the table does not know is listed as not understood."""
    said = say_annual(
        BALANCE
        + note(
            "4、存货",
            "项目|期末余额|期初余额|库龄指数",
            "原材料|300.00|200.00|77.7",
            "合计|300.00|200.00|77.8",
        )
    )
    assert lines(said, "Inventories") == {"原材料": 300}
    assert said.fates("77.7") == [("unrecognised", "outside-region")]
