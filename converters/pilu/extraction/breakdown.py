"""Tables whose rows break a figure down: what the columns say, and what each row is a value of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pilu.extraction.captions import year_above
from pilu.extraction.grid import Grid
from pilu.extraction.headers import DEPTH, Header, has_numbers, is_ordinal, path_of, unit_words
from pilu.extraction.sink import Dimensions, Doubts, Said, Sink, TableScope
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import LONGEST_LABEL, take_apart
from pilu.taxonomies.table_kinds import BreakdownColumn, RowAxis, TableKind

_YEAR = re.compile(r"(?:19|20)\d{2}")
_REPEATED: Doubts = ((0.8, evidence("label-repeated")),)
_ALIKE: Doubts = ((0.5, evidence("columns-alike")),)
_UNDATED: Doubts = ((0.7, evidence("year-unsaid")),)
_RESTATED = re.compile("(?:已|经)?(?:重述|重列)(?:后)?|调整后")
_REMARK = re.compile(r"\((?P<note>[^()]*)\)")


def breakdown_header(grid: Grid, row: int, kind: TableKind, grammar: Grammar) -> Header | None:
    """The header block of a breakdown that opens at ``row``, or None.

    Its rows go on as long as no figure stands in them and nothing new over the row labels. A column is
    understood when what its header says, the year taken off, is one of the kind's fields.
    """
    bottom = row + 1
    while bottom < min(row + DEPTH, grid.table.row_count) and _goes_on(grid, bottom):
        bottom += 1
    if any(has_numbers(grid, at) for at in range(row, bottom)):
        return None
    paths = {c: path_of(grid, row, bottom, c) for c in range(grid.table.column_count)}
    columns = _columns(paths, kind, grammar)
    if len(columns) < max(kind.min_columns, 1) or not _stub_fits(paths, min(columns), kind):
        return None
    fields = {column: meant.field for column, meant in columns.items()}
    return Header(kind, row, bottom, paths, len(columns), fields=fields, columns=columns)


def _goes_on(grid: Grid, row: int) -> bool:
    """Whether a row belongs to the header above it."""
    above = grid.index(row - 1, 0)
    label = grid.index(row, 0)
    named = label is not None and grid.folded[label] and label != above
    again = label is not None and above is not None and grid.folded[label] == grid.folded[above]
    return not has_numbers(grid, row) and bool(grid.filled(row)) and (again or not named)


def _columns(
    paths: Mapping[int, tuple[str, ...]], kind: TableKind, grammar: Grammar
) -> dict[int, BreakdownColumn]:
    found: dict[int, BreakdownColumn] = {}
    for column, path in paths.items():
        meant = _column(path, kind, grammar) if path and sum(map(len, path)) <= LONGEST_LABEL else None
        if meant is not None and meant not in found.values() and (column or found):
            found[column] = meant
    if all(rule in {meant.field for meant in found.values()} for rule in kind.fields if rule.required):
        return found
    return {}


def _column(path: tuple[str, ...], kind: TableKind, grammar: Grammar) -> BreakdownColumn | None:
    """What a header path says: the whole of it, or its rest once the year is taken off."""
    bare = tuple(_without_unit(text, grammar) for text in path)
    for text in dict.fromkeys(("|".join(bare), "".join(bare))):
        if found := _field(text, kind):
            return found
    for pieces in (bare, tuple(reversed(bare))) if kind.periods else ():
        for at, piece in enumerate(pieces):
            meaning, rest = grammar.period_of(kind.periods, piece)
            text = "".join((*pieces[:at], rest, *pieces[at + 1 :])).strip("-|")
            found = _field(text, kind) if meaning else None
            if meaning and found:
                offset, dimensions = meaning.offset + found.offset, (*found.dimensions, *meaning.dimensions)
                return BreakdownColumn(found.field, meaning.year, offset, dimensions, said=True)
    return None


def _field(text: str, kind: TableKind) -> BreakdownColumn | None:
    """The field of a kind that a header text is."""
    for rule in kind.fields:
        if match := rule.pattern.fullmatch(text):
            named = match.groupdict()
            own = ((rule.axis, named["own"]),) if rule.axis else ()
            year = int(named["year"]) if named.get("year") else None
            return BreakdownColumn(rule, year, rule.offset, (*rule.dimensions, *own))
    return None


def _without_unit(text: str, grammar: Grammar) -> str:
    """A header text without the units in brackets, and without the remark that its figures are restated."""
    words = unit_words(grammar)

    def said(match: re.Match[str]) -> str:
        bare = match["note"].removeprefix("单位:").removeprefix("人民币")
        return "" if bare in words or _RESTATED.fullmatch(bare) else match[0]

    return _REMARK.sub(said, text)


def _stub_fits(paths: Mapping[int, tuple[str, ...]], first: int, kind: TableKind) -> bool:
    """Whether the header over the labels says what the kind asks for."""
    if kind.stub is None:
        return True
    stub = list(dict.fromkeys(text for column in range(first) for text in paths.get(column, ())))
    return any(kind.stub.fullmatch(text) for text in ("|".join(stub), *stub[-1:]))


@dataclass(slots=True)
class BreakdownRows:
    """Reads the rows of one region from top to bottom; ``after_alike``: the table right above is of the
    same kind, so that of two without a year this one is the second."""

    scope: TableScope
    sink: Sink
    header: Header
    lead: RowAxis | None = None
    group: Dimensions = ()
    seen: Counter[Dimensions] = field(default_factory=Counter)
    outer: str = ""
    ended: bool = False
    after_alike: bool = False
    year: int | None = field(init=False)
    alike: frozenset[BreakdownColumn] = field(init=False)
    printed: dict[Dimensions, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.year = self._year() if self.header.kind.dated else None
        self.alike = self._alike()

    def _alike(self) -> frozenset[BreakdownColumn]:
        """What more than one cell of the header says: which of its columns it means, it does not tell."""
        header, grid = self.header, self.scope.grid
        paths = {grid.index(header.bottom - 1, column): path for column, path in header.paths.items() if path}
        said = [_column(path, header.kind, self.scope.grammar) for path in paths.values()]
        return frozenset(meant for meant in header.columns.values() if said.count(meant) > 1)

    def _year(self) -> int | None:
        """The year of columns that print none: of the date above the table, or of all other columns."""
        years = {column.year for column in self.header.columns.values() if column.year is not None}
        above = year_above(self.scope.captions, self.scope.fiscal_year)
        return years.pop() if len(years) == 1 else above if not years else None

    def go_on(self, above: BreakdownRows) -> None:
        """Start where the rows of the table above left off."""
        self.lead, self.group, self.seen, self.outer = above.lead, above.group, above.seen, above.outer
        self.ended, self.year, self.printed = above.ended, above.year, above.printed

    def read(self, row: int, doubts: Doubts) -> None:
        """One row into candidates, or every cell of it with a reason."""
        kind = self.header.kind
        labels = self._labels(row)
        key = next((text for text in reversed(labels) if text), "")
        if self._title(row, key):
            return
        if self.ended:
            self._explain(row, key, "outside-region")
            return
        if not key or kind.skip.fullmatch(key):
            self._explain(row, key, "total-row" if key else "row-unknown")
            return
        self.ended = kind.closes and bool(self.seen) and bool(kind.total.fullmatch(key))
        named = self._named(labels)
        if named is None:
            self._explain(row, key, "row-unknown")
            return
        self._explain_labels(row, key)
        self.seen[named] += bool(named)
        if self.seen[named] > 1:
            axis, value = named[-1]
            if axis in self._typed_axes():
                named = (*named[:-1], (axis, f"{value}#{self.seen[named]}"))
                doubts += _REPEATED
            elif not self._says_again(row, named):
                self._explain(row, key, "row-unknown")
                return
        else:
            self.printed[named] = self._figures(row)
        self._emit(row, labels, tuple(sorted((*named, *self.group))), doubts)

    def _labels(self, row: int) -> tuple[str, ...]:
        """The folded labels of a row, one per column of labels, list prefixes taken off; the first of
        several holds until another one is printed."""
        grid, grammar = self.scope.grid, self.scope.grammar
        words = frozenset() if self.header.kind.verbatim else unit_words(grammar)
        columns = [c for c in range(self.header.first_column) if not self._ordinal(c)]
        texts = ("" if self._is_figure(row, c) else grid.text(row, c) for c in columns)
        labels = tuple(take_apart(text, words).key for text in texts)
        if len(labels) > 1 and labels[-1] and len(self.header.kind.row_axes) > 1:
            self.outer = labels[0] or self.outer  # a blank is a merged cell whose span the source lost
            labels = (self.outer, *labels[1:])
        return labels

    def _outer_title(self, row: int) -> str:
        """The first label of the rows below, where it stands alone in a row over several columns of
        labels."""
        if len(self.header.kind.row_axes) < 2 or self.header.first_column < 2:
            return ""
        return take_apart(self.scope.grid.text(row, 0), unit_words(self.scope.grammar)).key

    def _is_figure(self, row: int, column: int) -> bool:
        """Whether a figure stands among the labels: in a column that the kind does not know."""
        kind = self.header.kind
        if kind.verbatim and column < len(kind.row_axes):
            return False
        index = self.scope.grid.index(row, column)
        text = self.scope.grid.text(row, column)
        return (
            column > 0
            and index is not None
            and self.scope.grid.is_number(index)
            and not _YEAR.fullmatch(text)
        )

    def _ordinal(self, column: int) -> bool:
        return is_ordinal(self.header.paths.get(column, ()))

    def _title(self, row: int, key: str) -> bool:
        """Whether a row is a title inside the table; a group's title changes what rows are of."""
        grid = self.scope.grid
        figures = any(grid.is_number(index) for index in grid.filled(row))
        for rule in self.header.kind.groups if key else ():
            if rule.pattern.fullmatch(key):
                self.lead, self.group = rule.axis or self.lead, rule.dimensions
                self.seen.clear()
                self.printed.clear()
                self.ended = False
                if not figures:
                    self._explain(row, key, "title")
                    return True
        if not figures and len(grid.filled(row)) <= 1:
            self.outer = self._outer_title(row) or self.outer
            self._explain(row, key, "title")
            return True
        return False

    def _says_again(self, row: int, named: Dimensions) -> bool:
        """Whether a row repeats the first of its name, as a subtotal over a single line does, or that one
        was left blank."""
        before = self.printed.get(named, ())
        if not any(self.scope.grid.is_number(index) for _, index in self._cells(row)):
            return False
        blank = all(self.scope.grammar.is_nil(text) for text in before)
        return blank or before == self._figures(row)

    def _figures(self, row: int) -> tuple[str, ...]:
        return tuple(self.scope.grid.folded[index] for _, index in self._cells(row))

    def _named(self, labels: tuple[str, ...]) -> Dimensions | None:
        """The values of the axes that a row's labels mean; None where one means nothing."""
        kind = self.header.kind
        axes = (self.lead, *kind.row_axes[1:]) if self.lead else kind.row_axes
        found: list[tuple[str, str]] = []
        for position, axis in enumerate(axes):
            label = labels[position] if position < len(labels) else ""
            if not label and position == 0 and any(labels[1:]):
                return None
            if self.scope.grammar.is_nil(label) or kind.total.fullmatch(label):
                continue
            classed = next((dims for pattern, dims in kind.classes if pattern.fullmatch(label)), None)
            meant = None if classed else axis.value(label)
            if classed is None and meant is None:
                return None
            found.extend(classed or ())
            if meant and meant[1]:
                found.append(meant)
        return tuple(found)

    def _typed_axes(self) -> frozenset[str]:
        kind = self.header.kind
        return frozenset(axis.typed for axis in (*kind.row_axes, *(g.axis for g in kind.groups)) if axis)

    def _emit(self, row: int, labels: tuple[str, ...], named: Dimensions, doubts: Doubts) -> None:
        kind, grid = self.header.kind, self.scope.grid
        for column, index in self._cells(row):
            meant = self.header.columns.get(column)
            nothing = self.scope.grammar.is_nil(grid.folded[index]) and kind.skip_blanks
            if meant is None or nothing or (self.after_alike and self._undated(meant)):
                lost = "column-unknown" if meant else "outside-region"
                unknown = lost if grid.is_number(index) else "text"
                said_so = "nil-mark" if grid.folded[index] else "blank"
                self.sink.explain(
                    index, kind.id, labels[-1] if labels else "", said_so if nothing else unknown
                )
                continue
            year = meant.year if meant.year or meant.said or meant.offset else self.year
            offset = meant.offset if year is None else year - self.scope.fiscal_year
            said = Said(
                kind.id,
                tuple(dict.fromkeys(text for text in labels if text)),
                self.header.paths[column],
                meant.field.concept,
                tuple(sorted({**dict(named), **dict(meant.dimensions)}.items())),
                offset=offset,
                doubts=doubts
                + (_UNDATED if self._undated(meant) else ())
                + (_ALIKE if meant in self.alike else ()),
            )
            self.sink.emit(index, said)

    def _undated(self, meant: BreakdownColumn) -> bool:
        """Whether nothing says which year a column of a dated table is of."""
        says = meant.year is not None or meant.offset or meant.said
        return self.header.kind.dated and self.year is None and not says

    def _cells(self, row: int) -> Iterator[tuple[int, int]]:
        """The cells right of the labels that begin in a row and are not taken yet."""
        grid = self.scope.grid
        for column in range(self.header.first_column, grid.table.column_count):
            index = grid.index(row, column)
            if index is None or index in self.sink.taken:
                continue
            cell = grid.table.cells[index]
            if cell.row == row and cell.column == column:
                yield column, index

    def _explain_labels(self, row: int, key: str) -> None:
        for column in range(self.header.first_column):
            index = self.scope.grid.index(row, column)
            if index is not None and self.scope.grid.folded[index] and not self._is_figure(row, column):
                self.sink.explain(index, self.header.kind.id, key, "label")

    def _explain(self, row: int, key: str, reason: str) -> None:
        self._explain_labels(row, key)
        for _, index in self._cells(row):
            filled = self.scope.grid.folded[index]
            self.sink.explain(index, self.header.kind.id, key, reason if filled else "blank")
