"""What the HTML page of a verdict shows, as plain values for its template; both languages at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pilu.model.diagnostic import Severity
from pilu.model.evidence import in_words
from pilu.model.output import Finding, Involved
from pilu.model.report import Fact, TextBlock
from pilu.model.span import Span
from pilu.model.waiver import WaiverAccount
from pilu.reasons import REASONS
from pilu.taxonomies.wording import fact_words
from pilu.values.places import cell_place, place, table_title
from pilu.writers.characters import legal
from pilu.writers.verdicts.gaps import gap_words
from pilu.writers.verdicts.telling import Coverage, Group, Telling, grouped, said_files, shown, where
from pilu.writers.verdicts.text import use_words

_LANGUAGES = ("zh", "en")
_UNREAD = 200  # cells that were not understood, listed on the page
_LONG = 200  # characters of a value


def page_data(told: Telling) -> Mapping[str, Any]:
    """The page's values; (Chinese, English) pairs where words differ."""
    verdict = told.verdict
    groups = [_group(number, group) for number, group in enumerate(grouped(verdict.findings), 1)]
    return {
        "name": told.name,
        "language": told.language,
        "version": told.version,
        "valid": verdict.valid,
        "gaps": tuple(gap_words(told.gaps, language) for language in _LANGUAGES),
        "engine": verdict.engine,
        "files": verdict.files,
        "each": told.files,
        "counts": {**{level.value: verdict.count(level) for level in Severity}, "waived": verdict.waived},
        "groups": groups,
        "waivers": _waivers(verdict.waivers),
        "coverage": None if told.coverage is None else _coverage(told.coverage),
    }


def _group(number: int, group: Group) -> Mapping[str, Any]:
    first = group.first
    return {
        "anchor": f"g{number}",
        "code": group.code,
        "kind": "waived" if first.waiver is not None else first.severity.value,
        "policy": first.policy,
        "title": (first.title_zh or group.code, first.title or group.code),
        "table": (first.table_zh, first.table),
        "hint": (first.hint_zh, first.hint),
        "findings": [_finding(item) for item in group.findings],
    }


def _finding(item: Finding) -> Mapping[str, Any]:
    return {
        "text": (legal(item.text_zh or item.text), legal(item.text)),
        "where": said_files(item),
        "difference": shown(item.difference),
        "tolerance": shown(item.tolerance),
        "facts": [_fact(fact) for fact in item.involved],
        "waiver": item.waiver,
        "override": item.override,
        "stated": item.stated.value if item.stated is not None else "",
    }


def _fact(fact: Involved) -> Mapping[str, Any]:
    return {
        "id": fact.id,
        "line": fact.line,
        "label": (legal(fact.label_zh), legal(fact.label_en)),
        "value": legal(shown(fact.value)),
        "number": shown(fact.value) != fact.value or fact.decimals != "",
        "unit": fact.unit,
        "period": fact.period,
        "dimensions": (fact.dimensions_zh, fact.dimensions_en),
        "read": tuple(legal(where(fact, language)) for language in _LANGUAGES),
        "printed": legal(fact.printed[:_LONG]),
    }


def _waivers(account: WaiverAccount | None) -> Mapping[str, Any] | None:
    if account is None:
        return None
    uses = [
        {
            "entry": use.entry,
            "state": use.state,
            "words": tuple(use_words(use, language) for language in _LANGUAGES),
        }
        for use in account.uses
    ]
    return {"name": account.name, "sha256": account.sha256, "as_of": account.as_of, "uses": uses}


def _coverage(known: Coverage) -> Mapping[str, Any]:
    unread = [entry for entry in known.mapped.ledger if entry.status == "unrecognised" and entry.table]
    tables = [table for table in known.tables if not table.kinds and table.numeric_cells]
    facts = known.mapped.report.facts
    return {
        "source": known.source,
        "facts": known.facts,
        "cells": [(status, *_fate(status), count) for status, count in known.cells.items()],
        "doubt": known.doubt,
        "doubtful": [_doubtful(fact, known) for fact in facts if fact.provenance.confidence < known.doubt],
        "missing": [((item.zh, item.en), item.section, item.id) for item in known.mapped.missing],
        "tables": [
            (
                tuple(place(table.span, language) for language in _LANGUAGES),
                legal(table_title(table.block, (table,), known.sections)),
                table.numeric_cells,
            )
            for table in tables
        ],
        "unread": [
            (
                tuple(_read(entry.span, entry.row_label, entry.column_label)),
                legal(table_title(entry.place.block, known.tables, known.sections)),
                legal(entry.raw),
                _reason(entry.reason),
            )
            for entry in unread[:_UNREAD]
        ],
        "unread_more": max(0, len(unread) - _UNREAD),
    }


def _fate(status: str) -> tuple[str, str]:
    """The reason in ``explained:reason``, in Chinese and English."""
    return _reason(status.partition(":")[2])


def _reason(reason: str) -> tuple[str, str]:
    """A reason of the ledger, in Chinese and English."""
    english, chinese = REASONS.get(reason, (reason, reason))
    return chinese, english


def _doubtful(fact: Fact, known: Coverage) -> Mapping[str, Any]:
    origin = fact.provenance
    return {
        "label": tuple(legal(fact_words(fact, known.taxonomy, language)) for language in _LANGUAGES),
        "value": "" if isinstance(fact.value, TextBlock) else legal(_value(fact)[:_LONG]),
        "number": isinstance(fact.value, Decimal),
        "read": tuple(_read(origin.span, origin.row_label, origin.column_label)),
        "printed": legal(origin.raw[:_LONG]),
        "confidence": f"{origin.confidence:.2f}",
        "evidence": tuple(legal(in_words(origin.evidence, language)) for language in _LANGUAGES),
    }


def _read(span: Span, row: str, column: str) -> Iterator[str]:
    for language in _LANGUAGES:
        yield legal(cell_place(span, row, column, language))


def _value(fact: Fact) -> str:
    value = fact.value
    if value is None:
        return "(nil)"
    if isinstance(value, bool):
        return str(value).lower()
    return shown(getattr(value, "local", None) or str(value))
