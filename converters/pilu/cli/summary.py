"""What a preparer reads after a conversion: the verdict first, then what needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import MappingProxyType

from pilu.cli.cells import CellRow, cell_rows, untaken
from pilu.cli.rows import FactRow, fact_row
from pilu.cli.screen import Column, Screen
from pilu.model.evidence import in_words
from pilu.model.extraction import Section, TableFound
from pilu.model.output import Verdict
from pilu.pipeline import Conversion
from pilu.receipts import fact_counts
from pilu.values.places import place, section_title
from pilu.values.ticks import before_boxes
from pilu.writers.verdicts import FileCount, Gaps, gaps_of, with_gaps
from pilu.writers.verdicts.text import Line, file_lines, finding_lines, verdict_line, waiver_lines

_SHOWN = 20  # lines of a list; the files have the rest
_NAMED = 3  # labels named of a group
_STYLES = MappingProxyType({
    "valid": "bold green", "gaps": "bold yellow", "invalid": "bold red", "heading": "bold", "error": "red",
    "warning": "yellow", "info": "", "waived": "dim", "hint": "dim",
})  # fmt: skip


def show_summary(screen: Screen, made: Conversion, *, out: Path, threshold: float) -> None:
    """The whole summary of one conversion; its first line is its last, however long it is."""
    gaps = gaps_of(made.mapped, threshold)
    show_verdict(screen, made.stem, made.verdict, gaps)
    counts_line(screen, made)
    if made.verdict is not None:
        show_findings(screen, made.verdict)
    _missing(screen, made)
    _doubtful(screen, made, threshold)
    _tables(screen, made)
    _unread(screen, made)
    _outputs(screen, made, out)
    screen.line("")
    _answer(screen, made.stem, made.verdict, gaps)


def show_verdict(screen: Screen, name: str, verdict: Verdict | None, gaps: Gaps | None = None) -> None:
    """``VALID  name  error: 0  warning: 1  (Arelle …)``, and the waivers that had a part in it; ``gaps``:
    what else is wrong with the report."""
    _answer(screen, name, verdict, gaps)
    if verdict is not None:
        _show(screen, waiver_lines(verdict.waivers, screen.language))


def _answer(screen: Screen, name: str, verdict: Verdict | None, gaps: Gaps | None) -> None:
    if verdict is not None:
        _show(screen, (verdict_line(verdict, screen.language, name, gaps),))
        return
    words = with_gaps(screen.word("unchecked"), gaps, screen.language, valid=False)
    screen.line(f"{words}  {name}", "bold yellow")


def counts_line(screen: Screen, made: Conversion) -> None:
    """How many facts of which sort, and what became of the cells."""
    counts = fact_counts(made.mapped.report)
    names = {key: screen.word("words" if key == "text" else key) for key in counts if key != "total"}
    kinds = [f"{name} {counts[key]}" for key, name in names.items()]
    screen.line(f"{screen.word('facts')}: {counts['total']}  ({', '.join(kinds)})")
    statuses = Counter("untaken" if untaken(entry) else entry.status for entry in made.mapped.ledger)
    parts = [f"{screen.word(key)} {count}" for key, count in sorted(statuses.items())]
    screen.line(f"{screen.word('cells')}: {statuses.total()}  ({', '.join(parts)})")


def show_files(screen: Screen, files: Sequence[FileCount]) -> None:
    """A line on each of several files."""
    _show(screen, file_lines(files, screen.language))


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
        titles = {item.id: before_boxes(item.title) for item in reversed(made.extraction.sections)}
        screen.heading(screen.word("missing"))
        known = [titles.get(item.section, "") for item in made.mapped.missing]
        keys = ("item", "section", "id") if any(known) else ("item", "id")
        rows = (
            {"item": item.zh if screen.language == "zh" else item.en, "section": title, "id": item.id}
            for item, title in zip(made.mapped.missing, known, strict=True)
        )
        screen.table([Column(screen.word(key)) for key in keys], ([row[key] for key in keys] for row in rows))


def _doubtful(screen: Screen, made: Conversion, threshold: float) -> None:
    """Doubtful facts, one line for all that are doubtful for the same reason in the same place."""
    groups: dict[tuple[str, str], list[FactRow]] = {}
    for fact in made.mapped.report.facts:
        if fact.provenance.confidence < threshold:
            row = fact_row(fact, made.taxonomy, screen.language)
            words = in_words(row.evidence, screen.language)
            groups.setdefault((words, row.rule.split(":")[0]), []).append(row)
    if not groups:
        return
    screen.heading(screen.word("doubtful", threshold=threshold))
    keys = ("count", "evidence", "label", "value", "where", "confidence")
    columns = [Column(screen.word(key), number=key in {"count", "confidence"}) for key in keys]
    shown = sorted(groups.items(), key=lambda group: -len(group[1]))[:_SHOWN]
    screen.table(columns, (_doubtful_row(words, rows) for (words, _), rows in shown))
    left = sum(map(len, groups.values())) - sum(len(rows) for _, rows in shown)
    _more(screen, left, f"{made.stem}.facts.csv")


def _doubtful_row(words: str, rows: list[FactRow]) -> tuple[str, ...]:
    """One line for facts that are doubtful for one reason: how many, why, and the first few by name."""
    labels = list(dict.fromkeys(f"{row.label} [{row.members}]" if row.members else row.label for row in rows))
    shown = "; ".join(labels[:_NAMED]) + ("; …" if len(labels) > _NAMED else "")
    first, last = rows[0], rows[-1]
    values = first.value if len(rows) == 1 else f"{first.value} … {last.value}"
    where = first.where if len(rows) == 1 else f"{first.where} … {last.where}"
    return str(len(rows)), words, shown, values, where, min(row.confidence for row in rows)


def _tables(screen: Screen, made: Conversion) -> None:
    """Tables of no known kind, those with most figures first; those with none are only counted."""
    unknown = [table for table in made.extraction.tables if not table.kinds]
    shown = sorted(unknown, key=lambda table: -table.numeric_cells)[:_SHOWN]
    shown = [table for table in shown if table.numeric_cells]
    if not unknown:
        return
    screen.heading(screen.word("tables"))
    sections = made.extraction.sections
    headings = [Column(screen.word(key)) for key in ("where", "section", "caption")]
    columns = [*headings, Column(screen.word("figures"), number=True)]
    if shown:
        screen.table(columns, (_table_row(screen, table, sections) for table in shown))
    plain = sum(not table.numeric_cells for table in unknown)
    _more(screen, len(unknown) - plain - len(shown), f"{made.stem}.ledger.csv")
    if plain:
        screen.line(screen.word("no-figures", count=plain))


def _table_row(screen: Screen, table: TableFound, sections: Sequence[Section]) -> tuple[str, ...]:
    title = section_title(table.block, sections)
    caption = "" if table.caption == title else table.caption
    return place(table.span, screen.language), title, caption, str(table.numeric_cells)


def _unread(screen: Screen, made: Conversion) -> None:
    """Open cells of recognised tables, a line for those of one row; cells of other tables are counted with
    their tables."""
    unread = [entry for entry in made.mapped.ledger if entry.status == "unrecognised" and not untaken(entry)]
    if not unread:
        return
    screen.heading(screen.word("unread"))
    rows = cell_rows(unread, made.document, made.extraction, screen.language)
    groups: dict[tuple[str, ...], list[CellRow]] = {}
    for entry, row in zip(unread, rows, strict=True):
        groups.setdefault((str(entry.place.block), row.title, row.row, row.reason), []).append(row)
    keys = ("where", "table", "row", "printed", "reason")
    shown = list(groups.items())[:_SHOWN]
    screen.table(
        [Column(screen.word(key)) for key in keys],
        ((cells[0].where, title, row, _printed(cells), why) for (_, title, row, why), cells in shown),
    )
    _more(screen, len(unread) - sum(len(cells) for _, cells in shown), f"{made.stem}.ledger.csv")


def _printed(cells: Sequence[CellRow]) -> str:
    """The first prints of a row, each behind the label of its column where there is one."""
    said = [f"{cell.column}: {cell.printed}" if cell.column else cell.printed for cell in cells]
    return " | ".join(said[:_NAMED]) + (f" | … ({len(said)})" if len(said) > _NAMED else "")


def _more(screen: Screen, count: int, file: str) -> None:
    if count > 0:
        screen.line(screen.word("more-in", count=count, file=file))


def _outputs(screen: Screen, made: Conversion, out: Path) -> None:
    """The files written; those of a folder are one line."""
    screen.heading(screen.word("outputs", folder=out))
    sizes: dict[tuple[str, str], list[int]] = {}
    for file in made.files:
        folder, slash, _ = file.path.rpartition("/")
        sizes.setdefault((folder + slash if slash else file.path, file.kind), []).append(len(file.data))
    keys = ("file", "kind", "count", "size")
    columns = [Column(screen.word(key), number=key in {"count", "size"}) for key in keys]
    screen.table(
        columns,
        ((path, kind, str(len(found)), f"{sum(found):,}") for (path, kind), found in sizes.items()),
    )
