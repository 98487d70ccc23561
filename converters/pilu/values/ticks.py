"""Tick boxes as text layers leave them: two options, each with a glyph, a wrong one, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pilu.values.text import fold

# A glyph alone or in brackets; empty brackets are an empty box. All repeats are bounded or
# possessive, so that a text of nothing but blanks costs linear time.
_OPTIONS = re.compile(
    r"(?<![不是])(?:(?:[\[(（【]\s?(?P<in1>[^\w\s]|[£R])?\s?[\])）】]|(?P<g1>[^\w\s]|[£R]))[ \t]*+)?"
    r"(?:(?P<yes>适\s?用)(?P<gap>\s*+)|(?P<is>是)(?P<is_gap>[ \t]*+))"
    r"(?:(?P<in2>[\[(（【]\s?(?P<g_in2>[^\w\s]|[£R])?\s?[\])）】])|(?P<g2>[^\w\s,，。;；、]|£|R))?+"
    r"(?P<far>[ \t]*+)"
    r"(?P<no>不\s?适\s?用|否)"
    r"(?:(?P<g3>[√☑✓✔■□☐☒○●£])(?!\s*+[适不是否]))?"
)
_EMPTY = "[]"
_MARKS = frozenset("√☑✓✔■□☐☒○●£R") | {_EMPTY}


@dataclass(frozen=True, slots=True)
class TickBox:
    """A pair of options at ``start`` to ``end`` of a text, with the glyph before each ("" where
    none survived, ``[]`` for an empty pair of brackets)."""

    start: int
    end: int
    yes: str
    no: str


def boxes(text: str) -> Iterator[TickBox]:
    """The pairs of options in a text: 适用/不适用 or 是/否, with the glyphs before each.

    Glyphs printed behind their options are told by the blank that then follows the first glyph.
    """
    for match in _OPTIONS.finditer(text):
        first = _glyph(match, "g1", "in1", bracketed=match["g1"] is None and match.start() < _option(match))
        second = _glyph(match, "g2", "g_in2", bracketed=match["in2"] is not None)
        gap = match["gap"] or match["is_gap"] or ""
        marked = second or first in _MARKS
        if match["is"] and not marked and (not gap or _goes_on(match)):
            continue  # the word 是否, perhaps wrapped, no box
        if _behind(match, first, second, gap):
            yield TickBox(match.start(), match.end(), second, match["g3"])
        else:
            yield TickBox(match.start(), match.end("no"), first, second)


def _option(match: re.Match[str]) -> int:
    return match.start("is") if match["is"] else match.start("yes")


def _goes_on(match: re.Match[str]) -> bool:
    return match.string[match.end("no") : match.end("no") + 1].isalnum()


def _glyph(match: re.Match[str], bare: str, inside: str, *, bracketed: bool) -> str:
    return (match[inside] or _EMPTY) if bracketed else (match[bare] or "")


def _behind(match: re.Match[str], first: str, second: str, gap: str) -> bool:
    """Whether the glyphs stand behind their options: 是√ 否□."""
    if first or gap or not second or match["g3"] is None:
        return False
    return bool(match["far"]) or match.end() == len(match.string.rstrip())


def before_boxes(text: str) -> str:
    """What a text says before its first pair of options, the answer of a heading left out."""
    words = text[: min((box.start for box in boxes(text)), default=len(text))]
    return " ".join(words.split())


def only_boxes(text: str) -> bool:
    """Whether a text consists of tick boxes alone."""
    rest, before = "", 0
    for box in boxes(text):
        rest += text[before : box.start]
        before = box.end
    return before > 0 and not fold(rest + text[before:])
