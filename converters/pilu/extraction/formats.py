"""Statements of a format of their own, told by their rows: banks, securities companies and insurers.

A kind of table that stands ``instead_of`` another is read in its place where the table has a row that only
its format has (``marks``) and none that it never has (``bars``). A piece without rows that tell the
formats apart is of the one that the statements above it are of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pilu.extraction.grid import Grid
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import forms_of, take_apart
from pilu.taxonomies.table_kinds import TableKind


@dataclass(frozen=True, slots=True)
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
        labels = self._labels()
        if (other and not self._fits(other)) or (kind.bars and any(map(kind.bars.fullmatch, labels))):
            return False
        find = self.grammar.labels.find
        return not kind.marks or self._goes_on(kind) or any(find(label, kind.marks) for label in labels)

    def _goes_on(self, kind: TableKind) -> bool:
        """Whether a table above was of the kind, or of the one that it comes after."""
        before = (other for name in self.seen if (other := self.grammar.table(name)))
        return kind.id in self.seen or any(other.then == kind.id for other in before)

    def _labels(self) -> frozenset[str]:
        words = self.grammar.labels.unit_words
        keys = (take_apart(text, words).key for text in self.grid.folded if text)
        return frozenset(form for key in keys for form in forms_of(key))
