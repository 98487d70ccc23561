"""A picture of a page to lines and ruled tables: recognition by rapidocr, rulings by morphology.

Needs the ``ocr`` extra, whose models ship inside its wheels; nothing is downloaded. What was
recognised carries the recogniser's confidence, always below 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from pilu.readers.pdf_flow import Page
from pilu.readers.pdf_tables import RuledTable, ruled_table
from pilu.readers.pdf_text import Box, LineBuilder, clean

DPI = 200
_POINTS = 72 / DPI
_MOST_CONFIDENT = 0.99
# In pixels at 200 dpi: shorter strokes are parts of characters, not rulings.
_SHORTEST_ACROSS = 60
_SHORTEST_DOWN = 32
_INK = 200  # grey values below are ink
_TOUCH = 6
_LEAST_SKEW, _MOST_SKEW = 0.1, 5.0
_NUMERIC = frozenset("0123456789.,%-")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word or character: its box in points and its confidence."""

    text: str
    box: Box
    confidence: float
    ends_line: bool


def is_available() -> bool:
    """Whether the ``ocr`` extra is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def scanned_page(number: int, image: Any) -> Page:
    """The page that a picture (height x width x 3, 8 bit, RGB, 200 dpi) shows."""
    image = _straightened(image)
    height, width = image.shape[:2]
    tables = [ruled_table(number, boxes) for boxes in _ruled_boxes(image)]
    page = Page(number, width * _POINTS, height * _POINTS, [], tables, [])
    _place(_words(image), page)
    return page


@lru_cache(maxsize=1)
def _recogniser() -> Any:
    """The recogniser, made once: loading its models takes longer than reading a line."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def _words(image: Any) -> Iterator[Word]:
    """The words in the order of the lines; a line found across a ruling comes in several words."""
    found = _recogniser()(image[:, :, ::-1], use_cls=False, return_word_box=True)
    for line in found.word_results or ():
        for index, (text, score, corners) in enumerate(line):
            # Geometry and a degree of belief: the figures themselves stay text until they are Decimal.
            across = [float(corner[0]) * _POINTS for corner in corners]
            down = [float(corner[1]) * _POINTS for corner in corners]
            box = (min(across), min(down), max(across), max(down))
            confidence = min(float(score), _MOST_CONFIDENT)
            yield Word(str(text), box, round(confidence, 3), index == len(line) - 1)


def _place(words: Iterator[Word], page: Page) -> None:
    flow = LineBuilder()
    before: Word | None = None
    builder = flow
    for word in words:
        text = "".join(clean(character) for character in word.text.strip())
        if not text:
            continue
        page.glyphs += len(text)
        cell = _cell_of(page.tables, word.box)
        builder = cell.builder if cell else flow
        if before and _is_apart(before, word):
            builder.white(" ")
        builder.visible(text, word.box, word.confidence)
        if word.ends_line:
            builder.white("\n")
        before = None if word.ends_line else word
    flow.close()
    page.lines.extend(flow.lines)
    for table in page.tables:
        for ruled in table.cells:
            ruled.certainty = _MOST_CONFIDENT
            ruled.builder.close()
            ruled.builder.lines.sort(key=lambda line: line.box[1])
            ruled.finish()


def _is_apart(before: Word, word: Word) -> bool:
    """Whether a space stands between two words; recognisers see spaces in numbers where none are."""
    height = word.box[3] - word.box[1]
    gap = word.box[0] - before.box[2]
    if before.text[-1] in _NUMERIC and word.text[0] in _NUMERIC:
        return gap > height
    return gap > 0.45 * height


def _cell_of(tables: Sequence[RuledTable], box: Box) -> Any:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for table in tables:
        left, top, right, bottom = table.box
        if left <= x <= right and top <= y <= bottom:
            return table.cell_at(x, y)
    return None


def _ink(image: Any) -> Any:
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return cv2.threshold(grey, _INK, 255, cv2.THRESH_BINARY_INV)[1]


def _straightened(image: Any) -> Any:
    """The picture turned so that its long rulings lie level."""
    import cv2
    import numpy

    ink = _ink(image)
    height, width = ink.shape
    found = cv2.HoughLinesP(ink, 1, numpy.pi / 3600, 400, minLineLength=width // 4, maxLineGap=8)
    if found is None:
        return image
    angles = [
        float(numpy.degrees(numpy.arctan2(y1 - y0, x1 - x0))) for x0, y0, x1, y1 in found.reshape(-1, 4)
    ]
    level = sorted(angle for angle in angles if abs(angle) <= _MOST_SKEW)
    if not level or abs(level[len(level) // 2]) < _LEAST_SKEW:
        return image
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), level[len(level) // 2], 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def _ruled_boxes(image: Any) -> Iterator[list[Box]]:
    """The cell boxes of every ruled table, in points."""
    import tablers

    across, down = _rulings(_ink(image))
    if not across or not down:
        return
    settings = {
        "horizontal_strategy": "explicit",
        "vertical_strategy": "explicit",
        "explicit_h_edges": [tablers.Edge("h", x0, y0, x1, y1) for x0, y0, x1, y1 in across],
        "explicit_v_edges": [tablers.Edge("v", x0, y0, x1, y1) for x0, y0, x1, y1 in down],
    }
    for table in tablers.find_tables(None, extract_text=False, **settings):
        if len(table.cells) > 1:
            yield [cell.bbox for cell in table.cells]


def _rulings(ink: Any) -> tuple[list[Box], list[Box]]:
    """Level and upright rulings in points; upright ones reach from one level ruling to another."""
    level = _segments(ink, across=True)
    reach = [(y0 + y1) / 2 for _, y0, _, y1 in level]
    upright = [
        box
        for box in _segments(ink, across=False)
        if any(abs(box[1] - y) <= _TOUCH for y in reach) and any(abs(box[3] - y) <= _TOUCH for y in reach)
    ]
    across = [(x0 * _POINTS, (y0 + y1) / 2 * _POINTS, x1 * _POINTS, (y0 + y1) / 2 * _POINTS)
              for x0, y0, x1, y1 in level]  # fmt: skip
    down = [((x0 + x1) / 2 * _POINTS, y0 * _POINTS, (x0 + x1) / 2 * _POINTS, y1 * _POINTS)
            for x0, y0, x1, y1 in upright]  # fmt: skip
    return across, down


def _segments(ink: Any, *, across: bool) -> list[Box]:
    """The straight strokes of one direction, as pixel boxes."""
    import cv2

    size = (_SHORTEST_ACROSS, 1) if across else (1, _SHORTEST_DOWN)
    thick = (1, 3) if across else (3, 1)
    # Slightly slanted strokes step from one pixel row to the next: thicken, then keep the long ones.
    grown = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, thick))
    strokes = cv2.morphologyEx(grown, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
    boxes = []
    for left, top, width, height, _ in stats[1:].tolist():
        thickness = height if across else width
        if thickness <= 12:
            boxes.append((float(left), float(top), float(left + width), float(top + height)))
    return sorted(boxes)
