"""HTML and XHTML: paragraphs, headings, tables and pictures that a person would see.

Inline XBRL is read as the page it shows. Nothing is fetched, no entity of a DTD is expanded, and
what the page hides (scripts, styles, ``ix:header``, ``display:none``) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Paragraph, Picture
from pilu.model.span import ElementSpan, LineSpan, Span
from pilu.readers.encoding import FORBIDDEN, decode
from pilu.readers.glyphs import meant
from pilu.readers.html_tables import Ways, cells_of_row, rows_of_element, table_of_element, tag_of
from pilu.readers.limits import Limits
from pilu.readers.paged import TextLine
from pilu.readers.reading import Reading, unreadable
from pilu.readers.text_columns import column_blocks, moved

_DROPPED = re.compile(r"script|style|head|template|noscript|svg|math|object|iframe|embed|select|option")
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h|h[1-6]|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary"
    r"|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HEADING = re.compile(r"h[1-6]")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gbk|gb2312|gb18030)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_PAGE = 20  # line breaks that make a paragraph a page of text
_XML = re.compile(r"\s*<\?xml\b|<html[^>]*\bxmlns\s*=", re.IGNORECASE)


def read_html(data: bytes, limits: Limits) -> Reading:
    """Reads HTML, XHTML or Inline XBRL as a page."""
    if len(data) > limits.markup_bytes:
        raise unreadable("read.too-large", size=len(data), kind="HTML", limit=limits.markup_bytes)
    text, told = _decoded(data)
    return read_markup(text, limits, told, place_lines=True)


def _decoded(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    if _CHARSET.search(data[:4096]):
        try:
            return data.decode("gb18030"), (diagnose("read.encoding", encoding="GB18030"),)
        except UnicodeDecodeError:
            pass  # the page says GBK and is something else: let the bytes decide
    return decode(data)


def read_markup(text: str, limits: Limits, told: tuple[Diagnostic, ...], *, place_lines: bool) -> Reading:
    """Reads a decoded page; without ``place_lines`` its line numbers mean nothing and are 0."""
    if _ENTITY.search(text[:100_000]):
        raise unreadable("read.entities")
    root = _parsed(FORBIDDEN.sub(" ", text.replace("\x00", " ")))
    if root is None:
        raise unreadable("read.blank")
    walk = Walk(limits, place_lines)
    walk.run(root)
    if walk.hidden:
        walk.told.append(diagnose("read.hidden", count=walk.hidden))
    return Reading(tuple(walk.blocks), 0, (*told, *walk.told))


def _parsed(text: str) -> etree._Element | None:
    if _XML.search(text[:4096]):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=False
        )
        try:
            return etree.fromstring(text.encode("utf-8"), parser)
        except etree.XMLSyntaxError:
            pass  # many pages that claim to be XHTML are not: read as a browser would
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    if not body.strip():
        return None
    parser_html = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    return etree.fromstring(body.encode("utf-8"), parser_html)


@dataclass(slots=True)
class _Step:
    """An element on the way: its path, and how often each tag was met among its children."""

    element: etree._Element
    path: str
    depth: int
    counts: dict[str, int] = field(default_factory=dict)


class Walk:
    """Goes through a page element by element, without recursion, and makes blocks."""

    def __init__(self, limits: Limits, place_lines: bool) -> None:
        self.blocks: list[Block] = []
        self.told: list[Diagnostic] = []
        self.hidden = 0
        self._limits = limits
        self._place_lines = place_lines
        self._text: list[str] = []
        self._paths: dict[etree._Element, str] = {}
        self._cells = 0

    def run(self, root: etree._Element) -> None:
        """Walks everything under ``root``."""
        self._number(root)
        stack: list[tuple[etree._Element, str]] = [(root, "open")]
        block: list[etree._Element] = [root]
        while stack:
            element, phase = stack.pop()
            if phase == "tail":
                self._say(element.tail, block[-1])
                continue
            tag = tag_of(element)
            if phase == "close":
                self._flush(element)
                block.pop()
                continue
            if not tag or self._is_dropped(element, tag):
                continue
            if tag == "br":
                self._text.append("\x01")
            elif tag == "img":
                self._picture(element, block[-1])
            elif tag == "table" and not _is_layout(element):
                self._flush(block[-1])
                self._table(element)
                self._push_inner_tables(element, stack)
            else:
                if _BLOCKS.fullmatch(tag):
                    self._flush(block[-1])
                    block.append(element)
                    stack.append((element, "close"))
                self._say(element.text, block[-1])
                for child in reversed(element):
                    stack.append((child, "tail"))
                    stack.append((child, "open"))

    def _number(self, root: etree._Element) -> None:
        """Gives every element its path and refuses a page nested too deeply."""
        stack = [_Step(root, f"/{tag_of(root)}", 1)]
        self._paths[root] = stack[0].path
        while stack:
            step = stack.pop()
            if step.depth > self._limits.depth:
                raise unreadable("read.too-deep", limit=self._limits.depth)
            for child in step.element:
                tag = tag_of(child)
                if tag:
                    step.counts[tag] = step.counts.get(tag, 0) + 1
                    path = f"{step.path}/{tag}[{step.counts[tag]}]"
                    self._paths[child] = path
                    if len(child):
                        stack.append(_Step(child, path, step.depth + 1))

    def _is_dropped(self, element: etree._Element, tag: str) -> bool:
        if _DROPPED.fullmatch(tag):
            return True
        name = element.tag if isinstance(element.tag, str) else ""
        if tag == "header" and (name.startswith("ix:") or "inlineXBRL" in name):
            return True
        if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
            self.hidden += 1
            return True
        return False

    def span_of(self, element: etree._Element) -> Span:
        """The place of an element."""
        line = (element.sourceline or 0) if self._place_lines else 0
        return ElementSpan(self._paths.get(element, ""), line)

    def _say(self, text: str | None, block: etree._Element) -> None:
        """Takes in text; where white space is kept as it is, its line breaks are some."""
        said = text or ""
        self._text.append(said.replace("\n", "\x01") if tag_of(block) == "pre" else said)

    def _flush(self, element: etree._Element) -> None:
        said = "".join(self._text)
        if tag_of(element) == "pre" or said.count("\x01") >= _PAGE:
            self._text.clear()
            self._lines(element, said)
            return
        text = _tidy(said)
        self._text.clear()
        if text:
            tag = tag_of(element)
            level = int(tag[1]) if _HEADING.fullmatch(tag) else 0
            self.blocks.append(Paragraph(text, (self.span_of(element),), level))

    def _lines(self, element: etree._Element, said: str) -> None:
        """Takes in a page of text: every line is one of the document, rows of figures are tables."""
        path, first = self._paths.get(element, ""), element.sourceline or 0
        breaks = tag_of(element) == "pre"  # its line breaks are those of the file

        def place(span: Span) -> Span:
            line = first + (span.line - 1 if breaks and isinstance(span, LineSpan) else 0)
            return ElementSpan(path, line if self._place_lines else 0)

        blocks, told = column_blocks(list(_shown_lines(said)))
        self.blocks.extend(moved(block, place) for block in blocks)
        self.told.extend(replace(one, span=place(one.span)) if one.span else one for one in told)

    def _picture(self, element: etree._Element, block: etree._Element) -> None:
        self._flush(block)
        self.blocks.append(Picture((self.span_of(element),), _tidy(element.get("alt") or "")))

    def _table(self, element: etree._Element) -> None:
        ways = Ways(self._cell_text, self.span_of, self._limits.cells - self._cells)
        caption = next((child for child in element if tag_of(child) == "caption"), None)
        if caption is not None:
            self._text.append(self._cell_text(caption))
            self._flush(caption)
        table = table_of_element(element, ways)
        if table is not None:
            self._cells += len(table.cells)
            self.blocks.append(table)

    def _cell_text(self, element: etree._Element) -> str:
        """The text of a cell without that of inner tables, which follow as tables of their own."""
        parts: list[str] = []
        stack: list[tuple[etree._Element, bool]] = [(element, True)]
        while stack:
            current, opens = stack.pop()
            if not opens:
                if _BLOCKS.fullmatch(tag_of(current)):
                    parts.append("\x01")
                if current is not element:
                    parts.append(current.tail or "")
                continue
            tag = tag_of(current)
            stack.append((current, False))
            if not tag or tag == "table" or self._is_dropped(current, tag):
                continue
            if tag == "br" or (current is not element and _BLOCKS.fullmatch(tag)):
                parts.append("\x01")
            parts.append(current.text or "")
            stack.extend((child, True) for child in reversed(current))
        return _tidy("".join(parts))

    @staticmethod
    def _push_inner_tables(table: etree._Element, stack: list[tuple[etree._Element, str]]) -> None:
        inner = [
            found
            for row in rows_of_element(table)
            for cell in cells_of_row(row)
            for found in cell.iter()
            if tag_of(found) == "table" and _owner(found) is table
        ]
        stack.extend((found, "open") for found in reversed(inner))


def _owner(table: etree._Element) -> etree._Element | None:
    """The table that a table stands in."""
    parent = table.getparent()
    while parent is not None and tag_of(parent) != "table":
        parent = parent.getparent()
    return parent


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only lays out the page: one cell in every row, and tables in them."""
    rows = [cells_of_row(row) for row in rows_of_element(table)]
    if not rows or any(len(row) > 1 for row in rows):
        return False
    return any(tag_of(found) == "table" for row in rows for cell in row for found in cell.iterdescendants())


def _shown_lines(said: str) -> Iterator[TextLine]:
    """The lines of a page of text that are not blank, each with its number and columns in it."""
    for number, line in enumerate(said.split("\x01"), start=1):
        text = meant(line.replace("\xa0", " ").replace("\r", "").replace("\n", " "))
        left = len(text) - len(text.lstrip())
        if text := text.strip():
            yield TextLine(text, LineSpan(number, left + 1, number, left + len(text)))


def _tidy(text: str) -> str:
    """White space as a browser shows it; \\x01 marks a line break."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\x01"))
    return meant("\n".join(line for line in lines if line))
