"""The report laid out as a page: blocks with tagged runs, text blocks, what is hidden."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Paragraph, Picture, Table
from pilu.model.extraction import Section
from pilu.model.report import Fact, TextBlock
from pilu.taxonomies.wording import fact_words
from pilu.writers.basis import Basis
from pilu.writers.characters import squashed
from pilu.writers.flow import Step, flow_of
from pilu.writers.marks import Mark, common_attributes, on_document, placing_of
from pilu.writers.runs import Run, runs_of
from pilu.writers.shown import shown_characters
from pilu.writers.tables import TableView, table_view

_UNIT_LINE = re.compile(r"\s*[(（]?(?:金额)?(?:单位|币种)\s*[:：]")
_ISSUER_ENDINGS = ("公司", "集团")
_LONGEST_FRONT = 60  # a paragraph before the first section that is longer is prose, not a title

Marks = dict[tuple[int, int | None], list[Mark]]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block to show: ``element`` p, h1 to h6, table or picture; ``style`` a CSS class or "";
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
    ``hidden`` the facts without a place of their own, ``first_section`` the block where front matter
    ends and the table of contents stands, ``titled`` whether front matter prints the title."""

    blocks: tuple[BlockView, ...]
    flow: tuple[Step, ...]
    contents: tuple[Entry, ...]
    hidden: tuple[Fact, ...]
    first_section: int
    titled: bool
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
    reasons.update((facts[mark.order].id, _reason(mark, facts[mark.order])) for mark in rejected if mark.tags)
    placed = {fact.id for fact in flowing}
    for fact in facts:
        if isinstance(fact.value, TextBlock) and fact.id not in placed:
            reasons[fact.id] = "no-place"
    return Page(
        blocks,
        flow_of(count, tuple((fact, common_attributes(basis, fact)) for fact in flowing)),
        _contents(basis, blocks),
        tuple(fact for fact in facts if fact.id in reasons),
        min((section.start for section in basis.filing.sections), default=0),
        any(block.element == "h1" for block in blocks),
        tuple(_hidden(basis, fact, reasons[fact.id]) for fact in facts if reasons.get(fact.id)),
    )


def _reason(mark: Mark, fact: Fact) -> str:
    """Why a mark could not stand: the print says something else, or another mark is in the way."""
    other = mark.expects is not None and squashed(mark.expects) != squashed(fact.provenance.raw)
    return "unprinted" if other else "overlap"


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
        concept=fact.concept.local,
        label=fact_words(fact, basis.taxonomy, "en"),
        label_zh=fact_words(fact, basis.taxonomy, "zh"),
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
    titles = _titles(basis, min(sections, default=0))
    heads = _head_cells(basis)
    document = basis.filing.document.blocks
    views = []
    for index, block in enumerate(document):
        anchor = f"b{index}" if index in sections else ""
        if isinstance(block, Table):
            own = tuple(runs(index, number, cell.text) for number, cell in enumerate(block.cells))
            views.append(
                BlockView("table", anchor=anchor, table=table_view(block, own, heads.get(index, frozenset())))
            )
        elif isinstance(block, Picture):
            views.append(BlockView("picture", anchor=anchor, description=block.description))
        else:
            element, style = titles.get(index) or _paragraph_form(block, sections.get(index))
            followed = index + 1 < len(document) and isinstance(document[index + 1], Table)
            if element == "p" and followed and _UNIT_LINE.match(block.text):
                style = "unit"
            views.append(BlockView(element, style, anchor, runs(index, None, block.text)))
    return tuple(views), rejected


def _head_cells(basis: Basis) -> dict[int, frozenset[int]]:
    """The cells of each table that the ledger explains as column headers or titles."""
    found: dict[int, set[int]] = defaultdict(set)
    for entry in basis.filing.mapped.ledger:
        if entry.reason in {"header", "title"} and entry.place.cell is not None:
            found[entry.place.block].add(entry.place.cell)
    return {block: frozenset(cells) for block, cells in found.items()}


def _titles(basis: Basis, first_section: int) -> dict[int, tuple[str, str]]:
    """Front matter by block: the lines of the title, the issuer's name above it included, are
    headings; other short lines stay lines."""
    front = [
        (index, squashed(block.text))
        for index, block in enumerate(basis.filing.document.blocks[:first_section])
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST_FRONT
    ]
    whole = squashed(basis.filing.title)
    lines = [index for index, text in front if text and (text in whole or whole in text)]
    texts = dict(front)
    if lines and texts.get(lines[0] - 1, "").endswith(_ISSUER_ENDINGS):
        lines.insert(0, lines[0] - 1)
    forms = {index: ("p", "front") for index, _ in front}
    for index in lines:
        ends = [name for name, end in (("first", lines[0]), ("last", lines[-1])) if index == end]
        forms[index] = ("h1", " ".join(["front", *ends]))
    return forms


def _paragraph_form(block: Paragraph, section: Section | None) -> tuple[str, str]:
    """The element and the class of a paragraph: headings of sections and of the source."""
    if section is not None:
        whole = section.title_end - section.title_start in (0, len(block.text))
        if whole or squashed(block.text) == squashed(section.title):
            return f"h{min(6, max(2, section.level + 1))}", ""
    if block.level:
        return f"h{min(6, block.level + 1)}", ""
    return "p", ""


def _contents(basis: Basis, blocks: tuple[BlockView, ...]) -> tuple[Entry, ...]:
    entries = []
    for section in sorted(basis.filing.sections, key=lambda one: (one.start, one.level)):
        if section.start < len(blocks) and blocks[section.start].anchor:
            entries.append(Entry(section.level, section.title, blocks[section.start].anchor))
    return tuple(entries)
