"""Sentences of the issuer about itself: stated facts by rule, and amounts named by a label.

Rules (prose.csv) may found a fact. Amounts found by label alone may only confirm or contradict
a fact that a table states; they are looked for in sections marked ``issuer_prose``, never where
the report describes its market.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pilu.extraction.sections import sections_at
from pilu.extraction.sink import of_reader
from pilu.model.document import Document, Paragraph, Place
from pilu.model.extraction import Candidate, Form, Section, UnitHint
from pilu.reasons import evidence
from pilu.taxonomies.grammar import COVER, Grammar, ProseRule
from pilu.values.text import fold, folded_map

_FRONT = 40
_AMOUNT = re.compile(  # never the tail of a longer or damaged number, nor the end of a range
    r"(?<![\d.])(?<!\d[,~-])(?P<num>-?(?:\d{1,3}+(?:,\d{3})++|\d++)(?:\.\d++)?)"
    r"(?P<unit>亿元|百万元|万元|千元|元)(?!/|股|美)"
)
_CLAUSE = re.compile(r"[。;；!?]|,(?!\d{3})|(?<!\d),")
_VERBS = re.compile(r"(?:人民币|约为|达到|为|是|达|共计|合计|实现|:)+$")
_BOUND = re.compile(r"(?:约|近|超过?|不低于|不超过|逾|多达|至少)$")
_NEAR = 200  # characters before an amount in which its clause begins
_OTHER_YEAR = re.compile(r"(?P<year>20\d{2})年|上年|去年|上期|同期")


def find_prose(
    document: Document, sections: Sequence[Section], form: Form, grammar: Grammar
) -> tuple[Candidate, ...]:
    """Candidates from paragraphs, in document order."""
    first = min((section.start for section in sections), default=_FRONT)
    found: list[Candidate] = []
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        scopes = sections_at(tuple(sections), number)
        if not scopes and number <= first:
            scopes = (COVER,)
        text, index = folded_map(block.text)
        if not text:
            continue
        found.extend(_by_rule(grammar, number, block, (text, index), scopes))
        if grammar.prose_scopes.intersection(scopes):
            found.extend(_by_label(grammar, form, number, block, (text, index)))
    return tuple(found)


Folded = tuple[str, tuple[int, ...]]


def _by_rule(
    grammar: Grammar, number: int, block: Paragraph, folded: Folded, scopes: Sequence[str]
) -> Iterator[Candidate]:
    text, index = folded
    for rule in grammar.prose:
        if rule.scopes != ("any",) and not set(rule.scopes).intersection(scopes):
            continue
        for match in rule.pattern.finditer(text):
            start = match.start("num") if "num" in rule.pattern.groupindex else 0
            if not _BOUND.search(text[max(0, start - _NEAR) : start]):
                yield _candidate(grammar, rule, number, block, match, index)


def _candidate(
    grammar: Grammar,
    rule: ProseRule,
    number: int,
    block: Paragraph,
    match: re.Match[str],
    index: tuple[int, ...],
) -> Candidate:
    groups = rule.pattern.groupindex
    if "num" in groups:
        start, end = match.start("num"), match.end("unit") if "unit" in groups else match.end("num")
    elif "text" in groups:
        start, end = match.span("text")
    else:
        start, end = match.span()
    low, high = index[start], index[end - 1] + 1
    constant = rule.value if rule.value in {"true", "false"} else ""
    unit = grammar.unit(match["unit"]) if "unit" in groups else None
    hint = (UnitHint(unit.measure, unit.exponent, "cell", block.spans[0]),) if unit else ()
    return Candidate(
        id=f"p{number}.{low}.{rule.id}",
        table=f"prose:{rule.id}",
        section="",
        row_path=(rule.id, constant),
        column_path=(),
        raw=block.text[low:high],
        place=Place(number, None, low, high),
        span=block.spans[0],
        units=hint,
        subject=rule.concept,
        dimensions=rule.dimensions,
        confidence=min(rule.confidence, block.confidence),
        evidence=(
            *of_reader(block.confidence),
            *((evidence("in-sentence"),) if rule.confidence < 1 else ()),
            *((evidence("printed-decrease"),) if rule.sign < 0 else ()),
        ),
    )


def _by_label(
    grammar: Grammar, form: Form, number: int, block: Paragraph, folded: Folded
) -> Iterator[Candidate]:
    text, index = folded
    for match in _AMOUNT.finditer(text):
        clause = _CLAUSE.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
        label = _VERBS.sub("", clause)
        if _BOUND.search(label) or _BOUND.search(clause):
            continue
        if any(y["year"] != str(form.fiscal_year) for y in _OTHER_YEAR.finditer(clause)):
            continue
        named = grammar.labels.find_suffix(re.sub(r"\([^()]*\)$", "", label))
        unit = grammar.unit(match["unit"])
        if named is None or unit is None:
            continue
        low, high = index[match.start()], index[match.end() - 1] + 1
        yield Candidate(
            id=f"p{number}.{low}",
            table="prose",
            section="",
            row_path=(fold(label[named[1] :]),),
            column_path=(),
            raw=block.text[low:high],
            place=Place(number, None, low, high),
            span=block.spans[0],
            units=(UnitHint(unit.measure, unit.exponent, "cell", block.spans[0]),),
            subject=named[0],
            confidence=min(0.8, block.confidence),
            evidence=(*of_reader(block.confidence), evidence("in-sentence")),
        )
