"""Rows of a matrix: what each cell says under the columns of the header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pilu.extraction.beneath import BENEATH
from pilu.extraction.headers import Header, has_numbers, label_of, names_row, unit_words, years_unlikely
from pilu.extraction.matrix_rows import fitted_to_row, joined, note_of, other_columns, own_row, row_label
from pilu.extraction.row_names import RowName, RowNames
from pilu.extraction.sink import Doubts, Said, Sink, TableScope
from pilu.extraction.turns import Turns, Year
from pilu.model.extraction import LABEL_ABOVE
from pilu.reasons import evidence
from pilu.taxonomies.labels import take_apart

Paths = tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class MatrixRows:
    """Reads the rows of a region from top to bottom; ``moved``: the column that stood beneath the others;
    ``loose``: the table has not the columns of its header, and which is which has to be proved."""

    scope: TableScope
    sink: Sink
    header: Header
    names: RowNames
    turns: Turns
    moved: int | None = None
    loose: bool = False

    def knows(self, row: int) -> bool:
        """Whether the kind has a name for a row: it is no pair, whatever its label says."""
        label = label_of(self.scope.grid, row, self.header.first_column, self.scope.grammar)
        return names_row(self.header.kind, label.key, self.scope.grammar)

    def read(self, row: int, doubts: Doubts) -> None:
        """Every cell of a row under a column becomes a candidate, or is explained."""
        header = self.header if self.loose else fitted_to_row(self.scope.grid, row, self.header)
        key, notes, named = self._label(row, header)
        year = self.turns.year(key) if named.subject and header.kind.again else Year()
        path = tuple(dict.fromkeys((*self._row_path(row, header), key)))
        note = "" if self.loose else note_of(self.scope.grid, row, header)
        for column, index in self._cells(row, header):
            reason = self._reason(column, index, header, named)
            if reason or year.offset is None:
                self.sink.explain(index, header.kind.id, key, reason or "year-unknown")
                continue
            own, others, apart = self._column(column, index, header)
            said = Said(
                header.kind.id,
                path,
                own,
                named.subject,
                tuple(sorted((*header.kind.dimensions, *named.dimensions, *apart))),
                notes,
                named.offset + year.offset,
                doubts=(*doubts, *named.doubts, *year.doubts, *(BENEATH if column == self.moved else ())),
                or_columns=others,
                note=note,
            )
            self.sink.emit(index, said)

    def _label(self, row: int, header: Header) -> tuple[str, tuple[str, ...], RowName]:
        """The label of a row, folded, the notes behind it and what it names; its cells are explained."""
        grid = self.scope.grid
        label = row_label(self.scope, row, header.first_column)
        for index in self._labels(row, header):
            if grid.folded[index]:
                self.sink.explain(index, header.kind.id, label.key, "label")
        named = self.names.name(label.key)
        if not named.subject and has_numbers(grid, row):
            unlabelled = not label.key
            label, named = joined(grid, row, header, self.names, (label, named))
            if unlabelled and named.subject:
                named = replace(named, doubts=(*named.doubts, (0.5, evidence(LABEL_ABOVE))))
            named = named if named.subject else own_row(grid, row, header, self.names, label.key)
        return label.key, label.notes, named

    def _labels(self, row: int, header: Header) -> tuple[int, ...]:
        cells = dict.fromkeys(self.scope.grid.index(row, column) for column in range(header.first_column))
        return tuple(index for index in cells if index is not None)

    def _cells(self, row: int, header: Header) -> Iterator[tuple[int, int]]:
        """The cells of a row that stand under columns of their own, each with its column."""
        grid, labels = self.scope.grid, self._labels(row, header)
        width = range(header.first_column, grid.table.column_count)
        for column in width if self.loose else header.meanings:
            index = grid.index(row, column)
            if index is None or index in labels or index in self.sink.taken:
                continue
            if grid.table.cells[index].row == row:
                yield column, index

    def _reason(self, column: int, index: int, header: Header, named: RowName) -> str:
        """Why a cell is no candidate; "" where it is one."""
        grid = self.scope.grid
        other = not self.loose and header.meanings[column].role == "other"
        nothing = not grid.folded[index]
        if other or not named.subject or (nothing and header.kind.skip_blanks):
            return "blank" if nothing else "column-other" if named.subject else "row-unknown"
        if self.loose:
            return "" if grid.is_number(index) else "text"
        change = header.meanings[column].role == "change" and not nothing
        if change and years_unlikely(header, self.scope.fiscal_year):  # of which year, nobody says
            return "column-unknown"
        return ""

    def _column(
        self, column: int, index: int, header: Header
    ) -> tuple[tuple[str, ...], Paths, tuple[tuple[str, str], ...]]:
        """The path of a cell's column, those of others that it may belong to, and what keeps it apart."""
        if not self.loose:
            others = other_columns(self.scope.grid, index, column, header)
            return header.paths[column], others, header.apart(column)
        first, *rest = (
            header.paths[c] for c, meaning in sorted(header.meanings.items()) if meaning.role == "value"
        )
        return first, tuple(rest), ()

    def _row_path(self, row: int, header: Header) -> tuple[str, ...]:
        grid = self.scope.grid
        words = unit_words(self.scope.grammar)
        texts = [grid.text(row, column) for column in range(header.first_column)]
        return tuple(take_apart(text, words).key for text in dict.fromkeys(texts) if text)
