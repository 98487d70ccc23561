"""Holder tables, profile, prose, questions, and tables that the form does not know."""

from __future__ import annotations

from decimal import Decimal

import pytest

KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
    "\t2021年\t2020年\n营业收入\t12,345,600.00\t9\n总资产\t7\t8\n\n"
)
HOLDERS = "4 股东情况\n\n4.1 普通股股东总数、表决权恢复的优先股股东总数和前10名股东持股情况\n\n单位：股\n\n"
TOP = (
    "股东名称（全称）|报告期内增减|期末持股数量|比例(%)|持有有限售条件的股份数量"
    "|质押、标记或冻结情况||股东性质"
)
TOP2 = "|||||股份状态|数量|"


def test_top_ten(say, table) -> None:
    """Ranks number the holders; shares are whole, ratios are ratios, a status is a word."""
    said = say(
        KEY
        + HOLDERS
        + table("截至报告期末普通股股东总数(户)|1,234", "年度报告披露日前上一月末的普通股股东总数(户)|1,300")
        + "前10名股东持股情况\n\n"
        + table(TOP, TOP2, "甲|0|100.00|50.00|0|无|0|国家", "乙|未知|50|25.00||质押|20|其他")
    )
    assert said.values("NumberOfOrdinaryShareholders") == {"2021-12-31": 1234}
    (held,) = said.facts("SharesHeld", ShareholderRank="1")
    assert (held.value, held.decimals) == (100, 0)
    assert said.values("ShareholdingRatio", ShareholderRank="2") == {"2021-12-31": Decimal("0.2500")}
    assert said.values("PledgeMarkFreezeStatus", ShareholderRank="1") == {"2021-12-31": "无"}
    assert said.values("ChangeInSharesHeld", ShareholderRank="2") == {"2021": None}


def test_a_holder_printed_again_is_a_further_line(say, table) -> None:
    """Where a source repeats what reached over two lines, the second one is no holder of its own."""
    rows = ("甲|0|100|50.00|0|质押|60|国家", "甲|0|100|50.00|0|冻结|10|国家", "乙|0|50|25.00|0|无|0|其他")
    said = say(KEY + HOLDERS + table(TOP, TOP2, *rows))
    second = said.values("PledgedMarkedFrozenShares", ShareholderRank="1", PledgeLine="2")
    assert second == {"2021-12-31": 10}
    assert said.values("SharesHeld", ShareholderRank="2") == {"2021-12-31": 50}
    assert ("explained", "repeated") in said.fates("50.00")


def test_title_printed_again_in_every_column_is_no_holder(say, table) -> None:
    """One text in all columns of a line is the title of what follows, and counts no rank."""
    title = "|".join(["境内股东"] * 8)
    said = say(
        KEY + HOLDERS + table(TOP, TOP2, title, "甲|0|100|50.00|0|无|0|国家", "乙|0|50|25.00|0|无|0|其他")
    )
    assert said.values("SharesHeld", ShareholderRank="1") == {"2021-12-31": 100}
    assert said.fates("境内股东") == [("explained", "title")] * 8


def test_two_holders_of_one_name_are_two(say, table) -> None:
    """The same name with other figures is another holder."""
    rows = ("甲|0|100|50.00|0|质押|60|国家", "甲|5|40|20.00|9|无|0|其他")
    said = say(KEY + HOLDERS + table(TOP, TOP2, *rows))
    assert said.values("SharesHeld", ShareholderRank="2") == {"2021-12-31": 40}


def test_a_name_alone_leaves_the_ranks_after_it_in_doubt(say, table) -> None:
    """A line with nothing but a name may be a piece of another: no check confirms the ranks that follow."""
    rows = (
        "甲|0|100|50.00|0|无|0|国家",
        "乙有限|||||||",
        "公司|0|50|25.00|0|无|0|其他",
        "丙|0|20|10.00|0|无|0|其他",
    )
    said = say(KEY + HOLDERS + table(TOP, TOP2, *rows))
    (first,), (last,) = (said.facts("SharesHeld", ShareholderRank=rank) for rank in "14")
    assert not first.says("lines-miscounted")
    assert last.says("lines-miscounted")
    assert not last.says("confirmed")
    assert last.provenance.confidence == 0.5


def test_second_pledge_line(say, table) -> None:
    """A line without a name that adds a state belongs to the holder above as a line of its own."""
    said = say(
        KEY
        + HOLDERS
        + table(TOP, TOP2, "甲|0|100|50.00|0|质押|60|国家", "|||||冻结|10|", "乙|0|50|25.00|0|无||其他")
    )
    second = said.values("PledgedMarkedFrozenShares", ShareholderRank="1", PledgeLine="2")
    assert second == {"2021-12-31": 10}
    assert said.values("SharesHeld", ShareholderRank="2") == {"2021-12-31": 50}
    assert said.facts("SharesHeld", ShareholderRank="1", PledgeLine="2") == []


@pytest.mark.parametrize("first", [True, False])
def test_lost_name(say, table, first: bool) -> None:
    """A full line whose name is lost is a doubtful record of its own, first line or not."""
    lines = ["|0|50|25.00|0|无|0|其他"]
    if not first:
        lines.insert(0, "甲|0|100|50.00|0|无|0|国家")
    said = say(KEY + HOLDERS + table(TOP, TOP2, *lines, "丙|0|40|20.00|0|无|0|其他"))
    (held,) = said.facts("SharesHeld", ShareholderRank=str(len(lines)))
    assert held.value == 50
    assert held.says("line-nameless")
    (name,) = said.facts("ShareholderName", ShareholderRank=str(len(lines)))
    assert name.value is None
    assert name.provenance.confidence < 0.75


def test_list_cut_by_a_page(say, table) -> None:
    """Ranks go on counting behind a page break."""
    said = say(
        KEY
        + HOLDERS
        + table(TOP, TOP2, "甲|0|100|50.00|0|无|0|国家", "乙|0|50|25.00|0|无|0|其他")
        + "8 / 12\n\n"
        + table("丙|0|40|20.00|0|无|0|其他")
    )
    assert said.values("SharesHeld", ShareholderRank="3") == {"2021-12-31": 40}


def test_holder_totals_of_shenzhen(say, table) -> None:
    """Labels and values side by side in one row each find their own value, blanks are nil."""
    said = say(
        KEY
        + HOLDERS
        + table(
            "报告期末普通股股东总数|28,307|年度报告披露日前一个月末普通股股东总数|29,502"
            "|报告期末表决权恢复的优先股股东总数||持有特别表决权股份的股东总数（如有）|0"
        )
    )
    assert said.values("NumberOfOrdinaryShareholders") == {"2021-12-31": 28307}
    assert said.values("NumberOfOrdinaryShareholdersAtMonthEndBeforeDisclosure") == {"2021-12-31": 29502}
    assert said.values("NumberOfPreferredShareholdersWithRestoredVotingRights") == {"2021-12-31": None}
    assert said.values("NumberOfHoldersOfSpecialVotingShares") == {"2021-12-31": 0}


def test_share_classes(say, table) -> None:
    """The H share's name and code are kept apart from the A share's by a dimension."""
    said = say(
        "第二节 公司基本情况\n\n1 公司简介\n\n公司股票简况\n\n"
        + table(
            "股票种类|股票上市交易所|股票简称|股票代码|变更前股票简称",
            "A股|上海证券交易所|甲乙股份|600001|无",
            "H股|香港联合交易所|甲乙|06001|不适用",
        )
        + KEY
    )
    assert set(said.values("StockCode").values()) == {"600001"}
    assert set(said.values("StockCode", ShareClass="HShareMember").values()) == {"06001"}
    assert said.mapped.report.entity.identifier == "600001"


@pytest.mark.parametrize(
    ("code", "entity"), [("600001/900001", "600001"), ("0300(H股)、600001(A股)", "600001")]
)
def test_entity_of_several_codes(say, table, code: str, entity: str) -> None:
    """The entity is a whole six-digit code, never digits of two codes run together."""
    profile = "第二节 公司基本情况\n\n1 公司简介\n\n" + table(f"股票简称|甲乙|股票代码|{code}")
    said = say(profile + KEY)
    assert said.mapped.report.entity.identifier == entity


def test_prose_repeats_a_table(say) -> None:
    """An amount in a sentence that agrees at its own accuracy is one more place of the fact."""
    said = say(KEY + "第三节 重要事项\n\n报告期内，公司实现营业收入1,234.56万元。\n")
    (fact,) = [fact for fact in said.facts("OperatingRevenue") if fact.period.end.year == 2021]
    assert [raw for _, _, raw in fact.provenance.repeats] == ["1,234.56万元"]
    assert said.fates("1,234.56万元") == [("duplicate", "repeated")]


def test_prose_contradicts_a_table(say) -> None:
    """An amount in a sentence that differs is flagged; the table stands."""
    said = say(KEY + "第三节 重要事项\n\n报告期内，公司实现营业收入1,234.65万元。\n")
    assert said.values("OperatingRevenue")["2021"] == Decimal("12345600.00")
    assert sum(said.codes()[code] for code in ("map.sentence-differs", "map.inconsistent")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "据统计，2021年全球营业收入合计约3,050亿美元，国内总资产为188亿元，同比增长23.7%。",
        "2021年行业营业收入为902.6亿元，净利润为12.3亿元。",
        "市场规模将达到1,710亿元，占比14.5%，每股收益0.5元/股。",
    ],
)
def test_market_figures_are_no_facts(say, sentence: str) -> None:
    """What the report says of its market is neither a fact nor a repeat of one."""
    plain = say("第二节 公司基本情况\n\n2 报告期公司主要业务简介\n\n说明。\n\n" + KEY)
    said = say(f"第二节 公司基本情况\n\n2 报告期公司主要业务简介\n\n{sentence}\n\n" + KEY)

    def facts(one) -> list:
        return [(f.id, f.value) for f in one.mapped.report.facts if isinstance(f.value, Decimal)]

    assert facts(said) == facts(plain)
    assert all(not fact.provenance.repeats for fact in said.mapped.report.facts)


@pytest.mark.parametrize("bound", ["约", "近", "超", "不低于"])
def test_bounds_are_no_facts(say, bound: str) -> None:
    """An amount that is only a bound confirms and contradicts nothing."""
    said = say(KEY + f"第三节 重要事项\n\n公司实现营业收入{bound}1,300万元。\n")
    assert said.codes()["map.sentence-differs"] + said.codes()["map.inconsistent"] == 0


@pytest.mark.parametrize(
    ("sequel", "value"),
    [
        ("公司发行的债券如下。\n\n", True),
        ("债券名称\t简称\n甲债\t乙\n\n", True),
        ("", False),
    ],
)
def test_lost_boxes(say, sequel: str, value: bool) -> None:
    """Where no glyph survived, what follows decides, with evidence and less than full confidence."""
    said = say(KEY + "5 公司债券情况\n\n适用 不适用\n\n" + sequel + "第三节 重要事项\n\n事项。\n")
    (fact,) = said.facts("BondsApplicable")
    assert fact.value is value
    assert fact.provenance.confidence < 1
    assert fact.provenance.evidence


@pytest.mark.parametrize(
    ("box", "value"),
    [
        ("√适用 □不适用", True),
        ("□适用 不适用", False),
        ("适用 □不适用", True),
        ("□适用 □不适用", None),
        ("[√]适用 [ ]不适用", True),
        ("适用□ 不适用√", False),
    ],
)
@pytest.mark.parametrize("between", ["", "\n\n"])
def test_boxes_that_survived(say, box: str, value: bool | None, between: str) -> None:
    """A surviving glyph decides, on the heading's line or below it; both empty is nil."""
    said = say(KEY + f"5 公司债券情况{between}{box}\n\n第三节 重要事项\n\n事项。\n")
    (fact,) = said.facts("BondsApplicable")
    assert fact.value is value
    assert "bonds" in {section.id for section in said.extraction.sections}


def test_questions_that_begin_with_whether(say) -> None:
    """A question whose own words are 是否 keeps its label, its section and its answer."""
    said = say(
        "第一节 重要提示\n\n8 是否存在公司治理特殊安排等重要事项\n\n□适用 √不适用\n\n"
        "是否以公积金转增股本\n\n√是 □否\n\n" + KEY
    )
    assert list(said.values("GovernanceSpecialArrangementsApplicable").values()) == [False]
    assert list(said.values("CapitalReserveConversionPlanned").values()) == [True]
    assert "governance" in {section.id for section in said.extraction.sections}


def test_unknown_table(say, table) -> None:
    """A table the form does not know is listed with caption and size, and gives no fact."""
    said = say(
        KEY + "各地门店数量\n\n" + table("地区|数量", "东|11", "西|22") + "第三节 重要事项\n\n事项。\n"
    )
    unknown = [found for found in said.extraction.tables if not found.kinds]
    assert [(found.caption, found.rows, found.columns, found.numeric_cells) for found in unknown] == [
        ("各地门店数量", 3, 2, 2)
    ]
    assert said.codes()["extract.table-unknown"] == 1
    assert said.fates("11") == [("unrecognised", "table-unknown")]


def test_missing_items(say) -> None:
    """What the form demands and the report does not hold is listed."""
    said = say(KEY)
    assert {"net-profit", "top-ten", "quarterly", "holders", "secretary"} <= said.missing()
    assert not {"revenue", "total-assets"} & said.missing()


def test_wide_table_is_unknown(say) -> None:
    """A table wider than any of the form's is listed as unknown at once."""
    said = say(KEY + "\t".join(["股东名称", *["数量"] * 200]) + "\n" + "\t".join(["甲"] + ["1"] * 200) + "\n")
    assert said.codes()["extract.table-unknown"] == 1
