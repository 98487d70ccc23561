"""Of which format the statements of a report are: that says what adds up in them, and how it is filed."""

from __future__ import annotations

from collections import Counter

from pilu.model.extraction import Extraction
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import Grammar


def format_of(extraction: Extraction, grammar: Grammar, taxonomy: Taxonomy) -> str:
    """The format of most of the statements that there are several formats of; the usual one where there are
    none. As many of each: the one that is told by rows of its own."""
    usual = next(iter(taxonomy.formats), "")
    replaced = {kind.instead_of for kind in grammar.tables if kind.instead_of}
    found: Counter[str] = Counter()
    for table in extraction.tables:
        for kind in filter(None, map(grammar.table, table.kinds)):
            if kind.format or kind.id in replaced:
                found[kind.format or usual] += 1
    return max(found, key=lambda form: (found[form], form != usual), default=usual)
