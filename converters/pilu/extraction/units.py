"""The unit said for a table: its unit line, its labels and headers, or an inherited one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pilu.extraction.grid import Grid
from pilu.model.document import Document, Paragraph, Table
from pilu.model.extraction import UNKNOWN_UNIT, Section, UnitHint
from pilu.model.span import Span
from pilu.taxonomies.grammar import Grammar, UnitToken
from pilu.values.text import fold

_UNIT_LINE = re.compile(
    r"(?:金额|货币|计量|数量)?单位[:;：]?(?P<said>[^:：;,，。]*?)(?=(?:金额|货币|计量|数量)?单位|[:：;,，。]|$)"
)
_ENGLISH_LINE = re.compile(
    r"(?:unit:|(?:(?:all)?amounts?)?(?:are)?(?:expressed|presented|stated)?in)(?P<said>[A-Za-z$'’0-9]{2,24})",
    re.I,
)
_WHOLE_LINE = re.compile(
    rf"\(?(?:金额|货币|计量)?单位[:：][^:：;,，。]{{1,12}}(?:币种[:：][^:：;,，。]*)?|\(?{_ENGLISH_LINE.pattern}\)?",
    re.I,
)
_CURRENCY = re.compile(r"币种[:：](?P<said>[^:：;,，。()单]*)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
_AROUND = re.compile(r"^均?[为以]|(?:列示|表示|填列)?\)*$")
_MONEY = frozenset({"CNY", "USD", "HKD", "EUR"})
_LOOK_BACK = 6


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit line: the tokens it names (none where it says a unit that nobody knows), and its place."""

    tokens: tuple[UnitToken, ...]
    block: int
    span: Span
    inherited: bool = False

    def hints(self) -> tuple[UnitHint, ...]:
        """What it says, unit by unit; of a line that is not understood, that it says something."""
        if not self.tokens:
            return (UnitHint("", 0, UNKNOWN_UNIT, self.span),)
        origin = "inherited" if self.inherited else "unit-line"
        return tuple(UnitHint(token.measure, token.exponent, origin, self.span) for token in self.tokens)


def read_unit_line(text: str, grammar: Grammar, *, bare: bool) -> tuple[UnitToken, ...]:
    """The unit tokens a paragraph declares (``bare``: the paragraph may be the unit alone)."""
    folded = fold(text)
    lines = [match["said"].split("币种")[0] for match in _UNIT_LINE.finditer(folded)]
    if not lines:
        alone = re.split("[,，]", folded.strip("()"))[0]
        english = _ENGLISH_LINE.fullmatch(alone)
        token = _unit(english["said"] if english else alone, grammar) if bare else None
        return (token,) if token else ()
    currency = _CURRENCY.search(folded)
    other = _unit(currency["said"], grammar) if currency else None
    return tuple(_in_currency(token, other) for said in lines for token in _tokens(said, grammar))


def _tokens(said: str, grammar: Grammar) -> tuple[UnitToken, ...]:
    """The units in what a unit line says: one, or several side by side."""
    whole = _unit(said, grammar)
    parts = (_unit(part, grammar) for part in re.split(r"[、/及和或]", said) if part)
    return (whole,) if whole else tuple(token for token in parts if token)


def says_unknown_unit(text: str, grammar: Grammar) -> bool:
    """Whether a paragraph is a unit line and nothing else, of a unit that the sheets do not have."""
    folded = fold(text)
    return bool(_WHOLE_LINE.fullmatch(folded)) and not read_unit_line(text, grammar, bare=False)


def _unit(said: str, grammar: Grammar) -> UnitToken | None:
    """The unit that a piece of a unit line says, the words around it taken off."""
    words = _AROUND.sub("", said)
    return grammar.unit(words) or grammar.unit(words.removeprefix("人民币"))


def _in_currency(token: UnitToken, other: UnitToken | None) -> UnitToken:
    """A unit of money in the currency that the line names beside it."""
    money = other is not None and {token.measure, other.measure} <= _MONEY
    return replace(token, measure=other.measure) if money and other else token


def unit_line_for(document: Document, block: int, grammar: Grammar, grid: Grid) -> UnitLine | None:
    """The unit line of the table at ``block``: in its first rows, or above it.

    Above: up to six paragraphs back, not past another table; a line torn into short pieces is
    read as one.
    """
    for index in (i for row in range(min(3, grid.table.row_count)) for i in grid.filled(row)):
        cell = grid.table.cells[index]
        if "单位" in grid.folded[index] and (tokens := read_unit_line(cell.text, grammar, bare=False)):
            return UnitLine(tokens, block, cell.spans[0])
    if corner := _corner_unit(grid, block, grammar):
        return corner
    pieces = ""
    for back in range(block - 1, max(-1, block - 1 - _LOOK_BACK), -1):
        candidate = document.blocks[back]
        if isinstance(candidate, Table):
            return None
        if not isinstance(candidate, Paragraph):
            continue
        tokens = read_unit_line(candidate.text, grammar, bare=back >= block - 2)
        if not tokens and len(candidate.text) <= 8:
            pieces = candidate.text + pieces
            tokens = read_unit_line(pieces, grammar, bare=False)
        if tokens or says_unknown_unit(candidate.text, grammar):
            return UnitLine(tokens, back, candidate.spans[0])
    return None


def _corner_unit(grid: Grid, block: int, grammar: Grammar) -> UnitLine | None:
    """The unit of money that the cell above the labels names, alone or in brackets behind a word."""
    index = grid.index(0, 0)
    if index is None or any(grid.is_number(filled) for filled in grid.filled(0)):
        return None
    said = grid.folded[index]
    token = _unit((_IN_BRACKETS.search(said) or [said, said])[1], grammar)
    if token is None or token.measure not in _MONEY:
        return None
    return UnitLine((token,), block, grid.table.cells[index].spans[0])


def inherited_line(lines: Sequence[UnitLine], sections: Sequence[Section], block: int) -> UnitLine | None:
    """The last unit line with money before ``block`` in the same part of the report."""
    parts = [section for section in sections if section.level <= 2 and section.start <= block < section.end]
    start = max((part.start for part in parts), default=block)
    for line in reversed(lines):
        if start <= line.block < block and any(token.measure in _MONEY for token in line.tokens):
            return UnitLine(line.tokens, line.block, line.span, inherited=True)
    return None


def note_hint(notes: Sequence[str], grammar: Grammar, origin: str, span: Span) -> UnitHint | None:
    """The unit that bracketed notes of a label or header name."""
    for note in notes:
        token = grammar.unit(note) or grammar.unit(note.removeprefix("人民币"))
        if token:
            return UnitHint(token.measure, token.exponent, origin, span)
    return None
