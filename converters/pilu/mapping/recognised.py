"""Values recognised from a picture of a page: nothing vouches for them but arithmetic.

A recogniser's own score says how clear a character looked, not whether the figure is right, so a
recognised value stays below the confidence of a printed one until a check proves its last digit.
"""

from __future__ import annotations

from pilu.model.document import Document, Table
from pilu.model.report import Fact, TextBlock
from pilu.model.span import PageSpan
from pilu.reasons import evidence

RECOGNISED = "recognised"  # the code of the evidence
_UNPROVED = 0.78
_PERHAPS_DASH = "一"
_DASH = 0.6


def doubt_recognised(document: Document, fact: Fact) -> Fact:
    """The fact; one read on a page that came as a picture has a lower confidence and says why."""
    pages = frozenset(document.recognised)
    return _doubted(fact) if pages and pages.intersection(_pages(document, fact)) else fact


def is_recognised(fact: Fact) -> bool:
    """Whether a fact was recognised from a picture."""
    return fact.says(RECOGNISED)


def _pages(document: Document, fact: Fact) -> set[int]:
    """The pages that a fact's text stands on."""
    place = fact.provenance.place
    block = document.blocks[place.block]
    if isinstance(fact.value, TextBlock):
        stretch = document.blocks[fact.value.start : fact.value.end]
        spans = [span for part in stretch for span in part.spans]
    elif isinstance(block, Table) and place.cell is not None:
        spans = list(block.cells[place.cell].spans)
    else:
        spans = list(block.spans)
    return {span.page for span in spans if isinstance(span, PageSpan)}


def _doubted(fact: Fact) -> Fact:
    doubted = fact.doubted(_UNPROVED, evidence(RECOGNISED))
    if isinstance(fact.value, str) and _PERHAPS_DASH in fact.value:
        return doubted.doubted(_DASH, evidence("perhaps-dash"))
    return doubted
