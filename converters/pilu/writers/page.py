"""The report laid out as a page: blocks with tagged runs, text blocks, what is hidden."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Paragraph, Picture, Table
from pilu.model.extraction import Section
from pilu.model.report import Fact, TextBlock
from pilu.writers.basis import Basis
from pilu.writers.characters import squashed
from pilu.writers.flow import Step, flow_of
from pilu.writers.marks import Mark, common_attributes, on_document, placing_of
from pilu.writers.runs import Run, runs_of
from pilu.writers.shown import shown_characters
from pilu.writers.tables import TableView, table_view

_LONGEST_FRONT = 60  # a paragraph before the first section that is longer is prose, not a title

Marks = dict[tuple[int, int | None], list[Mark]]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block to show: ``element`` p, h2 to h6, table or picture; ``style`` a CSS class or "";
    ``anchor`` the id that the table of contents links to, or ""."""

    element: str
    style: str = ""
    anchor: str = ""
    runs: tuple[Run, ...] = ()
    table: TableView | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Page:
    """``blocks`` as the document's, ``flow`` their order with text blocks opened and closed,
    ``hidden`` the facts without a place of their own."""

    blocks: tuple[BlockView, ...]
    flow: tuple[Step, ...]
    contents: tuple[Entry, ...]
    hidden: tuple[Fact, ...]
    diagnostics: tuple[Diagnostic, ...]


def page_of(basis: Basis) -> Page:
    """The filing's document with its facts tagged in place."""
    facts = basis.report.facts
    count = len(basis.filing.document.blocks)
    flowing = [
        f for f in facts if isinstance(f.value, TextBlock) and 0 <= f.value.start < f.value.end <= count
    ]
    marks, reasons = _marks(basis)
    blocks, rejected = _blocks(basis, marks)
    reasons.update((facts[mark.order].id, "overlap") for mark in rejected if mark.tags)
    for index, fact in enumerate(facts):
        if isinstance(fact.value, TextBlock) and fact not in flowing:
            reasons[facts[index].id] = "no-place"
    placed = {fact.id for fact in flowing}
    return Page(
        blocks,
        flow_of(count, tuple((fact, common_attributes(basis, fact)) for fact in flowing)),
        _contents(basis, blocks),
        tuple(fact for fact in facts if fact.id in reasons and fact.id not in placed),
        tuple(_hidden(basis, fact, reasons[fact.id]) for fact in facts if reasons.get(fact.id)),
    )


def _marks(basis: Basis) -> tuple[Marks, dict[str, str]]:
    """Marks by block and cell, and why facts have none of their own."""
    marks: Marks = defaultdict(list)
    reasons: dict[str, str] = {}
    for order, fact in enumerate(basis.report.facts):
        if isinstance(fact.value, TextBlock):
            continue
        placing = placing_of(basis, fact, order)
        place = fact.provenance.place
        if placing.mark is None or not placing.mark.tags:
            reasons[fact.id] = placing.reason
        if placing.mark is not None:
            marks[place.block, place.cell].append(placing.mark)
        for other, _, _ in fact.provenance.repeats:
            if on_document(basis, other) and other.start < other.end:
                again = Mark(other.start, other.end, "repeat", basis.words(fact), order)
                marks[other.block, other.cell].append(again)
    return marks, reasons


def _hidden(basis: Basis, fact: Fact, reason: str) -> Diagnostic:
    provenance = fact.provenance
    return diagnose(
        f"write.{reason}",
        span=provenance.span,
        source=basis.filing.document.source.name,
        fact=fact.id,
        label=basis.concept(fact).zh or fact.concept.local,
        raw=provenance.raw,
    )


def _blocks(basis: Basis, marks: Marks) -> tuple[tuple[BlockView, ...], list[Mark]]:
    rejected: list[Mark] = []

    def runs(block: int, cell: int | None, text: str) -> tuple[Run, ...]:
        chars = shown_characters(text, cell=cell is not None)
        made, left = runs_of(chars, tuple(marks.get((block, cell), ())))
        rejected.extend(left)
        return made

    sections = {section.start: section for section in reversed(basis.filing.sections)}
    first = min(sections, default=0)
    views = []
    for index, block in enumerate(basis.filing.document.blocks):
        anchor = f"b{index}" if index in sections else ""
        if isinstance(block, Table):
            own = tuple(runs(index, number, cell.text) for number, cell in enumerate(block.cells))
            views.append(BlockView("table", anchor=anchor, table=table_view(block, own)))
        elif isinstance(block, Picture):
            views.append(BlockView("picture", anchor=anchor, description=block.description))
        else:
            element, style = _paragraph_form(basis, block, sections.get(index), front=index < first)
            views.append(BlockView(element, style, anchor, runs(index, None, block.text)))
    return tuple(views), rejected


def _paragraph_form(
    basis: Basis, block: Paragraph, section: Section | None, *, front: bool
) -> tuple[str, str]:
    """The element and the class of a paragraph: headings of sections, of the source, front matter."""
    if section is not None and section.title_end - section.title_start in (0, len(block.text)):
        return f"h{min(6, max(2, section.level + 1))}", ""
    if section is not None and squashed(block.text) == squashed(section.title):
        return f"h{min(6, max(2, section.level + 1))}", ""
    if front and len(block.text) <= _LONGEST_FRONT:
        return "p", "title" if squashed(block.text) in squashed(basis.filing.title) else "front"
    if block.level:
        return f"h{min(6, block.level + 1)}", ""
    return "p", ""


def _contents(basis: Basis, blocks: tuple[BlockView, ...]) -> tuple[Entry, ...]:
    entries = []
    for section in sorted(basis.filing.sections, key=lambda one: (one.start, one.level)):
        if section.start < len(blocks) and blocks[section.start].anchor:
            entries.append(Entry(section.level, section.title, blocks[section.start].anchor))
    return tuple(entries)
