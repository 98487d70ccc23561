"""What the form demands and the report was not found to hold."""

from __future__ import annotations

from collections.abc import Iterable

from pilu.mapping.periods import fiscal_period
from pilu.model.extraction import Extraction
from pilu.model.filing import Missing
from pilu.model.report import Fact, Instant
from pilu.taxonomies.grammar import Grammar


def find_missing(facts: Iterable[Fact], extraction: Extraction, grammar: Grammar) -> tuple[Missing, ...]:
    """Requirements of the form that no fact and no table meets, in the sheet's order.

    A fact meets one when it says something of the fiscal year itself: a nil, an earlier year, a
    quarter or figures before an adjustment do not.
    """
    found = {fact.concept.local for fact in facts if _of_the_year(fact, extraction.form.fiscal_year)}
    kinds = {kind for table in extraction.tables for kind in table.kinds}
    board = f"{extraction.form.exchange}-{extraction.form.board}"
    return tuple(
        Missing(rule.id, rule.zh, rule.en, rule.section)
        for rule in grammar.required
        if (not rule.boards or board in rule.boards)
        and not found.intersection(rule.concepts)
        and not kinds.intersection(rule.tables)
    )


def _of_the_year(fact: Fact, year: int) -> bool:
    whole = fiscal_period(year)
    plain = all(dimension.member is None for dimension in fact.dimensions)
    return fact.value is not None and plain and fact.period in (whole, Instant(whole.end))
