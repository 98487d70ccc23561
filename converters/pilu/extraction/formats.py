"""Statements of a format of their own, told by their rows: banks, securities companies and insurers.

A kind of table that stands ``instead_of`` another is read in its place where the table has a row that only
its format has (``marks``) and none that it does not have (``bars``). The statements of a report are of one
format: once one of them is, marks or no bars are enough for the others, and a piece without rows that tell
the varieties of a format apart is of the kind that it goes on with, or comes after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pilu.extraction.grid import Grid
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import forms_of, take_apart
from pilu.taxonomies.table_kinds import TableKind


@dataclass(frozen=True)
class Formats:
    """Which kinds speak of a table; ``seen``: those of a format of their own that tables above were of."""

    grid: Grid
    grammar: Grammar
    seen: frozenset[str]

    def chosen(self, kinds: Iterable[TableKind]) -> list[TableKind]:
        """Those kinds that fit the format of the table, without those that they stand instead of."""
        fitting = [kind for kind in kinds if self._fits(kind)]
        replaced = {kind.instead_of for kind in fitting}
        return [kind for kind in fitting if kind.id not in replaced]

    def _fits(self, kind: TableKind) -> bool:
        if not kind.instead_of:
            return True
        other = self.grammar.table(kind.instead_of)
        if other and not self._fits(other):
            return False
        within = other is not None and other.format == kind.format  # a variety of a format that is settled
        settled = not within and any(above.format == kind.format for above in self._above())
        marked = any(self.grammar.labels.find(label, kind.marks) for label in self._labels)
        if kind.bars and any(map(kind.bars.fullmatch, self._labels)):
            return settled and marked
        return settled or marked or self._goes_on(kind)

    def _goes_on(self, kind: TableKind) -> bool:
        """Whether a table above was of the kind, or of the one that it comes after."""
        return any(kind.id in {above.id, above.then} for above in self._above())

    def _above(self) -> list[TableKind]:
        return [kind for name in sorted(self.seen) if (kind := self.grammar.table(name))]

    @cached_property
    def _labels(self) -> frozenset[str]:
        words = self.grammar.labels.unit_words
        keys = (take_apart(text, words).key for text in self.grid.folded if text)
        return frozenset(form for key in keys for form in forms_of(key))
