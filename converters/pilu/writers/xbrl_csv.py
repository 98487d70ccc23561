"""xBRL-CSV 1.0: one table for each set of dimensions, a fact a row, and the metadata file."""

from __future__ import annotations

from dataclasses import dataclass, field

from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.model.report import Fact
from pilu.writers.oim import dimensions, namespaces, value
from pilu.writers.templating import render
from pilu.writers.work import Work

_NIL, _NONE = "#nil", "#none"  # xBRL-CSV 1.0, 3.1.9: special values


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: its file, the dimensions that all rows share and those that columns hold, rows."""

    name: str
    shared: dict[str, str]
    columns: tuple[tuple[str, str], ...]
    numeric: bool
    rows: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The file's name beside the metadata."""
        return f"{self.name}.csv"

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (
            tuple(column for column, _ in self.columns) + (("decimals",) if self.numeric else ()) + ("value",)
        )


def write_csv(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x-csv/``: ``x.json``, the metadata, and a CSV file for each set of dimensions in use.

    UTF-8 without byte order mark: this is exchange between programs (people get ``x.facts.csv``).
    """
    tables = _tables(work)
    folder = work.path("-csv")
    data = {
        "namespaces": namespaces(work),
        "entry_point": work.basis.report.entry_point,
        "tables": tables,
    }
    made = work.file(f"{folder}/{work.path('.json')}", "csv", "csv/metadata.json", data)
    if made.value is None:
        return made
    files = list(made.value)
    for table in tables:
        text = render(work.templates, "csv/table.csv", {"header": ("id", *table.header), "rows": table.rows})
        if text.value is None:
            return Outcome(None, text.diagnostics)
        files.append(OutputFile(f"{folder}/{table.url}", text.value.encode("utf-8"), "csv", primary=False))
    return Outcome(tuple(files))


def _tables(work: Work) -> tuple[TableView, ...]:
    """Facts by the names of their dimensions: the name of a table is that of its axes."""
    tables: dict[str, TableView] = {}
    for fact in work.basis.report.facts:
        found = dimensions(work, fact)
        name = _table_name(fact, found)
        if name not in tables:
            shared = {"entity": found["entity"]}
            columns = [key for key in found if key not in shared]
            tables[name] = TableView(
                name, shared, tuple((key.split(":")[-1], key) for key in columns), fact.unit is not None
            )
        tables[name].rows.append(_row(work, fact, tables[name], found))
    return tuple(tables[name] for name in sorted(tables))


def _table_name(fact: Fact, found: dict[str, str]) -> str:
    kind = "numbers" if fact.unit is not None else "other"
    if "language" in found:
        kind = "texts"
    if fact.unit is not None and "unit" not in found:
        kind = "ratios"
    axes = [key.split(":")[-1] for key in found if ":" in key]
    return "-".join([kind, *axes])


def _row(work: Work, fact: Fact, table: TableView, found: dict[str, str]) -> tuple[str, ...]:
    cells = [fact.id, *(_cell(found[key]) for _, key in table.columns)]
    if table.numeric:
        stated = fact.decimals is not None and fact.value is not None
        cells.append(str(fact.decimals) if stated else _NONE)
    text = value(work, fact)
    cells.append(_NIL if text is None else _cell(text))
    return tuple(cells)


def _cell(text: str) -> str:
    """A value as a cell: a leading ``#`` is doubled and nothing at all is ``#empty``."""
    return "#empty" if text == "" else f"#{text}" if text.startswith("#") else text
