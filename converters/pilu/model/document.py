"""A report as it was read: blocks in reading order, every one with its place.

Text is kept as printed, damage included (spaces left by line wraps, full-width forms);
folding for comparison is the extraction's work. Tables are whole: a reader joins the pieces
that a page break cut apart, and says so by giving the table one span per piece.
"""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.span import Span


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes that came in. ``name`` is what messages call it, never a machine path."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What was read, for the receipt: name, SHA-256 (hex), size in bytes, reader's name."""

    name: str
    sha256: str
    size: int
    reader: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its upper left grid position (0-based), covering row_span x column_span.

    ``spans`` has one entry, or one per piece when a page break cut the cell.
    ``confidence`` is the reader's own, below 1 for recognised pictures only.
    """

    row: int
    column: int
    text: str
    spans: tuple[Span, ...]
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, sorted by (row, column); positions no cell covers do not exist."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text; ``level`` is 1-6 where the source itself marks a heading, else 0.

    Soft line breaks of the source stay as newlines in ``text``.
    """

    text: str
    spans: tuple[Span, ...]
    level: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in the flow; nothing is read from it."""

    spans: tuple[Span, ...]
    description: str = ""


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; ``page_count`` is 0 where the source has no pages.

    ``recognised``: numbers of the pages whose text was recognised from a picture.
    """

    source: SourceInfo
    blocks: tuple[Block, ...]
    page_count: int = 0
    recognised: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``start`` to ``end`` (half-open) of a block's text or of one of its cells.

    ``block`` indexes ``Document.blocks``; ``cell`` indexes ``Table.cells`` and is None in a
    paragraph.
    """

    block: int
    cell: int | None
    start: int
    end: int


def text_at(document: Document, place: Place) -> str:
    """The text of the paragraph or cell that ``place`` lies in, whole."""
    block = document.blocks[place.block]
    if isinstance(block, Table):
        assert place.cell is not None
        return block.cells[place.cell].text
    assert isinstance(block, Paragraph)
    return block.text


def span_at(document: Document, place: Place) -> Span:
    """The first span of the paragraph or cell that ``place`` lies in."""
    block = document.blocks[place.block]
    if isinstance(block, Table) and place.cell is not None:
        return block.cells[place.cell].spans[0]
    return block.spans[0]
