"""What the form demands and the report was not found to hold."""

from __future__ import annotations

from collections.abc import Iterable

from pilu.model.extraction import Extraction
from pilu.model.filing import Missing
from pilu.model.report import Fact
from pilu.taxonomies.grammar import Grammar


def find_missing(facts: Iterable[Fact], extraction: Extraction, grammar: Grammar) -> tuple[Missing, ...]:
    """Requirements of the form that no fact and no table meets, in the sheet's order."""
    found = {fact.concept.local for fact in facts}
    kinds = {kind for table in extraction.tables for kind in table.kinds}
    board = f"{extraction.form.exchange}-{extraction.form.board}"
    return tuple(
        Missing(rule.id, rule.zh, rule.en, rule.section)
        for rule in grammar.required
        if (not rule.boards or board in rule.boards)
        and not found.intersection(rule.concepts)
        and not kinds.intersection(rule.tables)
    )
