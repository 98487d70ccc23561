"""Ruled tables of a PDF: cells with their lines, and the grid that the rulings make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pilu.model.document import Cell, Table
from pilu.model.span import PageSpan
from pilu.readers.pdf_text import Box, LineBuilder, cell_text, enclosing

# Edges nearer than this are one ruling (points).
_SNAP = 3.0


@dataclass(slots=True)
class RuledCell:
    """A cell: the row it starts in, and its boxes, one per piece when a page break cut it."""

    row: int
    row_span: int
    places: list[tuple[int, Box]]
    builder: LineBuilder = field(default_factory=LineBuilder)
    text: str = ""
    certainty: float = 1.0  # that a blank is blank; the lines have a confidence of their own

    @property
    def box(self) -> Box:
        """The box of the first piece."""
        return self.places[0][1]

    @property
    def confidence(self) -> float:
        """That of the least certain line."""
        return min((line.confidence for line in self.builder.lines), default=self.certainty)

    def finish(self) -> None:
        """Makes the text of the lines collected."""
        self.builder.close()
        self.text = cell_text(self.builder.lines, self.box)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the page lies in the cell."""
        left, top, right, bottom = self.places[0][1]
        return left <= x <= right and top <= y <= bottom


@dataclass(slots=True)
class RuledTable:
    """A ruled table of one page, or the pieces of one table on several pages, one place each.

    ``edges``: those of the columns where no rulings show them, from left to right.
    """

    cells: list[RuledCell]
    row_count: int
    places: list[tuple[int, Box]]
    edges: tuple[float, ...] = ()

    @property
    def first_page(self) -> int:
        """The page the first piece stands on."""
        return self.places[0][0]

    @property
    def page(self) -> int:
        """The page the last piece stands on."""
        return self.places[-1][0]

    @property
    def box(self) -> Box:
        """The box of the last piece."""
        return self.places[-1][1]

    def row(self, index: int) -> list[RuledCell]:
        """The cells that start in a row, from left to right."""
        return [cell for cell in self.cells if cell.row == index]

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        """The cell that a point of the page lies in."""
        return next((cell for cell in self.cells if cell.holds(x, y)), None)


def ruled_table(page: int, boxes: Sequence[Box]) -> RuledTable:
    """The table that the cell boxes of one page make; at least one box."""
    edges = _edges([edge for box in boxes for edge in (box[1], box[3])])
    cells = []
    for box in boxes:
        top, bottom = _nearest(edges, box[1]), _nearest(edges, box[3])
        cells.append(RuledCell(top, max(bottom - top, 1), [(page, box)]))
    cells.sort(key=lambda cell: (cell.row, cell.box[0]))
    return RuledTable(cells, max(len(edges) - 1, 1), [(page, enclosing(boxes))])


def as_table(ruled: RuledTable) -> Table:
    """The table with its columns: the vertical edges of all pieces together."""
    edges = _edges([edge for cell in ruled.cells for edge in (cell.box[0], cell.box[2])])
    cells = []
    for cell in ruled.cells:
        left, right = _nearest(edges, cell.box[0]), _nearest(edges, cell.box[2])
        cells.append(
            Cell(
                row=cell.row,
                column=left,
                text=cell.text,
                spans=tuple(page_span(page, box) for page, box in cell.places),
                row_span=cell.row_span,
                column_span=max(right - left, 1),
                confidence=cell.confidence,
            )
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(
        cells=tuple(cells),
        row_count=ruled.row_count,
        column_count=max(len(edges) - 1, 1),
        spans=tuple(page_span(page, box) for page, box in ruled.places),
    )


def page_span(page: int, box: Box) -> PageSpan:
    """A place on a page (1-based), in tenths of a point."""
    left, top, right, bottom = box
    return PageSpan(page, (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))


def _edges(values: Sequence[float]) -> list[float]:
    """The distinct edges, each as the mean of the values that belong to it."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _nearest(edges: Sequence[float], value: float) -> int:
    above = bisect_left(edges, value)
    if above == 0:
        return 0
    if above == len(edges):
        return above - 1
    return above if edges[above] - value < value - edges[above - 1] else above - 1
