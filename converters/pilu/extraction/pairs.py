"""Labels with their values beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pilu.extraction.grid import Grid
from pilu.extraction.headers import unit_words
from pilu.extraction.sink import PairTable, Said, Sink, TableScope
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.labels import LONGEST_LABEL, take_apart
from pilu.taxonomies.table_kinds import FieldRule, TableKind

_NEAR = 3  # blocks from a table to the piece of it behind a page break


@dataclass(slots=True)
class PairNumbers:
    """Numbers the tables of kinds of pairs that have an axis; ``tables``: the last one of each kind so far;
    ``texts``: the labels of the table at ``block``."""

    tables: dict[str, PairTable]
    block: int
    texts: frozenset[str]
    begun: set[str] = field(default_factory=set)

    def of(self, kind: TableKind, label: str) -> int:
        """The number of the table that a pair is of: the next one where its label comes again, and in
        another table, unless this goes on with the one right above and has none of its labels."""
        if not kind.axis:
            return 0
        last = self.tables.get(kind.id, PairTable())
        fresh = not last.number or label in last.labels
        if kind.id not in self.begun:
            fresh = fresh or self.block - last.block > _NEAR or bool(last.labels & self.texts)
            self.begun.add(kind.id)
        labels = frozenset() if fresh else last.labels
        table = PairTable(last.number + fresh, self.block, labels | {label})
        self.tables[kind.id] = table
        return table.number


def read_pairs(
    scope: TableScope, sink: Sink, row: int, kinds: Sequence[TableKind], numbers: PairNumbers
) -> list[str]:
    """Read the pairs of a row; ids of the kinds they are of, one per pair.

    A label that is known only below the name of what it is about (the address of the audit firm)
    is looked up with the cell on its left, or what stands above that.
    """
    grid, grammar = scope.grid, scope.grammar
    found: list[str] = []
    spots = (grid.index(row, column) for column in range(grid.table.column_count))
    cells = list(dict.fromkeys(index for index in spots if index is not None))
    for position, index in enumerate(cells):
        if index in sink.taken:
            continue
        below = _below(grid, row, cells[:position], index)
        known = pair_rule(below, kinds, grammar) or pair_rule(grid.folded[index], kinds, grammar)
        rest = cells[position + 1 :]
        value = next((i for i in rest if grid.folded[i]), rest[0] if rest else None)
        if value is None or pair_rule(grid.folded[value], kinds, grammar):
            value = rest[0] if rest and not grid.folded[rest[0]] else None
        if known is None or value is None:
            continue
        kind, rule = known
        label = take_apart(grid.folded[index], unit_words(grammar))
        sink.explain(index, kind.id, label.key, "label")
        said = Said(kind.id, (label.key,), (), rule.concept, rule.dimensions, label.notes)
        record = numbers.of(kind, label.key)
        sink.emit(value, replace(said, offset=rule.offset, record=record, unit=rule.unit))
        found.append(kind.id)
    return found


def pair_rule(
    folded: str, kinds: Sequence[TableKind], grammar: Grammar
) -> tuple[TableKind, FieldRule] | None:
    """The rule that knows a folded label, and its kind; the first of ``kinds`` wins."""
    key = take_apart(folded, unit_words(grammar)).key if folded else ""
    if not key or len(key) > LONGEST_LABEL:
        return None
    rules = ((kind, rule) for kind in kinds for rule in kind.fields)
    return next((known for known in rules if known[1].pattern.fullmatch(key)), None)


def _below(grid: Grid, row: int, left: Sequence[int], index: int) -> str:
    """A label behind the name of what it is about: ``name|label``."""
    if not left or not grid.folded[index]:
        return ""
    column = grid.table.cells[left[-1]].column
    above = (text for up in range(row, -1, -1) if (text := grid.text(up, column)))
    return f"{next(above, '')}|{grid.folded[index]}"
