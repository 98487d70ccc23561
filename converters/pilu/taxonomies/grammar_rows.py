"""Reads rows of the reading sheets and checks what they name; mistakes are told with their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.references import COLUMNS, Place, References
from pilu.taxonomies.sheets import SheetReader
from pilu.taxonomies.table_kinds import NOTE, RowAxis
from pilu.values.text import fold

Row = Mapping[str, Any]


class Wrong(Exception):
    """A mistake in one row, in English and Chinese; caught where the row is read."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


def _lacking(thing: str, zh: str, name: object) -> Wrong:
    return Wrong(f"no {thing} {name}", f"没有{zh} {name}")


@dataclass(slots=True)
class RowReader:
    """Reads sheets of one folder and collects what is wrong with them."""

    reader: SheetReader
    taxonomy: Taxonomy
    names: References

    def each(self, name: str, build: Callable[[Row], Any], key: str = "") -> tuple[Any, ...]:
        """``build`` applied to every row of a CSV sheet (which may have parts, one per chapter); rows that
        fail are reported and left out. ``key``: a column that must be unique."""
        rows = [(Place(row.sheet, row.line), row.cells) for row in self.reader.csv(name, key)]
        return tuple(self._built(rows, build))

    def tables(self, name: str, key: str, build: Callable[[Row], Any], kind: str = "") -> tuple[Any, ...]:
        """``build`` applied to every table ``key`` of a TOML sheet."""
        sheet = self.reader.toml(name, kind)
        if sheet is None:
            return ()
        kinds = {"kinds": sheet["kinds"]} if "kinds" in sheet else {}
        rows = [
            (Place(f"{name}.toml", _named(key, n, row)), {**kinds, **row})
            for n, row in enumerate(sheet[key], 1)
        ]
        return tuple(self._built(rows, build))

    def all_of(self, stem: str, key: str, build: Callable[[Row], Any]) -> tuple[Any, ...]:
        """The tables of every sheet whose name begins with ``stem``, one per family of forms; sheets in order
        of file name, which puts the one without a suffix last: the first rule that fits is taken."""
        names = sorted(path.name for path in self.reader.folder.glob(f"{stem}*.toml"))
        sheets = [name.removesuffix(".toml") for name in names] or [stem]
        return tuple(row for name in sheets for row in self.tables(name, key, build, stem))

    def _built(self, rows: Iterable[tuple[Place, Row]], build: Callable[[Row], Any]) -> Iterator[Any]:
        for place, row in rows:
            self.names.place = place
            try:
                yield build(row)
            except Wrong as wrong:
                self.reader.wrong(place.sheet, place.row, "", str(wrong), wrong.zh)
            except re.error as wrong:
                en, zh = f"the pattern {wrong.pattern!r}: {wrong}", f"正则表达式 {wrong.pattern!r}：{wrong}"
                self.reader.wrong(place.sheet, place.row, "", en, zh)

    def concept(self, name: str, type_: str = "") -> str:
        """``name``, which must be a concept of the taxonomy (or empty, or a note's own, or * for a row's),
        of the type asked for."""
        if name and name != NOTE and "*" not in name and name not in self.taxonomy.concepts:
            raise _lacking("concept", "概念", name)
        if name and type_ and self.taxonomy.concepts[name].type != type_:
            raise Wrong(f"{name} is not of type {type_}", f"{name} 不是 {type_} 类型")
        return name

    def dimensions(self, text: str | Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """``Axis=Member`` pairs, checked against the taxonomy."""
        pairs = list(text.items()) if not isinstance(text, str) else [pair_of(part) for part in text.split()]
        for axis, member in pairs:
            if axis not in self.taxonomy.axes:
                raise _lacking("axis", "维度", axis)
            if member != NOTE and member not in self.taxonomy.members and not self.taxonomy.axes[axis].typed:
                raise _lacking("member", "成员", member)
        return tuple(sorted(pairs))

    def member(self, name: str) -> str:
        """``name``, which must be a member of the taxonomy (or empty)."""
        if name and name not in self.taxonomy.members:
            raise _lacking("member", "成员", name)
        return name

    def format(self, name: str) -> str:
        """``name``, which must be a format of statements of the release (or empty)."""
        if name and name not in self.taxonomy.formats:
            raise _lacking("format", "格式", name)
        return name

    def typed_axis(self, name: str) -> str:
        """``name``, which must be a typed axis of the taxonomy (or empty)."""
        if name and not (name in self.taxonomy.axes and self.taxonomy.axes[name].typed):
            raise _lacking("typed axis", "类型维度", name)
        return name

    def kinds(self, names: Iterable[str]) -> tuple[str, ...]:
        """Kinds of form, which must be filed with an entry point of the taxonomy."""
        for name in names:
            if name not in self.taxonomy.filings:
                raise _lacking("entry point for the kind", "入口点对应报告类型", name)
        return tuple(names)

    def editions(self, years: Iterable[int]) -> tuple[int, ...]:
        """Editions of the form, which the release must name."""
        named = tuple(years)
        if unknown := sorted(set(named) - set(self.taxonomy.editions)):
            raise _lacking("edition", "版次", unknown[0])
        return named

    def members(self, axis: str) -> Mapping[str, str]:
        """The members of an axis by their folded labels; the default is ""."""
        if axis and axis not in self.taxonomy.axes:
            raise _lacking("axis", "维度", axis)
        found = [m for m in self.taxonomy.members.values() if m.axis.local == axis]
        default = self.taxonomy.axes[axis].default if axis else None
        return MappingProxyType(
            {
                fold(label): "" if member.name == default else member.name.local
                for member in found
                for label in (member.zh, *member.aliases)
            }
        )

    def axis(self, name: str) -> str:
        """``name``, which must be an axis of the taxonomy."""
        if name not in self.taxonomy.axes:
            raise _lacking("axis", "维度", name)
        return name

    def own_axis(self, row: Row, key: str) -> str:
        """The axis that a row names in ``key``, or "" where it names none."""
        return self.axis(row[key]) if key in row else ""

    def set_of(self, row: Row, key: str) -> str:
        """The set of columns that a row names in ``key``, or ""."""
        return self.names.use(COLUMNS, key, (row.get(key, ""),))[0]

    def row_axis(self, names: str) -> RowAxis:
        """What rows are values of: an axis, or an explicit axis and a typed one for other labels."""
        first, _, second = names.partition("|")
        members = self.members(first)
        typed = [name for name in (first, second) if name and self.taxonomy.axes[self.axis(name)].typed]
        return RowAxis(first, members, typed[0] if typed else "")


def pair_of(text: str) -> tuple[str, str]:
    """``Axis=Member`` taken apart."""
    axis, _, member = text.partition("=")
    return axis, member


def _named(key: str, number: int, row: Row) -> str:
    return f"{key} {number} ({row['id']})" if "id" in row else f"{key} {number}"
