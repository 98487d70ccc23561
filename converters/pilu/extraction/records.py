"""Lists: one record per line, numbered, with lines inside a record and totals below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pilu.extraction.grid import Grid
from pilu.extraction.headers import Header, is_ordinal
from pilu.extraction.sink import Dimensions, Doubts, Said, Sink, TableScope
from pilu.model.extraction import COUNT_UNSURE
from pilu.reasons import evidence
from pilu.taxonomies.table_kinds import TableKind

_TOTAL = re.compile(r"合计|.*小计|总计|--?")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年?度?")
_NAMELESS: Doubts = ((0.4, evidence("line-nameless")),)
_MISCOUNTED: Doubts = ((0.5, evidence(COUNT_UNSURE)),)
_MANY_FIELDS = 4  # of a list in which a line with a name alone is a piece of another, or lost its figures


@dataclass(slots=True)
class RecordRows:
    """Reads the lines of one list from top to bottom; ``width``: cells of a whole line; ``record`` and
    ``subrecord`` count, ``named`` and ``group`` are the dimensions of the record and of the title above;
    ``miscounted``: a line so far has nothing but a name; ``above``: the texts of the line above by column."""

    scope: TableScope
    sink: Sink
    header: Header
    width: int
    record: int = 0
    subrecord: int = 0
    named: Dimensions = ()
    group: Dimensions = ()
    ended: bool = False
    miscounted: bool = False
    above: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def read(self, row: int, doubts: Doubts) -> None:
        """One line into candidates, or every cell of it with a reason."""
        grid, kind = self.scope.grid, self.header.kind
        filled = grid.filled(row)
        columns = {c: i for c in self.header.fields if (i := grid.index(row, c)) is not None}
        key_column = next(c for c, rule in self.header.fields.items() if rule.required)
        key = grid.text(row, key_column)
        if self.ended:
            return
        alone = len(filled) <= 1 and (kind.whole or self._adds_up() or len(set(columns.values())) <= 1)
        if alone or self._says_one_thing(filled):
            self.group = next(_groups(kind, (grid.folded[i] for i in filled)), self.group)
            self._explain(filled, "", "title")  # a title or remark across the table
        elif not filled:
            return
        elif label := self._total(row, key):
            self._total_row(row, label, doubts)
        elif kind.whole and grid.row_width(row) != self.width:
            self._explain(filled, key, "row-short")
        elif self.skips(row):
            self._explain(filled, key, "title")
        elif year := self._year(key):
            self._emit(row, key, doubts, year - self.scope.fiscal_year)
        elif kind.years:
            self._explain(filled, key, "row-unknown")
        else:
            said = sum(1 for index in set(columns.values()) if grid.folded[index])
            nameless = not key and self._stands_alone(said, len(columns))
            if not (key or nameless or self.record):
                self._explain(filled, key, "row-unknown")
                return
            self._explain(self._ordinals(row), key, "label")
            again = self._again(key_column, columns)
            self._count("" if again else key, nameless, reaches=columns.get(key_column) in self.sink.taken)
            self._explain((columns[column] for column in again), key, "repeated")
            self.miscounted |= bool(key) and said == 1 and len(columns) >= _MANY_FIELDS
            doubts += (_NAMELESS if nameless else ()) + (_MISCOUNTED if self.miscounted else ())
            self._emit(row, key, doubts, besides=again)

    def _says_one_thing(self, filled: Sequence[int]) -> bool:
        """Whether a line is a title that the source prints again in every column."""
        grid = self.scope.grid
        texts = {grid.folded[index] for index in filled}
        word = len(texts) == 1 and len(filled) >= _MANY_FIELDS and not grid.is_number(filled[0])
        return word and not self.scope.grammar.is_nil(*texts)

    def _stands_alone(self, said: int, columns: int) -> bool:
        """Whether a line without a name is a record all the same: where most of it is said, and always
        where lines must be whole; records that may have further lines have one instead."""
        kind = self.header.kind
        if kind.whole and (self.record or not kind.subaxis):
            return not kind.subaxis
        return 2 * said > columns

    def skips(self, row: int) -> bool:
        """Whether a row is a remark below the lines that the kind knows."""
        return bool(self.header.kind.skip.fullmatch(self.scope.grid.text(row, 0)))

    def _total(self, row: int, key: str) -> str:
        """The label of a total ("" where the line is none): the name, or the first thing in the line."""
        grid = self.scope.grid
        first = grid.folded[filled[0]] if (filled := grid.filled(row)) else ""
        known = next((text for text in (first, key) if self.header.kind.total.fullmatch(text)), "")
        return known or next((text for text in (key, first) if _TOTAL.fullmatch(text)), "")

    def _total_row(self, row: int, label: str, doubts: Doubts) -> None:
        """The figures of a total are facts of no record, where the form has concepts for them."""
        grid, kind = self.scope.grid, self.header.kind
        short = kind.whole and grid.row_width(row) != self.width
        for column, index in self._spots(row) if kind.total.fullmatch(label) and not short else ():
            if (total := self.header.fields[column].total) and grid.is_number(index):
                self.sink.emit(index, self._said(column, total, label, doubts, self.group))
        self._explain(grid.filled(row), label, "row-short" if short else "total-row")
        self.ended = bool(kind.total.fullmatch(label)) and self._adds_up()

    def _adds_up(self) -> bool:
        """Whether this is one list of figures: a name alone is a title, and nothing follows its total."""
        kind = self.header.kind
        return any(rule.total for rule in kind.fields) and not (kind.groups or kind.whole)

    def _ordinals(self, row: int) -> Iterator[int]:
        """The cells of a row that only number it."""
        others = (c for c in self.header.paths if c not in self.header.fields)
        spots = (self.scope.grid.index(row, c) for c in others if is_ordinal(self.header.paths[c]))
        return (spot for spot in spots if spot is not None)

    def _year(self, key: str) -> int:
        match = _YEAR.fullmatch(key) if self.header.kind.years else None
        return int(match["year"]) if match else 0

    def _count(self, key: str, nameless: bool, *, reaches: bool) -> None:
        """The next record, or the next line of the one above: its name is left out, or (``reaches``) its
        cell comes down from there."""
        kind = self.header.kind
        if (key and not (reaches and kind.subaxis)) or nameless:
            self.record, self.subrecord = self.record + 1, 1
        else:
            self.subrecord += 1
        if key or not self.named:
            self.named = next((dims for pattern, dims in kind.classes if pattern.fullmatch(key)), ())

    def _again(self, key_column: int, columns: Mapping[int, int]) -> frozenset[int]:
        """The columns in which a further line of the record above prints the same again: the source lost
        that its cells reach over several lines. None where the line is a record of its own."""
        texts = {column: self.scope.grid.folded[index] for column, index in columns.items()}
        same = frozenset(c for c, text in texts.items() if text and text == self.above.get(c))
        further = bool(self.header.kind.subaxis) and key_column in same and 2 * len(same) >= len(texts)
        self.above = texts
        return same if further else frozenset()

    def _emit(
        self, row: int, key: str, doubts: Doubts, years: int = 0, besides: frozenset[int] = frozenset()
    ) -> None:
        """The cells of a line as candidates, without those in the columns ``besides``; ``years``: how far the
        line is from the fiscal year."""
        grid, kind = self.scope.grid, self.header.kind
        for column in self.header.paths.keys() - self.header.fields.keys():
            index = grid.index(row, column)
            if index is not None and is_ordinal(self.header.paths[column]):
                self.sink.explain(index, kind.id, key, "label")
        for column, spot in self._spots(row):
            blank = not grid.folded[spot] and (self.subrecord > 1 or kind.skip_blanks)
            if blank or column in besides:
                continue
            dims = (*self.named, *self.group)
            said = self._said(column, self.header.fields[column].concept, key, doubts, dims)
            if kind.years:
                self.sink.emit(spot, replace(said, offset=said.offset + years))
            else:
                self.sink.emit(spot, replace(said, record=self.record, subrecord=self.subrecord))

    def _said(self, column: int, concept: str, key: str, doubts: Doubts, dimensions: Dimensions) -> Said:
        rule = self.header.fields[column]
        return Said(
            self.header.kind.id,
            (key,),
            self.header.paths[column],
            concept,
            tuple(sorted((*dimensions, *rule.dimensions))),
            offset=rule.offset,
            doubts=doubts,
            unit=rule.unit,
        )

    def _spots(self, row: int) -> Iterator[tuple[int, int]]:
        """The columns that say something, with the cells of a row in them that are not taken yet."""
        for column in self.header.fields:
            index = self.scope.grid.index(row, column)
            if index is not None and index not in self.sink.taken:
                yield column, index

    def _explain(self, cells: Iterable[int], label: str, reason: str) -> None:
        for index in cells:
            self.sink.explain(index, self.header.kind.id, label, reason)


def group_above(scope: TableScope, header: Header) -> Dimensions:
    """The dimensions that the title over a header means: in the table, or right above it."""
    grid = scope.grid
    above = [grid.folded[index] for row in range(header.top - 1, -1, -1) for index in grid.filled(row)]
    titles = [*above[:1], *([] if above else scope.captions)]
    return next(_groups(header.kind, titles), ())


def _groups(kind: TableKind, texts: Iterable[str]) -> Iterator[Dimensions]:
    return (group.dimensions for text in texts for group in kind.groups if group.pattern.fullmatch(text))


def whole_width(header: Header, grid: Grid) -> int:
    """How many cells the widest row of a header covers."""
    return max(grid.row_width(row) for row in range(header.top, header.bottom))
