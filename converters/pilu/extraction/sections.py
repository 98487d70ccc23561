"""The report's own sections, found by the titles the form prescribes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pilu.extraction.chapters import inside_of
from pilu.extraction.contents import contents_of
from pilu.extraction.headings import Heading, headings_of
from pilu.extraction.openings import Opening, end_of
from pilu.model.document import Document, Paragraph
from pilu.model.extraction import Section
from pilu.taxonomies.grammar import Grammar, SectionRule


def find_sections(document: Document, grammar: Grammar) -> tuple[Section, ...]:
    """Sections in document order; each ends where the next of its level or above begins.

    A title is a paragraph that is one of the rule's titles once its number and a tick box at
    its end are taken off. A title repeated inside its own section is a caption, no new section.
    """
    headings = tuple(headings_of(document))
    contents = contents_of(headings)
    headings = tuple(readings for readings in headings if readings[0].block not in contents.blocks)
    openings = _prescribed(headings, grammar)
    last = len(document.blocks)
    for level in range(max((rule.level for rule in grammar.sections), default=0)):
        chapters = [(o, end_of(openings, at, last)) for at, o in enumerate(openings) if o.level == level]
        spans = [(o.rule.id, o.block, end) for o, end in chapters] if level else [("", -1, last)]
        for chapter, start, end in spans:
            inside = [readings for readings in headings if start < readings[0].block < end]
            known = [opening for opening in openings if start < opening.block < end]
            outside = [opening for opening in openings if not start < opening.block < end]
            openings = [*outside, *inside_of(chapter, inside, known, grammar.sections, contents)]
        openings.sort(key=lambda opening: (opening.block, opening.level))
    return tuple(_close(document, openings, at) for at in range(len(openings)))


def _prescribed(headings: Iterable[Sequence[Heading]], grammar: Grammar) -> list[Opening]:
    openings: list[Opening] = []
    rules = [rule for rule in grammar.sections if rule.titles and not rule.alike]
    for readings in headings:
        opening = _opening(readings, rules, openings)
        if opening is not None:
            openings.append(opening)
    return openings


def _opening(
    readings: Iterable[Heading], rules: Iterable[SectionRule], before: Sequence[Opening]
) -> Opening | None:
    """The section that a paragraph opens, unless it repeats one."""
    for heading in readings:
        for rule in rules:
            if _opens(rule, heading) and (not rule.within or rule.within & _open_ids(before)):
                return None if _repeats(before, rule) else Opening(rule, heading, rule.level)
    return None


def _opens(rule: SectionRule, heading: Heading) -> bool:
    numbered = rule.numbering is None or rule.numbering.fullmatch(heading.numbering)
    return bool(numbered) and any(pattern.fullmatch(heading.title) for pattern in rule.titles)


def _open_ids(openings: Sequence[Opening]) -> frozenset[str]:
    """Ids of the sections that are open behind the last of ``openings``."""
    return frozenset(opening.rule.id for opening in _still_open(openings))


def _still_open(openings: Sequence[Opening]) -> Iterable[Opening]:
    level = 0
    for opening in reversed(openings):
        if not level or opening.level < level:
            level = opening.level
            yield opening


def _repeats(openings: Sequence[Opening], rule: SectionRule) -> bool:
    """Whether its section is there already: in the report, or in the section it must stand in."""
    for opening in reversed(openings):
        if opening.rule.id == rule.id:
            return True
        if opening.rule.id in rule.within:
            return False
    return False


def _close(document: Document, openings: Sequence[Opening], at: int) -> Section:
    opening = openings[at]
    block = document.blocks[opening.block]
    assert isinstance(block, Paragraph)
    start = opening.heading.start
    return Section(
        id=opening.rule.id,
        title=" ".join(block.text[start:].split()),
        level=opening.level,
        start=opening.block,
        end=end_of(openings, at, len(document.blocks)),
        title_start=start,
        title_end=len(block.text),
        name=opening.heading.title,
    )


def sections_at(sections: tuple[Section, ...], block: int) -> tuple[str, ...]:
    """Ids of the sections that hold a block, innermost first."""
    holding = [section for section in sections if section.start <= block < section.end]
    return tuple(section.id for section in sorted(holding, key=lambda s: (-s.level, -s.start)))
