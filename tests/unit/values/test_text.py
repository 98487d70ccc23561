"""Folding to compare, tidying to show."""

from __future__ import annotations

import time

import pytest

from pilu.values.text import fold, folded_map, tidy


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("归属于上市公司股东 的净资产", "归属于上市公司股东的净资产"),
        ("基本每股收益（元／股）", "基本每股收益(元/股)"),
        ("单\u200b位：\ufeff元", "单位:元"),
        ("单\u2068位\u2069", "单位"),
        ("２０２１ 年—末", "2021年-末"),
        ("a\u3000b\nc\td", "abcd"),
    ],
)
def test_fold(raw: str, key: str) -> None:
    """White space, width, dashes and invisible characters do not tell labels apart."""
    assert fold(raw) == key


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("境内 自然\n人", "境内自然人"),
        ("HKSCC NOMINEES\nLIMITED", "HKSCC NOMINEES LIMITED"),
        ("JIN  LI（李 进）", "JIN LI（李进）"),
        ("（有限合伙）", "（有限合伙）"),
        ("甲 \r\n 乙", "甲乙"),
    ],
)
def test_tidy(raw: str, shown: str) -> None:
    """Wraps are undone, Latin words stay apart, printed forms of characters stay."""
    assert tidy(raw) == shown


def test_accents_fold_with_their_letter() -> None:
    """Characters that fold into one all come from the first of them."""
    folded, index = folded_map("ae\u0301b")
    assert folded == "a\u00e9b"
    assert index == (0, 1, 3)


@pytest.mark.parametrize(
    "text", ["x" + " " * 200_000 + "y", " \n" * 100_000, "\u3000" * 200_000, "é" * 100_000]
)
def test_time_is_linear(text: str) -> None:
    """Long runs of blanks or accents cost no more than their length."""
    began = time.perf_counter()
    fold(text)
    folded_map(text)
    tidy(text)
    assert time.perf_counter() - began < 3


def test_traditional_characters_fold_to_simplified_ones() -> None:
    """A label in traditional characters is the same label; every character keeps its place."""
    printed = "歸屬於上市公司股東的扣除非經常性損益後的淨利潤"
    assert fold(printed) == "归属于上市公司股东的扣除非经常性损益后的净利润"
    assert folded_map(printed)[1] == tuple(range(len(printed)))
