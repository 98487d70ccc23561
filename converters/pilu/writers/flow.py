"""Text blocks over the flow of the document: where each opens, pauses, goes on and closes.

Between two blocks stands a line end, part of every text block that holds both. Ranges may nest or
overlap; where one ends inside another, the other pauses and goes on in an ``ix:continuation``
(Inline XBRL 1.1, 4.1).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from pilu.model.report import Fact, TextBlock

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """``open`` (``element``, ``attributes``), ``close`` (``element``), ``block`` (``index``, and
    whether a text block holds it) or ``gap``, the line end between two blocks."""

    kind: str
    element: str = ""
    attributes: Attributes = ()
    index: int = -1
    inside: bool = False


@dataclass(frozen=True, slots=True)
class _Range:
    """Positions ``start`` to ``end``: block i is position 2i, the gap behind it 2i + 1."""

    start: int
    end: int
    fact: str
    attributes: Attributes


def flow_of(block_count: int, facts: tuple[tuple[Fact, Attributes], ...]) -> tuple[Step, ...]:
    """The steps of the whole document; ``facts`` are text blocks with their attributes, in order."""
    starting: dict[int, list[_Range]] = defaultdict(list)
    for fact, attributes in facts:
        assert isinstance(fact.value, TextBlock)
        one = _Range(2 * fact.value.start, 2 * fact.value.end - 1, fact.id, attributes)
        starting[one.start].append(one)
    steps: list[Step] = []
    stack: list[_Range] = []
    opened: dict[str, list[int]] = {}
    for position in range(2 * block_count):
        _close(steps, stack, position, opened)
        for one in sorted(starting.get(position, ()), key=lambda one: -one.end):
            _open(steps, stack, one, opened)
        if position % 2 == 0:
            steps.append(Step("block", index=position // 2, inside=bool(stack)))
        elif position < 2 * block_count - 1:
            steps.append(Step("gap"))
    return _linked(steps, opened)


def _open(steps: list[Step], stack: list[_Range], one: _Range, opened: dict[str, list[int]]) -> None:
    pieces = opened.setdefault(one.fact, [])
    if pieces:
        steps.append(Step("open", "ix:continuation", (("id", f"{one.fact}.c{len(pieces)}"),)))
    else:
        steps.append(Step("open", "ix:nonNumeric", (*one.attributes, ("escape", "true"))))
    pieces.append(len(steps) - 1)
    stack.append(one)


def _close(steps: list[Step], stack: list[_Range], position: int, opened: dict[str, list[int]]) -> None:
    """Close the ranges that end here; those open above them pause and go on at once."""
    ending = [index for index, one in enumerate(stack) if one.end == position]
    if not ending:
        return
    above = stack[ending[0] :]
    for one in reversed(above):
        steps.append(Step("close", "ix:nonNumeric" if len(opened[one.fact]) == 1 else "ix:continuation"))
    del stack[ending[0] :]
    for one in above:
        if one.end != position:
            _open(steps, stack, one, opened)


def _linked(steps: list[Step], opened: dict[str, list[int]]) -> tuple[Step, ...]:
    for fact, pieces in opened.items():
        for number, index in enumerate(pieces[:-1], start=1):
            link = ("continuedAt", f"{fact}.c{number}")
            steps[index] = replace(steps[index], attributes=(*steps[index].attributes, link))
    return tuple(steps)
