"""Rows whose cells do not fit their columns: one misfit casts doubt on the whole row.

A dropped or an extra cell shifts a row sideways. The figures may still look right one by one;
what betrays the shift is a neighbour that cannot be what its column says, or a current year
left empty beside years that are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pilu.mapping.duplicates import agree
from pilu.mapping.values import Unread
from pilu.model.document import Document, Table
from pilu.model.evidence import Evidence
from pilu.model.extraction import Candidate
from pilu.model.report import Fact
from pilu.reasons import evidence
from pilu.values.text import fold

_MISFITS = frozenset({"unit-mismatch", "unit-unknown", "not-a-number", "out-of-range"})
_SHIFTED = 0.5
_ELSEWHERE = frozenset({"unit-mismatch", "out-of-range"})  # it belongs to another column: no slip of the pen

Read = tuple[Candidate, Fact | Unread]


def doubt_shifted_rows(document: Document, read: Sequence[Read], matrices: frozenset[str]) -> list[Read]:
    """The readings, with doubts on facts that share a row with a misfit; ``matrices``: the table
    kinds whose first value column is the current year."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (candidate, _) in enumerate(read):
        row = _row(document, candidate)
        if row is not None:
            rows[row].append(number)
    doubted = dict(enumerate(read))
    for numbers in rows.values():
        why = _suspicion([read[number] for number in numbers], matrices)
        for number in numbers:
            candidate, result = read[number]
            if why and isinstance(result, Fact):
                doubted[number] = candidate, result.doubted(_SHIFTED, why)
    return [doubted[number] for number in range(len(read))]


def without_shifted_rows(document: Document, read: Sequence[Read], whole: frozenset[str]) -> list[Read]:
    """The readings, without the facts of rows that are shifted for certain; ``whole``: the kinds whose
    rows must be whole. A percentage among amounts, or an amount among ratios, has left its column."""
    shifted = {
        _row(document, candidate)
        for candidate, result in read
        if candidate.table in whole and isinstance(result, Unread) and result.reason in _ELSEWHERE
    } - {None}
    kept: list[Read] = []
    for candidate, result in read:
        if isinstance(result, Fact) and shifted and _row(document, candidate) in shifted:
            kept.append((candidate, Unread("row-short" if candidate.raw.strip() else "blank")))
        else:
            kept.append((candidate, result))
    return kept


def without_alike_columns(document: Document, read: Sequence[Read]) -> list[Read]:
    """The readings, without figures of one row that differ and would be the same fact: what tells their
    columns apart has not been understood, so that neither is believed."""
    alike: dict[tuple[tuple[int, int], str], list[Fact]] = defaultdict(list)
    for candidate, result in read:
        if isinstance(result, Fact) and (row := _row(document, candidate)) is not None:
            alike[row, result.id].append(result)
    apart = {
        fact.provenance.place
        for facts in alike.values()
        if not all(agree(facts[0], fact) for fact in facts)
        for fact in facts
    }
    return [
        (candidate, Unread("column-unknown"))
        if isinstance(result, Fact) and result.provenance.place in apart
        else (candidate, result)
        for candidate, result in read
    ]


def _row(document: Document, candidate: Candidate) -> tuple[int, int] | None:
    block = document.blocks[candidate.place.block]
    if not isinstance(block, Table) or candidate.place.cell is None or not candidate.column_path:
        return None
    return candidate.place.block, block.cells[candidate.place.cell].row


def _suspicion(row: Sequence[Read], matrices: frozenset[str]) -> Evidence | None:
    """Why a row may be shifted, if there is a reason."""
    for candidate, result in row:
        if isinstance(result, Unread) and result.reason in _MISFITS:
            return evidence("row-shifted-misfit", raw=candidate.raw.strip())
    blank = [not fold(candidate.raw) for candidate, _ in row]
    if row[0][0].table in matrices and blank[0] and sum(blank) == 1 and len(row) > 2:
        return evidence("row-shifted-blank")
    return None
