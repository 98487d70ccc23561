"""What mapping says of doubtful facts, contradictions and tables turned down: labels, both languages."""

from __future__ import annotations

import pytest

KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
    "{unit}\t2021年\t2020年\n营业收入\t{revenue}\t900.00\n总资产\t700.00\t800.00\n\n"
)
QUARTERS = (
    "3.2 报告期分季度的主要会计数据\n\n单位：元\n\n\t第一季度\t第二季度\t第三季度\t第四季度\n"
    "营业收入\t{first}\t20.00\t30.00\t40.00\n归属于上市公司股东的净利润\t1.00\t1.00\t1.00\t1.00\n\n"
)
BALANCE = (
    "第十节 财务报告\n\n二、财务报表\n\n合并资产负债表\n\n单位：元\n\n项目\t2021年12月31日\t2020年12月31日\n"
    "货币资金\t100.00\t90.00\n应收账款\t50.00\t40.00\n存货\t300.00\t200.00\n流动资产合计\t450.00\t330.00\n"
    "资产总计\t450.00\t330.00\n\n"
)


def told(said, code: str):
    """The first diagnostic of a code, its fields by name."""
    found = next(item for item in said.diagnostics if item.code == code)
    return found, dict(found.fields)


def test_a_doubt_is_told_by_label_in_both_languages(say) -> None:
    """The concept's name stays in the fields, beside the codes of the evidence."""
    said = say(KEY.format(unit="", revenue="1,000"))
    found, fields = told(said, "map.doubtful")
    assert fields["concept"] == "OperatingRevenue"
    assert "unit-assumed" in fields["evidence"].split("; ")
    assert found.text.startswith(f"{fields['label']}: '1,000' is doubtful")
    assert "no unit stated: yuan assumed" in found.text
    assert found.text_zh.startswith("营业收入：“1,000”存疑")
    assert "未注明单位，按元处理" in found.text_zh
    assert "OperatingRevenue" not in found.text + found.text_zh


def test_less_than_sure_always_has_a_reason(say) -> None:
    """Whatever is not certain says why, also what was read in a sentence."""
    said = say(KEY.format(unit="", revenue="1,000") + QUARTERS.format(first="100.00"))
    unsure = [fact for fact in said.mapped.report.facts if fact.provenance.confidence < 1]
    assert {fact.provenance.rule.partition(":")[0] for fact in unsure} >= {"prose", "key"}
    assert all(fact.provenance.evidence for fact in unsure)


def test_a_blank_is_called_so_in_both_languages(say, table) -> None:
    """A doubtful cell with nothing in it is no empty pair of quotes."""
    header = "股东名称（全称）|报告期内增减|期末持股数量|比例(%)|股东性质"
    said = say(
        KEY.format(unit="单位：元\n\n", revenue="1,000.00")
        + "4 股东情况\n\n4.1 普通股股东总数、表决权恢复的优先股股东总数和前10名股东持股情况\n\n单位：股\n\n"
        + table(header, "|0|50|25.00|其他", "丙|0|40|20.00|其他")
    )
    texts = [item for item in said.diagnostics if dict(item.fields).get("raw") == "(blank)"]
    assert texts
    assert all("“（空白）”" in item.text_zh and "(blank)" in item.text for item in texts)


def test_a_failed_check_names_its_figures_with_places(say) -> None:
    """Labels, prints and places in the language asked for; what would explain it has a code."""
    said = say(KEY.format(unit="单位：元\n\n", revenue="100.00") + QUARTERS.format(first="11.00"))
    found, fields = told(said, "map.check-failed")
    assert fields["fault"] == "fault-digit"
    assert found.text_zh.startswith("校验 A01（四个季度营业收入之和等于全年）不成立，差额 1.00：")
    assert set(fields["concepts"].split("; ")) == {"OperatingRevenue"}
    assert "营业收入 11.00 (第 " in found.text_zh
    assert "可能有一位数字误读" in found.text_zh
    assert "one digit may be misread" in found.text
    assert "line " in found.text
    facts = said.facts("OperatingRevenue")
    assert all(fact.says("check-failed-by") for fact in facts if fact.provenance.raw == "11.00")


@pytest.mark.parametrize("total", ["299.00"])
def test_a_table_turned_down_names_both_figures(say_annual, total: str) -> None:
    """The figure of the statement comes with its place."""
    said = say_annual(
        BALANCE
        + "七、合并财务报表项目注释\n\n4、存货\n\n单位：元\n\n项目\t期末余额\t期初余额\n"
        + f"原材料\t123.00\t80.00\n合计\t{total}\t200.00\n\n"
    )
    found, fields = told(said, "map.table-not-tied")
    assert (fields["concept"], fields["raw"], fields["stated"]) == ("Inventories", total, "300.00")
    assert fields["where"] in found.text
    assert fields["where_zh"] in found.text_zh
    assert found.text_zh.startswith("存货")
    assert "Inventories" not in found.text_zh


def test_a_contradiction_shows_the_other_print(say) -> None:
    """Both prints and the place of the one that was kept."""
    twice = KEY.format(unit="单位：元\n\n", revenue="100.00")
    again = twice.replace("3.1 近3年的", "3.1 再近3年的").replace("100.00", "101.00")
    said = say(twice + again.partition("指标\n\n")[2])
    found, fields = told(said, "map.inconsistent")
    assert (fields["raw"], fields["stated"]) == ("101.00", "100.00")
    assert "101.00" in found.text_zh
    assert "100.00" in found.text_zh
    assert fields["where_zh"] in found.text_zh


@pytest.mark.parametrize("figures", [False, True])
def test_a_report_without_the_figures_of_the_form_is_bare(say, figures: bool) -> None:
    """A name and a text are facts, and not what a report is read for; one figure of the form is enough."""
    key = KEY.format(unit="单位：元\n\n", revenue="100.00") if figures else ""
    said = say(key + "第三节 重要事项\n\n某事。\n\n")
    assert said.mapped.report.facts
    assert said.mapped.required > len(said.mapped.missing)
    assert said.mapped.bare == ("map.no-figures" in said.codes()) == (not figures)
