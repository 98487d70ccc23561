"""Characters of a PDF page to lines: outside tables for the flow, inside for every cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pilu.readers.glyphs import meant

Box = tuple[float, float, float, float]

# From here on characters are an em wide: CJK radicals, ideographs, full-width forms.
_FIRST_WIDE = "\u2e80"
_SOFT_HYPHEN = "\ufffe"  # what pdfium makes of a hyphen that ends a line
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\uffff]")
_UNBROKEN = re.compile(r"[A-Za-z0-9.,%‰()+\-/:@_]+")
_CLOSING = "，。、；：？！）」』】》〉”’,.;:?!)]}%％"
# How far from a line's middle, in heights, the middle of its characters may lie.
_OFF_LINE = 0.25
# Room that cell padding may take from a line, both sides together, in points.
_PADDING = 12.0


@dataclass(slots=True)
class Line:
    """Characters on one base line, in the order the page shows them; the box is in points."""

    text: str
    box: Box
    confidence: float = 1.0

    @property
    def size(self) -> float:
        """The size of the type: twice the width of half an em, at most the height of the boxes."""
        em = 2 * (self.box[2] - self.box[0]) / max(_units(self.text.strip()), 1)
        return max(min(em, self.box[3] - self.box[1]), 1.0)

    @property
    def middle(self) -> float:
        """The height on the page of the line's centre."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class LineBuilder:
    """Collects the characters of one place (a cell, or the flow of a page) into lines."""

    lines: list[Line] = field(default_factory=list)
    gap: float = 0.0  # in ems; wider gaps split a line into segments; 0 never does
    _parts: list[str] = field(default_factory=list)
    _box: list[float] = field(default_factory=list)
    _space: bool = False
    _broken: bool = False
    _confidence: float = 1.0

    def white(self, character: str) -> None:
        """Takes white space that the page shows or that pdfium found between characters."""
        if character in "\r\n":
            self._broken = True
        elif self._parts:
            self._space = True

    def visible(self, character: str, box: Box, confidence: float = 1.0) -> None:
        """Takes the next visible character, or a recognised word with its confidence."""
        x0, top, x1, bottom = box
        known = self._box
        if self._parts:
            off = abs(top + bottom - known[1] - known[3])  # twice the distance of the middles
            level = off < 0.5 * (bottom - top) and off < 0.5 * (known[3] - known[1])
            apart = self.gap and (self._space or self._broken) and self._is_apart(x0)
            if apart or ((self._broken or not level) and not self._follows(box)):
                self.close()
        if not self._parts:
            self._box = [x0, top, x1, bottom]
        else:
            if self._space or (self._broken and x0 - known[2] > 0.3 * (bottom - top)):
                self._parts.append(" ")
            if x0 < known[0]:
                known[0] = x0
            if top < known[1]:
                known[1] = top
            if x1 > known[2]:
                known[2] = x1
            if bottom > known[3]:
                known[3] = bottom
        self._space = self._broken = False
        self._parts.append(character)
        if confidence < self._confidence:
            self._confidence = confidence

    def _is_apart(self, x0: float) -> bool:
        """Whether a character stands farther off than the gap between columns."""
        left, top, right, bottom = self._box
        em = min(2 * (right - left) / max(_units("".join(self._parts)), 1), bottom - top)
        return x0 - right > self.gap * max(em, 1.0)

    def _follows(self, box: Box) -> bool:
        """Whether a character stands on the line that is being built.

        Boxes of fonts that are not embedded may be three times as high as the type, so heights
        are compared at their middle; only a small raised or lowered mark may stand off it.
        """
        x0, top, _, bottom = box
        left, above, right, below = self._box
        height, own = below - above, bottom - top
        off = abs(top + bottom - above - below) / 2
        if off <= _OFF_LINE * (own if own < height else height) or off < 0.3:
            return not (self._broken and x0 < right - 1.5 * height and x0 - left < 0.5 * height)
        return own < 0.8 * height and off < 0.5 * height and x0 > right - 0.3 * own

    def close(self) -> None:
        """Ends the line that is being built; white space at its end is kept as one space."""
        if self._parts:
            text = meant("".join(self._parts)) + (" " if self._space else "")
            left, top, right, bottom = self._box
            self.lines.append(Line(text, (left, top, right, bottom), self._confidence))
        self._parts, self._space, self._broken, self._confidence = [], False, False, 1.0


def clean(character: str) -> str:
    """The character as text: a line-end hyphen is a hyphen, what no report can carry is nothing."""
    if "\x20" < character < "\x7f":
        return character
    if character == _SOFT_HYPHEN:
        return "-"
    return "" if _UNPRINTABLE.match(character) else character


def is_full(line: Line, following: Line, box: Box) -> bool:
    """Whether ``line`` broke because the start of ``following`` had no room left in ``box``."""
    text = following.text.strip()
    match = _UNBROKEN.match(text)
    if match:
        unbroken = match.group()
    else:
        marks = 1
        while marks < len(text) and text[marks] in _CLOSING:
            marks += 1
        unbroken = text[:marks]
    return _room(line, box) < _width(unbroken, following) + _PADDING


def _room(line: Line, box: Box) -> float:
    return (box[2] - box[0]) - (line.box[2] - line.box[0])


def _width(part: str, line: Line) -> float:
    """The width of ``part`` in points, judged by the line it stands on."""
    return (line.box[2] - line.box[0]) * _units(part) / max(_units(line.text.strip()), 1)


def _units(text: str) -> int:
    return len(text) + sum(map(_FIRST_WIDE.__le__, text))


def cell_text(lines: Sequence[Line], box: Box) -> str:
    """The lines of a cell: wraps are undone, breaks that were meant stay as newlines."""
    text = ""
    for index, line in enumerate(lines):
        if index == 0:
            text = line.text
        elif is_full(lines[index - 1], line, box):
            text = glued(text, lines[index - 1], line, box)
        else:
            text = text.rstrip() + "\n" + line.text.lstrip()
    return text.strip()


def glued(text: str, above: Line, below: Line, box: Box) -> str:
    """``text``, which ends with the line ``above``, and the line it was wrapped to.

    A space stays only between words: where the text layer has one, or where the line broke early
    because the next word did not fit (layers without space glyphs).
    """
    left, right = text.rstrip(" "), below.text.lstrip(" ")
    if not left or not right or _is_wide(left[-1]) or _is_wide(right[0]):
        return left + right
    spaced = left != text or right[0] != below.text[0]
    if not spaced and left[-1].isalpha() and right[0].isalpha():
        spaced = _room(above, box) > _PADDING + _width(right[0], below)
    return f"{left} {right}" if spaced else left + right


def _is_wide(character: str) -> bool:
    return character >= _FIRST_WIDE


def enclosing(boxes: Iterable[Box]) -> Box:
    """The smallest box around all ``boxes`` (at least one)."""
    listed = list(boxes)
    return (
        min(box[0] for box in listed),
        min(box[1] for box in listed),
        max(box[2] for box in listed),
        max(box[3] for box in listed),
    )
