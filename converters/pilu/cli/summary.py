"""What a preparer reads after a conversion: the verdict first, then what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pilu.cli.rows import FactRow, fact_row
from pilu.cli.screen import Column, Screen
from pilu.cli.words import place, severity
from pilu.model.diagnostic import Severity
from pilu.model.output import Finding, Verdict
from pilu.pipeline import Conversion
from pilu.receipts import fact_counts

_SHOWN = 20
_NAMED = 3  # labels named of a group
_ORDER = MappingProxyType({Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2})


def show_summary(screen: Screen, made: Conversion, *, out: Path, threshold: float) -> None:
    """The whole summary of one conversion."""
    verdict_line(screen, made.stem, made.verdict)
    counts_line(screen, made)
    if made.verdict is not None:
        rows = (fact_row(fact, made.taxonomy, screen.language) for fact in made.mapped.report.facts)
        show_findings(screen, made.verdict, {row.id: row for row in rows})
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


def verdict_line(screen: Screen, name: str, verdict: Verdict | None) -> None:
    """``VALID  name  (0 errors, 1 warning; Arelle …)``."""
    if verdict is None:
        screen.line(f"{screen.word('unchecked')}  {name}", "bold yellow")
        return
    totals = "  ".join(
        f"{severity(level, screen.language)}: {sum(1 for item in verdict.findings if item.severity is level)}"
        for level in (Severity.ERROR, Severity.WARNING)
    )
    key, style = ("valid", "bold green") if verdict.valid else ("invalid", "bold red")
    screen.line(f"{screen.word(key)}  {name}  {totals}  ({verdict.engine})", style)


def counts_line(screen: Screen, made: Conversion) -> None:
    """How many facts of which sort, and what became of the cells."""
    counts = fact_counts(made.mapped.report)
    names = {key: screen.word("words" if key == "text" else key) for key in counts if key != "total"}
    kinds = [f"{name} {counts[key]}" for key, name in names.items()]
    screen.line(f"{screen.word('facts')}: {counts['total']}  ({', '.join(kinds)})")
    statuses = [entry.status for entry in made.mapped.ledger]
    parts = [f"{screen.word(key)} {statuses.count(key)}" for key in sorted(set(statuses))]
    screen.line(f"{screen.word('cells')}: {len(statuses)}  ({', '.join(parts)})")


def show_findings(screen: Screen, verdict: Verdict, facts: Mapping[str, FactRow]) -> None:
    """The validator's findings, worst first: what is wrong, and each fact involved with its place.

    ``facts``: the facts that are known, by id; others show what the validator says of them.
    """
    findings = sorted(
        verdict.findings, key=lambda item: (_ORDER[item.severity], item.code, item.file, item.line)
    )
    if not findings:
        return
    screen.heading(screen.word("findings"))
    seen: Counter[str] = Counter()
    for item in findings:
        seen[item.code] += 1
        if seen[item.code] <= _SHOWN:
            _show_finding(screen, item, facts)
    for code, count in seen.items():
        if count > _SHOWN:
            screen.line(screen.word("more", count=count - _SHOWN, code=code))


def _show_finding(screen: Screen, item: Finding, facts: Mapping[str, FactRow]) -> None:
    text = item.text_zh if screen.language == "zh" and item.text_zh else item.text
    files = ", ".join(item.files or (item.file,))
    line = f":{item.line}" if item.line and len(item.files) <= 1 else ""
    style = "red" if item.severity is Severity.ERROR else "yellow"
    screen.line(f"{severity(item.severity, screen.language)}: {text} [{item.code}]  {files}{line}", style)
    for position, name in enumerate(item.facts[:_SHOWN]):
        known = facts.get(name)
        label = known.label if known else _at(item.labels, position)
        value = known.value if known else _at(item.values, position)
        parts = [label, value, known.period if known else "", known.dimensions if known else ""]
        where = f"  ({known.where})" if known else ""
        screen.line("    " + "  ".join(part for part in parts if part) + where)


def _at(parts: tuple[str, ...], position: int) -> str:
    return parts[position] if position < len(parts) else ""


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
