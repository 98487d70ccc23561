"""Full reports of the collection: no heading is lost, and every block stands in a text block."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from pilu.extraction.contents import contents_of
from pilu.extraction.headings import headings_of, title_key
from pilu.model.document import Document, Paragraph, Table
from pilu.model.extraction import Section
from pilu.model.report import TextBlock

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
REPORTS = sorted(
    path
    for path in (SHARED / "corpus" / "reports").glob("*-annual*")
    if "abstract" not in path.name and path.suffix in {".pdf", ".html", ".md"}
)
PRINTED = [path for path in REPORTS if path.suffix != ".md"]  # recognition tools lose headings themselves
NUMBERED_ALIKE = {"note-items", "note-parent", "note-policies"}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not REPORTS, reason="the collection of real reports is not beside the checkout"),
]


def _ids(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def _numbers(document: Document, sections: list[Section]) -> list[int]:
    """The numbers of section headings."""
    found = {(h.block, h.start): h.ordinal for readings in headings_of(document) for h in readings}
    return [found[section.start, section.title_start] for section in sections]


@pytest.mark.parametrize("path", REPORTS, ids=_ids(REPORTS))
def test_every_block_stands_in_a_text_block(path, walk) -> None:
    """From the first section to the end, every block is a section's heading or inside a text block."""
    walked, _ = walk(path)
    document, extraction, mapped = walked
    inside = {section.start for section in extraction.sections}
    for fact in mapped.report.facts:
        if isinstance(fact.value, TextBlock):
            inside.update(range(fact.value.start, fact.value.end))
    first = min(section.start for section in extraction.sections)
    outside = [
        number
        for number, block in enumerate(document.blocks[first:], start=first)
        if number not in inside and (isinstance(block, Table) or getattr(block, "text", "").strip())
    ]
    assert outside == []


@pytest.mark.parametrize("path", REPORTS, ids=_ids(REPORTS))
def test_every_line_of_the_contents_page_is_a_section(path, walk) -> None:
    """What the report's contents page lists, it has: a section of this title."""
    walked, _ = walk(path)
    document, extraction, _ = walked
    lines = contents_of(tuple(headings_of(document))).lines
    titles = {title_key(section.title) for section in extraction.sections}
    names = {section.name for section in extraction.sections}
    assert {title for _, title in lines} <= titles | names


@pytest.mark.parametrize("path", PRINTED, ids=_ids(PRINTED))
def test_numbers_of_chapters_and_notes_have_no_gap(path, walk) -> None:
    """Parts, the chapters of each, and the notes of each chapter count one, two, three … to the last."""
    walked, _ = walk(path)
    document, extraction, _ = walked
    sections = extraction.sections
    groups = [[part for part in sections if part.level == 1 and part.title.startswith("第")]]
    for outer in sections:
        if (outer.level == 1 and outer.title.startswith("第")) or outer.id in NUMBERED_ALIKE:
            inside = [s for s in sections if s.level == outer.level + 1 and outer.start < s.start < outer.end]
            groups.append(
                [section for section in inside if section.title[0] in "一二三四五六七八九十123456789"]
            )
    gaps = [
        (section.title, numbers)
        for group in groups
        for section, numbers in zip(group[1:], pairwise(_numbers(document, group)), strict=True)
        if numbers[1] != numbers[0] + 1
    ]
    assert gaps == []
    assert sum(map(len, groups)) > 150


@pytest.mark.parametrize("path", REPORTS, ids=_ids(REPORTS))
def test_no_section_is_a_sentence(path, walk) -> None:
    """What opens a section is a heading: short, without the end of a sentence inside."""
    walked, _ = walk(path)
    document, extraction, _ = walked
    for section in extraction.sections:
        block = document.blocks[section.start]
        assert isinstance(block, Paragraph)
        assert "。" not in section.name, section
        assert len(section.name) <= 120, section
