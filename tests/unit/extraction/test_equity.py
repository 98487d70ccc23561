"""Statements of changes in equity as recognition leaves them: years one under the other, columns lost."""

from __future__ import annotations

import pytest

BALANCE = (
    "第十节 财务报告\n\n二、财务报表\n\n1、合并资产负债表\n\n单位：元\n\n",
    (
        "项目|2021年12月31日|2020年12月31日",
        "股本|1,000.00|1,000.00",
        "资本公积|300.00|250.00",
        "减：库存股|40.00|",
        "盈余公积|120.00|100.00",
        "未分配利润|700.00|550.00",
        "归属于母公司所有者权益合计|2,080.00|1,900.00",
        "少数股东权益|90.00|80.00",
        "所有者权益合计|2,170.00|1,980.00",
    ),
)
TITLE = "7、合并所有者权益变动表\n\n单位：元\n\n"
HEADER = "项目|股本|资本公积|减：库存股|盈余公积|未分配利润|小计|少数股东权益|所有者权益合计"
THIS_YEAR = (
    "一、上年期末余额|1,000.00|250.00||100.00|550.00|1,900.00|80.00|1,980.00",
    "二、本年期初余额|1,000.00|250.00||100.00|550.00|1,900.00|80.00|1,980.00",
    "三、本期增减变动金额|  |50.00|40.00|20.00|150.00|180.00|10.00|190.00",
    "（一）综合收益总额|||||200.00|200.00|10.00|210.00",
    "（二）所有者投入和减少资本||50.00|40.00|||10.00||10.00",
    "（三）利润分配||||20.00|-50.00|-30.00||-30.00",
)
CLOSING = "四、本期期末余额|1,000.00|300.00|40.00|120.00|700.00|2,080.00|90.00|2,170.00"
YEAR_BEFORE = (
    "一、上年期末余额|1,000.00|250.00||90.00|400.00|1,740.00|70.00|1,810.00",
    "二、本年期初余额|1,000.00|250.00||90.00|400.00|1,740.00|70.00|1,810.00",
    "三、本期增减变动金额||||10.00|150.00|160.00|10.00|170.00",
    "（一）综合收益总额|||||200.00|200.00|10.00|210.00",
    "（三）利润分配||||10.00|-50.00|-40.00||-40.00",
    "四、本期期末余额|1,000.00|250.00||100.00|550.00|1,900.00|80.00|1,980.00",
)


@pytest.fixture
def report(say_annual, table):
    """What is made of a balance sheet and the given pieces of a statement, a blank line between them."""

    def made(*pieces: str):
        title, lines = BALANCE
        return say_annual(title + table(*lines) + TITLE + "".join(pieces))

    return made


def total(said, concept: str) -> dict:
    """Values of the last column."""
    return said.values(concept)


def column(said, concept: str, member: str) -> dict:
    """Values of a column."""
    return said.values(concept, ComponentsOfEquity=member)


def test_second_year_in_one_table(report, table) -> None:
    """The rows that begin again are of the year before, and say that only their turn tells it."""
    said = report(table(HEADER, *THIS_YEAR, CLOSING, *YEAR_BEFORE))
    assert total(said, "IncreaseDecreaseInEquity") == {"2021": 190, "2020": 170}
    assert column(said, "ProfitDistribution", "SurplusReservesMember") == {"2021": 20, "2020": 10}
    assert total(said, "EquityOpeningAfterAdjustments") == {"2020-12-31": 1980, "2019-12-31": 1810}
    facts = {f.period.end.year: f for f in said.facts("ProfitDistribution")}
    assert [facts[year].says("period-of-turn") for year in (2021, 2020)] == [False, True]


def test_second_year_in_a_table_of_its_own(report, table) -> None:
    """A header that says no year does not begin the fiscal year again; nor does a page break."""
    said = report(
        table(HEADER, *THIS_YEAR[:3]),
        table(HEADER, *THIS_YEAR[3:], CLOSING),
        "单位：元\n\n",
        table(HEADER, *YEAR_BEFORE),
    )
    assert total(said, "IncreaseDecreaseInEquity") == {"2021": 190, "2020": 170}
    assert total(said, "TotalComprehensiveIncome") == {"2021": 210, "2020": 210}
    assert not said.codes()["map.inconsistent"]


def test_words_above_say_the_year(report, table) -> None:
    """Where they do, the turn of the rows does not matter, nor is it told as a doubt."""
    said = report(
        "上期金额\n\n", table(HEADER, *YEAR_BEFORE), "本期金额\n\n", table(HEADER, *THIS_YEAR, CLOSING)
    )
    assert total(said, "IncreaseDecreaseInEquity") == {"2021": 190, "2020": 170}
    assert not any(fact.says("period-of-turn") for fact in said.facts("IncreaseDecreaseInEquity"))


def test_third_year_is_of_no_year(report, table) -> None:
    """Rows that begin a third time are listed: nothing says which year they are of."""
    third = [line.replace("170.00", "171.00") for line in YEAR_BEFORE]
    said = report(table(HEADER, *THIS_YEAR, CLOSING, *YEAR_BEFORE, *third))
    assert total(said, "IncreaseDecreaseInEquity") == {"2021": 190, "2020": 170}
    assert said.fates("171.00") == [("unrecognised", "year-unknown")]


PIECE = (
    "（三）利润分配|{first}|-50.00|-30.00||-30.00",
    "1．提取盈余公积|20.00|-20.00|||",
    "3．对所有者（或股东）的分配||-30.00|-30.00||-30.00",
)


def _piece(first: str) -> list[str]:
    return [line.format(first=first) for line in PIECE]


def test_piece_that_has_lost_columns_is_proved(report, table) -> None:
    """Figures of a piece with fewer columns stand where the sums across and down leave one place for them;
    those of a row that any other would fit as well have none."""
    said = report(table(HEADER, *THIS_YEAR[:5]), table(*_piece("20.00")), table(HEADER, CLOSING))
    assert column(said, "ProfitDistribution", "SurplusReservesMember") == {"2021": 20}
    assert column(said, "ProfitDistribution", "RetainedEarningsMember") == {"2021": -50}
    assert column(said, "DistributionsToOwners", "RetainedEarningsMember") == {"2021": -30}
    assert column(said, "AppropriationToSurplusReserves", "SurplusReservesMember") == {"2021": 20}
    assert total(said, "ProfitDistribution") == {"2021": -30}
    (fact,) = said.facts("ProfitDistribution", ComponentsOfEquity="SurplusReservesMember")
    assert fact.says("placed-by-statement")


def test_piece_with_a_misread_figure_stays_without_columns(report, table) -> None:
    """What the sums do not prove is listed, and no fact."""
    said = report(table(HEADER, *THIS_YEAR[:5]), table(*_piece("21.00")), table(HEADER, CLOSING))
    assert not said.facts("ProfitDistribution")
    assert said.fates("21.00") == [("unrecognised", "column-unknown")]


def test_row_that_has_moved_sideways_is_doubted(report, table) -> None:
    """Its columns do not make its total; that the sums down the columns hold does not lift the doubt."""
    moved = [
        line.replace("|  |50.00|40.00|", "|50.00|40.00||").replace("||50.00|40.00||", "|50.00|40.00|||")
        for line in THIS_YEAR
    ]
    said = report(table(HEADER, *moved, CLOSING))
    facts = said.facts("OwnerContributionsAndReductions", ComponentsOfEquity="ShareCapitalMember")
    assert [(fact.value, fact.provenance.confidence) for fact in facts] == [(50, 0.5)]
    assert all(fact.says("columns-not-summed") for fact in facts)
    (held,) = said.facts("ProfitDistribution", ComponentsOfEquity="SurplusReservesMember")
    assert not held.says("columns-not-summed")


ADJUSTED = (
    "一、上年期末余额|1,000.00|240.00||100.00|540.00|1,880.00|80.00|1,960.00",
    "加：会计政策变更||10.00|||10.00|20.00||20.00",
    *THIS_YEAR[1:],
)


def test_opening_balance_before_adjustment(report, table) -> None:
    """What is adjusted at once is not what the balance sheet prints of that day, nor contradicts it."""
    said = report(table(HEADER, *ADJUSTED, CLOSING))
    assert total(said, "Equity") == {"2021-12-31": 2170, "2020-12-31": 1980}
    assert said.values("Equity", Restatement="BeforeAdjustmentMember") == {"2020-12-31": 1960}
    assert total(said, "EquityOpeningAfterAdjustments") == {"2020-12-31": 1980}
    assert not said.codes()["map.inconsistent"]


def test_words_that_say_a_year_which_is_over(report, table) -> None:
    """Words above the second part that name the first year again are of another table: the turn counts."""
    said = report(table(HEADER, *THIS_YEAR, CLOSING), "本期金额\n\n", table(HEADER, *YEAR_BEFORE))
    assert total(said, "IncreaseDecreaseInEquity") == {"2021": 190, "2020": 170}
    facts = {fact.period.end.year: fact for fact in said.facts("ProfitDistribution")}
    assert facts[2020].says("period-against-turn")


@pytest.mark.parametrize(
    ("label", "above", "concept"),
    [
        ("同一控制下企业合并", THIS_YEAR[0], "IncreaseDecreaseThroughCommonControlCombinations"),
        ("同一控制下企业合并", THIS_YEAR[4], ""),
        ("其他", "加：会计政策变更||1.00||||1.00||1.00", "OpeningOtherAdjustments"),
        ("其他", THIS_YEAR[4], "OwnerContributionsOther"),
        ("其他", THIS_YEAR[5], "ProfitDistributionOther"),
    ],
)
def test_a_label_means_what_its_place_says(report, table, label: str, above: str, concept: str) -> None:
    """The same words are an adjustment of the opening balance, or a movement, or a row of the filer's own."""
    lines = list(THIS_YEAR) if above in THIS_YEAR else [THIS_YEAR[0], above, *THIS_YEAR[1:]]
    lines.insert(lines.index(above) + 1, f"{label}||7.00||||7.00||7.00")
    said = report(table(HEADER, *lines, CLOSING))
    read = [f.concept.local for f in said.mapped.report.facts if f.value == 7 and len(f.dimensions) < 1]
    assert read == ([concept] if concept else [])


@pytest.mark.parametrize(("year", "rows"), [("2020年度", YEAR_BEFORE), ("2021年度", (*THIS_YEAR, CLOSING))])
def test_headings_printed_again_in_every_line_say_the_year(report, table, year: str, rows) -> None:
    """Where the source repeats what reached over several lines of a header, each column has its year all the
    same: the statement of the year before is not taken for that of this one."""
    said = report(table("|".join(["项目", *[year] * 8]), HEADER, HEADER, *rows))
    facts = said.facts("ProfitDistribution")
    assert {(fact.period.end.year, fact.provenance.confidence) for fact in facts} == {(int(year[:4]), 1)}


def test_blanks_right_of_a_year_over_names_in_any_line_are_of_that_year(report, table) -> None:
    """The year stands once over all columns, and a name stands in the first line below it or in the last."""
    names = HEADER.split("|")
    heads = (
        "项目|2020年度|||||||",
        "|".join(["", *names[1:4], "", "", *names[6:]]),
        "||||盈余公积|未分配利润|||",
    )
    said = report(table(*heads, *YEAR_BEFORE))
    years = {
        fact.period.end.year
        for name in ("ProfitDistribution", "ComprehensiveIncome")
        for fact in said.facts(name)
    }
    assert years == {2020}
