"""The subset of JSON Schema (2020-12) that describes the sheets, checked with plain words.

Covers type, enum, pattern, minLength, minItems, exclusiveMinimum, maximum, properties, required,
additionalProperties and items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pilu.resources import data_root

Schema = Mapping[str, Any]
_KINDS: Mapping[str, type | tuple[type, ...]] = MappingProxyType(
    {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in both languages, and the path of keys that leads there."""

    path: tuple[str, ...]
    en: str
    zh: str


def schema_of(sheet: str) -> Schema:
    """The schema shipped for a kind of sheet (``concepts``, ``taxonomy`` …)."""
    found: Schema = json.loads((data_root("taxonomy") / "schema" / f"{sheet}.schema.json").read_text("utf-8"))
    return found


def problems(schema: Schema, value: object, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Everything in ``value`` that ``schema`` does not allow, in document order."""
    wanted = schema.get("type", "")
    kind = _KINDS.get(wanted)
    if kind and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool))):
        yield Problem(path, f"{value!r} is not a {wanted}", f"{value!r} 不是 {wanted}")
        return
    if isinstance(value, str):
        yield from _text(schema, value, path)
    elif isinstance(value, int | float):
        yield from _number(schema, value, path)
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield Problem(path, f"it is empty ({schema.get('description', '')})", "不得为空")
        for index, item in enumerate(value, 1):
            yield from problems(schema.get("items", {}), item, (*path, str(index)))
    elif isinstance(value, dict):
        yield from _keys(schema, value, path)


def _text(schema: Schema, value: str, path: tuple[str, ...]) -> Iterator[Problem]:
    about = schema.get("description", "")
    if "enum" in schema and value not in schema["enum"]:
        choices = ", ".join(repr(choice) if choice else "nothing" for choice in schema["enum"])
        yield Problem(
            path, f"{value!r} is not one of {choices} ({about})", f"{value!r} 不在可选值之中：{choices}"
        )
    elif len(value) < schema.get("minLength", 0):
        yield Problem(path, f"it is empty ({about})", "不得为空")
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield Problem(path, f"{value!r} has not the form required ({about})", f"{value!r} 格式不符")


def _number(schema: Schema, value: float, path: tuple[str, ...]) -> Iterator[Problem]:
    about = schema.get("description", "")
    if "enum" in schema and value not in schema["enum"]:
        choices = ", ".join(map(str, schema["enum"]))
        yield Problem(
            path, f"{value} is not one of {choices} ({about})", f"{value} 不在可选值之中：{choices}"
        )
    elif value <= schema.get("exclusiveMinimum", value - 1) or value > schema.get("maximum", value):
        yield Problem(path, f"{value} is out of range ({about})", f"{value} 超出范围")


def _keys(schema: Schema, value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Problem]:
    known: Schema = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            yield Problem((*path, key), "it is missing", "缺失")
    for key, item in value.items():
        inner = known.get(key, schema.get("additionalProperties", {}))
        if inner is False:
            yield Problem((*path, key), f"nothing is called {key!r} here", f"此处没有名为 {key!r} 的项")
        else:
            yield from problems(inner, item, (*path, key))
