"""Characters that XML cannot carry, made visible before anything is written.

Every replacement is one character for one, so places in the document stay true.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

# XML 1.0, production [2] Char: what is left out here may not appear, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TEXTLESS = frozenset({int, float, bool, type(None), Decimal, date})

T = TypeVar("T")


def legal(text: str) -> str:
    """The text with U+FFFD for what XML forbids; a carriage return, which parsers drop, is a space."""
    return _ILLEGAL.sub("\ufffd", text).replace("\r", " ")


def illegal_count(text: str) -> int:
    """How many characters of the text no XML file can carry."""
    return len(_ILLEGAL.findall(text))


def cleaned(value: T) -> tuple[T, int]:
    """The value with every text in it made legal, and how many characters were replaced.

    Walks tuples and the model's frozen dataclasses; returns the very object where nothing changed.
    """
    if isinstance(value, str):
        text = legal(value)
        return (value, 0) if text == value else (cast(T, text), illegal_count(value))
    if isinstance(value, tuple):
        pairs = [cleaned(item) for item in value]
        changed = any(new is not old for (new, _), old in zip(pairs, value, strict=True))
        return cast(T, tuple(new for new, _ in pairs) if changed else value), sum(n for _, n in pairs)
    names = getattr(value, "__dataclass_fields__", None)
    if names is None:
        return value, 0
    changes: dict[str, object] = {}
    count = 0
    for name in names:
        old = getattr(value, name)
        if old.__class__ in _TEXTLESS:
            continue
        new, replaced = cleaned(old)
        count += replaced
        if new is not old:
            changes[name] = new
    return (cast(T, replace(cast(Any, value), **changes)) if changes else value), count


def squashed(text: str) -> str:
    """The text without any white space: two prints of one text that differ in wraps only agree."""
    return "".join(text.split())
