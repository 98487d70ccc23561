"""Opening balances that a statement prints before it adjusts them.

A statement of changes in equity begins with what was reported at the end of the year before. Where a change
of policy, an error or a combination under common control follows, this is no longer what the balance sheet
prints of that day: it is the balance before adjustment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pilu.mapping.facts import Mapper
from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Duration, Fact, Instant
from pilu.taxonomies.labels import says
from pilu.taxonomies.table_kinds import TableKind

Read = tuple[Candidate, Fact | Unread]


def before_adjustment(read: Sequence[Read], mapper: Mapper) -> list[Read]:
    """The readings, the opening balances among them that are adjusted below told apart."""
    kinds = {kind.id: kind for kind in mapper.grammar.tables if kind.adjustments}
    adjusted = {
        (c.table, f.period.end.year)
        for c, f in read
        if c.table in kinds and isinstance(f, Fact) and _adjusts(c, f, kinds[c.table])
        if isinstance(f.period, Duration)
    }
    return [
        _told_apart(c, kinds[c.table], mapper) if _opens(c, f, adjusted, kinds, mapper) else (c, f)
        for c, f in read
    ]


def _adjusts(candidate: Candidate, fact: Fact, kind: TableKind) -> bool:
    """Whether a figure is an amount by which opening balances are adjusted."""
    return candidate.subject in kind.adjustments and isinstance(fact.value, Decimal) and fact.value != 0


def _opens(
    candidate: Candidate,
    result: Fact | Unread,
    adjusted: set[tuple[str, int]],
    kinds: dict[str, TableKind],
    mapper: Mapper,
) -> bool:
    """Whether a figure stands in the row with which a year begins whose opening balances are adjusted."""
    kind = kinds.get(candidate.table)
    if kind is None or not says(kind.again, candidate.row_path[-1]):
        return False
    if isinstance(result, Fact) and isinstance(result.period, Instant):
        return (kind.id, result.period.day.year + 1) in adjusted
    return (kind.id, mapper.form.fiscal_year + candidate.offset + 1) in adjusted


def _told_apart(candidate: Candidate, kind: TableKind, mapper: Mapper) -> Read:
    dimensions = {**dict(candidate.dimensions), **dict(kind.before)}
    told = replace(candidate, dimensions=tuple(sorted(dimensions.items())))
    return told, mapper.map(told)
