"""What the form demands and the report was not found to hold."""

from __future__ import annotations

from collections.abc import Iterable

from pilu.mapping.periods import fiscal_period
from pilu.model.extraction import Extraction
from pilu.model.filing import Missing
from pilu.model.report import Fact, Instant
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import Grammar, Requirement


def required_of(extraction: Extraction, grammar: Grammar) -> tuple[Requirement, ...]:
    """What the form demands of a report on its board, in the sheet's order."""
    board = f"{extraction.form.exchange}-{extraction.form.board}"
    return tuple(rule for rule in grammar.required if not rule.boards or board in rule.boards)


def find_missing(
    facts: Iterable[Fact], extraction: Extraction, grammar: Grammar, required: Iterable[Requirement]
) -> tuple[Missing, ...]:
    """Requirements of the form that no fact and no table meets.

    A fact meets one when it says something of the fiscal year itself: a nil, an earlier year, a
    quarter or figures before an adjustment do not.
    """
    found = {fact.concept.local for fact in facts if _of_the_year(fact, extraction.form.fiscal_year)}
    kinds = grammar.stands_for(kind for table in extraction.tables for kind in table.kinds)
    return tuple(
        Missing(rule.id, rule.zh, rule.en, rule.section)
        for rule in required
        if not found.intersection(rule.concepts) and not kinds.intersection(rule.tables)
    )


def no_figures(required: Iterable[Requirement], missing: Iterable[Missing], taxonomy: Taxonomy) -> bool:
    """Whether of all figures and tables that the form demands none was found."""
    lost = {item.id for item in missing}
    figures = [rule.id for rule in required if rule.tables or _numeric(rule, taxonomy)]
    return bool(figures) and lost.issuperset(figures)


def _numeric(rule: Requirement, taxonomy: Taxonomy) -> bool:
    return any(taxonomy.concepts[name].numeric for name in rule.concepts)


def _of_the_year(fact: Fact, year: int) -> bool:
    whole = fiscal_period(year)
    plain = all(dimension.member is None for dimension in fact.dimensions)
    return fact.value is not None and plain and fact.period in (whole, Instant(whole.end))
