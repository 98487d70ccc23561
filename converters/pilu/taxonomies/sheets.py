"""Reads a sheet against its schema; every mistake is reported with file, row and column."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.taxonomies.schema import problems, schema_of

_LARGEST = 4_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parts_of(folder: Path, name: str) -> tuple[str, ...]:
    """The files of one CSV sheet: ``name``.csv, then its parts ``name``-….csv in order of name, one
    per chapter of the form."""
    return (f"{name}.csv", *sorted(path.name for path in folder.glob(f"{name}-*.csv")))


def alike(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows of a TOML sheet, those that are ``like`` one above filled up with what it says; where there is
    none, ``like`` stays."""
    whole: list[Mapping[str, Any]] = []
    named: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        above = named.get(str(row["like"])) if "like" in row else None
        own = {key: value for key, value in row.items() if key != "like" or above is None}
        whole.append({**(above or {}), **own})
        named[str(row.get("id"))] = whole[-1]
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
        """Report a cell, or a whole row where no column is named: ``row`` is its number, or a table's
        name in a TOML sheet."""
        told = (
            diagnose("taxonomy.sheet-cell", sheet=sheet, row=row, column=column, problem=en, problem_zh=zh)
            if column
            else diagnose("taxonomy.sheet-row", sheet=sheet, row=row, problem=en, problem_zh=zh)
        )
        self.diagnostics.append(told)

    def text(self, name: str) -> str | None:
        """A sheet's text, or None with a diagnostic."""
        try:
            data = (self.folder / name).read_bytes()
            if len(data) > _LARGEST:
                raise ValueError(f"{len(data)} bytes are too many")
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self._unreadable(name, f"line {line} is not UTF-8", f"第 {line} 行不是 UTF-8")
            return None
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or str(error)
            near = sorted(path.name for path in self.folder.glob(f"{Path(name).stem}.*"))
            beside = f"; {near[0]} beside it is not read" if near and name not in near else ""
            self._unreadable(name, said + beside, said + (f"；旁边的 {near[0]} 不会被读取" if beside else ""))
            return None
        if control := _CONTROL.search(text):
            line, sign = text.count("\n", 0, control.start()) + 1, f"U+{ord(control[0]):04X}"
            en = f"line {line} has the control character {sign}"
            self._unreadable(name, en, f"第 {line} 行含控制字符 {sign}")
            return None
        return text

    def _unreadable(self, sheet: str, en: str, zh: str) -> None:
        told = diagnose("taxonomy.sheet-unreadable", sheet=sheet, problem=en, problem_zh=zh)
        self.diagnostics.append(told)

    def causes(self) -> tuple[Diagnostic, ...]:
        """What was found, once each; where a sheet was not read at all, only that: what the others say of
        its rows follows from it."""
        found = tuple(dict.fromkeys(self.diagnostics))
        first = tuple(
            told
            for told in found
            if told.code == "taxonomy.sheet-unreadable"
            or (told.code == "taxonomy.sheet-row" and ("row", "1") in told.fields)
        )
        return first or found

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
                self.wrong(sheet, 1, "", *_columns(list(schema["properties"]), header))
                return ()
            for number, cells in enumerate(reader, 2):
                row = self._row(sheet, schema, header, cells, number) if any(cells) else None
                if row is not None:
                    rows.append(row)
        except csv.Error as error:
            line = reader.line_num
            self._unreadable(sheet, f"line {line}: {error}", f"第 {line} 行：{error}")
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

    def toml(self, name: str, kind: str = "") -> dict[str, Any] | None:
        """``name``.toml, or None with diagnostics; ``kind``: the sheet whose schema it obeys, where it is
        one of several."""
        sheet = f"{name}.toml"
        text = self.text(sheet)
        if text is None:
            return None
        try:
            value = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            self._unreadable(sheet, str(error), str(error))
            return None
        for key, rows in value.items():
            if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
                value[key] = alike(rows)
        if lost := _lost(value):
            self.wrong(sheet, lost[0], "like", f"no row above is called {lost[1]!r}", f"上方没有 {lost[1]}")
            return None
        found = list(problems(schema_of(kind or name), value))
        for problem in found:
            column = problem.path[-1] if problem.path else ""
            self.wrong(sheet, _table(value, problem.path[:-1]) or "-", column, problem.en, problem.zh)
        return None if found else value


def _lost(value: Mapping[str, Any]) -> tuple[str, object] | None:
    """The first row that is ``like`` one that is not above it, and what it names."""
    for key, rows in value.items():
        for number, row in enumerate(rows, 1) if isinstance(rows, list) else ():
            if isinstance(row, dict) and "like" in row:
                return f"{key} {number}", row["like"]
    return None


def _columns(wanted: list[str], header: list[str]) -> tuple[str, str]:
    """What is wrong with a header, in English and Chinese."""
    missing = ", ".join(name for name in wanted if name not in header)
    strange = ", ".join(repr(name) for name in header if name not in wanted)
    said = [("missing: " + missing, "缺少：" + missing)] if missing else []
    said += [("not known: " + strange, "多出：" + strange)] if strange else []
    said += [("in this order: " + ", ".join(wanted), "须依次为：" + ", ".join(wanted))]
    return "the columns are wrong; " + "; ".join(en for en, _ in said), "列有误；" + "；".join(
        zh for _, zh in said
    )


def _table(value: Any, path: tuple[str, ...]) -> str:
    """A place in a TOML sheet as a person finds it: ``table 22 (income).field 3``."""
    said = ""
    for key in path:
        if isinstance(value, list):
            value = value[int(key) - 1] if int(key) <= len(value) else None
            name = value.get("id") if isinstance(value, dict) else None
            said += f" {key}" + (f" ({name})" if isinstance(name, str) else "")
            continue
        value = value.get(key) if isinstance(value, dict) else None
        said += f".{key}" if said else key
    return said
