"""Tables that break down a figure of the statements: is it this figure that they break down?

The heading above a note says which item it explains, but a note may hold several tables, and not each
is about the whole of it. What decides is the total row: a table whose total is what the statement (or
a table tied to it) prints is proven; one whose total is another number is about something else, and
none of it becomes a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pilu.codes import diagnose
from pilu.mapping.duplicates import agree
from pilu.mapping.values import Unread
from pilu.model.diagnostic import Diagnostic
from pilu.model.extraction import Candidate
from pilu.model.report import Fact
from pilu.taxonomies.grammar import Grammar

Read = tuple[Candidate, Fact | Unread]
_UNTIED = 0.7
_EVIDENCE = "no total row ties the table to a statement"


@dataclass(frozen=True, slots=True)
class Tied:
    """The readings, those of tables that are about something else turned down, and what was said."""

    read: tuple[Read, ...]
    diagnostics: tuple[Diagnostic, ...]


def tie(read: Sequence[Read], grammar: Grammar, source: str) -> Tied:
    """Hold every breakdown against the statements, then against the breakdowns that these proved."""
    kinds = {kind.id: kind for kind in grammar.tables}
    statements = {kind.id for kind in grammar.tables if kind.columns == "statement"}
    known = {f.id: f for c, f in read if isinstance(f, Fact) and c.table in statements}
    waiting: dict[int, list[Fact]] = defaultdict(list)
    for candidate, fact in read:
        if isinstance(fact, Fact) and candidate.table in kinds and kinds[candidate.table].tied:
            waiting[candidate.place.block].append(fact)
    axes = frozenset(
        name
        for kind in grammar.tables
        for axis in (*kind.row_axes, *(group.axis for group in kind.groups if group.axis))
        for name in (axis.name, axis.typed)
    )
    refused = _settle(waiting, known, axes)
    blocks = {block: what for block, what in refused.items() if what is not None}
    return Tied(
        tuple((c, _judged(c, f, waiting, refused)) for c, f in read),
        tuple(
            diagnose(
                "map.table-not-tied",
                source=source,
                span=total.provenance.span,
                concept=total.concept.local,
                raw=total.provenance.raw.strip(),
                stated=stated.provenance.raw.strip(),
            )
            for _, (total, stated) in sorted(blocks.items())
        ),
    )


def _settle(
    waiting: Mapping[int, list[Fact]], known: dict[str, Fact], axes: frozenset[str]
) -> dict[int, tuple[Fact, Fact] | None]:
    """Of each table that is not proven: a total and the other figure that stands for it, or None where
    nothing can be compared. Totals of proven tables prove others in turn."""
    totals = {block: list(_totals(facts, axes)) for block, facts in waiting.items()}
    proven: set[int] = set()
    grown = True
    while grown:
        grown = False
        for block, facts in totals.items():
            if block not in proven and any(f.id in known and _same(known[f.id], f) for f in facts):
                proven.add(block)
                grown = True
                for fact in facts:
                    known.setdefault(fact.id, fact)
    unproven = (block for block in waiting if block not in proven)
    return {block: _against(totals[block], known) for block in unproven}


def _totals(facts: Iterable[Fact], axes: frozenset[str]) -> Iterable[Fact]:
    for fact in facts:
        if fact.value is not None and not any(d.axis.local in axes for d in fact.dimensions):
            yield fact


def _same(stated: Fact, total: Fact) -> bool:
    return bool(total.value) and stated.value is not None and agree(stated, total)


def _against(totals: Sequence[Fact], known: Mapping[str, Fact]) -> tuple[Fact, Fact] | None:
    return next(((fact, known[fact.id]) for fact in totals if fact.id in known), None)


def _judged(
    candidate: Candidate,
    fact: Fact | Unread,
    waiting: Mapping[int, list[Fact]],
    refused: Mapping[int, tuple[Fact, Fact] | None],
) -> Fact | Unread:
    block = candidate.place.block
    if block not in refused or isinstance(fact, Unread) or fact not in waiting[block]:
        return fact
    if refused[block] is not None:
        return Unread("not-tied")
    provenance = fact.provenance
    confidence = min(provenance.confidence, _UNTIED)
    evidence = (*provenance.evidence, _EVIDENCE)
    return replace(fact, provenance=replace(provenance, confidence=confidence, evidence=evidence))
