"""Rows of a statement of changes in equity whose columns do not make their total.

A figure has left its column, or was misread. The sums down the columns say nothing of that: where a whole
piece of the statement has moved sideways they hold all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pilu.mapping.checks import DEDUCTED, SUBTOTAL, half, member_of, number
from pilu.mapping.values import Unread
from pilu.model.document import Document, Table
from pilu.model.extraction import COLUMN_UNSURE, Candidate
from pilu.model.report import Fact
from pilu.reasons import evidence
from pilu.taxonomies.table_kinds import TableKind

_UNSURE = 0.5
_WHY = evidence(COLUMN_UNSURE)

Read = tuple[Candidate, Fact | Unread]


def doubt_unbalanced(document: Document, read: Sequence[Read], kinds: Iterable[TableKind]) -> list[Read]:
    """The readings, with doubts on the facts of every row that does not add up."""
    across = {kind.id for kind in kinds if kind.again}
    rows: dict[tuple[int, int], dict[int, Fact]] = defaultdict(dict)
    for at, (candidate, result) in enumerate(read):
        block, cell = document.blocks[candidate.place.block], candidate.place.cell
        if candidate.table not in across or cell is None or not isinstance(block, Table):
            continue
        if isinstance(result, Fact) and isinstance(result.value, Decimal):
            rows[candidate.place.block, block.cells[cell].row][at] = result
    unsure = {at for row in rows.values() if not _adds_up(row.values()) for at in row}
    return [
        (candidate, result.doubted(_UNSURE, _WHY) if isinstance(result, Fact) and at in unsure else result)
        for at, (candidate, result) in enumerate(read)
    ]


def _adds_up(facts: Iterable[Fact]) -> bool:
    by_member = {member_of(fact.dimensions): fact for fact in facts}
    total = by_member.pop("", None)
    by_member.pop(SUBTOTAL, None)
    signed = (-number(f) if m == DEDUCTED else number(f) for m, f in by_member.items())
    gap = sum(signed, Decimal(0)) - (number(total) if total else 0)
    tolerance = sum((half(fact) for fact in by_member.values()), half(total) if total else Decimal(0))
    return abs(gap) <= tolerance
