"""What stands outside the tables of a PDF: running lines left out, lines assembled to paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pilu.model.document import Paragraph, Picture
from pilu.readers.pdf_tables import RuledTable, page_span
from pilu.readers.pdf_text import Box, Line, is_full
from pilu.readers.stitch import folded

_MARGIN_LINES = 3
_BAND = 4.0
_LEAST_SHARE = 0.15
# A first line is indented by two characters; a hanging indent is less.
_INDENT = 1.85
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-—–\s]*第?\s*#\s*页?\s*([/／,，]?\s*共?\s*#\s*页?)?[-—–\s]*")
# A line that starts like this opens a paragraph even where it is not indented.
_OPENING = re.compile(
    r"\s*(第[一二三四五六七八九十百]+[节章条]|[一二三四五六七八九十]+\s*、|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}\s*、|\d{1,2}(\.\d{1,2})+\s*[^\d.%％,，]|[□☑√☒]|[●•■➢▪])"
)


@dataclass(slots=True)
class Page:
    """A page as found: number (1-based), size in points, lines outside tables, tables, pictures.

    ``unruled``: where tables without rulings were found; ``unplaced``: amounts side by side outside tables.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[RuledTable]
    pictures: list[Box]
    glyphs: int = 0
    unruled: list[Box] = field(default_factory=list)
    unplaced: list[tuple[Box, int]] = field(default_factory=list)


def running_lines(pages: Sequence[Page]) -> dict[int, set[int]]:
    """Headers, footers and page numbers: indices of lines by page number.

    A running line says the same (numbers aside) at the same height on many pages of one size, and
    nothing else stands at that height on the others.
    """
    by_size: dict[tuple[int, int], list[Page]] = defaultdict(list)
    for page in pages:
        by_size[(round(page.width / 10), round(page.height / 10))].append(page)
    found: dict[int, set[int]] = defaultdict(set)
    for alike in by_size.values():
        if len(alike) > 1:
            _find_running(alike, found)
    return found


def _find_running(pages: Sequence[Page], found: dict[int, set[int]]) -> None:
    seen: dict[tuple[str, int], list[tuple[Page, int]]] = defaultdict(list)
    for page in pages:
        order = sorted(range(len(page.lines)), key=lambda index: page.lines[index].box[1])
        for index in {*order[:_MARGIN_LINES], *order[-_MARGIN_LINES:]}:
            line = page.lines[index]
            words = _DIGITS.sub("#", folded(line.text))
            seen[(words, round(line.middle / _BAND))].append((page, index))
    for (words, band), places in sorted(seen.items()):
        # A line at the border of two bands is found in either.
        near = len(places) + sum(len(seen.get((words, band + step), ())) for step in (-1, 1))
        if near < max(2 if len(pages) < 5 else 3, _LEAST_SHARE * len(pages)):
            continue
        holders = {page.number for page, _ in places}
        if _PAGE_NUMBER.fullmatch(words) or _is_free(pages, places[0][0].lines[places[0][1]], holders):
            for page, index in places:
                found[page.number].add(index)


def _is_free(pages: Sequence[Page], running: Line, holders: set[int]) -> bool:
    """Whether the height of a running line is left empty by the pages that do not have it."""
    others = [page for page in pages if page.number not in holders]
    top, bottom = running.box[1], running.box[3]
    taken = sum(
        1
        for page in others
        if any(line.box[1] < bottom and line.box[3] > top for line in page.lines)
        or any(table.box[1] < bottom and table.box[3] > top for table in page.tables)
    )
    inside = any(
        table.box[1] < top for page in pages if page.number in holders for table in page.tables
    ) and any(table.box[3] > bottom for page in pages if page.number in holders for table in page.tables)
    return taken <= 0.1 * len(pages) and not inside


@dataclass(slots=True)
class Text:
    """A paragraph that is being assembled, with the lines it has on the last page."""

    lines: list[tuple[int, Line]]
    margins: tuple[float, float]

    def goes_on(self, page: int, line: Line, margins: tuple[float, float]) -> bool:
        """Whether ``line`` is the next line of the paragraph and not the first of another."""
        last_page, last = self.lines[-1]
        if _OPENING.match(line.text) or abs(line.size - last.size) > 0.35 * last.size:
            return False
        left, right = self.margins
        indent = line.box[0] - margins[0]
        hangs = len(self.lines) > 1 and abs(indent - (last.box[0] - left)) < 0.5 * line.size
        if last.box[0] - left > 6 * last.size or (indent > _INDENT * line.size and not hangs):
            return False  # centred or indented
        if page == last_page and line.box[1] - last.box[3] > 1.8 * last.size:
            return False
        room = (last.box[0], 0.0, right, 0.0)
        return is_full(last, line, room)

    def paragraph(self) -> Paragraph:
        """The paragraph; line ends stay as newlines, one span for each page it stands on."""
        boxes: dict[int, list[Box]] = defaultdict(list)
        for page, line in self.lines:
            boxes[page].append(line.box)
        spans = tuple(
            page_span(
                page,
                (
                    min(box[0] for box in listed),
                    min(box[1] for box in listed),
                    max(box[2] for box in listed),
                    max(box[3] for box in listed),
                ),
            )
            for page, listed in boxes.items()
        )
        text = "\n".join(line.text.strip() for _, line in self.lines)
        return Paragraph(text, spans, confidence=min(line.confidence for _, line in self.lines))


def margins_of(page: Page, running: set[int]) -> tuple[float, float]:
    """The left and right end of the page's text."""
    lines = [line for index, line in enumerate(page.lines) if index not in running]
    if not lines:
        return (0.0, page.width)
    left = min(line.box[0] for line in lines)
    right = max(line.box[2] for line in lines)
    # A page of few short lines says nothing about its margin: take the mirror of the left one.
    return (left, max(right, page.width - left - 6.0) if len(lines) < 4 else right)


def in_order(page: Page, running: set[int]) -> list[Line | RuledTable | Picture]:
    """Lines, tables and pictures of a page from top to bottom."""
    placed: list[tuple[float, float, int, Line | RuledTable | Picture]] = []
    for index, line in enumerate(page.lines):
        if index not in running:
            placed.append((line.box[1], line.box[0], len(placed), line))
    for table in page.tables:
        placed.append((table.box[1], table.box[0], len(placed), table))
    for box in page.pictures:
        placed.append((box[1], box[0], len(placed), Picture((page_span(page.number, box),))))
    placed.sort(key=lambda item: item[:3])
    return [item[3] for item in placed]
