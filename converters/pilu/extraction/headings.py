"""Paragraphs that may be headings, taken apart into numbering and title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pilu.model.document import Document, Paragraph
from pilu.taxonomies.grammar import NUMBERING
from pilu.values.text import fold
from pilu.values.ticks import boxes

_LONGEST = 200
_ORDINAL = re.compile(r"\d+|[一二三四五六七八九十]+")
_DIGITS = "一二三四五六七八九"
_IN_WORDS = re.compile(r"第?[一二三四五六七八九十]")
_UNIT_LINE = re.compile(r"\(?单位:.*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph, or its last line or word, that may head a section: ``block``, ``start`` in its text,
    folded ``numbering`` and ``title``; ``words``: the title's beginning up to the first blank, where
    text may run on behind it; ``marked``: the source itself says it is a heading."""

    block: int
    start: int
    numbering: str
    title: str
    words: str
    marked: bool = False

    @property
    def shape(self) -> str:
        """How it is numbered, whatever the number: ``9、``, ``(一)`` …, or "" for not at all."""
        return shape_of(self.numbering)

    @property
    def in_words(self) -> bool:
        """Whether its number is written in words, as those of parts and chapters are."""
        return bool(_IN_WORDS.match(self.numbering))

    @property
    def ordinal(self) -> int:
        """The last number of its numbering, 0 for none."""
        numbers = _ORDINAL.findall(self.numbering)
        return _value(numbers[-1]) if numbers else 0


def shape_of(numbering: str) -> str:
    """A numbering with its numbers made equal."""
    return re.sub(r"\d+", "9", re.sub(r"[一二三四五六七八九十]+", "一", numbering))


def headings_of(document: Document) -> Iterator[tuple[Heading, ...]]:
    """For every short paragraph, the readings of it as a heading: whole, its last line, its last word
    where that is numbered (signatures under a statement may run into the title of the next). A number in
    words may stand in a paragraph of its own above its title."""
    alone = ""
    for number, block in enumerate(document.blocks):
        above, alone = alone, ""
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST:
            continue
        readings = tuple(_readings(number, block))
        first = readings[0]
        if not first.title and _IN_WORDS.match(first.numbering):
            alone = first.numbering
        elif above and not first.numbering:
            readings = (replace(first, numbering=above),)
        yield readings


def _readings(number: int, block: Paragraph) -> Iterator[Heading]:
    text = block.text
    last_word = max(text.rfind(" "), text.rfind("\u3000")) + 1
    for start in sorted({0, text.rfind("\n") + 1, last_word}):
        numbering, title = taken_apart(text[start:])
        if start != last_word or start == 0 or numbering:
            words = _first_words(text[start:], numbering)
            yield Heading(number, start, numbering, title, words, block.level > 0)


def _first_words(text: str, numbering: str) -> str:
    """The title up to the first blank behind it."""
    for part in text.split():
        word = fold(part)
        if numbering.startswith(word):
            numbering = numbering[len(word) :]
            continue
        return word.removeprefix(numbering)
    return ""


def title_key(text: str) -> str:
    """A heading's folded title without numbering and without a tick box behind it."""
    return taken_apart(text)[1]


def taken_apart(text: str) -> tuple[str, str]:
    """A heading's numbering and its title."""
    box = next(boxes(text), None)
    folded = fold(text[: box.start] if box else text)
    numbering = NUMBERING.match(folded)
    number = numbering[0] if numbering else ""
    return number, _UNIT_LINE.sub("", folded[len(number) :]).rstrip(":。")


def _value(number: str) -> int:
    """A number in Arabic or Chinese digits, up to 99."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    digits = _DIGITS.find(tens) + 1 if tens else 1
    return (10 * digits if ten else 0) + (_DIGITS.find(ones[-1]) + 1 if ones else 0)
