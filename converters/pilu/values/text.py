"""Two ways to look at printed text: folded, to compare; tidied, to show."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and directional marks, soft hyphen, byte order mark, other controls.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\x00-\x08\x0b-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u00b7\u2014\u25a0-\u26ff"
_WIDE_GAP = re.compile(rf"(?<=[{_WIDE}])[ \t\u00a0\u3000]+(?=[{_WIDE}])")
_LINE_BREAK = re.compile(r"(?<![ \t])[ \t]*\r?\n[ \t]*")


def fold(text: str) -> str:
    """The key of a label: NFKC, one kind of dash, no white space, no invisible characters."""
    return _SPACE.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).translate(_DASHES)


def tidy(text: str) -> str:
    """The text as a person would write it: wraps undone, no gaps between Chinese characters.

    Latin words keep one space where a line was wrapped; the printed forms of characters stay.
    """
    visible = _INVISIBLE.sub("", text)
    joined = _LINE_BREAK.sub(" ", visible)
    return re.sub(r"[ \t\u00a0]+", " ", _WIDE_GAP.sub("", joined)).strip()


def folded_map(text: str) -> tuple[str, tuple[int, ...]]:
    """``fold(text)`` with, for each of its characters, the index in ``text`` it came from."""
    out: list[str] = []
    index: list[int] = []
    for position, character in enumerate(text):
        for piece in fold(character):
            out.append(piece)
            index.append(position)
    return "".join(out), tuple(index)
