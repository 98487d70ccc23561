"""One table into candidates and ledger entries, row by row.

A table may hold several regions one under the other (totals, a record table, notes): a header
block opens a region, label-value pairs may stand anywhere, other rows belong to the open region.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pilu.extraction.beneath import set_beside
from pilu.extraction.breakdown import BreakdownRows, breakdown_header
from pilu.extraction.captions import nearest_words
from pilu.extraction.continuing import OpenRegion, onward
from pilu.extraction.cross import read_cross
from pilu.extraction.formats import Formats
from pilu.extraction.grid import Grid
from pilu.extraction.headers import (
    Header,
    cross_header,
    has_numbers,
    label_of,
    matrix_header,
    records_header,
    says_twice,
    unit_words,
    unnamed_header,
    years_unlikely,
)
from pilu.extraction.matrix import MatrixRows
from pilu.extraction.pairs import PairNumbers, pair_rule, read_pairs
from pilu.extraction.records import RecordRows, group_above, whole_width
from pilu.extraction.row_names import RowNames
from pilu.extraction.sink import Doubts, Progress, Sink, TableScope, Turn
from pilu.extraction.too_long import too_long
from pilu.extraction.turns import Turns
from pilu.model.evidence import Doubt
from pilu.model.extraction import COLUMNS_LOST, PERIODS_ASSUMED, YEARS_UNLIKELY, Candidate, LedgerEntry
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import take_apart
from pilu.taxonomies.table_kinds import TableKind

Opener = Callable[[Grid, int, TableKind, Grammar], Header | None]
_OPENERS: Mapping[str, Opener] = MappingProxyType(
    {
        "matrix": matrix_header,
        "records": records_header,
        "cross": cross_header,
        "breakdown": breakdown_header,
    }
)


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table gave: kinds in order of appearance, candidates, entries for other cells, the
    region left open at its end, the kinds whose first row it holds, how far the tables of the report have
    come, and the column with which another table begins beside it, or 0."""

    kinds: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    ledger: tuple[LedgerEntry, ...]
    open_region: OpenRegion | None
    begun: frozenset[str]
    progress: Progress
    beside: int = 0


def read_table(scope: TableScope, above: OpenRegion | None = None) -> TableReading:
    """Every cell of the table ends in a candidate or in a ledger entry.

    ``above``: the region that the table continues if it opens none itself.
    """
    if scope.grid.table.column_count > _WIDEST:
        return _Reader(scope, Sink(scope)).finish()
    reader = _begun(scope, above)
    row = 0
    while row < scope.grid.table.row_count:
        row = reader.step(row)
    return reader.finish()


def _begun(scope: TableScope, above: OpenRegion | None) -> _Reader:
    """A reader at the first row: it goes on with the region above, or opens one that is not named."""
    before = above.header.kind.id if above else ""
    reader = _Reader(scope, Sink(scope), before=before)
    region = reader.continues(above) if above else None
    if region and not region.loose:
        reader.take_up(region)
        return reader
    if above and above.header.kind.order and (grid := set_beside(scope.grid, above.columns)):
        whole = replace(scope, grid=grid)
        beside = _Reader(whole, Sink(whole), before=before, moved=grid.table.column_count - 1)
        if moved := beside.continues(above):
            beside.take_up(moved)
            return beside
    if region:
        reader.take_up(region)
        return reader
    reader.assume()
    return reader


@dataclass(slots=True)
class _Reader:
    """The state of one pass down a table."""

    scope: TableScope
    sink: Sink
    before: str = ""
    header: Header | None = None
    kinds: list[str] = field(default_factory=list)
    rows: RowNames | None = None
    matrix: MatrixRows | None = None
    breakdown: BreakdownRows | None = None
    records: RecordRows | None = None
    counted: dict[str, int] = field(init=False)
    turns: dict[str, Turn] = field(init=False)
    columns: int = field(init=False)
    numbers: PairNumbers = field(init=False)
    continued: bool = False
    ambiguous: bool = False
    assumed: bool = False
    beside: int = 0  # the column with which another table begins
    usual: int = 0  # the width of most rows
    moved: int | None = None  # the column that stood beneath the others
    begun: set[str] = field(default_factory=set)
    pair_kinds: Sequence[TableKind] = field(init=False)
    openers: Sequence[tuple[int, TableKind, Opener]] = field(init=False)  # the kinds that may open here

    def __post_init__(self) -> None:
        self.counted = dict(self.scope.progress.counted)
        self.turns = dict(self.scope.progress.turns)
        self.columns = self.scope.grid.table.column_count
        words = unit_words(self.scope.grammar)
        texts = frozenset(take_apart(text, words).key for text in self.scope.grid.folded)
        self.numbers = PairNumbers(dict(self.scope.progress.pairs), self.scope.block, texts)
        pairs = [kind for kind in self.scope.grammar.tables if kind.layout == "pairs"]
        ranked = [(rank, kind) for kind in pairs if (rank := self._rank(kind)) is not None]
        self.pair_kinds = [kind for _, kind in sorted(ranked, key=lambda item: item[0])]
        near = [kind for kind in self.scope.grammar.tables if self._rank(kind) is not None]
        self.openers = [
            (rank, kind, _OPENERS[kind.layout])
            for kind in self._of_its_format(near)
            if kind.layout in _OPENERS and (rank := self._rank(kind)) is not None and self._fits(kind)
        ]

    def continues(self, above: OpenRegion) -> OpenRegion | None:
        """The region above as the table goes on with it, if it does: it has no header of its own."""
        grid = self.scope.grid
        if self._opening(0) or pair_rule(grid.text(0, 0), self.pair_kinds, self.scope.grammar):
            return None
        return onward(above, self.scope)

    def take_up(self, above: OpenRegion) -> None:
        """Go on reading the region of the table above."""
        self.header, self.continued = above.header, True
        self.ambiguous, self.assumed = above.ambiguous, above.assumed
        self.columns = above.columns
        self._name_rows(above.header, above)
        if self.breakdown and above.breakdown:
            self.breakdown.go_on(above.breakdown)
        self.kinds.append(above.header.kind.id)

    def assume(self) -> None:
        """Open the region of a statement whose header says nothing of the periods."""
        if self._opening(0) or not self.scope.sections:
            return
        kinds = [kind for kind in self.scope.grammar.tables if self.scope.sections[0] in kind.sections[:1]]
        chosen = self._of_its_format(kinds)
        headers = (unnamed_header(self.scope.grid, kind, self.scope.grammar) for kind in chosen)
        header = next((h for h in headers if h and h.score >= h.kind.min_rows), None)
        if header:
            self._open(self._in_turn(header))
            self.assumed = True

    def step(self, row: int) -> int:
        """Read the region header or the row at ``row``; returns the next row."""
        header = self._opening(row)
        if header:
            self._open(header)
            return header.bottom
        skipped = self.records is not None and self.records.skips(row)
        if self._known_row(row) or (not skipped and self._pairs(row)) or self.header is None:
            return row + 1
        if self.matrix:
            self.matrix.read(row, self._doubts(row, self.header))
        elif self.records:
            self.records.read(row, self._doubts(row, self.header))
        elif self.breakdown:
            self.breakdown.read(row, self._doubts(row, self.header))
        return row + 1

    def _known_row(self, row: int) -> bool:
        """Read a row that the open region has a name for: it is no pair, whatever its label says."""
        header = self.header
        if header is not None and header.kind.layout == "cross":
            return read_cross(self.scope, self.sink, row, header)
        if header is None or self.matrix is None or not self.matrix.knows(row):
            return False
        self.matrix.read(row, self._doubts(row, header))
        return True

    def finish(self) -> TableReading:
        """The reading, with an entry for every cell that became no candidate."""
        kinds = tuple(dict.fromkeys(self.kinds))
        entries, begun = self.sink.entries(kinds), frozenset(self.begun)
        self._close()
        left = self._left_open()
        found = tuple(self.sink.candidates)
        seen = self.scope.progress.formats.union(
            name for name in kinds if (kind := self.scope.grammar.table(name)) and kind.instead_of
        )
        progress = Progress(self.counted, self.turns, self.numbers.tables, seen)
        return TableReading(kinds, found, entries, left, begun, progress, self.beside)

    def _left_open(self) -> OpenRegion | None:
        if self.header is None or self.rows is None:
            return None
        return OpenRegion(
            self.header,
            self.rows,
            self.records.record if self.records else 0,
            self.columns,
            self.scope.sections,
            self.ambiguous,
            self.assumed,
            self.breakdown,
            self.records.group if self.records else (),
            turns=self.matrix.turns if self.matrix else None,
            miscounted=self.records is not None and self.records.miscounted,
        )

    # --- regions

    def _opening(self, row: int) -> Header | None:
        """The best header block that opens at a row: section first, then how much matches."""
        found: list[tuple[int, int, int, Header]] = []
        for rank, kind, opener in self.openers:
            header = opener(self.scope.grid, row, kind, self.scope.grammar)
            needed = self._needed(kind, rank, header) if rank < _ELSEWHERE else kind.elsewhere
            if header and (header.score >= needed or kind.layout == "breakdown"):
                told = bool(kind.caption) + bool(kind.stub)
                found.append((rank, -header.score - told, self._far(kind), header))
        return self._in_turn(min(found, key=lambda item: item[:3])[3]) if found else None

    def _needed(self, kind: TableKind, rank: int, header: Header | None) -> int:
        """How many rows a kind must know: all of a short piece that stands in its own section."""
        below = self.scope.grid.table.row_count - header.bottom if header else 0
        return min(kind.min_rows, below) if kind.order and rank == 0 and below else kind.min_rows

    def _of_its_format(self, kinds: Sequence[TableKind]) -> list[TableKind]:
        """Those of some kinds that are of the format of the table's statement."""
        return Formats(self.scope.grid, self.scope.grammar, self.scope.progress.formats).chosen(kinds)

    def _fits(self, kind: TableKind) -> bool:
        """Whether a kind's note and caption are there."""
        if kind.needs_note and not self.scope.subject:
            return False
        if kind.near and kind.caption:
            return bool(kind.caption.search(nearest_words(self.scope.captions)))
        return kind.caption is None or self._far(kind) < len(self.scope.captions)

    def _far(self, kind: TableKind) -> int:
        """How many paragraphs above the table the caption of a kind stands."""
        said = (
            at for at, text in enumerate(self.scope.captions) if kind.caption and kind.caption.search(text)
        )
        return next(said, len(self.scope.captions))

    def _in_turn(self, header: Header) -> Header:
        """The header, of the kind that comes next where its own has begun before."""
        kind = header.kind
        then = self.scope.grammar.table(kind.then) if kind.id in self.scope.begun else None
        return replace(header, kind=then) if then and self._begins(header) else header

    def _begins(self, header: Header) -> bool:
        """Whether the first row below a header that its kind knows is one the kind starts with."""
        grid, names = self.scope.grid, RowNames(header.kind, self.scope.grammar)
        for row in range(header.bottom, grid.table.row_count):
            key = label_of(grid, row, header.first_column, self.scope.grammar).key
            if has_numbers(grid, row) and (subject := names.name(key).subject):
                return subject in header.kind.starts
        return False

    def _rank(self, kind: TableKind) -> int | None:
        """How well a kind fits the sections around the table; None: not at all."""
        if not kind.sections:
            return _ANYWHERE
        for distance, section in enumerate(self.scope.sections):
            if section in kind.sections:
                return distance
        return _ELSEWHERE if kind.elsewhere else None

    def _open(self, header: Header) -> None:
        self.header, self.continued, self.assumed = header, False, False
        self.beside = self.beside or header.beside
        self.usual = self.scope.grid.usual_width(header.bottom)
        self.ambiguous = says_twice(self.scope.grid, header)
        self.columns = self.scope.grid.table.column_count
        self._close()
        self._name_rows(header)
        self.kinds.extend((header.kind.id, *self._beside(header)))
        if header.kind.starts and self._begins(header):
            self.begun.add(header.kind.id)
        for row in range(header.top, header.bottom):
            for index in self.scope.grid.filled(row):
                self.sink.explain(index, header.kind.id, "", "header")

    def _beside(self, header: Header) -> tuple[str, ...]:
        """The kind that follows the header's, where its columns stand beside the header's own."""
        then = self.scope.grammar.table(header.kind.then)
        said = {pair for meaning in header.meanings.values() for pair in meaning.dimensions}
        return (then.id,) if then and then.dimensions and said.issuperset(then.dimensions) else ()

    def _name_rows(self, header: Header, above: OpenRegion | None = None) -> None:
        kind, grid = header.kind, self.scope.grid
        self.rows = above.names if above else RowNames(kind, self.scope.grammar)
        self.matrix = self.breakdown = self.records = None
        if kind.layout == "matrix":
            self.matrix = self._matrix(header, self.rows, above)
        elif kind.layout == "breakdown":
            alike = self.before == kind.id
            self.breakdown = BreakdownRows(self.scope, self.sink, header, after_alike=alike)
        elif kind.layout == "records":
            width = grid.table.column_count if above else whole_width(header, grid)
            record = above.record if above else self.counted.get(kind.id, 0)
            group = above.group if above else group_above(self.scope, header)
            self.records = RecordRows(self.scope, self.sink, header, width, record, group=group)
            self.records.miscounted = above is not None and above.miscounted

    def _matrix(self, header: Header, names: RowNames, above: OpenRegion | None) -> MatrixRows:
        turns = Turns(header.kind, self.turns)
        if above and above.turns:
            turns = replace(above.turns, states=self.turns)
        else:
            turns.open(header, self.scope)
        loose = above is not None and above.loose
        return MatrixRows(self.scope, self.sink, header, names, turns, self.moved, loose)

    def _close(self) -> None:
        """Remember how far a list has counted, where the next of its kind goes on."""
        if self.records and self.records.header.kind.through:
            self.counted[self.records.header.kind.id] = self.records.record

    # --- rows

    def _doubts(self, row: int, header: Header) -> Doubts:
        loose = self.matrix is not None and self.matrix.loose
        width = header.last_column + 1 if self.matrix else self.usual
        short = 0 if loose else max(width, header.last_column + 1) - self.scope.grid.row_width(row)
        doubts: list[Doubt] = [(0.5, evidence("row-cells-short", count=short))] if short > 0 else []
        if self.matrix and not loose and too_long(self.scope.grid, row, header):
            doubts.append((0.5, evidence("row-too-long")))
        if loose and not header.kind.again:
            doubts.append((0.9, evidence(COLUMNS_LOST)))
        if self.ambiguous:
            doubts.append((0.5, evidence("columns-alike")))
        if self.assumed:
            doubts.append((0.5, evidence(PERIODS_ASSUMED)))
        if years_unlikely(header, self.scope.fiscal_year):
            doubts.append((0.5, evidence(YEARS_UNLIKELY)))
        if self.continued:
            doubts.append((0.8, evidence("header-continued")))
        return tuple(doubts)

    def _pairs(self, row: int) -> bool:
        """Label and value side by side, once or several times in the row."""
        kinds = read_pairs(self.scope, self.sink, row, self.pair_kinds, self.numbers)
        self.kinds.extend(kinds)
        return bool(kinds)


_ELSEWHERE = 98  # rank of a kind outside its sections
_WIDEST = 100  # columns; a wider table is none of a form, and is listed as unknown
_ANYWHERE = 50  # rank of a kind that names no section
