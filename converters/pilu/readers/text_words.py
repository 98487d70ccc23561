"""Lines of text taken apart into words, with where they stand as they are shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from pilu.model.document import Cell, Table
from pilu.model.span import LineSpan
from pilu.readers.paged import TextLine
from pilu.readers.stitch import folded, is_amount

_CONFIDENCE = 0.7  # of a cell that no ruling bounds
_WORD = re.compile(r"\S+")
_GLUE = "\x00"
# A blank inside a word: behind a bare year, before or within a heading's brackets.
_INSIDE = re.compile(
    r"(?<=(?<!\d)(?:19|20)\d{2}) (?=年)|(?<=[季度年末]) (?=[（(]\d{1,2}[-月])|(?<=\d) (?=月份?[)）])"
)
_APART = re.compile(r"\S+(?: \S+)*")  # words that only single blanks part
_MARK = re.compile(r"[-—–/]{1,2}|不适用|[Nn]/?[Aa]|(?:增加|减少|上升|下降|提高)[\d.]+个?百分点")
_SENTENCE = re.compile("[。；;]|[，,](?!\\d)|(?<!其中)(?<![加减])[：:](?!$)")
_LARGE = re.compile(r"\d[,，]\d{3}|\.\d\d|%")
_LONGEST = 40  # characters of a line that may be a piece of a label or of a heading


def is_figure(text: str) -> bool:
    """Whether a text may stand in a column of figures: an amount, or the mark of none."""
    return is_amount(text) or bool(_MARK.fullmatch(folded(text)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or words, of a line: where they stand in the file, and in the line as it is shown."""

    text: str
    span: LineSpan
    left: int
    right: int

    @property
    def is_figure(self) -> bool:
        """Whether it may stand in a column of figures: an amount, or the mark of none."""
        return is_figure(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """A line taken apart in two ways: at every blank (``words``), and where the gaps are wide (``apart``).

    ``figures``: those at its end; ``amounts``: how many of its words are amounts such as no page or section
    has as its number; ``is_plain``: it is no sentence; ``is_piece``: it may be a piece of a label or of a
    heading, being short words without an amount.
    """

    text: str
    span: LineSpan
    words: tuple[Word, ...]
    apart: tuple[Word, ...]
    figures: tuple[Word, ...]
    amounts: int
    is_plain: bool
    is_piece: bool

    @property
    def is_title(self) -> bool:
        """Whether it heads the rows below it, and is no piece of the label of one."""
        return self.text.endswith(("：", ":"))

    @property
    def is_wide(self) -> bool:
        """Whether wide gaps part its figures from each other and from what stands before."""
        return len(self.figures) == sum(word.is_figure for word in self.apart)


Cells = Mapping[int, tuple[Word, ...]]  # words by column, 0 that of the labels
ACROSS = -1


def width_of(words: Sequence[Word]) -> int:
    """How much of their lines words take."""
    return sum(word.right - word.left for word in words)


def table_of_rows(rows: Sequence[Cells], columns: int, first: LineSpan, last: LineSpan) -> Table:
    """Rows of words by column as a table that stands from one line to another. What is in the column
    ``ACROSS`` is in any of those behind the labels, and laid across them."""
    cells = tuple(
        Cell(
            number,
            abs(column),
            _said(row[column]),
            tuple(word.span for word in row[column]),
            column_span=columns - 1 if column == ACROSS else 1,
            confidence=_CONFIDENCE,
        )
        for number, row in enumerate(rows)
        for column in sorted(row, key=abs)
    )
    place = LineSpan(first.line, first.column, last.end_line, last.end_column)
    return Table(cells, len(rows), columns, (place,))


def _said(words: Sequence[Word]) -> str:
    """The words, with the line breaks between them."""
    text = words[0].text
    for before, word in pairwise(words):
        text += (" " if word.span.line == before.span.line else "\n") + word.text
    return text


def taken_apart(line: TextLine) -> Line:
    """The words of a line; a character of East Asian width takes twice the room of another."""
    shown = [line.span.column - 1]
    for character in line.text:
        shown.append(shown[-1] + (2 if unicodedata.east_asian_width(character) in "WF" else 1))

    def word(match: re.Match[str]) -> Word:
        start, end = match.span()
        row, column = line.span.line, line.span.column
        return Word(match[0], LineSpan(row, column + start, row, column + end - 1), shown[start], shown[end])

    text = _INSIDE.sub(_GLUE, line.text)
    words = tuple(replace(w, text=w.text.replace(_GLUE, " ")) for w in map(word, _WORD.finditer(text)))
    figures = tuple(takewhile(lambda word: word.is_figure, reversed(words)))[::-1]
    numbers = [word.text for word in words if is_amount(word.text)]
    plain = not _SENTENCE.search(line.text)
    return Line(
        line.text,
        line.span,
        words,
        tuple(map(word, _APART.finditer(line.text))),
        figures,
        amounts=sum(bool(_LARGE.search(number)) for number in numbers),
        is_plain=plain,
        is_piece=plain and not numbers and len(folded(line.text)) <= _LONGEST,
    )
