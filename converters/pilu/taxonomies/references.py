"""What rows of the reading sheets name in one another: sections, sets of columns, kinds of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from pilu.taxonomies.sheets import SheetReader

# What a thing is called, and the sheet that has it.
SECTION, COLUMNS, TABLE, BOARD = "section", "set of columns", "kind of table", "board"
_ZH = MappingProxyType({SECTION: "章节", COLUMNS: "列规则集", TABLE: "表类", BOARD: "板块"})
_SHEET = MappingProxyType(
    {
        SECTION: "sections.toml / notes.csv",
        COLUMNS: "columns.toml",
        TABLE: "tables.toml",
        BOARD: "forms.toml",
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a sheet."""

    sheet: str
    row: object


@dataclass(slots=True)
class References:
    """Names as they are given and used; what is used and never given is a mistake, told at the end."""

    reader: SheetReader
    place: Place = Place("", "")
    _given: dict[str, dict[str, Place]] = field(default_factory=lambda: defaultdict(dict))
    _used: list[tuple[str, str, str, Place]] = field(default_factory=list)

    def give(self, kind: str, name: str, *, once: bool = False) -> str:
        """``name``, which the row gives to a thing; with ``once`` no other row may."""
        before = self._given[kind].setdefault(name, self.place)
        if once and before is not self.place:
            en = f"{name} is already in row {before.row} of {before.sheet}"
            zh = f"{name} 与 {before.sheet} 第 {before.row} 行重复"
            self.reader.wrong(self.place.sheet, self.place.row, "id", en, zh)
        return name

    def use(self, kind: str, column: str, names: Iterable[str]) -> tuple[str, ...]:
        """``names`` (empty ones aside), each of which some row must give."""
        found = tuple(names)
        self._used += [(kind, column, name, self.place) for name in found if name]
        return found

    def settle(self) -> None:
        """Tell what is used and not given."""
        for kind, column, name, place in self._used:
            if name not in self._given[kind]:
                en, zh = f"{_SHEET[kind]} has no {kind} {name!r}", f"{_SHEET[kind]} 中没有{_ZH[kind]} {name}"
                self.reader.wrong(place.sheet, place.row, column, en, zh)
