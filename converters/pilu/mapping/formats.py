"""Of which format the statements of a report are: that says what adds up in them, and how it is filed."""

from __future__ import annotations

from pilu.model.extraction import Extraction
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import Grammar


def format_of(extraction: Extraction, grammar: Grammar, taxonomy: Taxonomy) -> str:
    """The format that a table of the report is of, the first one that says so; else the usual one."""
    kinds = (grammar.table(name) for table in extraction.tables for name in table.kinds)
    usual = next(iter(taxonomy.formats), "")
    return next((kind.format for kind in kinds if kind and kind.format), usual)
