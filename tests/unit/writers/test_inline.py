"""What the inline page shows and how it tags it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from pilu.model.document import Place
from pilu.model.filing import Filing
from pilu.model.report import Instant, QName, Unit
from pilu.model.taxonomy import Taxonomy
from pilu.writers import write

IX = "{http://www.xbrl.org/2013/inlineXBRL}"
XHTML = "{http://www.w3.org/1999/xhtml}"
CNY = Unit((QName("http://www.xbrl.org/2003/iso4217", "CNY"),))
END = Instant(date(2021, 12, 31))


def page_of(filing: Filing, taxonomy: Taxonomy) -> tuple[etree._Element, list[str]]:
    """The page as a tree, and the codes of what was said."""
    outcome = write(filing, taxonomy, kinds=["ixbrl"])
    assert outcome.value is not None
    return etree.fromstring(outcome.value[0].data), [one.code for one in outcome.diagnostics]


def tags(page: etree._Element) -> dict[str, etree._Element]:
    """The ix elements of facts by id."""
    found = (*page.iter(f"{IX}nonFraction"), *page.iter(f"{IX}nonNumeric"))
    return {element.get("id", ""): element for element in found}


@pytest.mark.parametrize(
    ("printed", "value", "shown", "attributes"),
    [
        ("922,838,904.88", "922838904.88", "922,838,904.88", {"scale": None, "sign": None}),
        ("-28,278.53 万元", "-282785300", "28,278.53", {"scale": "4", "sign": "-"}),
        ("(1,234)", "-1234", "1,234", {"sign": "-"}),
        ("减少20.01个百分点", "-0.2001", "20.01", {"scale": "-2", "sign": "-"}),
        ("145.70%", "1.457", "145.70", {"scale": "-2"}),
        ("0.00", "0", "0.00", {"scale": None, "sign": None}),
        ("—", "0", "—", {"format": "ixt:fixed-zero"}),
        ("2021年12,345.60元", "12345.6", "12,345.60", {"scale": None}),
        ("第1名1", "1", "1", {"scale": None}),
        ("1,23 4.5", "1234.5", "1,23 4.5", {"scale": None}),
        ("1234567890123456789012345678901.67", "1234567890123456789012345678901.67", None, {"scale": None}),
    ],
)  # fmt: skip
def test_numbers_are_tagged_on_their_digits(
    printed: str,
    value: str,
    shown: str | None,
    attributes: dict[str, str | None],
    empty_draft: Any,
    taxonomy: Taxonomy,
) -> None:
    """The tag holds the printed digits, and scale and sign turn them into exactly the fact's value."""
    block = empty_draft.text(f"前文 {printed} 后文")
    place = empty_draft.place(block, printed)
    fact = empty_draft.fact("Assets", Decimal(value), place, period=END, unit=CNY, decimals=2)
    page, said = page_of(empty_draft.filing(), taxonomy)
    assert said == []
    tag = tags(page)[fact.id]
    assert "".join(tag.itertext()) == (shown or printed)
    assert {name: tag.get(name) for name in attributes} == attributes


@pytest.mark.parametrize(("printed", "value"), [("12.34", "12.35"), ("四千", "4000"), ("", "5")])
def test_a_value_the_print_does_not_say_is_hidden_and_reported(
    printed: str, value: str, empty_draft: Any, taxonomy: Taxonomy
) -> None:
    """A fact that no scale makes of the digits is in the hidden part with its own value."""
    place = empty_draft.place(empty_draft.text(f"甲{printed}乙"), printed)
    fact = empty_draft.fact("Assets", Decimal(value), place, period=END, unit=CNY, decimals=2)
    page, said = page_of(empty_draft.filing(), taxonomy)
    assert said == ["write.unprinted"]
    hidden = page.find(f".//{IX}hidden")
    assert hidden is not None
    assert [(one.get("id"), one.text) for one in hidden] == [(fact.id, value)]


def test_text_shows_the_value_and_unmatched_text_is_hidden(empty_draft: Any, taxonomy: Taxonomy) -> None:
    """White space of line wraps gives way to the fact's own text; other words hide the fact."""
    table = empty_draft.table("名称|姓名", "甲 公司 （有限合 伙）|张 三")
    first = empty_draft.fact(
        "ShareholderName", "甲公司（有限合伙）", empty_draft.place(table, "甲 公司 （有限合 伙）", (1, 0))
    )
    second = empty_draft.fact("ShareholderName", "李四", empty_draft.place(table, "张 三", (1, 1)))
    page, said = page_of(empty_draft.filing(), taxonomy)
    assert said == ["write.unprinted"]
    assert "".join(tags(page)[first.id].itertext()) == "甲公司（有限合伙）"
    parent = tags(page)[second.id].getparent()
    assert parent is not None
    assert parent.tag == f"{IX}hidden"


def test_nil_marks_stay_in_sight(empty_draft: Any, taxonomy: Taxonomy) -> None:
    """A nil fact is an empty nil element with the printed mark behind it, in a blank cell too."""
    table = empty_draft.table("甲|乙|丙", "不适用|/|")
    for at, raw in (((1, 0), "不适用"), ((1, 1), "/"), ((1, 2), "")):
        empty_draft.fact("Assets", None, empty_draft.place(table, raw, at), period=END, unit=CNY)
    page, said = page_of(empty_draft.filing(), taxonomy)
    assert said == []
    cells = list(page.iter(f"{XHTML}td", f"{XHTML}th"))[3:]
    assert ["".join(cell.itertext()) for cell in cells] == ["不适用", "/", ""]
    nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    assert [tag.get(nil) for tag in tags(page).values()] == ["true"] * 3
    assert all(not tag.text for tag in tags(page).values())


def test_two_facts_of_one_print_nest(empty_draft: Any, taxonomy: Taxonomy) -> None:
    """Facts with the same digits are tagged around one another; a third of another sign is hidden."""
    place = empty_draft.place(empty_draft.text("5.00"), "5.00")
    for value in ("5", "5.00", "-5"):
        empty_draft.fact("Assets", Decimal(value), place, period=END, unit=CNY, decimals=2)
    page, said = page_of(empty_draft.filing(), taxonomy)
    assert said == ["write.overlap"]
    assert tags(page)["f2"].getparent() is tags(page)["f1"]
    assert len(tags(page)) == 3


def test_every_fact_is_on_the_page_once(filing: Filing, taxonomy: Taxonomy) -> None:
    """Facts and tags are one to one, and no id is given twice."""
    page, _ = page_of(filing, taxonomy)
    assert sorted(tags(page)) == sorted(fact.id for fact in filing.mapped.report.facts)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_repeats_link_to_their_fact_outside_text_blocks(empty_draft: Any, taxonomy: Taxonomy) -> None:
    """A figure printed again is a link to the tagged one, not a second fact."""
    block = empty_draft.text("资产 12.00 元，即 12.00 元。")
    again = Place(block, None, 13, 18)
    assert "资产 12.00 元，即 12.00 元。"[13:18] == "12.00"
    fact = empty_draft.fact("Assets", Decimal(12), Place(block, None, 3, 8), period=END, unit=CNY, decimals=2,
                            repeats=(again,))  # fmt: skip
    page, _ = page_of(empty_draft.filing(), taxonomy)
    link = page.find(f".//{XHTML}a[@class='repeat']")
    assert link is not None
    assert (link.get("href"), link.text) == (f"#{fact.id}", "12.00")
    assert len(tags(page)) == 1


def test_the_page_shows_all_text_and_loads_nothing(filing: Filing, taxonomy: Taxonomy) -> None:
    """Every paragraph and cell is readable on the page, which has no script and no outside resource."""
    page, _ = page_of(filing, taxonomy)
    text = re.sub(r"\s", "", "".join(page.itertext()))
    for block in filing.document.blocks:
        for part in [cell.text for cell in getattr(block, "cells", ())] or [getattr(block, "text", "")]:
            assert re.sub(r"\s", "", part) in text
    assert not list(page.iter(f"{XHTML}script", f"{XHTML}img", f"{XHTML}link", f"{XHTML}iframe"))
    assert "url(" not in re.sub(r"@namespace[^;]*;", "", "".join(page.find(f".//{XHTML}style").itertext()))


def test_tables_keep_spans_and_header_rows(filing: Filing, taxonomy: Taxonomy) -> None:
    """Merged cells stay merged and header rows repeat in print."""
    page, _ = page_of(filing, taxonomy)
    last = list(page.iter(f"{XHTML}table"))[-1]
    head = last.find(f"{XHTML}thead")
    assert head is not None
    assert [(one.get("rowspan"), one.get("colspan")) for one in head[0]] == [
        ("2", None),
        ("2", None),
        (None, "2"),
    ]
    assert [len(row) for row in head] == [3, 2]
    assert len(last.find(f"{XHTML}tbody")) == 2


def test_illegal_characters_are_replaced_visibly_and_reported_once(
    empty_draft: Any, taxonomy: Taxonomy
) -> None:
    """Control characters and lone surrogates become U+FFFD in every file, with one diagnostic."""
    block = empty_draft.text("名称\x00甲\ud800乙\x0c丙")
    empty_draft.fact("ShareholderName", "甲\ud800乙", empty_draft.place(block, "甲\ud800乙"), period=END)
    outcome = write(empty_draft.filing(), taxonomy)
    assert outcome.value is not None
    assert [one.code for one in outcome.diagnostics] == ["write.illegal-characters"]
    page = etree.fromstring(next(file.data for file in outcome.value if file.kind == "ixbrl"))
    assert "".join(tags(page)["f1"].itertext()) == "甲\ufffd乙"
    assert "\ufffd丙" in "".join(page.itertext())
    for file in outcome.value:
        assert b"\x00" not in file.data or file.kind == "package"


def test_a_place_outside_the_document_hides_the_fact(empty_draft: Any, taxonomy: Taxonomy) -> None:
    """A fact whose place is not there is filed all the same, in the hidden part."""
    block = empty_draft.text("甲 5")
    fact = empty_draft.fact(
        "Assets", Decimal(5), empty_draft.place(block, "5"), period=END, unit=CNY, decimals=0
    )
    lost = replace(fact, provenance=replace(fact.provenance, place=Place(9, None, 0, 1)))
    filing = empty_draft.filing()
    mapped = replace(filing.mapped, report=replace(filing.mapped.report, facts=(lost,)))
    page, said = page_of(replace(filing, mapped=mapped), taxonomy)
    assert said == ["write.no-place"]
    assert len(page.find(f".//{IX}hidden")) == 1


@pytest.mark.parametrize(
    ("printed", "confidence", "marked"),
    [
        ("适用 不适用", 0.6, True),
        ("□适用 □不适用", 0.6, True),
        ("√适用 □不适用", 1.0, False),
        ("均已出席", 0.9, False),
    ],
)
def test_a_lost_tick_shows_the_inferred_answer(
    printed: str, confidence: float, marked: bool, empty_draft: Any, taxonomy: Taxonomy
) -> None:
    """An answer inferred for a pair of choices without a tick is marked and said to be inferred."""
    place = empty_draft.place(empty_draft.text(printed), printed)
    fact = empty_draft.fact("Unprofitable", False, place, confidence=confidence)
    page, _ = page_of(empty_draft.filing(), taxonomy)
    assert tags(page)[fact.id].get("format") == "ixt:fixed-false"
    span = tags(page)[fact.id].getparent()
    assert span is not None
    assert ("inferred-no" in span.get("class", "")) is marked
    assert ("推定" in span.get("title", "")) is marked
