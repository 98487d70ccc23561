"""The report's own sections, found by the titles the form prescribes."""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.document import Document, Paragraph
from pilu.model.extraction import Section
from pilu.taxonomies.grammar import NUMBERING, Grammar, SectionRule
from pilu.values.text import fold
from pilu.values.ticks import boxes


@dataclass(frozen=True, slots=True)
class _Opening:
    rule: SectionRule
    block: int
    start: int


def find_sections(document: Document, grammar: Grammar) -> tuple[Section, ...]:
    """Sections in document order; each ends where the next of its level or above begins.

    A title is a paragraph that is one of the rule's titles once its number and a tick box at
    its end are taken off; signatures under a statement may run into the title of the next, as its last
    line, or as its last word where that is numbered. A title repeated inside its own section is a
    caption, no new section.
    """
    openings: list[_Opening] = []
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or len(block.text) > 200:
            continue
        rule, start = _title_in(block.text, grammar)
        if rule and not _repeats(openings, rule):
            openings.append(_Opening(rule, number, start))
    return tuple(_close(document, openings, at) for at in range(len(openings)))


def _title_in(text: str, grammar: Grammar) -> tuple[SectionRule | None, int]:
    """The section that a paragraph opens, and where its title begins in it."""
    last_word = max(text.rfind(" "), text.rfind("\u3000")) + 1
    for start in sorted({0, text.rfind("\n") + 1, last_word}):
        numbering, title = _taken_apart(text[start:])
        if start == last_word > 0 and not numbering:
            continue
        for rule in grammar.sections:
            if _opens(rule, numbering, title):
                return rule, start
    return None, 0


def title_key(text: str) -> str:
    """A heading's folded title without numbering and without a tick box behind it."""
    return _taken_apart(text)[1]


def _taken_apart(text: str) -> tuple[str, str]:
    """A heading's numbering and its title."""
    box = next(boxes(text), None)
    folded = fold(text[: box.start] if box else text)
    numbering = NUMBERING.match(folded)
    number = numbering[0] if numbering else ""
    return number, folded[len(number) :].rstrip(":。")


def _opens(rule: SectionRule, numbering: str, title: str) -> bool:
    numbered = rule.numbering is None or rule.numbering.fullmatch(numbering)
    return bool(numbered) and any(pattern.fullmatch(title) for pattern in rule.titles)


def _repeats(openings: list[_Opening], rule: SectionRule) -> bool:
    for opening in reversed(openings):
        if opening.rule.id == rule.id:
            return True
        if opening.rule.level <= rule.level:
            return any(earlier.rule.id == rule.id for earlier in openings)
    return False


def _close(document: Document, openings: list[_Opening], at: int) -> Section:
    opening = openings[at]
    later = (o.block for o in openings[at + 1 :] if o.rule.level <= opening.rule.level)
    block = document.blocks[opening.block]
    assert isinstance(block, Paragraph)
    return Section(
        id=opening.rule.id,
        title=" ".join(block.text[opening.start :].split()),
        level=opening.rule.level,
        start=opening.block,
        end=next(later, len(document.blocks)),
        title_start=opening.start,
        title_end=len(block.text),
    )


def sections_at(sections: tuple[Section, ...], block: int) -> tuple[str, ...]:
    """Ids of the sections that hold a block, innermost first."""
    holding = [section for section in sections if section.start <= block < section.end]
    return tuple(section.id for section in sorted(holding, key=lambda s: (-s.level, -s.start)))
