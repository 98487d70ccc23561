"""What recognition tools lose of headers and questions: read rightly, or doubted."""

from __future__ import annotations

import pytest

KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
    "\t2021年\t2020年\n营业收入\t12,345,600.00\t9\n总资产\t7\t8\n\n"
)
HOLDERS = "4 股东情况\n\n4.1 普通股股东总数、表决权恢复的优先股股东总数和前10名股东持股情况\n\n单位：股\n\n"
LINES = ("甲|0|100|50.00|国家", "乙|0|50|25.00|其他", "丙|0|40|20.00|其他")


@pytest.mark.parametrize(("columns", "doubtful"), [("期末持股数量", False), ("比例(%)", True)])
def test_header_that_says_a_thing_twice(say, table, columns: str, doubtful: bool) -> None:
    """Two columns of one name cast doubt on the whole list; different ones do not."""
    header = f"股东名称（全称）|报告期内增减|{columns}|比例(%)|股东性质"
    said = say(KEY + HOLDERS + table(header, *LINES))
    facts = said.facts("ShareholderName", ShareholderRank="1") + said.facts(
        "ShareholdingRatio", ShareholderRank="1"
    )
    assert [fact.says("columns-alike") for fact in facts] == [doubtful, doubtful]
    assert all((fact.provenance.confidence <= 0.5) == doubtful for fact in facts)


def test_question_glued_behind_the_boxes_of_another(say) -> None:
    """Boxes below a line that holds several questions answer the last one."""
    said = say(
        "第一节 重要提示\n\n非标准审计意见提示 □适用 √不适用 是否以公积金转增股本\n\n√是 □否\n\n" + KEY
    )
    assert list(said.values("CapitalReserveConversionPlanned").values()) == [True]
    assert list(said.values("NonstandardAuditOpinionApplicable").values()) == [False]
    assert "map.inconsistent" not in said.codes()


def test_note_on_concerted_holders_is_required(say, table) -> None:
    """A list of holders without the note on acting in concert is said to lack it."""
    header = "股东名称（全称）|报告期内增减|期末持股数量|比例(%)|股东性质"
    note = "上述股东关联关系或一致行动的说明|甲、乙为一致行动人。"
    codes = "股票种类\t股票上市交易所\t股票简称\t股票代码\nA股\t上海证券交易所\t甲乙\t600001\n\n"
    body = "第二节 公司基本情况\n\n1 公司简介\n\n公司股票简况\n\n" + codes + KEY + HOLDERS
    assert "concerted-holders" in say(body + table(header, *LINES)).missing()
    assert "concerted-holders" not in say(body + table(header, *LINES) + table(note)).missing()
