"""The columns that lines of a page stand in, as their horizontal extents show them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pilu.readers.pdf_text import Line, enclosing
from pilu.readers.text_words import is_figure

Row = list[Line]
Laid = tuple[int, int, int, list[Line]]  # first column, columns and rows covered, lines of a cell

_WITHIN = 0.65  # of a segment that lies in one column: it is of that column alone
_OVERLAP = 0.8  # heights of type from line to line, at least
_MIXED = 0.5  # as many other texts to a figure make a column mixed
_LARGE = re.compile(r"[.,，．%％]")
_NUMBER = re.compile(r"[(（]?\d{1,2}(?:[.．]\d{1,2})*[)）.．、]?")
_ALIGNED = 0.8  # of the rows' figures, whose columns are those of other rows


def is_large(text: str) -> bool:
    """Whether a figure is written as an amount is, and not as the number of a page or a note."""
    return bool(_LARGE.search(text))


def is_numbered(row: Row) -> bool:
    """Whether a line is words behind a number, as a heading is."""
    others = (is_figure(line.text) for line in row[1:])
    return len(row) > 1 and bool(_NUMBER.fullmatch(row[0].text.strip())) and not any(others)


def size_of(row: Row) -> float:
    """The size of the type on a line; a dash is no measure of it."""
    return max(line.size for line in row)


def visual_lines(segments: Iterable[Line]) -> list[Row]:
    """Segments on one height as rows, from top to bottom and from left to right."""
    rows: list[Row] = []
    size = 0.0  # of the largest type in the last row
    for segment in sorted(segments, key=lambda line: (line.middle, line.box[0])):
        if rows and segment.middle - rows[-1][0].middle < 0.4 * max(size, segment.size):
            rows[-1].append(segment)
            size = max(size, segment.size)
        else:
            rows.append([segment])
            size = segment.size
    for row in rows:
        row.sort(key=lambda line: line.box[0])
    return rows


@dataclass(frozen=True, slots=True)
class Columns:
    """``extents``: from where to where each reaches; ``figures``: those that have figures; ``mixed``: those
    that have much other text too."""

    extents: tuple[tuple[float, float], ...]
    figures: frozenset[int]
    mixed: frozenset[int] = frozenset()

    @property
    def edges(self) -> list[float]:
        """The outer edges, and the middles of the gaps between the columns."""
        inner = [(one[1] + two[0]) / 2 for one, two in pairwise(self.extents)]
        return [self.extents[0][0], *inner, self.extents[-1][1]]

    def span(self, line: Line) -> tuple[int, int]:
        """The first of the columns a segment stands in, and how many they are."""
        left, right = line.box[0], line.box[2]
        shares = [min(right, b) - max(left, a) for a, b in self.extents]
        best = max(range(len(shares)), key=lambda n: shares[n])
        if is_figure(line.text) or shares[best] >= _WITHIN * (right - left):
            return best, 1
        if shares[best] <= 0 and (
            between := [n for n, (a, _) in enumerate(self.extents) if n > 0 and right < a]
        ):
            return between[0] - 1, 2  # over the gap of two columns
        met = [n for n, share in enumerate(shares) if share > 0.1 * line.size] or [best]
        return met[0], met[-1] - met[0] + 1

    def has_figures(self, row: Row) -> int:
        """How many figures of a row stand in columns of figures; the second line of a reference is none."""
        if is_numbered(row) or (
            len(row) == 1 and self.span(row[0])[0] in self.mixed and not is_large(row[0].text)
        ):
            return 0
        return sum(is_figure(line.text) and self.span(line)[0] in self.figures for line in row)

    def is_head(self, row: Row) -> bool:
        """Whether a line has no figure, and words over several columns of figures."""
        if is_numbered(row) or any(is_figure(line.text) for line in row):
            return False
        places = [self.span(line) for line in row]
        return len({c for start, span in places for c in range(start, start + span)} & self.figures) > 1

    def is_label(self, row: Row) -> bool:
        """Whether a line has words in the first column."""
        return any(self.span(line)[0] == 0 for line in row)

    def is_title(self, row: Row) -> bool:
        """Whether a line has words in the first column and nowhere else."""
        return all(self.span(line)[0] == 0 for line in row)

    def pitch(self, rows: Sequence[Row]) -> float:
        """The least distance of two lines of words in one column, or 0: that of the lines of one cell."""
        below: dict[int, Line] = {}
        steps = []
        for row in rows:
            for line in row:
                start, span = self.span(line)
                above = below.get(start)
                if span > 1 or is_figure(line.text):
                    continue
                if above and line.middle - above.middle > _OVERLAP * line.size:
                    steps.append(line.middle - above.middle)
                below[start] = line
        return min(steps, default=0.0)

    def aligned(self, rows: Sequence[Row], anchors: Sequence[int]) -> bool:
        """Whether most figures of the rows have others, or headings, above or below them, and none beside
        them in their column."""
        kinds = [[(*self.span(line), is_figure(line.text)) for line in row] for row in rows]
        for n in anchors:
            places = [start for start, _, figure in kinds[n] if figure]
            if len(set(places)) < len(places):
                return False
        lines = Counter(start for row in kinds for start, span, _ in row if span == 1)
        figures = [start for n in anchors for start, _, figure in kinds[n] if figure]
        return sum(lines[start] > 1 for start in figures) >= _ALIGNED * len(figures)

    def cells(self, group: Sequence[Row]) -> list[Laid]:
        """The cells of a row of the table: the lines of each column, one below the other."""
        found: dict[int, list[Line]] = {}
        spans: dict[int, int] = {}
        for row in group:
            for line in row:
                start, span = self.span(line)
                start = next((c for c, s in spans.items() if c <= start < c + s), start)
                found.setdefault(start, []).append(line)
                spans[start] = max(spans.get(start, 1), span)
        return [(start, *self._free(start, spans), joined(lines)) for start, lines in sorted(found.items())]

    def _free(self, start: int, spans: dict[int, int]) -> tuple[int, int]:
        """How many columns a cell covers before the next one begins; one row."""
        following = min((other for other in spans if other > start), default=len(self.extents))
        return min(spans[start], following - start), 1

    def heads(self, group: Sequence[Row]) -> list[list[Laid]]:
        """The cells of the headings in ``group``: two rows where some stand under one that spans them."""
        wide = [(line, *self.span(line)) for row in group for line in row if self.span(line)[1] > 1]
        below = [
            line for row in group for line in row
            if self.span(line)[1] == 1
            and any(s <= self.span(line)[0] < s + n and line.middle > over.middle for over, s, n in wide)
        ]  # fmt: skip
        if not below:
            return [self.cells(group)]
        kept = {id(line) for line in below}
        upper = self.cells([[line for line in row if id(line) not in kept] for row in group])
        lower = self.cells([[line for line in row if id(line) in kept] for row in group])
        under = {start for start, *_ in lower}
        deep = [
            (start, span, 1 if under & set(range(start, start + span)) else 2, lines)
            for start, span, _, lines in upper
        ]
        return [deep, lower]


def joined(lines: Sequence[Line]) -> list[Line]:
    """The lines of a cell, segments on one height put together."""
    made: list[Line] = []
    for row in visual_lines(lines):
        text = " ".join(line.text.strip() for line in row)
        made.append(Line(text, enclosing([line.box for line in row]), min(line.confidence for line in row)))
    return made


def columns_of(rows: Sequence[Row]) -> Columns:
    """The columns of the rows: where figures stand under one another, and where other text does beside."""
    segments = [line for row in rows for line in row]
    figures = merged([(line.box[0], line.box[2]) for line in segments if is_figure(line.text)])
    extents = list(figures)
    texts = [line for line in segments if not is_figure(line.text)]
    for line in sorted(texts, key=lambda line: line.box[2] - line.box[0]):
        left, right = line.box[0], line.box[2]
        met = [n for n, (a, b) in enumerate(extents) if min(right, b) > max(left, a)]
        if not met and not _is_over_gap(line, texts, extents):
            extents.append((left, right))
        elif len(met) == 1 and extents[met[0]] not in figures:
            a, b = extents[met[0]]
            extents[met[0]] = (min(a, left), max(b, right))
    extents.sort()
    held = frozenset(n for n, extent in enumerate(extents) if extent in figures)
    columns = Columns(tuple(extents), held)
    counts = Counter((columns.span(line), is_figure(line.text)) for line in segments)
    mixed = frozenset(n for n in held if counts[(n, 1), False] >= _MIXED * counts[(n, 1), True])
    return replace(columns, mixed=mixed)


def _is_over_gap(line: Line, texts: Sequence[Line], extents: Sequence[tuple[float, float]]) -> bool:
    """Whether a text stands over the gap of two columns that both have a heading right below it."""
    before = max((extent for extent in extents if extent[1] <= line.box[0]), default=None)
    behind = min((extent for extent in extents if extent[0] >= line.box[2]), default=None)
    if before is None or behind is None:
        return False
    if any(_meet(line, (other.box[0], other.box[2])) for other in texts if other is not line):
        return False
    beside = [[t.middle - line.middle for t in texts if _meet(t, extent)] for extent in (before, behind)]
    return all(steps and 0.3 * line.size < min(steps) < 2 * line.size for steps in beside)


def _meet(line: Line, extent: tuple[float, float]) -> bool:
    return min(line.box[2], extent[1]) > max(line.box[0], extent[0])


def merged(extents: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The extents, those that overlap as one."""
    made: list[tuple[float, float]] = []
    for left, right in sorted(extents):
        if made and left <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], right))
        else:
            made.append((left, right))
    return made
