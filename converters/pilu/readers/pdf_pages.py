"""Opens a PDF and gives its pages one by one: lines, ruled tables, pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from typing import Any

from pilu.readers.limits import Limits
from pilu.readers.pdf_flow import Page
from pilu.readers.pdf_gaps import GAP, Ruling, regrouped
from pilu.readers.pdf_tables import RuledCell, RuledTable, ruled_table
from pilu.readers.pdf_text import Box, LineBuilder, clean
from pilu.readers.reading import UnreadableError, unreadable
from pilu.readers.scans import DPI

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
# Pages with less text than this, or with a hole higher than this, are searched for pictures.
_FEW_GLYPHS = 200
_HOLE = 90.0
# Pictures smaller than this share of the page are ornaments.
_LEAST_AREA = 0.02
_PAGE_TREE = re.compile(rb"/Type\s*/Pages\b")
_PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b")
_TAIL = 2048
_WHITE = " \t\r\n\xa0\u3000"
_PRINTABLE = ("\x9f", "\ud800")  # between these characters nothing needs a closer look
_NUMERIC = "0123456789.,%"
# Lines of at most this height, and at least this length, part rows (points).
_THIN = 2.5
_SHORTEST = 15.0
# Visible characters looked at to see which way a page is read.
_SAMPLE = 200


def open_pdf(data: bytes, limits: Limits) -> int:
    """The number of pages; raises UnreadableError for what cannot be opened or is too long."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, data) from error
    count = len(document)
    document.close()
    if count == 0:
        raise unreadable("read.no-pages")
    if count > limits.pages:
        raise unreadable("read.too-many-pages", pages=count, limit=limits.pages)
    return count


def _refusal(error: Exception, data: bytes) -> UnreadableError:
    if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
        return unreadable("read.encrypted")
    whole = b"startxref" in data[-_TAIL:]
    if whole and _PAGE_TREE.search(data) and not _PAGE_OBJECT.search(data) and b"/ObjStm" not in data:
        return unreadable("read.no-pages")
    return unreadable("read.damaged", kind="PDF", reason=str(error))


def pages_of(data: bytes, limits: Limits) -> Iterator[Page]:
    """The pages in order."""
    import pypdfium2
    import tablers

    pictures = pypdfium2.PdfDocument(data)
    document = tablers.Document(bytes=data)
    try:
        for number, source in enumerate(document.pages(), start=1):
            page = _page(number, source, limits)
            if page.glyphs < _FEW_GLYPHS or _has_hole(page):
                page.pictures.extend(_pictures(pictures, page))
            yield page
    except BaseException as error:
        # A panic of the Rust code in tablers arrives as a BaseException that is no Exception.
        if type(error).__name__ == "PanicException":
            raise unreadable("read.damaged", kind="PDF", reason=str(error)[:200]) from error
        raise
    finally:
        document.close()
        pictures.close()


def _page(number: int, source: Any, limits: Limits) -> Page:
    import tablers

    source.extract_objects()
    characters = source.objects.chars
    if len(characters) > limits.page_characters:
        raise unreadable(
            "read.page-too-dense", page=number, count=len(characters), limit=limits.page_characters
        )
    turn = _turn(characters, source)
    found = tablers.find_tables(source, extract_text=False, text_use_text_flow=True)
    tables = [
        ruled_table(number, [turn.box(cell.bbox) for cell in table.cells]) for table in found if table.cells
    ]
    page = Page(number, *turn.size, [], tables, [])
    _place(characters, page, turn, _rulings(source.objects, turn))
    source.clear_cache()
    return page


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned to be read: clockwise degrees, from its size before (points)."""

    degrees: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as read."""
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)

    def box(self, box: Box) -> Box:
        """A box of the page as drawn, on the page as read."""
        left, top, right, bottom = box
        if self.degrees == 90:
            return (self.height - bottom, left, self.height - top, right)
        if self.degrees == 180:
            return (self.width - right, self.height - bottom, self.width - left, self.height - top)
        if self.degrees == 270:
            return (top, self.width - right, bottom, self.width - left)
        return box

    def is_upright(self, character: Any) -> bool:
        """Whether a character stands upright on the page as read."""
        return round(character.rotation_degrees + self.degrees) % 360 in (0, 359, 1)


def _turn(characters: list[Any], source: Any) -> Turn:
    """The turn that makes most of the text upright; without text, the page's own rotation.

    tablers gives places on the page as drawn, before its rotation, but the size after it.
    """
    own = round(source.rotation_degrees) % 360
    width, height = source.width, source.height
    if own in (90, 270):
        width, height = height, width
    visible = (found for found in characters if (found.unicode_char or " ").strip())
    angles = Counter(round(-found.rotation_degrees / 90) * 90 % 360 for found in islice(visible, _SAMPLE))
    degrees = angles.most_common(1)[0][0] if angles else own
    return Turn(degrees, width, height)


def _rulings(objects: Any, turn: Turn) -> list[Ruling]:
    """The horizontal lines of a page: thin ones, and the upper and lower edges of filled areas."""
    found: set[tuple[float, float, float]] = set()
    for drawn in (*objects.lines, *objects.rects):
        left, top, right, bottom = turn.box(_box_of(drawn))
        if isfinite(left + top + right + bottom) and right - left >= _SHORTEST:
            edges = ((top + bottom) / 2,) if bottom - top <= _THIN else (top, bottom)
            found.update((y, left, right) for y in edges)
    return [Ruling(*place) for place in sorted(found)]


def _box_of(drawn: Any) -> Box:
    if hasattr(drawn, "bbox"):
        return drawn.bbox  # type: ignore[no-any-return]
    points = drawn.points
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _place(characters: list[Any], page: Page, turn: Turn, rulings: Sequence[Ruling]) -> None:
    """Gives every character to the cell it stands in, or to the flow of the page."""
    flow, turned = LineBuilder(gap=GAP), LineBuilder()
    current: LineBuilder = flow
    cell: RuledCell | None = None
    before, before_box = "", (0.0, 0.0, 0.0, 0.0)
    turned_page = turn.degrees != 0
    for character in characters:
        text = character.unicode_char
        if text is None:
            continue
        if text in _WHITE:
            current.white(" " if text == "\xa0" else text)
            before = ""
            continue
        if not _PRINTABLE[0] < text < _PRINTABLE[1]:
            text = clean(text)
            if not text:
                continue
        page.glyphs += 1
        box = turn.box(character.bbox) if turned_page else character.bbox
        if not (
            turn.is_upright(character) if turned_page else character.upright
        ):  # a watermark or a side note: never part of a cell
            current, cell = turned, None
        else:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if cell is None or not cell.holds(x, y):
                found = _cell_at(page.tables, x, y) if page.tables else None
                if not (before and cell and _overflows(before, before_box, text, box, into=found)):
                    cell = found
                current = cell.builder if cell else flow
        current.visible(text, box)
        before, before_box = text, box
    flow.close()
    turned.close()
    for table in page.tables:
        for ruled in table.cells:
            ruled.finish()
    lines, unruled, left = regrouped(flow.lines, page.number, rulings)
    page.lines.extend(lines)
    page.lines.extend(turned.lines)
    page.tables.extend(unruled)
    page.unruled.extend(table.box for table in unruled)
    page.unplaced.extend(left)


def _overflows(before: str, before_box: Box, text: str, box: Box, *, into: RuledCell | None) -> bool:
    """Whether a character that leaves its cell belongs to what stands there: it touches the one before.

    Into another cell only the digits of a number overflow; words there are that cell's own.
    """
    height = max(box[3] - box[1], 1.0)
    on_line = abs(box[1] + box[3] - before_box[1] - before_box[3]) < 0.5 * height
    touching = -0.2 * height < box[0] - before_box[2] < 0.15 * height
    return on_line and touching and (into is None or (before in _NUMERIC and text in _NUMERIC))


def _cell_at(tables: list[RuledTable], x: float, y: float) -> RuledCell | None:
    for table in tables:
        left, top, right, bottom = table.box
        if left <= x <= right and top <= y <= bottom:
            return table.cell_at(x, y)
    return None


def _has_hole(page: Page) -> bool:
    edges = sorted(
        [(line.box[1], line.box[3]) for line in page.lines]
        + [(table.box[1], table.box[3]) for table in page.tables]
    )
    reached = edges[0][1] if edges else 0.0
    for top, bottom in edges:
        if top - reached > _HOLE:
            return True
        reached = max(reached, bottom)
    return False


def _pictures(document: Any, page: Page) -> list[Box]:
    """The boxes of the large pictures on an upright page; a turned page is taken as one picture."""
    source = document[page.number - 1]
    try:
        width, height = source.get_size()
        boxes = []
        for item in source.get_objects(filter=[_IMAGE], max_depth=3):
            left, bottom, right, top = item.get_bounds()
            box = (left, height - top, right, height - bottom)
            if (right - left) * (top - bottom) >= _LEAST_AREA * width * height:
                boxes.append(box if source.get_rotation() == 0 else (0.0, 0.0, width, height))
        return sorted(set(boxes))
    finally:
        source.close()


def rendered(data: bytes, numbers: Sequence[int], limits: Limits) -> Iterator[tuple[int, Any]]:
    """Pictures of pages at 200 dpi, or less where a page is so large that it would not fit."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in numbers:
            source = document[number - 1]
            width, height = source.get_size()
            most = (limits.picture_pixels / max(width * height, 1.0)) ** 0.5
            bitmap = source.render(scale=min(DPI / 72, most), rev_byteorder=True)
            yield number, bitmap.to_numpy()[:, :, :3].copy()
            bitmap.close()
            source.close()
    finally:
        document.close()
