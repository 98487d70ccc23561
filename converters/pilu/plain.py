"""Any of the frozen types as plain JSON values, for looking at a stage alone and for goldens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


def plain(value: object) -> object:
    """``value`` as JSON values: dataclasses as objects in field order, numbers as strings.

    A ``Decimal`` becomes a string so that no digit is lost; sets are sorted.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(plain(item)) for item in value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    raise TypeError(f"no plain form for {type(value).__name__}")


def to_json(value: object) -> str:
    """``plain(value)`` as indented JSON text with a final newline; characters stay readable."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1) + "\n"
