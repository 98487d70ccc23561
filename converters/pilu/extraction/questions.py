"""Tick-box questions: which option is ticked, decided from evidence and never by default.

The ladder, in order: a ticked glyph; an empty box on one option only (the other glyph was lost);
both boxes empty or both ticked (undecided); no glyph at all: what follows the question decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pilu.extraction.headings import title_key
from pilu.extraction.sink import of_reader
from pilu.model.document import Block, Document, Paragraph, Picture, Place, Table
from pilu.model.extraction import Candidate
from pilu.model.span import LineSpan
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar, QuestionRule
from pilu.values.text import fold
from pilu.values.ticks import TickBox, boxes

_LOOK_AHEAD = 20  # blocks in which the sequel of a question must show
_PICTURE_GAP = 3  # blank lines that a dropped picture leaves


@dataclass(frozen=True, slots=True)
class _Answer:
    """``why``: the code of the evidence that decides."""

    value: str
    confidence: float
    why: str


def find_questions(document: Document, grammar: Grammar) -> tuple[Candidate, ...]:
    """A candidate per answered question: raw is the box text, the value is in ``row_path[1]``
    as ``true``, ``false`` or ``nil``."""
    found: list[Candidate] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and len(block.text) < 2000:
            found.extend(_in_paragraph(document, grammar, number, block))
    return tuple(found)


def _in_paragraph(document: Document, grammar: Grammar, number: int, block: Paragraph) -> Iterator[Candidate]:
    before = 0
    for box in boxes(block.text):
        label = block.text[before : box.start]
        before = box.end
        rule, label, own = _rule_for(document, grammar, number, label)
        if rule is None:
            continue
        answer = _decide(box, grammar) or _by_sequel(document, grammar, number, own)
        value = {"true": "false", "false": "true"}.get(answer.value, "nil") if rule.negated else answer.value
        yield Candidate(
            id=f"q{number}.{box.start}",
            table="question",
            section="",
            row_path=(title_key(label), value),
            column_path=(),
            raw=block.text[box.start : box.end],
            place=Place(number, None, box.start, box.end),
            span=block.spans[0],
            subject=rule.concept,
            confidence=min(answer.confidence, block.confidence),
            evidence=(*of_reader(block.confidence), evidence(answer.why)),
        )


def _rule_for(
    document: Document, grammar: Grammar, number: int, label: str
) -> tuple[QuestionRule | None, str, str]:
    """The question a box answers: from the text before it, else from the paragraphs above."""
    labels = [label] if fold(label) else _labels_above(document, number)
    for candidate in labels:
        key = title_key(candidate)
        for rule in grammar.questions:
            if rule.label.search(key):
                return rule, candidate, key
    return None, label, ""


def _labels_above(document: Document, number: int) -> list[str]:
    for back in range(number - 1, max(-1, number - 4), -1):
        block = document.blocks[back]
        if isinstance(block, Table):
            break
        if isinstance(block, Paragraph) and fold(block.text):
            return [_after_boxes(block.text)]
    return []


def _after_boxes(text: str) -> str:
    """What a paragraph says behind its last pair of boxes, or all of it where nothing follows."""
    end = max((box.end for box in boxes(text)), default=0)
    return text[end:] if fold(text[end:]) else text


def _decide(box: TickBox, grammar: Grammar) -> _Answer | None:
    yes, no = (grammar.marks.get(glyph, "lost" if glyph else "") for glyph in (box.yes, box.no))
    if yes == "ticked" and no == "ticked":
        return _Answer("nil", 0.3, "boxes-both-ticked")
    if yes == "ticked" or no == "ticked":
        return _Answer("true" if yes == "ticked" else "false", 1.0, "box-ticked")
    if yes == "unticked" and no == "unticked":
        return _Answer("nil", 0.9, "boxes-both-empty")
    if yes == "unticked":
        return _Answer("false", 0.95, "tick-lost-second")
    if no == "unticked":
        return _Answer("true", 0.95, "tick-lost-first")
    return None


def _by_sequel(document: Document, grammar: Grammar, number: int, own: str) -> _Answer:
    """No glyph survived: content before the next heading or question means yes."""
    if _gap_after(document, number) >= _PICTURE_GAP:
        return _Answer("true", 0.6, "boxes-lost-gap")
    end = min(len(document.blocks), number + 1 + _LOOK_AHEAD)
    for ahead in range(number + 1, end):
        block = document.blocks[ahead]
        if isinstance(block, Picture):
            return _Answer("true", 0.7, "boxes-lost-picture")
        if isinstance(block, Table):
            return _Answer("true", 0.8, "boxes-lost-table")
        if not fold(block.text) or (title_key(block.text) == own and own):
            continue
        if _opens_something(document, grammar, ahead, block):
            return _Answer("false", 0.8, "boxes-lost-heading")
        return _Answer("true", 0.8, "boxes-lost-text")
    if end < len(document.blocks):
        return _Answer("nil", 0.3, "boxes-lost-undecided")
    return _Answer("false", 0.8, "boxes-lost-end")


def _opens_something(document: Document, grammar: Grammar, number: int, block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    key = title_key(block.text)
    if any(title.fullmatch(key) for rule in grammar.sections for title in rule.titles):
        return True
    if any(boxes(block.text)):
        return True
    following = document.blocks[number + 1] if number + 1 < len(document.blocks) else None
    boxed = isinstance(following, Paragraph) and any(box.start <= 1 for box in boxes(following.text))
    return boxed or (block.level > 0)


def _gap_after(document: Document, number: int) -> int:
    """Blank lines between a block and the next, where the source has lines."""
    if number + 1 >= len(document.blocks):
        return 0
    here, there = document.blocks[number].spans[-1], document.blocks[number + 1].spans[0]
    if isinstance(here, LineSpan) and isinstance(there, LineSpan):
        return there.line - here.end_line - 1
    return 0
