"""Parts, chapters, notes and policies of a full report: which headings open a section, which do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pilu.extraction.sections import find_sections
from pilu.model.document import Document, Paragraph, SourceInfo
from pilu.model.extraction import Section
from pilu.model.span import LineSpan
from pilu.taxonomies import load, package_folder
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.grammar_sheets import load_grammar

START = (
    "第十节 财务报告",
    "五、重要会计政策及会计估计",
    "1、会计期间",
    "公历年度。",
    "2、存货",
    "先进先出。",
)
ITEMS = "七、合并财务报表项目注释"


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    """The shipped grammar of full reports."""
    taxonomy = load("cn-listed/2021").value
    assert taxonomy is not None
    found = load_grammar(package_folder("cn-listed/2021").parent, taxonomy).value
    assert found is not None
    return found.of_form("annual-report", 2021)


@pytest.fixture
def find(grammar: Grammar) -> Callable[..., tuple[Section, ...]]:
    """The sections of a document of these paragraphs; one that begins with # is a marked heading."""

    def run(*lines: str) -> tuple[Section, ...]:
        blocks = tuple(
            Paragraph(line.lstrip("#"), (LineSpan(number, 1, number, 9),), level=int(line.startswith("#")))
            for number, line in enumerate(lines, start=1)
        )
        return find_sections(Document(SourceInfo("r.txt", "", 0, "text"), blocks), grammar)

    return run


def _notes(sections: tuple[Section, ...]) -> list[str]:
    return [section.id for section in sections if section.level == 3]


@pytest.mark.parametrize(
    "numbered",
    ["{}、{}", "{}、 {}", "{}.{}", "注释{}.{}", "7.{} {}", "{}、{} □适用 √不适用", "{}、{} 单位：元"],
)
def test_every_way_to_number_notes(find, numbered: str) -> None:
    """A note opens its section however its heading is numbered, run into a tick box or a unit line."""
    titles = ("货币资金", "应收账款", "营业收入、营业成本")
    lines = [
        line for number, title in enumerate(titles, 1) for line in (numbered.format(number, title), "余额。")
    ]
    found = find(*START, ITEMS, *lines)
    assert _notes(found)[2:] == ["note-cash", "note-receivables", "note-revenue"]


def test_same_words_head_a_policy_and_a_note(find) -> None:
    """存货 among the policies is a policy, among the items a note, and each ends where it should."""
    found = find(*START, ITEMS, "1、存货", "单位：元", "2、商誉", "无。")
    ends = {section.id: (section.start, section.end) for section in found}
    assert ends["policy-inventories"] == (4, 6)
    assert ends["note-inventories"] == (7, 9)
    assert _notes(found) == ["policy-period", "policy-inventories", "note-inventories", "note-goodwill"]


def test_headings_inside_a_note_open_nothing(find) -> None:
    """Titles numbered another way than their chapter's notes, or without number, are captions."""
    found = find(
        *START, ITEMS, "1、应收票据", "（1）应收账款", "2、应收账款", "(1).应收利息",
        "3、其他应收款", "#应收利息", "（1）其他应收款", "4、存货", "5、商誉",
    )  # fmt: skip
    notes = ["note-notes-receivable", "note-receivables", "note-other-receivables", "note-inventories"]
    assert _notes(found)[2:] == [*notes, "note-goodwill"]


def test_notes_stand_in_their_chapter_only(find) -> None:
    """A heading of a note outside the chapters of the notes opens no section."""
    assert _notes(find("第三节 管理层讨论与分析", "1、存货", "2、商誉", *START)) == [
        "policy-period",
        "policy-inventories",
    ]


def test_heading_that_lost_its_number(find) -> None:
    """A marked heading without number counts where the numbers around it leave room for it."""
    found = find(*START, ITEMS, "1、货币资金", "余额。", "#应收票据", "余额。", "3、应收账款", "余额。")
    assert _notes(found)[2:] == ["note-cash", "note-notes-receivable", "note-receivables"]


def test_words_of_a_list_open_nothing(find) -> None:
    """A title whose number breaks the order of its chapter is an entry of a list."""
    titles = ("货币资金", "应收票据", "应收账款", "存货", "商誉", "短期借款")
    lines = [f"{number}、{title}" for number, title in enumerate(titles, 1)]
    found = find(*START, ITEMS, *lines[:3], "1、无形资产", *lines[3:])
    assert "note-intangible-assets" not in _notes(found)
    assert len(_notes(found)) == 2 + len(titles)


def test_same_note_of_the_parent_company(find) -> None:
    """A note stands once in the consolidated notes and once in the parent company's."""
    found = find(
        *START, ITEMS, "1、应收账款", "甲。", "十七、母公司财务报表主要项目注释", "1、应收账款", "乙。"
    )
    assert _notes(found)[2:] == ["note-receivables", "note-receivables"]


def test_headings_that_only_their_number_tells(find) -> None:
    """A part, a chapter, a note and a policy that no row knows stand as sections, titles as printed."""
    found = find(
        "第一节 重要提示", "第二节 公司简介和主要财务指标", "一、公司信息", "二、某种前所未有的事项", "甲。",
        "三、主要会计数据和财务指标", "乙。", "第三节 某种前所未有的部分", "丙。", *START[:-2],
        "2、某种政策", "丁。", "3、存货", "戊。", ITEMS, "1、货币资金", "2、某种项目", "己。", "3、存货",
    )  # fmt: skip
    others = {
        section.id: (section.name, section.level) for section in found if section.id.startswith("other")
    }
    assert others == {
        "other-part": ("某种前所未有的部分", 1),
        "other-section": ("某种前所未有的事项", 2),
        "other-policy": ("某种政策", 3),
        "other-note": ("某种项目", 3),
    }


@pytest.mark.parametrize("entry", ["2、某种项目", "3、此乃一句。彼亦一句", "4、某种项目", "（2）某种项目"])
def test_entries_of_lists_open_nothing(find, entry: str) -> None:
    """A numbered line that does not go on with its chapter's numbers, or is a sentence, opens no section."""
    found = find(*START, ITEMS, "1、货币资金", "2、应收票据", entry, "4、应收账款", "5、存货", "6、商誉")
    assert not [section for section in found if section.id == "other-note"]


def test_list_behind_the_last_note(find) -> None:
    """A list whose numbers happen to go on with the notes' opens nothing; what follows it does."""
    items = [f"{number}、某种事由" for number in range(1, 6)]
    found = find(*START, ITEMS, "1、货币资金", "2、应收票据", *items, "甲。", "3、某种项目", "乙。")
    assert [section.name for section in found if section.id == "other-note"] == ["某种项目"]


def test_known_section_stands_at_the_level_of_its_neighbours(find) -> None:
    """A section of a deeper level that is numbered as the chapters around it ends the one before it."""
    found = find(
        "第二节 公司简介和主要财务指标", "一、公司信息", "甲。", "二、联系人和联系方式", "乙。",
        "三、其他有关资料", "丙。",
    )  # fmt: skip
    levels = {section.id: (section.level, section.start, section.end) for section in found}
    assert levels["profile"] == (2, 1, 3)
    assert levels["contacts"] == (2, 3, 5)
    assert levels["other-section"] == (2, 5, 7)


@pytest.mark.parametrize("pages", ["", "........... {}", "　{}"])
@pytest.mark.parametrize("inner", [(), ("一、公司信息",)])
def test_contents_page_opens_nothing(find, pages: str, inner: tuple[str, ...]) -> None:
    """Lines of a contents page, with page numbers or without, leave the sections to the headings."""
    titles = (
        "第一节 重要提示、目录和释义",
        "第二节 公司简介和主要财务指标",
        *inner,
        "第三节 公司治理",
        "第四节 财务报告",
    )
    page = [title + pages.format(number) for number, title in enumerate(titles, 2)]
    body = ("甲。", "一、公司信息", "乙。", "丙。", "一、审计报告")
    lines = [titles[0], body[0], titles[1], *body[1:3], *titles[-2:-1], body[3], titles[-1], body[4]]
    found = {section.id: section.start for section in find("年度报告", "目录", *page, *lines)}
    first = 2 + len(titles)
    assert found["notices"] == first
    assert found["profile-part"] == first + 2
    assert found["profile"] == first + 3
    assert found["governance-part"] == first + 5
    assert found["financial-report"] == first + 7


def test_contents_page_confirms_a_part(find) -> None:
    """A heading with the next number of a part that the contents page gives another title is none."""
    titles = ("第一节 重要提示", "第二节 某种部分", "第三节 公司治理", "第四节 财务报告")
    body = (titles[0], "甲。", "第二节 引用的话", "乙。", titles[1], "丙。", titles[2], "丁。", titles[3])
    assert [s.name for s in find(*titles, *body) if s.id == "other-part"] == ["某种部分"]


def test_number_above_its_title(find) -> None:
    """A part whose number stands in a paragraph of its own opens where its title stands."""
    found = find(
        "第一节", "重要提示", "甲。", "第二节", "公司简介和主要财务指标", "乙。", "一、", "公司信息", "丙。"
    )
    assert [(s.id, s.start) for s in found] == [("notices", 1), ("profile-part", 4), ("profile", 7)]
