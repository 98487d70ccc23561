"""Text blocks of a full report: what each holds, and whose it is."""

from __future__ import annotations

from pilu.model.report import TextBlock

REPORT = """第十节 财务报告

一、审计报告

标准无保留意见。

七、合并财务报表项目注释

1、应收账款

集团的说明。

2、某种项目

某种说明。

3、某种项目

又一说明。

4、存货

十七、母公司财务报表主要项目注释

1、应收账款

母公司的说明。

2、某种项目

母公司的某种说明。

3、存货

□适用 √不适用

"""


def test_notes_of_group_and_parent_are_two_facts(say_annual) -> None:
    """One concept holds a note of the group and, with the dimension, the parent company's."""
    said = say_annual(REPORT)
    (group,) = said.facts("AccountsReceivableNoteTextBlock")
    (parent,) = said.facts("AccountsReceivableNoteTextBlock", ConsolidationScope="ParentCompanyMember")
    texts = [_text(said, fact) for fact in (group, parent)]
    assert texts == ["集团的说明。", "母公司的说明。"]


def test_note_that_no_row_knows_keeps_its_title(say_annual) -> None:
    """The printed title is a dimension; a second section of this title has a number behind it."""
    said = say_annual(REPORT)
    (group,) = said.facts("OtherNoteTextBlock", SectionTitle="某种项目")
    parent = {"ConsolidationScope": "ParentCompanyMember", "SectionTitle": "某种项目"}
    assert _text(said, group) == "某种说明。"
    assert _text(said, said.facts("OtherNoteTextBlock", SectionTitle="某种项目 (2)")[0]) == "又一说明。"
    assert _text(said, said.facts("OtherNoteTextBlock", **parent)[0]) == "母公司的某种说明。"


def test_text_blocks_nest(say_annual) -> None:
    """The block of a note lies in that of its chapter, and this in that of the part; one without content,
    or with a tick box alone, is none."""
    said = say_annual(REPORT)
    names = ("FinancialReportTextBlock", "NotesConsolidatedItemsTextBlock", "AccountsReceivableNoteTextBlock")
    part, chapter, note = (said.facts(name)[0].value for name in names)
    assert part.start < chapter.start < note.start < note.end < chapter.end < part.end
    assert not [fact for fact in said.mapped.report.facts if fact.concept.local == "InventoriesNoteTextBlock"]


def _text(said, fact) -> str:
    assert isinstance(fact.value, TextBlock)
    blocks = said.document.blocks[fact.value.start : fact.value.end]
    return "".join(block.text for block in blocks)
