"""Plain text: every line that is not blank is a paragraph, lines with tabs are table rows.

In a text without a tab, rows may be lines whose cells blanks part, or each cell has a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Cell, Paragraph, Table
from pilu.model.span import LineSpan
from pilu.readers.encoding import text_lines
from pilu.readers.limits import Limits
from pilu.readers.paged import TextLine, paged_blocks
from pilu.readers.reading import Reading, unreadable
from pilu.readers.stitch import continuation, join
from pilu.readers.text_columns import column_blocks


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``start`` to ``end`` (0-based, half-open) of a line, and what they say."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A table row on one line (1-based)."""

    line: int
    runs: tuple[Run, ...]


def line_span(line: int, run: Run) -> LineSpan:
    """The place of ``run``; an empty run is placed on the character it stands before."""
    return LineSpan(line, run.start + 1, line, max(run.end, run.start + 1))


def trimmed(line: str, start: int, end: int, say: Callable[[str], str] = str) -> Run:
    """The part of ``line`` from ``start`` to ``end`` without the white space around it."""
    part = line[start:end]
    left = start + len(part) - len(part.lstrip())
    right = max(left, start + len(part.rstrip()))
    if left == end:  # nothing but white space
        left = right = start
    return Run(left, right, say(line[left:right]))


def tab_row(number: int, line: str) -> Row | None:
    """The line as a table row, or None when it has no tab."""
    if "\t" not in line:
        return None
    runs, start = [], 0
    for part in line.split("\t"):
        runs.append(trimmed(line, start, start + len(part)))
        start += len(part) + 1
    return Row(number, tuple(runs))


def table_of(rows: Iterable[Row]) -> Table:
    """The rows as one table; rows with fewer cells leave positions that do not exist."""
    listed = tuple(rows)
    cells = tuple(
        Cell(index, column, run.text, (line_span(row.line, run),))
        for index, row in enumerate(listed)
        for column, run in enumerate(row.runs)
    )
    last = listed[-1]
    place = LineSpan(
        listed[0].line,
        listed[0].runs[0].start + 1,
        last.line,
        max(last.runs[-1].end, 1),
    )
    return Table(cells, len(listed), max(len(row.runs) for row in listed), (place,))


@dataclass(slots=True)
class Flow:
    """Blocks as they are met line by line; joins a table to the one before it where they are one."""

    limits: Limits
    blocks: list[Block] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _rows: list[Row] = field(default_factory=list)
    _cells: int = 0

    def row(self, row: Row) -> None:
        """Takes the next row of the table that is being read."""
        self._cells += len(row.runs)
        if self._cells > self.limits.cells:
            raise unreadable("read.too-many-cells", limit=self.limits.cells)
        self._rows.append(row)

    def end_table(self) -> None:
        """Closes the table that is being read, if there is one."""
        if self._rows:
            rows, self._rows = self._rows, []
            self.table(table_of(rows))

    def table(self, table: Table) -> None:
        """Takes a whole table, as a continuation of the last block where it is one."""
        last = self.blocks[-1] if self.blocks else None
        onward = continuation(last, table) if isinstance(last, Table) else None
        if onward is None:
            self.blocks.append(table)
            return
        assert isinstance(last, Table)
        if onward.repeated:
            self.diagnostics.append(
                diagnose("read.header-repeated", span=table.spans[0], rows=onward.repeated)
            )
        self.blocks[-1] = join(last, table, onward.repeated)

    def block(self, block: Block) -> None:
        """Takes any other block."""
        self.end_table()
        self.blocks.append(block)

    def reading(self, told: tuple[Diagnostic, ...]) -> Reading:
        """What was read, with one note for every joined table."""
        self.end_table()
        joined = tuple(
            diagnose("read.table-joined", span=block.spans[0], pieces=len(block.spans))
            for block in self.blocks
            if isinstance(block, Table) and len(block.spans) > 1
        )
        return Reading(tuple(self.blocks), 0, (*told, *self.diagnostics, *joined))


def read_text(data: bytes, limits: Limits) -> Reading:
    """Reads plain text (UTF-8, UTF-16 with its mark, GB18030)."""
    lines, told = text_lines(data, limits)
    if not any("\t" in line for line in lines):
        runs = ((number, trimmed(line, 0, len(line))) for number, line in enumerate(lines, start=1))
        whole = [TextLine(run.text, line_span(number, run)) for number, run in runs if run.text]
        ways = (column_blocks(whole), paged_blocks([whole]))
        blocks, said = next((way for way in ways if _has_table(way[0])), ways[0])
        return Reading(blocks, 0, (*told, *said))
    flow = Flow(limits)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            flow.end_table()
            continue
        row = tab_row(number, line)
        if row:
            flow.row(row)
        else:
            run = trimmed(line, 0, len(line))
            flow.block(Paragraph(run.text, (line_span(number, run),)))
    return flow.reading(told)


def _has_table(blocks: Iterable[Block]) -> bool:
    return any(isinstance(block, Table) for block in blocks)
