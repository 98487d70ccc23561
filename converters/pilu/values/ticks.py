"""Tick boxes as text layers leave them: two options, each with a glyph, a wrong one, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pilu.values.text import fold

_OPTIONS = re.compile(
    r"(?<![不是])(?P<g1>[^\w\s]|[£R]|(?<=\s)|^)?[ \t]*(?P<yes>适[ \t]?用|是)(?P<gap>[ \t]*)"
    r"(?P<g2>[^\w\s,，。;；、]|£|R)?[ \t]*(?P<no>不[ \t]?适[ \t]?用|否)"
)


@dataclass(frozen=True, slots=True)
class TickBox:
    """A pair of options at ``start`` to ``end`` of a text, with the glyph before each ("" where
    none survived)."""

    start: int
    end: int
    yes: str
    no: str


def boxes(text: str) -> Iterator[TickBox]:
    """The pairs of options in a text: 适用/不适用 or 是/否, with the glyphs before each."""
    for match in _OPTIONS.finditer(text):
        g1, g2 = (match["g1"] or "").strip(), match["g2"] or ""
        if match["yes"] == "是" and not (g1 or g2 or match["gap"]):
            continue  # the word 是否, no box
        yield TickBox(match.start(), match.end(), g1, g2)


def only_boxes(text: str) -> bool:
    """Whether a text consists of tick boxes alone."""
    rest, before = "", 0
    for box in boxes(text):
        rest += text[before : box.start]
        before = box.end
    return before > 0 and not fold(rest + text[before:])
