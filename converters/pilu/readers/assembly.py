"""Pages to blocks: running lines left out, lines to paragraphs, tables joined over page breaks."""

from __future__ import annotations

from collections.abc import Sequence

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Picture, Table
from pilu.readers.glyphs import unknown_glyphs
from pilu.readers.pdf_flow import Page, Text, in_order, margins_of, running_lines
from pilu.readers.pdf_gaps import fit
from pilu.readers.pdf_stitch import are_pieces, join_over_break
from pilu.readers.pdf_tables import RuledTable, as_table, page_span
from pilu.readers.pdf_text import Line


def assembled(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[Diagnostic, ...]]:
    """The blocks of all pages in reading order, and what was left out or joined on the way."""
    told: list[Diagnostic] = []
    running = running_lines(pages)
    if all(len(running.get(page.number, ())) == len(page.lines) and not page.tables for page in pages):
        running = {}  # nothing but such lines: then they are the text
    if running:
        left_out = sum(len(lines) for lines in running.values())
        told.append(diagnose("read.running-lines", lines=left_out, pages=len(running)))
    strange = sorted({glyph for page in pages for line in page.lines for glyph in unknown_glyphs(line.text)})
    if strange:
        names = ", ".join(f"U+{ord(glyph):04X}" for glyph in strange[:20])
        told.append(diagnose("read.glyph-unknown", glyphs=names))
    for page in pages:
        for box in page.unruled:
            told.append(diagnose("read.unruled-table", span=page_span(page.number, box)))
        for box, figures in page.unplaced:
            told.append(diagnose("read.figures-unplaced", span=page_span(page.number, box), figures=figures))
    assembly = Assembly()
    for page in pages:
        assembly.take(page, running.get(page.number, set()))
    blocks = assembly.blocks()
    joined = (
        diagnose("read.table-joined", span=block.spans[0], pieces=len(block.spans))
        for block in blocks
        if isinstance(block, Table) and len(block.spans) > 1
    )
    return blocks, (*told, *assembly.told, *joined)


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
        if not isinstance(last, RuledTable) or last.page + 1 != table.first_page:
            return False
        fit(last, table)
        return bool(last.edges) == bool(table.edges) and are_pieces(last, table)

    def blocks(self) -> tuple[Block, ...]:
        """Everything taken, as blocks."""
        made: list[Block] = []
        for item in self._items:
            if isinstance(item, Text):
                made.append(item.paragraph())
            else:
                made.append(as_table(item) if isinstance(item, RuledTable) else item)
        return tuple(made)
