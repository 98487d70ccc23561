"""Of which format the statements of a report are: that says what adds up in them, and how it is filed."""

from __future__ import annotations

from collections import Counter

from pilu.model.extraction import Extraction, TableFound
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import Grammar


def format_of(
    extraction: Extraction, grammar: Grammar, taxonomy: Taxonomy
) -> tuple[str, tuple[TableFound, ...]]:
    """The format of most of the statements that there are several formats of, and the tables that are of
    another one; the usual format where there are none. As many of each: the one that is told by rows of its
    own."""
    usual = next(iter(taxonomy.formats), "")
    replaced = {kind.instead_of for kind in grammar.tables if kind.instead_of}
    found = [
        (table, kind.format or usual)
        for table in extraction.tables
        for kind in filter(None, map(grammar.table, table.kinds))
        if kind.format or kind.id in replaced
    ]
    counted = Counter(form for _, form in found)
    most = max(counted, key=lambda form: (counted[form], form != usual), default=usual)
    return most, tuple(dict.fromkeys(table for table, form in found if form != most))
