"""Headings that no rule knows, found by the report's own numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pilu.extraction.contents import Contents
from pilu.extraction.headings import Heading

_LONGEST = 80
_LOST = 2  # numbers in a row that may be lost behind the last known heading,
_LOST_WORDS = 6  # and of numbers in words
_SENTENCE = re.compile(r"[。;；!?]")
_CLAUSE = re.compile(r"[,:]")


def unknown_headings(
    anchors: Sequence[Heading], candidates: Sequence[Heading], contents: Contents
) -> Iterator[Heading]:
    """The headings between, before and behind the known ``anchors`` of one level (all in document order)
    that the numbering says are missing.

    Where two anchors leave numbers open, a candidate must have one of them; behind the last, and where the
    numbering begins anew, it must go on from there, past few numbers that are lost. What does not fit is
    an entry of a list, and so is what goes on with a list's numbers there, unless these are words: lists of
    entries are numbered in digits.
    """
    likely = [c for c in candidates if _is_title(c) and not contents.denies(c)]
    before = Heading(-1, 0, "", "", "")
    for behind in (*anchors, None):
        inside = [c for c in likely if before.block < c.block and (not behind or c.block < behind.block)]
        limit = behind.ordinal if behind and behind.ordinal > before.ordinal else None
        yield from _between(before, limit, inside)
        before = behind or before


def _between(before: Heading, limit: int | None, candidates: Sequence[Heading]) -> Iterator[Heading]:
    """One heading per open number, in order, the likeliest of each number."""
    last, wanted = before, before.ordinal + 1
    lost = _LOST_WORDS if any(c.in_words for c in candidates) else _LOST
    while wanted < limit if limit else wanted <= last.ordinal + 1 + lost:
        behind = [c for c in candidates if c.block > last.block]
        listed = {c.block for a, c in pairwise(behind) if a.ordinal + 1 == c.ordinal}
        here = [c for c in behind if c.ordinal == wanted and (limit or c.in_words or c.block not in listed)]
        if here:
            last = max(here, key=lambda c: (c.marked, c.block not in listed, *_likeliness(c)))
            yield last
        wanted += 1


def _is_title(heading: Heading) -> bool:
    return 0 < len(heading.title) <= _LONGEST and not _SENTENCE.search(heading.title)


def _likeliness(heading: Heading) -> tuple[bool, int]:
    """No clause of a sentence; the first of several."""
    return not _CLAUSE.search(heading.title), -heading.block
