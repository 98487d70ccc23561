"""What stands in a chapter whose headings are numbered alike: its notes or policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pilu.extraction.headings import Heading
from pilu.extraction.openings import Opening
from pilu.taxonomies.grammar import SectionRule

Readings = Sequence[Heading]
_MOST = 0.8  # of the titles of a chapter whose numbers rise throughout


def notes_of(chapter: str, headings: Iterable[Readings], rules: Iterable[SectionRule]) -> list[Opening]:
    """The sections of a chapter, in order. Inside a note the same words are numbered another way: what
    counts is the way in which most of the titles are numbered. A title without any number counts where
    the source marks it as a heading and a number is missing between its neighbours."""
    own = [rule for rule in rules if chapter in rule.within]
    found = [opening for readings in headings for opening in _openings(readings, own)]
    shape = _usual_shape(found)
    taken: dict[str, Opening] = {}
    for opening in in_sequence([opening for opening in found if opening.heading.shape == shape]):
        taken.setdefault(opening.rule.id, opening)
    for opening in found:
        if opening.heading.marked and not opening.heading.numbering and opening.rule.id not in taken:
            before = max((o for o in taken.values() if o.block < opening.block), key=_place, default=None)
            behind = min((o for o in taken.values() if o.block > opening.block), key=_place, default=None)
            if behind and behind.heading.ordinal > (before.heading.ordinal if before else 0) + 1:
                taken[opening.rule.id] = opening
    return sorted(taken.values(), key=_place)


def in_sequence(openings: Sequence[Opening]) -> Sequence[Opening]:
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
                    yield Opening(rule, heading)
                    return


def _usual_shape(openings: Iterable[Opening]) -> str:
    """How most of the titles are numbered; of equals, the one that comes first."""
    kinds = Counter(shape for _, shape in dict.fromkeys((o.rule.id, o.heading.shape) for o in openings))
    return max(kinds, key=kinds.__getitem__, default="")
