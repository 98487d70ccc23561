"""The report's contents page: its lines open no section, and say which parts there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pilu.extraction.headings import Heading

_FRONT = 300  # blocks in which a contents page begins
_FEWEST = 3  # lines that make a contents page
_APART = 3  # blocks from one line to the next: a page's header and number may stand between
_PAGE = re.compile(r"[.…·_\-]*(?:第?\d{1,3}页?)?$")


@dataclass(frozen=True, slots=True)
class Contents:
    """``blocks`` that are lines of it; ``lines``: numbering and title of those numbered
    as most are, page number taken off."""

    blocks: frozenset[int] = frozenset()
    lines: frozenset[tuple[str, str]] = frozenset()

    def denies(self, heading: Heading) -> bool:
        """Whether it gives this heading's number to another title."""
        listed = [title for numbering, title in self.lines if numbering == heading.numbering]
        return bool(listed) and heading.title not in listed


def contents_of(headings: Iterable[Sequence[Heading]]) -> Contents:
    """The contents page: lines numbered in words, close to each other in the front of the report, most of
    which come again as headings (a list of anything else does not)."""
    numbered = [readings[0] for readings in headings if readings[0].in_words and _bare(readings[0].title)]
    last = {(heading.numbering, _bare(heading.title)): heading.block for heading in numbered}
    best: list[Heading] = []
    run: list[Heading] = []
    for heading in numbered:
        if heading.block > _FRONT:
            break
        repeats = any(_line(heading) == _line(other) for other in run)
        if run and (repeats or heading.block - run[-1].block > _APART):
            best, run = max(best, run, key=len), []
        if last[_line(heading)] > heading.block:
            run.append(heading)
    best = max(best, run, key=len)
    if len(best) < _FEWEST:
        return Contents()
    usual = Counter(heading.shape for heading in best).most_common(1)[0][0]
    return Contents(
        frozenset(range(best[0].block, best[-1].block + 1)),
        frozenset(_line(heading) for heading in best if heading.shape == usual),
    )


def _line(heading: Heading) -> tuple[str, str]:
    return heading.numbering, _bare(heading.title)


def _bare(title: str) -> str:
    return _PAGE.sub("", title)
