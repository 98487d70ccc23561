"""Tick boxes in every rendering that text layers were seen to leave."""

from __future__ import annotations

import time

import pytest

from pilu.values.ticks import boxes, only_boxes


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("√适用 □不适用", "√", "□"),
        ("√适用□不适用", "√", "□"),
        ("√ 适用    □ 不适用", "√", "□"),
        ("□适用 不适用", "□", ""),
        ("□适用不适用", "□", ""),
        ("适用 □不适用", "", "□"),
        ("适用□不适用", "", "□"),
        ("□适用 □不适用", "□", "□"),
        ("□适用 ?不适用", "□", "?"),
        ("□适用 ☑不适用", "□", "☑"),
        ("R适用 £不适用", "R", "£"),
        ("□适用\n√不适用", "□", "√"),
        ("□ 适 用 √ 不 适 用", "□", "√"),
        ("[√]适用 [ ]不适用", "√", "[]"),
        ("（ ） 适用 （√） 不适用", "[]", "√"),
        ("适用 不适用", "", ""),
        ("适用不适用", "", ""),
        ("√是 □否", "√", "□"),
        ("□是 √否", "□", "√"),
        ("是 □否", "", "□"),
        ("□是 否", "□", ""),
        ("是 否", "", ""),
        ("是√ 否□", "√", "□"),
        ("是□ 否√", "□", "√"),
        ("适用√ 不适用□", "√", "□"),
    ],
)
def test_glyphs_of_one_box(text: str, yes: str, no: str) -> None:
    """Each option gets the glyph that is printed for it, or none."""
    found = list(boxes(text))
    assert [(box.yes, box.no) for box in found] == [(yes, no)]
    assert only_boxes(text)


@pytest.mark.parametrize(
    "text",
    [
        "是否存在公司治理特殊安排",
        "公司是\n否需追溯调整",
        "公司是 否需追溯调整",
        "不适用",
        "本准则适用于本公司",
        "√",
        "",
    ],
)
def test_no_box(text: str) -> None:
    """The words 是否 and 适用 in a sentence are no boxes, wrapped or not."""
    assert list(boxes(text)) == []
    assert not only_boxes(text)


def test_heading_and_box_on_one_line() -> None:
    """A box behind a heading starts where its glyph does, so that the heading stays whole."""
    text = "5 公司债券情况□适用√不适用"
    (box,) = boxes(text)
    assert text[: box.start] == "5 公司债券情况"
    assert text[box.start : box.end] == "□适用√不适用"


def test_two_boxes_in_one_paragraph() -> None:
    """Two questions in one paragraph keep their own glyphs."""
    found = [(box.yes, box.no) for box in boxes("甲：√适用 □不适用 乙：□适用 √不适用")]
    assert found == [("√", "□"), ("□", "√")]


@pytest.mark.parametrize("piece", [" ", "适用 ", "\t", "[ ", "□", "□ ", "适用□", "是", "不适用"])
def test_time_is_linear(piece: str) -> None:
    """A hundred thousand characters of pieces of boxes are looked through at once."""
    text = "适用" + piece * (100_000 // len(piece)) + "x"
    began = time.perf_counter()
    list(boxes(text))
    assert time.perf_counter() - began < 2
