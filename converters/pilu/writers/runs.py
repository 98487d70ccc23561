"""A printed text with its marks as a tree of runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pilu.writers.characters import squashed
from pilu.writers.marks import Mark

_NESTING: Mapping[str, int] = MappingProxyType(
    {"shadow": 0, "repeat": 0, "ix:nonNumeric": 1, "ix:nonFraction": 2}
)


@dataclass(frozen=True, slots=True)
class Run:
    """Plain ``text`` where ``mark`` is None, else the mark and what is inside it."""

    text: str = ""
    mark: Mark | None = None
    runs: tuple[Run, ...] = ()

    @property
    def visible(self) -> str:
        """The text a reader sees."""
        return self.text + "".join(run.visible for run in self.runs)


@dataclass(slots=True)
class _Node:
    mark: Mark | None
    start: int
    end: int
    children: list[_Node] = field(default_factory=list)


def runs_of(chars: list[str], marks: tuple[Mark, ...]) -> tuple[tuple[Run, ...], tuple[Mark, ...]]:
    """The shown characters with the marks nested in them, and the marks that could not be placed:
    they cut across another one, a number holds them, or the text inside is not the fact's."""
    rejected: list[Mark] = []
    root = _nested(len(chars), _without_blocked_repeats(marks), rejected)
    return _runs(root, chars, rejected), tuple(rejected)


def _without_blocked_repeats(marks: tuple[Mark, ...]) -> list[Mark]:
    """A link may stand in no tag and around none: repeats that touch a fact are left plain."""
    facts = [mark for mark in marks if mark.element != "repeat"]
    return facts + [
        mark
        for mark in marks
        if mark.element == "repeat"
        and not any(mark.start < one.end and one.start < mark.end for one in facts)
    ]


def _nested(length: int, marks: list[Mark], rejected: list[Mark]) -> _Node:
    stack = [_Node(None, 0, length)]
    root = stack[0]
    for mark in sorted(marks, key=lambda one: (one.start, -one.end, _NESTING[one.element], one.order)):
        while len(stack) > 1 and stack[-1].end <= mark.start:
            stack.pop()
        top = stack[-1]
        if mark.end > top.end or (top.mark is not None and not _may_hold(top.mark, mark)):
            rejected.append(mark)
            continue
        node = _Node(mark, mark.start, mark.end)
        top.children.append(node)
        stack.append(node)
    return root


def _may_hold(outer: Mark, inner: Mark) -> bool:
    if outer.element == "repeat":
        return False
    if outer.element != "ix:nonFraction" or outer.nil:
        return True
    same = (outer.start, outer.end) == (inner.start, inner.end) and not inner.nil
    return inner.element == outer.element and same and outer.shape == inner.shape


def _runs(node: _Node, chars: list[str], rejected: list[Mark]) -> tuple[Run, ...]:
    made: list[Run] = []
    position = node.start
    for child in node.children:
        _add_text(made, chars[position : child.start])
        made.extend(_marked(child, _runs(child, chars, rejected), rejected))
        position = child.end
    _add_text(made, chars[position : node.end])
    return tuple(made)


def _add_text(made: list[Run], chars: list[str]) -> None:
    text = "".join(chars)
    if text:
        made.append(Run(text))


def _marked(node: _Node, inside: tuple[Run, ...], rejected: list[Mark]) -> tuple[Run, ...]:
    mark = node.mark
    assert mark is not None
    visible = "".join(run.visible for run in inside)
    if mark.expects is None or (mark.expects == visible and "\n" not in visible):
        return (Run(mark=mark, runs=inside),)
    if squashed(mark.expects) == squashed(visible) and all(run.mark is None for run in inside):
        return (Run(mark=mark, runs=(Run(mark.expects),)),)
    rejected.append(mark)
    return inside
