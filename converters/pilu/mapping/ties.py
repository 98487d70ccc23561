"""Tables that break down a figure of the statements: is it this figure that they break down?

The heading above a note says which item it explains, but a note may hold several tables, and not each
is about the whole of it. What decides is the total row. A table whose total is what the statement (or
a table tied to it) prints is proven. One whose total is what a single line of a proven table prints
breaks down that line. One whose total is another number is about something else, and none of it
becomes a fact; so is one whose item the statements do not print, while they print its total as another one:
its heading was lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pilu.mapping.duplicates import agree
from pilu.mapping.facts import fact_id
from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Dimension, Duration, Fact, Instant, Period, QName
from pilu.model.taxonomy import Taxonomy
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.table_kinds import TableKind
from pilu.taxonomies.wording import members_words

Read = tuple[Candidate, Fact | Unread]
Dimensions = tuple[Dimension, ...]
_UNTIED = 0.7
_NESTED = 0.9
_TURNED = 0.5
_TELLING = 10_000  # a figure that two items do not share by chance


@dataclass(frozen=True, slots=True)
class Tied:
    """The readings, those of tables that are about something else turned down, and ``against``: of
    each such table a fact and the figure that stands for it."""

    read: tuple[Read, ...]
    against: tuple[tuple[Fact, Fact], ...]


def tie(read: Sequence[Read], grammar: Grammar, taxonomy: Taxonomy) -> Tied:
    """Hold every breakdown against the statements, then against the breakdowns that these proved."""
    statements = {kind.id for kind in grammar.tables if kind.columns == "statement"}
    tied = {kind.id: kind for kind in grammar.tables if kind.tied}
    ties = _Ties(frozenset(name for kind in tied.values() for name in kind.axes_of_rows), taxonomy)
    for candidate, fact in read:
        if isinstance(fact, Fact) and candidate.table in statements:
            ties.stated.setdefault(fact.id, fact)
            ties.printed[fact.period, fact.dimensions].append(fact)
        elif isinstance(fact, Fact) and candidate.table in tied:
            ties.waiting[candidate.place.block].append(fact)
    ties.settle()
    judged = [(c, ties.judged(c, f, tied[c.table]) if c.table in tied else f) for c, f in read]
    return Tied(tuple(judged), tuple(pair for _, pair in sorted(ties.against.items())))


@dataclass(slots=True)
class _Ties:
    """What is known so far. ``stated``: facts that totals may equal, by id; ``said``: all facts of the
    tables that were accepted, and ``lines`` the same by what they would be without the row's own
    dimensions; ``under``: of a table that breaks down one line, the line's dimensions; ``against``: of
    a table about something else, one of its facts and the figure that stands for it.

    A total that is also the figure of a single line is the whole, not the line.
    Where no statement has a figure, the first table of a note is the one that others are held against; that
    they agree does not say that the note is about the item of the heading above: another may be lost.
    """

    axes: frozenset[str]
    taxonomy: Taxonomy
    stated: dict[str, Fact] = field(default_factory=dict)
    printed: dict[tuple[Period, Dimensions], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[int, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    said: dict[str, Fact] = field(default_factory=dict)
    lines: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    proven: set[int] = field(default_factory=set)
    agreed: set[int] = field(default_factory=set)
    under: dict[int, Dimensions] = field(default_factory=dict)
    against: dict[int, tuple[Fact, Fact]] = field(default_factory=dict)

    def settle(self) -> None:
        """Prove tables by the statements and by one another until nothing new is proven, then place
        the others in the order of the document."""
        totals = {block: tuple(self._totals(facts)) for block, facts in self.waiting.items()}
        while (fresh := self._next_proven(totals)) is not None:
            self.proven.add(fresh)
            self._learn(fresh, totals[fresh])
        for block, found in totals.items():
            if block in self.proven:
                continue
            agrees = self._proves(found)
            line = () if agrees else self._line(found)
            if line:
                self.under[block] = line
            elif conflict := self._conflict_of(block, found):
                self.against[block] = conflict
            else:
                if agrees and not self._no_closing(block):
                    self.agreed.add(block)
                self._learn(block, found)

    def _next_proven(self, totals: Mapping[int, Sequence[Fact]]) -> int | None:
        """The first table that is proven by what is known: what it says is known to the next."""
        waiting = (block for block in totals if block not in self.proven)
        return next((b for b in waiting if self._proves(totals[b]) and not self._no_closing(b)), None)

    def judged(self, candidate: Candidate, fact: Fact | Unread, kind: TableKind) -> Fact | Unread:
        """The reading of a cell of a table that must be tied."""
        block = candidate.place.block
        if isinstance(fact, Unread):
            return fact
        if block in self.proven:
            return fact.doubted(_TURNED, evidence("total-other-sign")) if self._turned(block, fact) else fact
        if block in self.against:
            return Unread("not-tied")
        if block in self.agreed:
            return fact.doubted(_UNTIED, evidence("tied-to-note"))
        line = self.under.get(block, ())
        if not line:
            return fact.doubted(_UNTIED, evidence("untied"))
        nested = _nested(fact, line, kind)
        words = (members_words(line, self.taxonomy, language) for language in ("en", "zh"))
        said = dict(zip(("line", "line_zh"), words, strict=True))
        return nested.doubted(_NESTED, evidence("tied-to-line", **said)) if nested else _NOT

    def _turned(self, block: int, fact: Fact) -> bool:
        """Whether the total over or under a figure is printed with the other sign than elsewhere."""
        total = _id_without(fact, self._own(fact))
        return any(f.id == total and _opposite(self.stated[total], f) for f in self.waiting[block])

    def _totals(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        return (f for f in facts if f.value is not None and not self._own(f))

    def _own(self, fact: Fact) -> Dimensions:
        """The dimensions that tell a fact's row from the others."""
        return tuple(d for d in fact.dimensions if d.axis.local in self.axes)

    def _proves(self, totals: Sequence[Fact]) -> bool:
        """Whether a total is what is stated, and no other of the same or a later year is not."""
        compared = [(f, self.stated[f.id]) for f in totals if f.id in self.stated]
        right = [fact for fact, stated in compared if fact.value and agree(stated, fact)]
        wrong = [fact for fact, stated in compared if not agree(stated, fact) and not _opposite(stated, fact)]
        latest = max((_end(fact.period) for fact in right), default="")
        return bool(right) and all(_end(fact.period) < latest for fact in wrong)

    def _no_closing(self, block: int) -> bool:
        """Whether a table with movements prints an opening total, and none at the end of the year where
        there is one: its columns may have moved."""
        facts = self.waiting[block]
        if not any(isinstance(fact.period, Duration) for fact in facts):
            return False
        balances = [f for f in self._totals(facts) if isinstance(f.period, Instant) and f.id in self.stated]
        last = max((_end(fact.period) for fact in balances), default="")
        about = {(fact.concept, fact.dimensions) for fact in balances}
        return bool(last) and any(
            fact.value and (fact.concept, fact.dimensions) in about and _end(fact.period) > last
            for fact in self.stated.values()
        )

    def _learn(self, block: int, totals: Iterable[Fact]) -> None:
        """What a table says is what later ones are held against."""
        for fact in totals:
            self.stated.setdefault(fact.id, fact)
        for fact in self.waiting[block]:
            self.said.setdefault(fact.id, fact)
            if own := self._own(fact):
                self.lines[_id_without(fact, own)].append(fact)

    def _line(self, totals: Sequence[Fact]) -> Dimensions:
        """The one line of proven tables whose figures all totals are that it has figures for."""
        found: dict[Dimensions, int] = defaultdict(int)
        wrong: set[Dimensions] = set()
        for total in totals:
            for line in self.lines.get(total.id, ()):
                own = self._own(line)
                if total.value and line.value is not None and agree(line, total):
                    found[own] += 1
                elif line.value is not None:
                    wrong.add(own)
        fitting = [own for own in found if own not in wrong]
        return fitting[0] if len(fitting) == 1 else ()

    def _conflict_of(self, block: int, totals: Sequence[Fact]) -> tuple[Fact, Fact] | None:
        """A fact of a table that says it is about something else, with the figure that stands for it."""
        return (
            self._conflict(totals, self.stated)
            or self._conflict(self.waiting[block], self.said)
            or self._of_another(totals)
        )

    def _of_another(self, totals: Sequence[Fact]) -> tuple[Fact, Fact] | None:
        """The first total with what the statements print of another item, where they print nothing of the
        table's own and every total of it as the other's."""
        concepts = {fact.concept for fact in totals}
        figures = [f for f in totals if isinstance(f.value, Decimal) and abs(f.value) >= _TELLING]
        if not figures or any(f.concept in concepts for f in self.stated.values() if f.value):
            return None
        others = [
            [o for o in self.printed[f.period, f.dimensions] if o.value and agree(o, f)] for f in figures
        ]
        common = set.intersection(*({other.concept for other in same} for same in others))
        return (figures[0], next(o for o in others[0] if o.concept in common)) if common else None

    def _conflict(self, facts: Iterable[Fact], said: Mapping[str, Fact]) -> tuple[Fact, Fact] | None:
        """The first of some facts that is said otherwise, with what is said."""
        found = ((fact, said[fact.id]) for fact in facts if fact.id in said)
        return next((pair for pair in found if not agree(pair[1], pair[0])), None)


_NOT = Unread("not-tied")


def _opposite(stated: Fact, fact: Fact) -> bool:
    """Whether two prints differ in nothing but the sign."""
    value = fact.value
    return isinstance(value, Decimal) and bool(value) and agree(stated, replace(fact, value=-value))


def _end(period: Period) -> str:
    return (period.day if isinstance(period, Instant) else period.end).isoformat()


def _id_without(fact: Fact, own: Dimensions) -> str:
    rest = tuple(d for d in fact.dimensions if d not in own)
    return fact_id(fact.concept, fact.period, rest, fact.unit)


def _nested(fact: Fact, line: Dimensions, kind: TableKind) -> Fact | None:
    """The fact as a part of one line: its own row moves to the inner axis where the line is on the
    same one; None where it cannot."""
    lines = {d.axis.local for d in line}
    moved = tuple(_moved(d, kind.inner) if d.axis.local in lines else d for d in fact.dimensions)
    dimensions = tuple(sorted((*moved, *line), key=lambda d: d.axis))
    if len({d.axis for d in dimensions}) < len(dimensions):
        return None
    return replace(fact, id=fact_id(fact.concept, fact.period, dimensions, fact.unit), dimensions=dimensions)


def _moved(dimension: Dimension, inner: Mapping[str, str]) -> Dimension:
    axis = dimension.axis
    return replace(dimension, axis=QName(axis.namespace, inner.get(axis.local, axis.local)))
