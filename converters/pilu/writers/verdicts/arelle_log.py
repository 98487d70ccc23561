"""A verdict as the log that Arelle itself writes with ``--logFile``, as XML or JSON.

An error that is waived stands there as ``info``: programs that count errors then agree with the
verdict; its waiver is among its arguments.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pilu.model.output import Finding, Involved
from pilu.writers.characters import cleaned
from pilu.writers.verdicts.telling import Telling, where


@dataclass(frozen=True, slots=True)
class LogRef:
    """What an entry points at: ``properties`` are (name, value) pairs."""

    href: str
    line: int
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry: ``args`` are the attributes of its message."""

    code: str
    level: str
    text: str
    args: tuple[tuple[str, str], ...]
    refs: tuple[LogRef, ...]


def log_entries(told: Telling) -> tuple[LogEntry, ...]:
    """The entries, in the order of the verdict; what XML cannot carry is replaced."""
    entries = tuple(_entry(item, told.language) for item in told.verdict.findings)
    return cleaned(entries)[0]


def log_json(told: Telling) -> str:
    """The log as Arelle's JSON."""
    entries = [
        {
            "code": entry.code,
            "level": entry.level,
            "refs": [_json_ref(ref) for ref in entry.refs],
            "message": {"text": entry.text, "args": dict(entry.args)},
        }
        for entry in log_entries(told)
    ]
    return json.dumps({"log": entries}, ensure_ascii=False, indent=1) + "\n"


def _json_ref(ref: LogRef) -> Mapping[str, object]:
    made: dict[str, object] = {"href": ref.href}
    if ref.line:
        made["sourceLine"] = ref.line
    if ref.properties:
        made["properties"] = [list(pair) for pair in ref.properties]
    return made


def _entry(item: Finding, language: str) -> LogEntry:
    said = {"zh": item.text_zh, "en": item.text}.get(language) or item.text
    document = item.within or item.file
    refs = tuple(
        LogRef(f"{document}#{fact.id}", fact.line, tuple(_properties(fact, language)))
        for fact in item.involved
    )
    return LogEntry(
        code=item.code,
        level=_level(item),
        text=said,
        args=tuple(_args(item)),
        refs=refs or (LogRef(document, item.line),),
    )


def _level(item: Finding) -> str:
    if item.waiver is not None:
        return "info"
    return item.severity.value if item.override is not None else item.level


def _args(item: Finding) -> Iterator[tuple[str, str]]:
    for name in ("difference", "tolerance"):
        number = getattr(item, name)
        if number is not None:
            yield name, f"{number:f}"
    if item.waiver is not None:
        yield "waived", item.waiver.reason
        yield "expires", str(item.waiver.expires)
    if item.override is not None and item.stated is not None:
        yield "stated", item.stated.value
        yield "reason", item.override.reason


def _properties(fact: Involved, language: str) -> Iterator[tuple[str, str]]:
    chinese = language == "zh"
    pairs = (
        ("label", fact.label_zh if chinese else fact.label_en),
        ("name", fact.concept),
        ("value", fact.value),
        ("unit", fact.unit),
        ("period", fact.period),
        ("dimensions", fact.dimensions_zh if chinese else fact.dimensions_en),
        ("read", where(fact, language)),
    )
    return ((name, value) for name, value in pairs if value)
