"""Header rows and what their columns say, for each layout of table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pilu.extraction.grid import Grid
from pilu.taxonomies.grammar import ColumnMeaning, Grammar
from pilu.taxonomies.labels import LONGEST_LABEL, PrintedLabel, forms_of, take_apart
from pilu.taxonomies.table_kinds import BreakdownColumn, FieldRule, TableKind

DEPTH = 4  # header rows at most
_LOOK_AHEAD = 40
_LABELS = 2  # known labels that make a column one of labels
_BEGINNING = 3  # concepts of a form with which a table of it may begin
_OF_FISCAL_YEAR = frozenset({"years", "statement"})  # sets of columns of tables that report it
_ORDINAL = re.compile("序号|行次|编号|排名|排序")
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Header:
    """A header block: its table kind, its rows ``top`` to ``bottom`` (half-open), the text path
    and meaning of each column it understands; ``beside``: the column with which another table begins on its
    right, or 0."""

    kind: TableKind
    top: int
    bottom: int
    paths: Mapping[int, tuple[str, ...]]
    score: int
    meanings: Mapping[int, ColumnMeaning] = field(default_factory=lambda: MappingProxyType({}))
    fields: Mapping[int, FieldRule] = field(default_factory=lambda: MappingProxyType({}))
    columns: Mapping[int, BreakdownColumn] = field(default_factory=lambda: MappingProxyType({}))
    beside: int = 0

    @property
    def first_column(self) -> int:
        """The first column that carries values."""
        return min((*self.meanings, *self.fields))

    def apart(self, column: int) -> tuple[tuple[str, str], ...]:
        """The dimensions that keep a column apart from another one of the same period."""
        own = self.meanings[column]
        others = (meaning for other, meaning in self.meanings.items() if other != column)
        beside = own.year is not None and any(
            (other.role, other.year, other.dimensions) == (own.role, own.year, own.dimensions)
            for other in others
        )
        return own.apart if beside else ()

    @property
    def last_column(self) -> int:
        """The last column that carries values."""
        return max((*self.meanings, *self.fields))


def unit_words(grammar: Grammar) -> frozenset[str]:
    """The tokens that count as a unit note behind a label."""
    return grammar.labels.unit_words


def grid_label(grid: Grid, row: int, columns: int, units: frozenset[str]) -> str:
    """The innermost text among the first ``columns`` columns of a row, folded; of one of the ``units`` in a
    column of its own, the text before it, with the unit."""
    texts = [text for c in range(max(columns, 1) - 1, -1, -1) if (text := grid.text(row, c))]
    if len(texts) > 1 and texts[0] in units and texts[0] != texts[1]:
        return f"{texts[1]}({texts[0]})"
    return texts[0] if texts else ""


def label_of(grid: Grid, row: int, columns: int, grammar: Grammar) -> PrintedLabel:
    """The innermost label among the first ``columns`` columns of a row, taken apart."""
    units = unit_words(grammar)
    text = grid_label(grid, row, columns, units)
    return take_apart(text, units) if text else PrintedLabel("", ())


def path_of(grid: Grid, top: int, bottom: int, column: int) -> tuple[str, ...]:
    """The texts above a column, outermost first, each spanning cell once.

    A blank in an upper header row belongs to the text on its left (a merged cell whose span the
    source lost), provided a lower row names the column.
    """
    path: list[str] = []
    seen: set[int] = set()
    for row in range(top, bottom):
        index = grid.index(row, column)
        named = any(grid.text(below, column) for below in range(row + 1, bottom))
        if named and not grid.text(row, column):
            left = next((c for c in range(column - 1, 0, -1) if grid.text(row, c)), None)
            index = None if left is None else grid.index(row, left)
        if index is not None and index not in seen and grid.folded[index]:
            seen.add(index)
            path.append(grid.folded[index])
    return tuple(path)


def is_ordinal(path: tuple[str, ...]) -> bool:
    """Whether a column only numbers the rows of its table."""
    return bool(_ORDINAL.fullmatch("".join(path)))


def says_twice(grid: Grid, header: Header) -> bool:
    """Whether two columns of a list say the same of one field: a cell of the header was lost, and
    the names may stand over the wrong columns. One cell over several columns says it once."""
    if header.kind.layout != "records":
        return False
    named = {grid.index(header.bottom - 1, column): path for column, path in header.paths.items()}
    return any(sum(_says(rule, path) for path in named.values()) > 1 for rule in header.fields.values())


def years_unlikely(header: Header, fiscal_year: int) -> bool:
    """Whether the newest column of a table that reports the fiscal year is of another year, or the newest of
    any table of a year to come: the header is last year's, or the year of the report is not the one read."""
    years = [m.year or fiscal_year + m.offset for m in header.meanings.values() if m.role == "value"]
    newest = max(years, default=fiscal_year)
    return newest > fiscal_year or (newest < fiscal_year and header.kind.columns in _OF_FISCAL_YEAR)


def has_numbers(grid: Grid, row: int) -> bool:
    """Whether any cell of a row is a printed figure."""
    return any(grid.is_number(index) for index in grid.filled(row))


def matrix_header(grid: Grid, row: int, kind: TableKind, grammar: Grammar) -> Header | None:
    """The header block of a matrix that opens at ``row``, or None."""
    if not _says_columns(grid, row, kind, grammar):
        return None
    bottom = row + 1
    while bottom < min(row + DEPTH, grid.table.row_count) and (
        _says_columns(grid, bottom, kind, grammar) or _says_units(grid, bottom, grammar)
    ):
        bottom += 1
    paths = {c: path_of(grid, row, bottom, c) for c in range(1, grid.table.column_count)}
    meanings = {c: m for c, path in paths.items() if (m := grammar.header_meaning(kind.columns, path))}
    beside = _labels_beside(grid, bottom, meanings, kind, grammar)
    meanings = {column: meaning for column, meaning in meanings.items() if column < beside}
    if sum(meaning.role == "value" for meaning in meanings.values()) < kind.min_columns:
        return None
    if kind.stub and not kind.stub.fullmatch("|".join(path_of(grid, row, bottom, 0))):
        return None
    members = {member for meaning in meanings.values() for _, member in meaning.dimensions}
    if (kind.with_member and kind.with_member not in members) or kind.without_member in members:
        return None
    known = _rows_known(grid, bottom, min(meanings), kind, grammar)
    beside = beside if beside < grid.table.column_count else 0
    return Header(kind, row, bottom, paths, known, meanings=meanings, beside=beside)


def unnamed_header(grid: Grid, kind: TableKind, grammar: Grammar) -> Header | None:
    """A header for a table that begins as the kind does and has its number of columns, which say nothing
    of their periods: they are taken to be those of the form, in its order. A first row that tells the columns
    apart, in words that nobody knows, says something else of them."""
    if not kind.unnamed or grid.table.column_count != 1 + len(kind.unnamed):
        return None
    named = names_row(kind, label_of(grid, 0, 1, grammar).key, grammar)
    if not named and len({grid.text(0, column) for column in range(1, grid.table.column_count)}) > 1:
        return None
    paths = {column: (text,) for column, text in enumerate(kind.unnamed, start=1)}
    meanings = {c: m for c, path in paths.items() if (m := grammar.header_meaning(kind.columns, path))}
    labels = (label_of(grid, row, 1, grammar).key for row in range(grid.table.row_count))
    first = next((name for label in labels if (name := grammar.labels.find(label, kind.rows))), "")
    if first not in kind.order[:_BEGINNING] or len(meanings) != len(paths):
        return None
    bottom = 0 if named or has_numbers(grid, 0) else 1
    return Header(kind, 0, bottom, paths, _rows_known(grid, bottom, 1, kind, grammar), meanings=meanings)


def records_header(grid: Grid, row: int, kind: TableKind, grammar: Grammar) -> Header | None:
    """The header block of a record table that opens at ``row``, or None.

    The first row must say something about the columns: a block that matches as well without it
    begins further down.
    """
    best: Header | None = None
    needed = {rule.concept for rule in kind.fields if rule.required}
    for bottom in range(row + 1, min(row + DEPTH, grid.table.row_count) + 1):
        if has_numbers(grid, bottom - 1):
            break
        paths, fields = _record_fields(grid, row, bottom, kind)
        if len(fields) < kind.min_columns or not needed <= {rule.concept for rule in fields.values()}:
            continue
        if bottom > row + 1 and len(_record_fields(grid, row + 1, bottom, kind)[1]) >= len(fields):
            break
        if best is None or len(fields) > best.score:
            best = Header(kind, row, bottom, paths, len(fields), fields=fields)
    return best


def _record_fields(
    grid: Grid, top: int, bottom: int, kind: TableKind
) -> tuple[dict[int, tuple[str, ...]], dict[int, FieldRule]]:
    paths = {c: path_of(grid, top, bottom, c) for c in range(grid.table.column_count)}
    return paths, _fields_of(paths, kind)


def cross_header(grid: Grid, row: int, kind: TableKind, grammar: Grammar) -> Header | None:
    """The header of a row x column table, or None; a further row of it has no label of its own."""
    if has_numbers(grid, row):
        return None
    bottom = row + 1
    while bottom < grid.table.row_count and _goes_on(grid, row, bottom):
        bottom += 1
    labels = [label_of(grid, r, 1, grammar).key for r in range(bottom, min(bottom + 8, grid.table.row_count))]
    paths: dict[int, tuple[str, ...]] = {}
    hits = 0
    for column in range(1, grid.table.column_count):
        text = next(reversed(path_of(grid, row, bottom, column)), "")
        matching = [r for r in kind.fields for label in labels if r.pattern.fullmatch(f"{label}|{text}")]
        if text and matching:
            paths[column] = (text,)
            hits += len(matching)
    if not paths:
        return None
    return Header(kind, row, bottom, paths, hits, fields=dict.fromkeys(paths, kind.fields[0]))


def _goes_on(grid: Grid, top: int, row: int) -> bool:
    """Whether a row is one more of the header that begins at ``top``: no figures, no label."""
    blank = not grid.text(row, 0) or grid.index(row, 0) == grid.index(top, 0)
    return blank and not has_numbers(grid, row) and bool(grid.filled(row))


def _says_columns(grid: Grid, row: int, kind: TableKind, grammar: Grammar) -> bool:
    """Whether at least half of a row's texts right of the labels are column headers.

    Figures make a row one of data, unless they are bare years under a label that names no row.
    """
    label = label_of(grid, row, 1, grammar).key
    if label and any(rule.pattern.fullmatch(label) for rule in kind.row_rules if not rule.own):
        return False
    figures = [grid.folded[index] for index in grid.filled(row) if grid.is_number(index)]
    if figures and (
        not all(_BARE_YEAR.fullmatch(text) for text in figures)
        or grammar.labels.find_printed(label, kind.rows)
    ):
        return False
    cells = dict.fromkeys(grid.index(row, c) for c in range(1, grid.table.column_count))
    texts = [grid.folded[i] for i in cells if i is not None and grid.folded[i]]
    known = [text for text in texts if grammar.fragment(kind.columns, text)]
    return bool(known) and 2 * len(known) >= len(texts)


def _says_units(grid: Grid, row: int, grammar: Grammar) -> bool:
    """Whether a row gives the unit of each column, and nothing else."""
    return bool(texts := grid.filled(row)) and unit_words(grammar).issuperset(
        grid.folded[index] for index in texts
    )


def _rows_known(grid: Grid, start: int, first: int, kind: TableKind, grammar: Grammar) -> int:
    """How many of the rows below a header name something the kind knows."""
    known = 0
    for row in range(start, min(start + _LOOK_AHEAD, grid.table.row_count)):
        known += names_row(kind, label_of(grid, row, first, grammar).key, grammar)
    return known


def _labels_beside(
    grid: Grid, bottom: int, meanings: Mapping[int, ColumnMeaning], kind: TableKind, grammar: Grammar
) -> int:
    """The column with which another table begins on the right of this one, labels again; else the width.

    A single label is enough where figures stand on its right, under a header of their own.
    """
    width = grid.table.column_count
    between = (c for c in range(min(meanings, default=width) + 1, width) if c not in meanings)
    rows = range(bottom, min(bottom + _LOOK_AHEAD, grid.table.row_count))
    words = unit_words(grammar)
    for column in between:
        texts = [text for row in rows if (text := grid.text(row, column))]
        known = sum(names_row(kind, take_apart(text, words).key, grammar) for text in texts)
        if known >= _LABELS or (known and known == len(texts) and column + 1 in meanings):
            return column
    return width


def names_row(kind: TableKind, key: str, grammar: Grammar) -> bool:
    """Whether a folded label is that of a row of a matrix."""
    rules = [rule for rule in kind.row_rules if not rule.own]
    return any(
        grammar.labels.find(form, kind.rows) or any(rule.pattern.fullmatch(form) for rule in rules)
        for form in forms_of(key)
    )


def _fields_of(paths: Mapping[int, tuple[str, ...]], kind: TableKind) -> dict[int, FieldRule]:
    """Columns to fields; a field is taken once, by its first column."""
    fields: dict[int, FieldRule] = {}
    if not all(any(_says(rule, path) for path in paths.values()) for rule in kind.fields if rule.required):
        return fields
    for column, path in paths.items():
        for rule in kind.fields:
            if rule not in fields.values() and _says(rule, path):
                fields[column] = rule
                break
    return fields


def _says(rule: FieldRule, path: tuple[str, ...]) -> bool:
    """Whether a column's texts are what a field is called; a word may be cut in two rows."""
    if sum(map(len, path)) > LONGEST_LABEL:
        return False
    return any(rule.pattern.fullmatch(text) for text in ("|".join(path), "".join(path)))
