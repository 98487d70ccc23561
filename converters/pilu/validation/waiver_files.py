"""Waiver files: TOML or a CSV sheet into typed values, every mistake with file, row and problem."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome, Severity
from pilu.model.waiver import Override, Scope, Waiver, Waivers

_LARGEST = 4_000_000
_BEYOND = ""  # the name of cells that stand under no heading
_SCOPE = tuple(item.name for item in fields(Scope))
_KNOWN = frozenset({"code", "reason", "by", "expires", "severity", *_SCOPE})
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*(waiver|severity)[ \t]*\]\]", re.MULTILINE)

Problem = tuple[str, str]  # English, Chinese
Entry = tuple[int, dict[str, object], bool]  # line, its parts, whether it is another severity


def read_waivers(path: Path, as_of: date) -> Outcome[Waivers]:
    """The waivers of a file; no value where any part of it is wrong.

    A name that ends in ``.csv`` is a sheet with a heading row, anything else TOML with ``[[waiver]]`` and
    ``[[severity]]`` tables. ``as_of``: the day that expiry is compared with.
    """
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            raise ValueError(f"{len(data)} bytes are too many")
        text = data.decode("utf-8-sig")
        entries = list(_rows(text) if path.suffix.lower() == ".csv" else _tables(text))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reason = f"line {line} is not UTF-8"
        return Outcome(None, (diagnose("waiver.unreadable", path=path, reason=reason),))
    except (OSError, ValueError, csv.Error, RecursionError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        return Outcome(None, (diagnose("waiver.unreadable", path=path, reason=reason),))
    told: list[Diagnostic] = []
    waivers: list[Waiver] = []
    overrides: list[Override] = []
    for line, parts, sets in entries:
        wrong = list(_problems(parts, sets=sets))
        told += [
            diagnose("waiver.row", file=path.name, row=line, problem=en, problem_zh=zh) for en, zh in wrong
        ]
        if not wrong:
            (overrides if sets else waivers).append(_entry(line, parts, sets=sets))  # type: ignore[arg-type]
    if told:
        return Outcome(None, tuple(told))
    digest = hashlib.sha256(data).hexdigest()
    return Outcome(Waivers(path.name, digest, as_of, tuple(waivers), tuple(overrides)))


def _rows(text: str) -> Iterator[Entry]:
    """The rows of a sheet; one with a severity sets it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    if not header:
        raise ValueError("it is empty")
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"its heading has {twice!r} more than once")
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        parts: dict[str, object] = {
            name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()
        }
        if len(cells) > len(header):
            parts[_BEYOND] = len(cells)
        yield reader.line_num, parts, "severity" in parts


def _tables(text: str) -> Iterator[Entry]:
    """The tables of a TOML file, with the line on which each begins."""
    lines: dict[str, list[int]] = {"waiver": [], "severity": []}
    for found in _TABLE.finditer(text):
        lines[found[1]].append(text.count("\n", 0, found.start(1)) + 1)
    for name, tables in tomllib.loads(text).items():
        if name not in lines or not isinstance(tables, list):
            raise ValueError(f"it has {name!r}, where only [[waiver]] and [[severity]] may stand")
        for number, parts in enumerate(tables):
            if not isinstance(parts, dict):
                raise ValueError(f"{name} is no table")
            yield (lines[name][number] if number < len(lines[name]) else 0), parts, name == "severity"


def _problems(parts: Mapping[str, object], *, sets: bool) -> Iterator[Problem]:
    if _BEYOND in parts:
        yield "it has more cells than the heading", "单元格多于标题行"
    for name in sorted(set(parts) - _KNOWN - {_BEYOND}):
        yield f"nothing is called {name!r} here", f"此处没有名为 {name!r} 的项"
    for name in ("code", "reason", "severity" if sets else "expires"):
        if parts.get(name, "") == "":
            yield f"{name} is missing", f"缺少 {name}"
    for name in ("code", "reason", "by", *_SCOPE):
        if not isinstance(parts.get(name, ""), str):
            yield f"{name} is no text", f"{name} 不是文本"
    if parts.get("expires", "") != "" and _day(parts["expires"]) is None:
        yield f"expires is no date: {parts['expires']}", f"expires 不是日期：{parts['expires']}"
    names = [level.value for level in Severity]
    given = parts.get("severity", "")
    if sets and given != "" and given not in names:
        yield f"severity is none of {', '.join(names)}: {given}", f"severity 应为 {', '.join(names)}：{given}"
    if sets and "expires" in parts:
        yield "a severity does not expire", "级别没有有效期"
    if not sets and "severity" in parts:
        yield "a waiver sets no severity", "豁免不能设定级别"


def _entry(line: int, parts: Mapping[str, object], *, sets: bool) -> Waiver | Override:
    """An entry in which nothing is wrong."""
    text = {name: str(parts[name]).strip() for name in parts if name in _KNOWN}
    scope = Scope(**{name: text.get(name, "") for name in _SCOPE})
    code, reason, by = text["code"], text["reason"], text.get("by", "")
    if sets:
        return Override(code, Severity(text["severity"]), reason, by, scope, line)
    expires = _day(parts["expires"])
    assert expires is not None
    return Waiver(code, reason, expires, by, scope, line)


def _day(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
