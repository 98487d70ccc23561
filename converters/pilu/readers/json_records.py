"""Reports as data sets hold them: JSON objects, one per line or nested in one value, each a piece of text.

A record is an object with a text: a row of a table where it says so (then the text is a list, written
as in JSON or Python), a running line, a paragraph, or the text of a whole page. Nothing is ever
evaluated. Every string is looked up in the file again, so that its place is known.
"""

from __future__ import annotations

import ast
import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Paragraph
from pilu.model.span import LineSpan
from pilu.readers.encoding import text_lines
from pilu.readers.limits import Limits
from pilu.readers.paged import TextLine, paged_blocks
from pilu.readers.reading import Reading, unreadable
from pilu.readers.text import Flow, Row, Run

_TEXTS = ("inside", "text", "content", "page_content")
_KINDS = ("type", "content_type")
_PAGES = ("page", "page_num", "page_number")
_ROW = frozenset({"excel", "table", "row"})
_RUNNING = frozenset({"页眉", "页脚", "header", "footer"})


@dataclass(frozen=True, slots=True)
class Record:
    """A piece of the report: its page (0 where none is said), kind, text and place."""

    page: int
    kind: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Place:
    """Where a string stands in the file: line (1-based), first and last column (1-based)."""

    line: int
    start: int
    end: int

    @property
    def span(self) -> LineSpan:
        """The place as a span."""
        return LineSpan(self.line, self.start, self.line, self.end)


def looks_like_records(head: str) -> bool:
    """Whether JSON text holds records of a report rather than anything else."""
    return any(f'"{name}":' in head or f'"{name}" :' in head for name in _TEXTS)


def read_json(data: bytes, limits: Limits) -> Reading:
    """Reads records from JSON lines or from one JSON value."""
    lines, told = text_lines(data, limits)
    finder = _Finder(lines)
    records: list[Record] = []
    others = 0
    for value in _values(lines):
        for found in _objects(value):
            record = finder.record(found)
            records.extend([record] if record else [])
            others += record is None
            if len(records) > limits.cells:
                raise unreadable("read.too-many-cells", limit=limits.cells)
    if not any(record.text for record in records):
        raise unreadable("read.unsupported", kind="JSON data")
    if others:
        told += (diagnose("read.records-left-out", records=others),)
    pages = {record.page for record in records}
    if len(pages) == len(records) > 1 and not any(record.kind for record in records):
        blocks, said = paged_blocks([list(_page_lines(record, finder)) for record in records])
        return Reading(blocks, max(pages), (*told, *said))
    reading = _flow(records, limits)
    return Reading(reading.blocks, max(pages), (*told, *reading.diagnostics))


def _values(lines: list[str]) -> Iterator[object]:
    """The JSON values of the file: one per line, or one over all lines."""
    filled = [line for line in lines if line.strip()]
    try:
        yield from [json.loads(line) for line in filled]
        return
    except json.JSONDecodeError:
        pass
    try:
        yield json.loads("\n".join(lines))
    except json.JSONDecodeError as error:
        raise unreadable("read.damaged", kind="JSON", reason=str(error)) from error


def _objects(value: object) -> Iterator[dict[str, object]]:
    """Every innermost object, in order."""
    if isinstance(value, list):
        for entry in value:
            yield from _objects(entry)
    elif isinstance(value, dict):
        inner = [entry for entry in value.values() if isinstance(entry, dict | list)]
        if any(name in value for name in _TEXTS) or not inner:
            yield value
        else:
            for entry in inner:
                yield from _objects(entry)


@dataclass(slots=True)
class _Finder:
    """Finds strings of the JSON value again in the text, going forward only."""

    lines: list[str]
    text: str = ""
    starts: list[int] = field(default_factory=list)
    at: int = 0

    def __post_init__(self) -> None:
        self.text = "\n".join(self.lines)
        position = 0
        for line in self.lines:
            self.starts.append(position)
            position += len(line) + 1

    def record(self, value: dict[str, object]) -> Record | None:
        """The object as a record, or None where it has no text."""
        name = next((name for name in _TEXTS if isinstance(value.get(name), str | list)), "")
        if not name:
            return None
        said = value[name]
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        page = next((value[key] for key in _PAGES if isinstance(value.get(key), int)), 0)
        kind = next((value[key] for key in _KINDS if isinstance(value.get(key), str)), "")
        assert isinstance(page, int)
        return Record(page, str(kind), text, self.find(text))

    def find(self, text: str) -> Place:
        """The place of a string of the value, as it is written; of the last one where it is not found."""
        for written in (json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1], text):
            found = self.text.find(written, self.at)
            if found >= 0:
                self.at = found + len(written)
                return self._place(found, self.at)
        return self._place(self.at, self.at)

    def _place(self, start: int, end: int) -> Place:
        line = bisect_right(self.starts, start)
        begin = self.starts[line - 1]
        last = min(end, begin + len(self.lines[line - 1]))
        return Place(line, start - begin + 1, max(last - begin, start - begin + 1))

    def part(self, record: Record, text: str, after: int) -> tuple[Place, int]:
        """The place of a part of a record on its line, and where to look for the next."""
        line = self.lines[record.place.line - 1]
        for written in (json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1]):
            found = line.find(written, after)
            if found >= 0:
                end = found + len(written)
                return Place(record.place.line, found + 1, max(end, found + 1)), end
        return record.place, after


def _page_lines(record: Record, finder: _Finder) -> Iterator[TextLine]:
    after = record.place.start - 1
    for line in record.text.split("\n"):
        if text := line.strip():
            place, after = finder.part(record, text, after)
            yield TextLine(text, place.span)


def _flow(records: list[Record], limits: Limits) -> Reading:
    """Records in order: rows to tables, joined over pages; running lines left out."""
    flow, left_out, pages = Flow(limits), 0, set()
    for page, group in groupby(records, key=lambda record: record.page):
        flow.end_table()
        width = 0
        for record in group:
            if record.kind in _RUNNING:
                left_out += 1
                pages.add(page)
                continue
            cells = _cells(record)
            if cells is None:
                _take_text(flow, record)
                continue
            if width not in (0, len(cells)):
                flow.end_table()
            width = len(cells)
            flow.row(Row(record.place.line, cells))
    told: tuple[Diagnostic, ...] = ()
    if left_out:
        told = (diagnose("read.running-lines", lines=left_out, pages=len(pages)),)
    return flow.reading(told)


def _take_text(flow: Flow, record: Record) -> None:
    for text in record.text.split("\n"):
        if text.strip():
            block: Block = Paragraph(text.strip(), (record.place.span,))
            flow.block(block)


def _cells(record: Record) -> tuple[Run, ...] | None:
    """The cells of a record that is a row of a table: the strings of its list, and its other
    constants as they are written."""
    if record.kind not in _ROW or not record.text.lstrip().startswith("["):
        return None
    try:
        body = ast.parse(record.text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(body, ast.List) or not body.elts:
        return None
    start, end = record.place.start - 1, record.place.end
    return tuple(Run(start, end, _constant(entry, record.text.strip())) for entry in body.elts)


def _constant(node: ast.expr, source: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Constant) and node.value is None:
        return ""
    return ast.get_source_segment(source, node) or ""
