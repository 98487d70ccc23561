"""Headers that write periods otherwise, say none, say others than the report's, or say the same twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
)
BALANCE = "第十节 财务报告\n\n二、财务报表\n\n1、合并资产负债表\n\n单位：元\n\n"
LINES = (
    "货币资金|500.00|400.00",
    "应收账款|900.00|720.00",
    "存货|300.00|200.00",
    "流动资产合计|1,700.00|1,320.00",
    "资产总计|1,700.00|1,320.00",
)


@pytest.mark.parametrize(
    "header",
    [
        "|FY2021|FY2020",
        "|二〇二一年|二〇二〇年",
        "|21年末|20年末",
        "|2021.12.31|2020.12.31",
        "|截至2021年12月31日止年度|截至2020年12月31日止年度",
        "|2021年1月1日至12月31日|2020年1月1日至12月31日",
        "项目 Item|2021年 2021|2020年 2020",
        "|2021年12月31日 31 December 2021|2020年12月31日 31 December 2020",
    ],
)
def test_years_of_key_data_however_written(say, table, header: str) -> None:
    """A year means the same in words, with two digits, as a date or beside its English."""
    said = say(KEY + table(header, "总资产|3.50|2.50", "营业收入|1.50|0.50"))
    assert said.values("Assets") == {"2021-12-31": Decimal("3.50"), "2020-12-31": Decimal("2.50")}
    assert said.values("OperatingRevenue") == {"2021": Decimal("1.50"), "2020": Decimal("0.50")}


@pytest.mark.parametrize(
    "header",
    [
        "项目|2020.12.31|2021.12.31",
        "项目|二〇二〇年末|二〇二一年末",
        "Item|31 December 2020|31 December 2021",
    ],
)
def test_columns_of_a_statement_in_the_other_order(say_annual, table, header: str) -> None:
    """A statement with the year before in front is read by what its columns say."""
    said = say_annual(BALANCE + table(header, *LINES))
    assert said.values("CashAndBankBalances") == {"2021-12-31": 400, "2020-12-31": 500}


def test_bilingual_labels(say_annual, table) -> None:
    """The English behind or before a label is no part of it."""
    said = say_annual(
        BALANCE
        + table(
            "项目 Item|期末余额|期初余额",
            "货币资金 Cash and bank balances|500.00|400.00",
            "应收账款 Accounts receivable|900.00|720.00",
            "Inventories 存货|300.00|200.00",
            "流动资产合计 Total current assets|1,700.00|1,320.00",
            "资产总计 TOTAL ASSETS|1,700.00|1,320.00",
        )
    )
    assert said.values("Inventories") == {"2021-12-31": 300, "2020-12-31": 200}
    assert said.values("Assets") == {"2021-12-31": 1700, "2020-12-31": 1320}


@pytest.mark.parametrize("header", ["项目|2021年6月30日|2020年12月31日", "项目|甲方案|乙方案"])
def test_a_header_that_says_something_else_is_no_silence(say_annual, table, header: str) -> None:
    """Columns told apart by words that nobody knows are not assumed to be those of the form."""
    said = say_annual(
        KEY.replace("3.1", "六、") + table("|2021年", "总资产|1.00") + BALANCE + table(header, *LINES)
    )
    assert not said.facts("CashAndBankBalances")
    assert said.fates("900.00") == [("unrecognised", "table-unknown")]


def test_sums_prove_no_period(say_annual, table) -> None:
    """Where the header is lost, sums hold in either order of the columns: the periods stay doubted."""
    said = say_annual(BALANCE + table(*LINES))
    assert {f.provenance.confidence for f in said.facts("CashAndBankBalances")} == {0.5}


FRONT = "第二节 公司简介和主要财务指标\n\n六、主要会计数据和财务指标\n\n单位：元\n\n"


@pytest.mark.parametrize(("before", "confidence"), [("1,320.00", 0.95), ("1,700.00", 0.5)])
def test_another_print_proves_the_periods(say_annual, table, before: str, confidence: float) -> None:
    """A total printed elsewhere with its year proves the columns, if it differs between them."""
    lines = [line.replace("1,320.00", before) for line in LINES]
    lines[1] = lines[1] if before == "1,320.00" else "应收账款|900.00|1,100.00"
    key = FRONT + table("|2021年末|2020年末", f"总资产|1,700.00|{before}")
    said = say_annual(key + BALANCE + table(*lines))
    assert {f.provenance.confidence for f in said.facts("Inventories")} == {confidence}


@pytest.mark.parametrize("header", ["项目|2020年末|2019年末", "项目|2022年末|2021年末"])
def test_a_statement_of_other_years_is_doubted(say_annual, table, header: str) -> None:
    """A statement without a column of the fiscal year has last year's header, or the year is wrong."""
    said = say_annual(BALANCE + table(header, *LINES))
    (newest, *_) = said.facts("Assets")
    assert newest.provenance.confidence == 0.5
    assert newest.says("years-unlikely")


def test_a_change_between_other_years_is_of_no_known_period(say, table) -> None:
    """A rate of change beside columns of other years only is not one of the fiscal year."""
    said = say(KEY + table("|2019年|2018年|变化率", "总资产|3.00|2.00|50.00%"))
    assert not said.facts("AssetsChangeRate")
    assert said.fates("50.00%") == [("unrecognised", "column-unknown")]


@pytest.mark.parametrize("header", ["项目|期末余额|期末余额", "项目|2021年12月31日|期末余额"])
def test_columns_that_say_the_same(say_annual, table, header: str) -> None:
    """Of two figures that would be the same fact, neither is believed, unless they are the same."""
    said = say_annual(BALANCE + table(header, *LINES, "商誉|5.00|5.00"))
    assert not said.facts("Inventories")
    assert said.fates("300.00") == [("unrecognised", "column-unknown")]
    assert said.values("Goodwill") == {"2021-12-31": 5}


@pytest.mark.parametrize(
    "header",
    [
        ("项目|2021年末|2020年末（调整前）|2020年末（调整后）",),
        ("项目|2021年末|2020年末|2020年末", "||调整前|调整后"),
        ("项目|期末余额|期初余额（重述前）|期初余额（重述后）",),
    ],
)
def test_statement_with_restated_comparatives(say_annual, table, header: tuple[str, ...]) -> None:
    """The year before has two columns in a statement too; the restated one is the year's figure."""
    lines = [f"{line}|{line.split('|')[2].replace('00', '10')}" for line in LINES]
    said = say_annual(BALANCE + table(*header, *lines))
    before = said.values("AccountsReceivable", Restatement="BeforeAdjustmentMember")
    assert before == {"2020-12-31": Decimal("720.00")}
    assert said.values("AccountsReceivable") == {"2021-12-31": 900, "2020-12-31": Decimal("720.10")}


def test_currencies_side_by_side(say_annual, table) -> None:
    """A currency in the header is that of its column."""
    said = say_annual(BALANCE + table("项目|期末余额（美元）|期末余额（人民币）", *LINES))
    units = {fact.unit.numerators[0].local: fact.value for fact in said.facts("Inventories")}
    assert units == {"USD": 300, "CNY": 200}
