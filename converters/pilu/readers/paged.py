"""Text of pages without any table markup, one cell of a table per line, as copying a PDF leaves it.

Only the shape of the text counts: a line that says what the rows are, a heading line per column, then
labels, each with the figures of its row on the lines below. A row with as many figures as there are
columns says which is which. Of a row with fewer the columns are unknown, and its figure is laid across
all of them; stretches that keep no such order stay the lines they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Cell, Paragraph, Table
from pilu.model.span import LineSpan
from pilu.readers.stitch import folded, is_amount

_STUB = re.compile("项目|补充资料")
NOTE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、(?:\(?[一二三四五六七八九十\d]{1,3}\)?[、.]?)*)|附注[一二三四五六七八九十]+.*"
)
NOTES = re.compile("附注.{0,3}|注释号?")
_HEADING = re.compile(r".{1,24}")
_DASH = re.compile("[-—–]+")
_LONGEST = 60  # characters of a row's label
_BARREN = 30  # labels in a row without a figure, after which a table has ended
_FEWEST = 4  # rows with every figure that make a table
_EDGE = 3  # lines at the top or bottom of a page among which running lines are looked for
_OFTEN = 3  # pages of which a running line is on one, at least


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page, and where it stands in the file."""

    text: str
    span: LineSpan


def paged_blocks(pages: Sequence[Sequence[TextLine]]) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The blocks of pages of text in order, and what was left out, or not understood, on the way."""
    told: list[Diagnostic] = []
    running = _running(pages)
    kept = [[line for line in page if not _runs(line, page, running)] for page in pages]
    left_out = sum(map(len, pages)) - sum(map(len, kept))
    if left_out:
        touched = sum(len(page) != len(rest) for page, rest in zip(pages, kept, strict=True))
        told.append(diagnose("read.running-lines", lines=left_out, pages=touched))
    lines = [line for page in kept for line in page if line.text]
    blocks: list[Block] = []
    start = 0
    while start < len(lines):
        table, end = _table_at(lines, start)
        if table is None:
            end = start + 1
            blocks.append(Paragraph(lines[start].text, (lines[start].span,)))
        else:
            blocks.append(table)
        start = end
    told.extend(_unplaced(blocks))
    return tuple(blocks), tuple(told)


def _running(pages: Sequence[Sequence[TextLine]]) -> frozenset[str]:
    """Lines at the edges of pages that, but for their digits, stand on every third page or more."""
    seen = Counter(key for page in pages for key in {_masked(line.text) for line in _edges(page)})
    return frozenset(key for key, times in seen.items() if times >= 3 and times * _OFTEN >= len(pages))


def _runs(line: TextLine, page: Sequence[TextLine], running: frozenset[str]) -> bool:
    return bool(running) and _masked(line.text) in running and line in _edges(page)


def _edges(page: Sequence[TextLine]) -> Sequence[TextLine]:
    return (*page[:_EDGE], *page[_EDGE:][-_EDGE:])


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", folded(text))


def _table_at(lines: Sequence[TextLine], start: int) -> tuple[Table | None, int]:
    """The table whose first cell is the line ``start``, and the line after it."""
    if not _STUB.fullmatch(folded(lines[start].text)):
        return None, start
    end = _end(lines, start + 1)
    body = lines[start + 1 : end]
    runs = Counter(len(run) for run in _runs_of_figures(body))
    if not runs:
        return None, start
    width = max(runs, key=lambda size: (runs[size], size))
    notes = 1 if NOTES.fullmatch(folded(body[0].text)) else 0
    head = body[: notes + width]
    fits = all(_HEADING.fullmatch(line.text) and not _is_figure(line.text) for line in head)
    if width < 2 or max(runs) > width or runs[width] < _FEWEST or not fits or len(head) < notes + width:
        return None, start
    if any(size not in (1, width) for size in runs):
        return None, start
    return _table(lines[start], head, body[len(head) :], notes), end


def _end(lines: Sequence[TextLine], start: int) -> int:
    """The first line that cannot be of the table: another one begins, or words without figures."""
    barren = 0
    last = start
    for number in range(start, len(lines)):
        text = folded(lines[number].text)
        if _STUB.fullmatch(text) or len(text) > _LONGEST or barren > _BARREN:
            return last
        barren = 0 if _is_figure(text) else barren + 1
        last = number + 1 if _is_figure(text) else last
    return last


def _is_figure(text: str) -> bool:
    return is_amount(text) or bool(_DASH.fullmatch(folded(text)))


def _runs_of_figures(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    run: list[TextLine] = []
    for line in lines:
        if _is_figure(line.text):
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _table(stub: TextLine, head: Sequence[TextLine], body: Sequence[TextLine], notes: int) -> Table:
    """The lines as a table: a label, a reference to a note where there is such a column, figures."""
    width = len(head) - notes
    cells = [_cell(0, column, line) for column, line in enumerate((stub, *head))]
    row, at = 0, 0
    while at < len(body):
        line = body[at]
        if _is_figure(line.text):
            run = next(_runs_of_figures(body[at:]))
            whole = len(run) == width
            for column, figure in enumerate(run, start=1 + notes):
                cells.append(_cell(row, column, figure, 1 if whole else width))
            at += len(run)
            continue
        note = bool(notes and row and NOTE.fullmatch(folded(line.text)))
        row += not note
        cells.append(_cell(row, 1 if note else 0, line))
        at += 1
    place = LineSpan(stub.span.line, stub.span.column, body[-1].span.end_line, body[-1].span.end_column)
    return Table(tuple(sorted(cells, key=_position)), row + 1, 1 + len(head), (place,))


def _cell(row: int, column: int, line: TextLine, width: int = 1) -> Cell:
    return Cell(row, column, line.text, (line.span,), column_span=width)


def _position(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _unplaced(blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    """Stretches of lines that are nothing but figures: a table whose columns are lost."""
    stretch: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and (len(folded(block.text)) <= _LONGEST):
            stretch.append(block)
            continue
        figures = [line for line in stretch if is_amount(line.text)]
        if len(figures) >= _FEWEST:
            yield diagnose("read.figures-unplaced", span=figures[0].spans[0], figures=len(figures))
        stretch = []
