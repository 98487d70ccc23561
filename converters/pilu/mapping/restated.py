"""Opening balances that a statement prints before it adjusts them.

A statement of changes in equity begins with what was reported at the end of the year before. Where a change
of policy, an error or a combination under common control follows, this is no longer what the balance sheet
prints of that day: it is the balance before adjustment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pilu.model.extraction import Candidate
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import says
from pilu.taxonomies.table_kinds import TableKind
from pilu.values.numbers import parse_number


def before_adjustment(candidates: Sequence[Candidate], grammar: Grammar) -> tuple[Candidate, ...]:
    """The candidates, the opening balances among them that are adjusted below told apart."""
    kinds = {kind.id: kind for kind in grammar.tables if kind.adjustments}
    adjusted = {(c.table, c.offset) for c in candidates if c.table in kinds and _adjusts(c, kinds[c.table])}
    return tuple(
        _told_apart(c, kinds[c.table])
        if (c.table, c.offset + 1) in adjusted and says(kinds[c.table].again, c.row_path[-1])
        else c
        for c in candidates
    )


def _adjusts(candidate: Candidate, kind: TableKind) -> bool:
    """Whether a candidate is an amount by which opening balances are adjusted."""
    number = parse_number(candidate.raw) if candidate.subject in kind.adjustments else None
    return number is not None and number.value != 0


def _told_apart(candidate: Candidate, kind: TableKind) -> Candidate:
    dimensions = {**dict(candidate.dimensions), **dict(kind.before)}
    return replace(candidate, dimensions=tuple(sorted(dimensions.items())))
