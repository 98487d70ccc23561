"""PDF with a text layer: ruled tables and paragraphs in reading order, with page and box.

pdfium reads the file twice over: pypdfium2 opens it (so that encryption and damage are told
apart) and looks for pictures, tablers gives rulings and characters in the coordinates of the page
as it is shown. pdfium is not thread-safe; one process reads one document at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Picture, Table
from pilu.readers.glyphs import unknown_glyphs
from pilu.readers.limits import Limits
from pilu.readers.pdf_flow import Page, Text, in_order, margins_of, running_lines
from pilu.readers.pdf_pages import open_pdf, pages_of
from pilu.readers.pdf_stitch import are_pieces, join_over_break
from pilu.readers.pdf_tables import RuledTable, as_table, page_span
from pilu.readers.pdf_text import Line
from pilu.readers.reading import Reading, unreadable

_FEW_GLYPHS = 12


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """Reads a PDF; pages that are only pictures are told, a file of such pages is refused."""
    count = open_pdf(data, limits)
    pages = list(pages_of(data, limits))
    told: list[Diagnostic] = []
    bare = [page.number for page in pages if page.glyphs < _FEW_GLYPHS and page.pictures]
    if bare and len(bare) == sum(1 for page in pages if page.glyphs or page.pictures):
        raise unreadable("read.picture-only", pages=len(bare))
    if bare:
        told.append(diagnose("read.picture-pages", pages=", ".join(map(str, bare))))
    running = running_lines(pages)
    if all(len(running.get(page.number, ())) == len(page.lines) and not page.tables for page in pages):
        running = {}  # nothing but such lines: then they are the text
    if running:
        left_out = sum(len(lines) for lines in running.values())
        told.append(diagnose("read.running-lines", lines=left_out, pages=len(running)))
    assembly = Assembly()
    for page in pages:
        assembly.take(page, running.get(page.number, set()))
    blocks = assembly.blocks()
    strange = sorted({glyph for page in pages for line in page.lines for glyph in unknown_glyphs(line.text)})
    if strange:
        names = ", ".join(f"U+{ord(glyph):04X}" for glyph in strange[:20])
        told.append(diagnose("read.glyph-unknown", glyphs=names))
    return Reading(blocks, count, (*told, *assembly.told, *_joined(blocks)))


def _joined(blocks: tuple[Block, ...]) -> Iterator[Diagnostic]:
    for block in blocks:
        if isinstance(block, Table) and len(block.spans) > 1:
            yield diagnose("read.table-joined", span=block.spans[0], pieces=len(block.spans))


class Assembly:
    """Puts the contents of pages one behind the other; joins what a page break cut."""

    def __init__(self) -> None:
        self.told: list[Diagnostic] = []
        self._items: list[Text | RuledTable | Picture] = []

    def take(self, page: Page, running: set[int]) -> None:
        """Takes the next page."""
        margins = margins_of(page, running)
        for item in in_order(page, running):
            last = self._items[-1] if self._items else None
            if isinstance(item, Line):
                if isinstance(last, Text) and last.goes_on(page.number, item, margins):
                    last.lines.append((page.number, item))
                    last.margins = margins
                else:
                    self._items.append(Text([(page.number, item)], margins))
            elif isinstance(item, RuledTable) and self._continues(last, item):
                assert isinstance(last, RuledTable)
                repeated = join_over_break(last, item)
                if repeated:
                    place = page_span(page.number, item.box)
                    self.told.append(diagnose("read.header-repeated", span=place, rows=repeated))
            else:
                self._items.append(item)

    @staticmethod
    def _continues(last: Text | RuledTable | Picture | None, table: RuledTable) -> bool:
        return isinstance(last, RuledTable) and last.page + 1 == table.first_page and are_pieces(last, table)

    def blocks(self) -> tuple[Block, ...]:
        """Everything taken, as blocks."""
        made: list[Block] = []
        for item in self._items:
            if isinstance(item, Text):
                made.append(item.paragraph())
            else:
                made.append(as_table(item) if isinstance(item, RuledTable) else item)
        return tuple(made)
