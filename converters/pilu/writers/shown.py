"""Printed text as a page shows it: damage of line wraps undone, symbol-font marks made readable.

Work goes character by character, so that a place in the source still finds its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# Private-use codes that symbol fonts leave behind, and the Unicode signs they stand for.
_SIGNS: Mapping[str, str] = MappingProxyType({
    "\uf052": "☑", "\uf0fe": "☑", "\uf0a3": "□", "\uf0a8": "□", "\uf06f": "□", "\uf06c": "●", "\uf0d8": "➢",
})  # fmt: skip
_SPACE = re.compile(r"\s+")
_WIDE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LETTER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CHOICE = re.compile(r"(?:是|适用|有)\s+(?:否|不适用|无|没有)")
_OFFER = re.compile(r"(?:是|适用|有)\W*(?:否|不适用|无|没有)")
_SENTENCE_END = "。；：！？"
_WRAPPED_LINE = 25  # a printed line shorter than this ended because its author ended it


def shown_characters(text: str, *, cell: bool) -> list[str]:
    """What each character of ``text`` shows: itself, another sign, a newline for a line break, or
    nothing. Runs of white space become one space, or nothing between Chinese characters."""
    chars = [_SIGNS.get(char, char) for char in text]
    choices = [match.span() for match in _CHOICE.finditer(text)]
    for match in _SPACE.finditer(text):
        start, end = match.span()
        chars[start:end] = [""] * (end - start)
        if start > 0 and end < len(text):
            kept = any(low <= start and end <= high for low, high in choices)
            chars[start] = " " if kept else _gap(text, match, cell=cell)
    return chars


def offers_choice(text: str) -> bool:
    """Whether the print is a pair of answers of which a tick would name one."""
    return _OFFER.search(text) is not None


def _gap(text: str, match: re.Match[str], *, cell: bool) -> str:
    before, after = text[match.start() - 1], text[match.end()]
    broken = "\n" in match.group()
    if broken and not cell:
        line = text.rfind("\n", 0, match.start()) + 1
        if match.start() - line < _WRAPPED_LINE or before in _SENTENCE_END:
            return "\n"
    joined = _WIDE if broken else _LETTER
    if (cell or broken) and joined.match(before) and joined.match(after):
        return ""
    return " "
