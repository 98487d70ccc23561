"""Two ways to look at printed text: folded, to compare; tidied, to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from pilu.values.traditional import SIMPLIFIED

# Zero-width and directional marks, soft hyphen, byte order mark, other controls.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\x00-\x08\x0b-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_DASHES = "‐‑‒–—―−－﹣"
_ONE_KIND = MappingProxyType({**SIMPLIFIED, **dict.fromkeys(map(ord, _DASHES), "-")})
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2026\u00b7\u2014\u25a0-\u26ff"
_WIDE_GAP = re.compile(rf"(?<=[{_WIDE}])[ \t\u00a0\u3000]+(?=[{_WIDE}])")
_LINE_BREAK = re.compile(r"(?<![ \t])[ \t]*\r?\n[ \t]*")


def fold(text: str) -> str:
    """The key of a label: NFKC, one kind of dash, simplified, no white space, no invisible characters."""
    return _SPACE.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).translate(_ONE_KIND)


def tidy(text: str) -> str:
    """The text as a person would write it: wraps undone, no gaps between Chinese characters.

    Latin words keep one space where a line was wrapped; the printed forms of characters stay.
    """
    visible = _INVISIBLE.sub("", text)
    joined = _LINE_BREAK.sub(" ", visible)
    return re.sub(r"[ \t\u00a0]+", " ", _WIDE_GAP.sub("", joined)).strip()


def folded_map(text: str) -> tuple[str, tuple[int, ...]]:
    """``fold(text)`` with, for each of its characters, the index in ``text`` it came from.

    Characters that fold together (a letter and its accent) all come from the first of them.
    """
    folded = fold(text)
    mapped = _mapped(enumerate(text))
    return mapped if mapped[0] == folded else _mapped(_clusters(text))


def _mapped(pieces: Iterable[tuple[int, str]]) -> tuple[str, tuple[int, ...]]:
    known: dict[str, str] = {}
    out: list[str] = []
    index: list[int] = []
    for position, piece in pieces:
        said = known.get(piece)
        if said is None:
            said = known[piece] = fold(piece)
        out.append(said)
        index.extend([position] * len(said))
    return "".join(out), tuple(index)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Runs of characters that Unicode may compose or reorder (UAX 15), each with its start."""
    start = 0
    for position in range(1, len(text)):
        character = text[position]
        if unicodedata.combining(unicodedata.normalize("NFKD", character)[:1] or " "):
            continue
        apart = unicodedata.normalize("NFKC", text[start:position]), unicodedata.normalize("NFKC", character)
        if unicodedata.normalize("NFKC", text[start : position + 1]) == "".join(apart):
            yield start, text[start:position]
            start = position
    yield start, text[start:]
