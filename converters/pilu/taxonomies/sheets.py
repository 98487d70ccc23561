"""Reads a sheet against its schema; every mistake is reported with file, row and column."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.taxonomies.schema import problems, schema_of

_LARGEST = 4_000_000


def parts_of(folder: Path, name: str) -> tuple[str, ...]:
    """The files of one CSV sheet: ``name``.csv, then its parts ``name``-….csv in order of name, one
    per chapter of the form."""
    return (f"{name}.csv", *sorted(path.name for path in folder.glob(f"{name}-*.csv")))


def alike(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of a TOML sheet, those that are ``like`` one above filled up with what it says; KeyError
    where there is none."""
    whole: list[Mapping[str, Any]] = []
    named: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        before = named[row["like"]] if "like" in row else {}
        whole.append({**before, **{key: value for key, value in row.items() if key != "like"}})
        named[row.get("id", "")] = whole[-1]
    return whole


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a CSV sheet: its number in the file (the header is 1) and its cells."""

    sheet: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def list(self, column: str, separator: str = " | ") -> tuple[str, ...]:
        """The entries of a cell that holds a list."""
        return tuple(part.strip() for part in self.cells[column].split(separator) if part.strip())


@dataclass(slots=True)
class SheetReader:
    """The sheets of one folder, and the diagnostics of reading them."""

    folder: Path
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def wrong(self, sheet: str, row: object, column: str, en: str, zh: str) -> None:
        """Report a cell: ``row`` is a line number, or a table's name in a TOML sheet."""
        self.diagnostics.append(
            diagnose("taxonomy.sheet-cell", sheet=sheet, row=row, column=column, problem=en, problem_zh=zh)
        )

    def text(self, name: str) -> str | None:
        """A sheet's text, or None with a diagnostic."""
        try:
            data = (self.folder / name).read_bytes()
            if len(data) > _LARGEST:
                raise ValueError(f"{len(data)} bytes are too many")
            return data.decode("utf-8-sig")
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or str(error)
            self.diagnostics.append(diagnose("taxonomy.sheet-unreadable", sheet=name, problem=said))
            return None

    def csv(self, name: str, key: str = "") -> tuple[Row, ...]:
        """The rows of ``name``.csv and of every ``name``-….csv that obey the schema; ``key`` names a
        column that must be unique over all of them."""
        rows: list[Row] = []
        seen: dict[str, Row] = {}
        for sheet in parts_of(self.folder, name):
            for row in self._sheet(sheet, schema_of(name)):
                before = seen.setdefault(row[key], row) if key else row
                if before is row:
                    rows.append(row)
                    continue
                en = f"{row[key]} is already in row {before.line} of {before.sheet}"
                self.wrong(sheet, row.line, key, en, f"{row[key]} 与 {before.sheet} 第 {before.line} 行重复")
        return tuple(rows)

    def _sheet(self, sheet: str, schema: Mapping[str, Any]) -> tuple[Row, ...]:
        text = self.text(sheet)
        if text is None:
            return ()
        rows: list[Row] = []
        try:
            reader = csv.reader(io.StringIO(text, newline=""), strict=True)
            header = next(reader, [])
            if header != list(schema["properties"]):
                wanted = ",".join(schema["properties"])
                self.wrong(sheet, 1, "", f"the columns must be {wanted}", f"列必须为 {wanted}")
                return ()
            for cells in reader:
                row = self._row(sheet, schema, header, cells, reader.line_num)
                if row is not None:
                    rows.append(row)
        except csv.Error as error:
            self.diagnostics.append(diagnose("taxonomy.sheet-unreadable", sheet=sheet, problem=str(error)))
        return tuple(rows)

    def _row(
        self, sheet: str, schema: Mapping[str, Any], header: list[str], cells: list[str], line: int
    ) -> Row | None:
        if len(cells) != len(header):
            en = f"it has {len(cells)} cells, the header {len(header)}"
            self.wrong(sheet, line, "", en, f"有 {len(cells)} 个单元格，而表头有 {len(header)} 个")
            return None
        values = dict(zip(header, cells, strict=True))
        found = list(problems(schema, values))
        for problem in found:
            self.wrong(sheet, line, ".".join(problem.path), problem.en, problem.zh)
        return None if found else Row(sheet, line, values)

    def toml(self, name: str) -> dict[str, Any] | None:
        """``name``.toml, or None with diagnostics."""
        sheet = f"{name}.toml"
        text = self.text(sheet)
        if text is None:
            return None
        try:
            value = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.diagnostics.append(diagnose("taxonomy.sheet-unreadable", sheet=sheet, problem=str(error)))
            return None
        found = list(problems(schema_of(name), value))
        for problem in found:
            table, _, column = ".".join(problem.path).rpartition(".")
            self.wrong(sheet, table or "-", column, problem.en, problem.zh)
        return None if found else value
