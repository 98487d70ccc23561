"""What stands in a chapter, told by the way its headings are numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pilu.extraction.contents import Contents
from pilu.extraction.headings import Heading
from pilu.extraction.openings import Opening
from pilu.extraction.sequence import unknown_headings
from pilu.taxonomies.grammar import SectionRule

Readings = Sequence[Heading]
_MOST = 0.8  # of the titles of a chapter whose numbers rise throughout


def inside_of(
    chapter: str,
    headings: Sequence[Readings],
    known: Sequence[Opening],
    rules: Iterable[SectionRule],
    contents: Contents,
) -> list[Opening]:
    """The sections in a chapter ("": the whole report), in order: the ``known`` ones, its notes or policies,
    and those that only their number tells. A known section stands at the chapter's own level if its
    heading is numbered as those of this level, and below if it is numbered in another way."""
    own = [rule for rule in rules if chapter in rule.within or not (chapter or rule.within)]
    taken = {opening.block for opening in known}
    alike = [rule for rule in own if rule.alike]
    notes = [opening for opening in _notes(headings, alike) if opening.block not in taken]
    found = sorted([*known, *notes], key=_place)
    for rule in own:
        if rule.title_axis:
            shape = _usual_shape(notes) or (_first_shape(headings) if chapter else "")
            shape = shape or _usual_shape(opening for opening in found if opening.level == rule.level)
            found = _levelled(found, shape, rule.level) if chapter else found
            found = _with_others(rule, headings, found, shape, contents)
    return found


def _notes(headings: Sequence[Readings], rules: Sequence[SectionRule]) -> list[Opening]:
    """Inside a note the same words are numbered another way: what counts is the way in which most of the
    titles are numbered. A title without any number counts where the source marks it as a heading and a
    number is missing between its neighbours."""
    found = [opening for readings in headings for opening in _openings(readings, rules)]
    shape = _usual_shape(found)
    taken: dict[str, Opening] = {}
    for opening in _in_sequence([opening for opening in found if opening.heading.shape == shape]):
        taken.setdefault(opening.rule.id, opening)
    for opening in found:
        if opening.heading.marked and not opening.heading.numbering and opening.rule.id not in taken:
            before = max((o for o in taken.values() if o.block < opening.block), key=_place, default=None)
            behind = min((o for o in taken.values() if o.block > opening.block), key=_place, default=None)
            if behind and behind.heading.ordinal > (before.heading.ordinal if before else 0) + 1:
                taken[opening.rule.id] = opening
    return sorted(taken.values(), key=_place)


def _with_others(
    rule: SectionRule, headings: Sequence[Readings], known: Sequence[Opening], shape: str, contents: Contents
) -> list[Opening]:
    """The ``known`` sections of a chapter and those of ``rule`` among them; ``shape``: how its headings
    are numbered, "" for not at all."""
    taken = {opening.block for opening in known}
    alike = (readings[0] for readings in headings if shape and readings[0].shape == shape)
    candidates = [heading for heading in alike if heading.block not in taken]
    anchors = [opening.heading for opening in known if opening.heading.shape == shape]
    others = unknown_headings(anchors, candidates, contents)
    return sorted([*known, *(Opening(rule, heading, rule.level) for heading in others)], key=_place)


def _levelled(known: Iterable[Opening], shape: str, level: int) -> list[Opening]:
    """The ``known`` sections of a chapter, each at the level that its number says."""
    levelled = []
    for opening in known:
        numbered = opening.heading.shape
        if shape and numbered == shape:
            opening = replace(opening, level=level)
        elif shape and numbered and opening.level == level:
            opening = replace(opening, level=level + 1)
        levelled.append(opening)
    return levelled


def _first_shape(headings: Sequence[Readings]) -> str:
    """How the first numbered paragraph of a chapter is numbered, if it is number one."""
    first = next((readings[0] for readings in headings if readings[0].numbering), None)
    return first.shape if first and first.ordinal == 1 else ""


def _in_sequence(openings: Sequence[Opening]) -> Sequence[Opening]:
    """Those of ``openings`` whose numbers rise, unless their numbering begins anew on the way: a few
    titles that break the order are words of a list."""
    longest: list[tuple[int, int]] = []  # for each opening: the length of the best chain up to it, its link
    for at, opening in enumerate(openings):
        links = [
            (longest[back][0], back)
            for back in range(at)
            if openings[back].heading.ordinal < opening.heading.ordinal
        ]
        length, link = max(links, default=(0, -1))
        longest.append((length + 1, link))
    chain: list[Opening] = []
    at = max(range(len(openings)), key=lambda at: longest[at][0], default=-1)
    while at >= 0:
        chain.append(openings[at])
        at = longest[at][1]
    return chain[::-1] if len(chain) >= _MOST * len(openings) else openings


def _place(opening: Opening) -> int:
    return opening.block


def _openings(readings: Readings, rules: Sequence[SectionRule]) -> Iterable[Opening]:
    for heading in readings:
        for title in dict.fromkeys((heading.title, heading.words)):
            for rule in rules:
                if any(pattern.fullmatch(title) for pattern in rule.titles):
                    yield Opening(rule, heading, rule.level)
                    return


def _usual_shape(openings: Iterable[Opening]) -> str:
    """How most of the titles are numbered; of equals, the one that comes first."""
    kinds = Counter(shape for _, shape in dict.fromkeys((o.rule.id, o.heading.shape) for o in openings))
    return max(kinds, key=kinds.__getitem__, default="")
