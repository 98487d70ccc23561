"""``pilu facts`` and ``pilu ledger``: what was found, and what became of every cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len, set_cell_size

from pilu import pipeline
from pilu.cli.cells import CellRow, cell_rows, untaken
from pilu.cli.options import OK, Debug, Json, Lang, Quiet, Report, Taxonomy, ground_for, refuse, screen_for
from pilu.cli.rows import FILTERS, FactRow, chosen, fact_row, read_json_report
from pilu.cli.screen import Column, Screen
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.filing import Mapped
from pilu.reasons import REASONS

Csv = Annotated[bool, typer.Option("--csv", help="The CSV file that convert writes. 输出 CSV。")]

_WIDE = 200  # columns from which a terminal shows how each fact was decided
_LONGEST = 60  # characters of a cell before it is cut
_VALUES = ((140, 40), (100, 24), (0, 18))  # columns that words among the values get, by the width
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")  # never cut
_YEAR = re.compile(r"(\d{4})-01-01/\1-12-31")
_MONTHS = re.compile(r"(\d{4})-(\d\d)-01/\1-(\d\d)-(?:3[01]|30|29|28)")
_COLUMNS = re.compile(r"(?:, columns [\d-]+|第 [\d-]+ 列)$")


def facts(
    report: Report,
    csv: Csv = False,
    wanted: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            "-f",
            metavar="[NAME=]TEXT",
            help=f"Only facts with TEXT in NAME ({', '.join(FILTERS)}); may be repeated. 筛选，可重复。",
        ),
    ] = None,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """List the facts of a report, or of an xBRL-JSON file, with where each was read. 列出事实及其出处。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet)
    if csv:
        return _file(screen, report, taxonomy, "facts")
    rows, told = _fact_rows(report, taxonomy, screen.language)
    picked = chosen(rows or (), wanted or [])
    told += picked.diagnostics
    if rows is None or picked.value is None:
        return refuse(screen, "facts", told)
    screen.diagnostics(told)
    if as_json:
        screen.document({"command": "facts", "exit": OK, "facts": picked.value, "diagnostics": told})
    if rows and not picked.value:
        screen.line(screen.word("none-fit", count=len(rows)))
        return OK
    fact_table(screen, picked.value)
    return OK


def ledger(
    report: Report,
    csv: Csv = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every cell, not only the open ones. 列出全部单元格。")
    ] = False,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Say what became of every cell: a fact, a repetition, a reason, or open. 每个单元格的去向。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet)
    if csv:
        return _file(screen, report, taxonomy, "ledger")
    ground = ground_for(taxonomy)
    if ground.value is None:
        return refuse(screen, "ledger", ground.diagnostics)
    found = pipeline.map_facts(report, ground.value)
    told = found.diagnostics
    if found.value is None:
        return refuse(screen, "ledger", told)
    screen.diagnostics(told)
    document, extraction, mapped = found.value
    rows = cell_rows(mapped.ledger, document, extraction, screen.language)
    if as_json:
        counts = dict(sorted(Counter(row.status for row in rows).items()))
        screen.document(
            {"command": "ledger", "exit": OK, "counts": counts, "cells": rows, "diagnostics": told}
        )
    screen.heading(screen.word("ledger"))
    ledger_counts(screen, mapped)
    open_rows = rows if every else [row for row in rows if row.status == "unrecognised"]
    if open_rows:
        screen.heading(screen.word("ledger" if every else "open"))
        cell_table(screen, open_rows if every else sorted(open_rows, key=lambda row: not row.table))
    return OK


def fact_table(screen: Screen, rows: list[FactRow]) -> None:
    """The fact table a person reads; a narrow terminal gets the columns that matter most."""
    if screen.width < _WIDE:
        _narrow_table(screen, rows)
        return
    keys = ["label", "members", "value", "unit", "period", "where", "printed", "concept", "rule"]
    columns = [
        Column(screen.word("dimensions" if key == "members" else key), number=key == "value") for key in keys
    ]
    columns.append(Column(screen.word("confidence"), number=True))
    screen.table(columns, ([_short(getattr(row, key)) for key in (*keys, "confidence")] for row in rows))


def _narrow_table(screen: Screen, rows: list[FactRow]) -> None:
    """Only the label folds: the other columns are short enough to stand on one line."""
    room = next(room for width, room in _VALUES if screen.width >= width)
    columns = [Column(screen.word("label")), Column(screen.word("value"), number=True)]
    columns += [Column(screen.word(key), whole=True) for key in ("unit", "period", "where")]
    columns.append(Column(screen.word("sure"), number=True))
    screen.table(columns, (_narrow_row(row, room) for row in rows))


def _narrow_row(row: FactRow, room: int) -> tuple[str, ...]:
    """A row that says the same in fewer columns: ``2021`` for the whole year, ``2021-01/03`` for months."""
    label = f"{_short(row.label)} [{_short(row.members)}]" if row.members else _short(row.label)
    value = " ".join(row.value.split())
    if not _NUMBER.fullmatch(value) and cell_len(value) > room:
        value = set_cell_size(value, room - 1).rstrip() + "…"
    period = _MONTHS.sub(r"\1-\2/\3", _YEAR.sub(r"\1", row.period))
    return label, value, row.unit, period, _COLUMNS.sub("", row.where), row.confidence


def ledger_counts(screen: Screen, mapped: Mapped) -> None:
    """Cells by status and reason, with their sum."""
    counts = Counter(("untaken" if untaken(entry) else entry.status, entry.reason) for entry in mapped.ledger)
    rows = []
    for (status, reason), count in sorted(counts.items()):
        words = "" if status != "explained" else _reason(screen, reason)
        rows.append((screen.word(status), words, str(count)))
    rows.append((screen.word("total"), "", str(counts.total())))
    screen.table(
        [
            Column(screen.word("status")),
            Column(screen.word("reason")),
            Column(screen.word("count"), number=True),
        ],
        rows,
    )


def cell_table(screen: Screen, rows: list[CellRow]) -> None:
    """Ledger entries one by one."""
    told = (replace(row, status=screen.word(row.status)) for row in rows)
    keys = ("where", "title", "row", "column", "printed", "status", "reason", "fact")
    screen.table(
        [Column(screen.word("table" if key == "title" else key)) for key in keys],
        (tuple(_short(getattr(row, key)) for key in keys) for row in told),
    )


def _reason(screen: Screen, reason: str) -> str:
    english, chinese = REASONS.get(reason, (reason, reason))
    return chinese if screen.language == "zh" else english


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _fact_rows(
    report: Path, taxonomy: str, language: str
) -> tuple[tuple[FactRow, ...] | None, tuple[Diagnostic, ...]]:
    ground = ground_for(taxonomy)
    if ground.value is None:
        return None, ground.diagnostics
    if report.suffix.lower() == ".json":
        rows: Outcome[tuple[FactRow, ...]] = read_json_report(report, ground.value.taxonomy, language)
        return rows.value, rows.diagnostics
    found = pipeline.map_facts(report, ground.value)
    if found.value is None:
        return None, found.diagnostics
    facts = found.value[2].report.facts
    return tuple(fact_row(fact, ground.value.taxonomy, language) for fact in facts), found.diagnostics


def _file(screen: Screen, report: Path, taxonomy: str, kind: str) -> int:
    """One of the files that convert writes, on stdout."""
    where = Path(taxonomy) if Path(taxonomy).is_dir() else taxonomy
    options = pipeline.Options(taxonomy=where, kinds=(kind,), validate=False)
    made = pipeline.convert(report, options)
    if made.value is None:
        return refuse(screen, kind, made.diagnostics)
    screen.diagnostics(made.diagnostics)
    for file in made.value.files:
        if file.kind == kind:
            screen.raw(file.data)
    return OK
