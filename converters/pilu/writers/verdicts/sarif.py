"""A verdict as SARIF 2.1.0 (OASIS), which code-review and quality tools read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from pilu.model.diagnostic import Severity
from pilu.model.output import Finding, Involved
from pilu.writers.verdicts.telling import Telling, shown, where

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = MappingProxyType({Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"})
_LANGUAGES = MappingProxyType({"zh": "zh-CN", "en": "en-US"})


def sarif(told: Telling) -> str:
    """The log file: one run, a rule per code, a result per finding."""
    verdict = told.verdict
    chinese = told.language == "zh"
    files = list(dict.fromkeys((*verdict.files, *(item.file for item in verdict.findings))))
    rules = list(dict.fromkeys(item.code for item in verdict.findings))
    firsts = {item.code: item for item in reversed(verdict.findings)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "Pilu",
                "version": told.version,
                "rules": [_rule(firsts[code], chinese=chinese) for code in rules],
            },
            "extensions": [{"name": verdict.engine or "Arelle"}],
        },
        "language": _LANGUAGES[told.language],
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": quote(name)}} for name in files],
        "results": [
            _result(item, rules.index(item.code), files, language=told.language) for item in verdict.findings
        ],
        "properties": dict(_run_properties(told)),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _run_properties(told: Telling) -> Iterator[tuple[str, object]]:
    yield "valid", told.verdict.valid
    account = told.verdict.waivers
    if account is not None:
        yield "waivers_as_of", str(account.as_of)
        yield "waivers_sha256", account.sha256


def _rule(first: Finding, *, chinese: bool) -> dict[str, Any]:
    title, hint = (first.title_zh, first.hint_zh) if chinese else (first.title, first.hint)
    severity = first.stated or first.severity
    rule: dict[str, Any] = {
        "id": first.code,
        "shortDescription": {"text": title or first.code},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"policy": first.policy},
    }
    if hint:
        rule["help"] = {"text": hint}
    return rule


def _result(item: Finding, rule: int, files: list[str], *, language: str) -> dict[str, Any]:
    chinese = language == "zh"
    index = files.index(item.file)
    result: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": rule,
        "level": _LEVELS[item.severity],
        "message": {"text": (item.text_zh if chinese else item.text) or item.code},
        "locations": [_location(item, index, item.line, item.involved[:1], language)],
        "properties": dict(_properties(item, language)),
    }
    others = [_location(item, index, fact.line, (fact,), language) for fact in item.involved[1:]]
    if others:
        result["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(others, 1)]
    if item.waiver is not None:
        reason = f"{item.waiver.reason} ({item.waiver.expires})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _location(
    item: Finding, index: int, line: int, facts: Iterable[Involved], language: str
) -> dict[str, Any]:
    """The file, and the line where it is one of this file and not of a document in it."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(item.file), "index": index}}
    if line and not item.within:
        physical["region"] = {"startLine": line}
    place: dict[str, Any] = {"physicalLocation": physical}
    for fact in facts:
        place["logicalLocations"] = [{"name": fact.id, "fullyQualifiedName": fact.concept, "kind": "fact"}]
        parts = (
            fact.label_zh if language == "zh" else fact.label_en,
            f"{shown(fact.value)} {fact.unit}".strip(),
            fact.period,
            where(fact, language),
        )
        place["message"] = {"text": "; ".join(part for part in parts if part)}
    return place


def _properties(item: Finding, language: str) -> Iterator[tuple[str, object]]:
    yield "text_zh", item.text_zh
    yield "text_en", item.text
    for name in ("difference", "tolerance"):
        number = getattr(item, name)
        if number is not None:
            yield name, f"{number:f}"
    if item.within:
        yield "within", f"{item.within}:{item.line}"
    if item.table:
        yield "table", item.table_zh if language == "zh" else item.table
    if len(item.files) > 1:
        yield "files", list(item.files)
    if item.stated is not None:
        yield "stated", item.stated.value
