"""Markdown as people write it and as OCR tools print it: headings, pipe and tab tables, pictures.

Pipe tables follow GitHub Flavored Markdown section 4.10, read loosely: a delimiter row may be
missing or stand over nothing, outer pipes may be missing, rows may be short.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Paragraph, Picture, Table
from pilu.model.span import ElementSpan, LineSpan, Span
from pilu.readers.encoding import text_lines
from pilu.readers.html import read_markup
from pilu.readers.limits import Limits
from pilu.readers.paged import TextLine, paged_blocks
from pilu.readers.reading import Reading
from pilu.readers.text import Flow, Row, line_span, tab_row, trimmed
from pilu.readers.text_columns import with_columns

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_DELIMITER = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
_PICTURE = re.compile(r"\s*!\[([^\]]*)\]\([^)]*\)\s*")
_COMMENT = re.compile(r"\s*<!--.*?-->\s*")
_TABLE_TAG = re.compile(r"\s*(<(div|center|html|body)\b[^>]*>\s*)*<table\b", re.IGNORECASE)
_TABLE_TAGS = re.compile(r"</?table\b", re.IGNORECASE)
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
# A formula that OCR made of a printed number or mark: backslashes, exponents or digits inside.
_FORMULA = re.compile(r"\$([^$\n]{1,120})\$")
_WRAPPED = re.compile(r"\\(?:mathrm|mathbf|mathsf|text|textbf|boldsymbol)\s*\{([^{}\\]*)\}")
_CIRCLED = re.compile(r"\\textcircled\s*\{\s*(\d{1,2})\s*\}")
_SCRIPT = re.compile(r"[\^_]\s*(?:\{([^{}\\]*)\}|(\w|[+*-]))")
_SYMBOLS = MappingProxyType(
    {
        r"\%": "%",
        r"\,": "",
        r"\;": "",
        r"\ ": " ",
        r"\$": "$",
        r"\#": "#",
        r"\&": "&",
        r"\_": "_",
        r"\times": "×",
        r"\pm": "±",
        r"\leq": "≤",
        r"\geq": "≥",
        r"\sim": "~",
        r"\cdot": "·",
        r"\sqrt": "√",
        r"\surd": "√",
        r"\square": "□",
        r"\Box": "□",
        r"\boxtimes": "☒",
        r"\checkmark": "√",
        "~": " ",
    }
)
_SYMBOL = re.compile("|".join(re.escape(name) for name in sorted(_SYMBOLS, key=len, reverse=True)))


_BOLD = re.compile(r"(?<!\*)\*\*([^\s*](?:[^*]*[^\s*])?)\*\*(?!\*)")
_PAGE_MARK = re.compile(r"\s*<!--\s*page:?\s*\d+\s*-->\s*", re.I)
_FEWEST_PAGES = 3


def looks_like_markdown(head: str) -> bool:
    """Whether the text has a heading mark, a delimiter row of a pipe table, or rows of one."""
    lines = head.splitlines()
    return any(
        _HEADING.match(line) or ("|" in line and "-" in line and _DELIMITER.fullmatch(line)) for line in lines
    ) or any(_alike(*pair) for pair in pairwise(lines))


def _alike(line: str, other: str) -> bool:
    """Whether two lines are parted into as many cells, three or more, by pipes."""
    pipes = len(_PIPE.findall(line)) if "|" in line else 0
    return pipes > 1 and pipes == len(_PIPE.findall(other))


def read_markdown(data: bytes, limits: Limits) -> Reading:
    """Reads Markdown; every line that is not blank and no table row is a paragraph."""
    lines, told = text_lines(data, limits)
    if pages := _pages_of_text(lines):
        blocks, said = paged_blocks(pages)
        return Reading(blocks, len(pages), (*told, *said))
    flow = Flow(limits)
    open_rows, passed = 0, 0
    opens = bare = False
    for number, line in enumerate(lines, start=1):
        if number <= passed:
            continue
        if _TABLE_TAG.match(line):
            flow.end_table()
            open_rows, passed = 0, _table_end(lines, number)
            _take_markup(flow, number, lines[number - 1 : passed])
            continue
        if not open_rows:
            opens = number < len(lines) and _alike(line, lines[number])
            bare = opens and not (line.lstrip().startswith("|") and lines[number].lstrip().startswith("|"))
        row = _table_row(number, line, following=open_rows > 0 or opens, outer=not bare)
        if row:
            # The delimiter row stands under the first row, or over a piece that lost its first.
            if open_rows > 1 or not _DELIMITER.fullmatch(line):
                flow.row(row)
            open_rows += 1
            continue
        open_rows = 0
        flow.end_table()
        if line.strip() and not _COMMENT.fullmatch(line):
            _take_line(flow, number, line)
    reading = flow.reading((*told, *_made_by_recognition(lines)))
    blocks, said = with_columns(reading.blocks)
    return replace(reading, blocks=blocks, diagnostics=(*reading.diagnostics, *said))


def _pages_of_text(lines: list[str]) -> list[list[TextLine]]:
    """The pages of a text that marks where each begins and has no other markup, else none."""
    marks = [number for number, line in enumerate(lines) if _PAGE_MARK.fullmatch(line)]
    if len(marks) < _FEWEST_PAGES or any(
        _TABLE_TAG.match(line) or ("|" in line and _DELIMITER.fullmatch(line)) for line in lines
    ):
        return []
    pages = []
    for start, end in pairwise((*marks, len(lines))):
        numbered = enumerate(lines[start + 1 : end], start=start + 2)
        runs = ((number, trimmed(line, 0, len(line))) for number, line in numbered)
        pages.append([TextLine(run.text, line_span(number, run)) for number, run in runs if run.text])
    return pages


def _made_by_recognition(lines: list[str]) -> Iterator[Diagnostic]:
    """A printed number set as a formula is the hand of a recognition tool, which loses things."""
    for number, line in enumerate(lines, start=1):
        match = _FORMULA.search(line)
        if match and _formula(match) != match.group():
            place = LineSpan(number, match.start() + 1, number, match.end())
            yield diagnose("read.made-by-recognition", span=place, formula=match.group())
            return


def _table_end(lines: list[str], number: int) -> int:
    """The line (1-based) on which the HTML table that opens on line ``number`` is closed."""
    depth = 0
    for index in range(number, len(lines) + 1):
        tags = _TABLE_TAGS.findall(lines[index - 1])
        depth += sum(1 if tag[1] != "/" else -1 for tag in tags)
        if depth <= 0:
            return index
    return number


def _take_markup(flow: Flow, number: int, lines: list[str]) -> None:
    """Takes an HTML table inside Markdown; its cells are placed on their lines."""
    reading = read_markup("\n".join(lines), flow.limits, (), place_lines=True)

    def placed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        first = spans[0]
        offset = max(first.line - 1, 0) if isinstance(first, ElementSpan) else 0
        offset = min(offset, len(lines) - 1)
        return (LineSpan(number + offset, 1, number + offset, max(len(lines[offset]), 1)),)

    for block in reading.blocks:
        if isinstance(block, Table):
            cells = tuple(
                replace(cell, text=plain(cell.text), spans=placed(cell.spans)) for cell in block.cells
            )
            whole = LineSpan(number, 1, number + len(lines) - 1, max(len(lines[-1]), 1))
            flow.table(replace(block, cells=cells, spans=(whole,)))
        else:
            flow.block(replace(block, spans=placed(block.spans)))


def _table_row(number: int, line: str, *, following: bool, outer: bool) -> Row | None:
    """The line as a row (``following``: others stand around it; ``outer``: pipes may stand around rows)."""
    pipes = [match.start() for match in _PIPE.finditer(line)]
    bare = line.strip()
    fenced = bare.startswith("|") or (bare.endswith("|") and len(pipes) > 1)
    if not pipes or not (fenced or following):
        return tab_row(number, line)
    edges = [-1, *pipes, len(line)]
    if outer and not line[: edges[1]].strip():
        edges = edges[1:]
    if outer and len(edges) > 2 and not line[edges[-2] + 1 :].strip():
        edges = edges[:-1]
    runs = (trimmed(line, left + 1, right, plain) for left, right in pairwise(edges))
    return Row(number, tuple(runs))


def _take_line(flow: Flow, number: int, line: str) -> None:
    picture = _PICTURE.fullmatch(line)
    if picture:
        run = trimmed(line, 0, len(line))
        flow.block(Picture((line_span(number, run),), picture.group(1)))
        return
    heading = _HEADING.match(line)
    run = trimmed(line, heading.end() if heading else 0, len(line), plain)
    if run.text:
        level = len(heading.group(1)) if heading else 0
        flow.block(Paragraph(run.text, (line_span(number, run),), level))


def plain(text: str) -> str:
    """The text a reader of the rendered page would see: escapes, breaks and OCR formulas resolved."""
    if "<" in text:
        text = _BREAK.sub("\n", text)
    if "$" in text:
        text = _FORMULA.sub(_formula, text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    return text.replace("\\|", "|")


def _formula(match: re.Match[str]) -> str:
    inside = match.group(1)
    if not re.search(r"[\\^]|\d\s*%|^[\d.,\s+-]+$", inside):
        return match.group()
    said = _CIRCLED.sub(_circled, inside)
    said = _WRAPPED.sub(r"\1", said)
    said = _SYMBOL.sub(lambda symbol: _SYMBOLS[symbol.group()], said)
    said = _SCRIPT.sub(lambda script: script.group(1) or script.group(2) or "", said)
    return match.group() if "\\" in said else said.strip()


def _circled(match: re.Match[str]) -> str:
    number = int(match.group(1))
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else match.group()
