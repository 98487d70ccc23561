"""What the command line says, and in which language."""

from __future__ import annotations

from string import Formatter

import pytest

from pilu.batch.summary import STATUSES
from pilu.cli.words import WORDS, hint, language_of, sentence, word
from pilu.codes import diagnose
from pilu.model.span import ElementSpan, LineSpan, PageSpan, SheetSpan, Span
from pilu.pipeline import STAGES
from pilu.values.places import place


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "PILU_LANG": "zh"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str) -> None:
    """PILU_LANG before LC_ALL before LANG; Chinese or English."""
    assert language_of(environment) == language


def test_both_languages_take_the_same_fields() -> None:
    """No phrase loses a field in translation."""
    for english, chinese in WORDS.values():
        assert fields_of(english) == fields_of(chinese)


def fields_of(text: str) -> set[str]:
    """The fields of a phrase."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_stage_and_kind_has_a_word() -> None:
    """Progress and counts never meet a name they cannot say."""
    for key in (
        [f"stage-{stage}" for stage in STAGES]
        + [f"batch-{status}" for status in STATUSES]
        + [
            "nil",
            "numeric",
            "boolean",
            "date",
            "enumeration",
            "textBlock",
        ]
    ):
        assert word(key, "zh") != key


@pytest.mark.parametrize(
    ("span", "english", "chinese"),
    [
        (LineSpan(3, 1, 3, 9), "line 3, columns 1-9", "第 3 行第 1-9 列"),
        (LineSpan(3, 1, 5, 9), "lines 3-5", "第 3-5 行"),
        (PageSpan(2, (0, 0, 1, 1)), "page 2", "第 2 页"),
        (SheetSpan("表1", "B7"), "sheet 表1, cell B7", "工作表 表1，单元格 B7"),
        (ElementSpan("/html/body/p[1]", 8), "line 8", "第 8 行"),
        (None, "", ""),
    ],
)
def test_places_are_said_as_a_reader_would_look_for_them(
    span: Span | None, english: str, chinese: str
) -> None:
    """Every kind of span, both languages."""
    assert (place(span, "en"), place(span, "zh")) == (english, chinese)


def test_a_diagnostic_is_one_line_with_its_code() -> None:
    """file:place: severity: text [code], and the hint beside it."""
    told = diagnose("read.empty", source="x.txt", span=LineSpan(1, 1, 1, 1))
    assert sentence(told, "en") == "x.txt:line 1, columns 1-1: error: the file is empty [read.empty]"
    assert sentence(told, "zh") == "x.txt:第 1 行第 1-1 列: 错误: 文件为空 [read.empty]"
    assert hint(told, "zh") == "请提供有内容的报告。"
