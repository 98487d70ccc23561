"""What a preparer reads after a conversion: the verdict first, then what needs a look."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from pilu.cli.rows import FactRow, fact_row
from pilu.cli.screen import Column, Screen
from pilu.model.output import Verdict
from pilu.pipeline import Conversion
from pilu.receipts import fact_counts
from pilu.values.places import place
from pilu.writers.verdicts.text import Line, finding_lines, verdict_line, waiver_lines

_SHOWN = 20
_NAMED = 3  # labels named of a group
_STYLES = MappingProxyType({
    "valid": "bold green", "invalid": "bold red", "heading": "bold", "error": "red", "warning": "yellow",
    "info": "", "waived": "dim", "hint": "dim",
})  # fmt: skip


def show_summary(screen: Screen, made: Conversion, *, out: Path, threshold: float) -> None:
    """The whole summary of one conversion."""
    show_verdict(screen, made.stem, made.verdict)
    counts_line(screen, made)
    if made.verdict is not None:
        show_findings(screen, made.verdict)
    _missing(screen, made)
    _doubtful(screen, made, threshold)
    _tables(screen, made)
    _unread(screen, made)
    screen.heading(screen.word("outputs", folder=out))
    columns = [
        Column(screen.word("file")),
        Column(screen.word("kind")),
        Column(screen.word("size"), number=True),
    ]
    screen.table(columns, ((file.path, file.kind, f"{len(file.data):,}") for file in made.files))


def show_verdict(screen: Screen, name: str, verdict: Verdict | None) -> None:
    """``VALID  name  error: 0  warning: 1  (Arelle …)``, and the waivers that had a part in it."""
    if verdict is None:
        screen.line(f"{screen.word('unchecked')}  {name}", "bold yellow")
        return
    _show(screen, (verdict_line(verdict, screen.language, name),))
    _show(screen, waiver_lines(verdict.waivers, screen.language))


def counts_line(screen: Screen, made: Conversion) -> None:
    """How many facts of which sort, and what became of the cells."""
    counts = fact_counts(made.mapped.report)
    names = {key: screen.word("words" if key == "text" else key) for key in counts if key != "total"}
    kinds = [f"{name} {counts[key]}" for key, name in names.items()]
    screen.line(f"{screen.word('facts')}: {counts['total']}  ({', '.join(kinds)})")
    statuses = [entry.status for entry in made.mapped.ledger]
    parts = [f"{screen.word(key)} {statuses.count(key)}" for key in sorted(set(statuses))]
    screen.line(f"{screen.word('cells')}: {len(statuses)}  ({', '.join(parts)})")


def show_findings(screen: Screen, verdict: Verdict) -> None:
    """The validator's findings, worst first: what is wrong, and each fact involved with its place."""
    if verdict.findings:
        screen.heading(screen.word("findings"))
        _show(screen, finding_lines(verdict.findings, screen.language, _SHOWN))


def _show(screen: Screen, lines: Iterable[Line]) -> None:
    for line in lines:
        screen.line(line.text, _STYLES.get(line.kind, ""))


def _missing(screen: Screen, made: Conversion) -> None:
    if made.mapped.missing:
        screen.heading(screen.word("missing"))
        screen.table(
            [Column(screen.word("item")), Column(screen.word("section")), Column(screen.word("id"))],
            (
                (item.zh if screen.language == "zh" else item.en, item.section, item.id)
                for item in made.mapped.missing
            ),
        )


def _doubtful(screen: Screen, made: Conversion, threshold: float) -> None:
    """Doubtful facts, one line for all that are doubtful for the same reason in the same place."""
    groups: dict[tuple[str, str], list[FactRow]] = {}
    for fact in made.mapped.report.facts:
        if fact.provenance.confidence < threshold:
            row = fact_row(fact, made.taxonomy, screen.language)
            groups.setdefault((row.evidence, row.rule.split(":")[0]), []).append(row)
    if not groups:
        return
    screen.heading(screen.word("doubtful", threshold=threshold))
    keys = ("count", "evidence", "label", "value", "where", "confidence")
    columns = [Column(screen.word(key), number=key in {"count", "confidence"}) for key in keys]
    screen.table(columns, (_doubtful_row(rows) for rows in groups.values()))


def _doubtful_row(rows: list[FactRow]) -> tuple[str, ...]:
    labels = list(dict.fromkeys(row.label for row in rows))
    shown = "; ".join(labels[:_NAMED]) + ("; …" if len(labels) > _NAMED else "")
    first, last = rows[0], rows[-1]
    values = first.value if len(rows) == 1 else f"{first.value} … {last.value}"
    where = first.where if len(rows) == 1 else f"{first.where} … {last.where}"
    return str(len(rows)), first.evidence, shown, values, where, min(row.confidence for row in rows)


def _tables(screen: Screen, made: Conversion) -> None:
    unknown = [table for table in made.extraction.tables if not table.kinds]
    if unknown:
        screen.heading(screen.word("tables"))
        headings = [Column(screen.word(key)) for key in ("where", "caption", "section")]
        columns = [*headings, Column(screen.word("cells"), number=True)]
        screen.table(
            columns,
            (
                (place(item.span, screen.language), item.caption, item.section, str(item.numeric_cells))
                for item in unknown
            ),
        )


def _unread(screen: Screen, made: Conversion) -> None:
    unread = [entry for entry in made.mapped.ledger if entry.status == "unrecognised"]
    if unread:
        screen.heading(screen.word("unread"))
        keys = ("where", "table", "row", "column", "printed")
        screen.table(
            [Column(screen.word(key)) for key in keys],
            (
                (place(item.span, screen.language), item.table, item.row_label, item.column_label, item.raw)
                for item in unread[:_SHOWN]
            ),
        )
        if len(unread) > _SHOWN:
            screen.line(screen.word("more", count=len(unread) - _SHOWN, code="pilu ledger"))
