"""Joins the pieces of a table that a page break cut apart.

Decisions are made from the shape of the pieces alone: which rows look like headers (no amount in
them), how many columns there are, what is blank. No label of any form is known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pilu.model.document import Cell, Table

_AMOUNT = re.compile(r"[-+(]?\s*\d[\d,.]*\s*\)?\s*[%‰]?")
_YEAR = re.compile(r"(19|20)\d\d")
MOST_HEADER_ROWS = 4


class Continuation(NamedTuple):
    """``second`` goes on with ``first`` after its first ``repeated`` rows are left out."""

    repeated: int


def folded(text: str) -> str:
    """The text for comparison: NFKC without any white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_amount(text: str) -> bool:
    """Whether a cell holds a number and nothing else; a bare year is a label."""
    plain = folded(text).replace("−", "-").replace("–", "-")
    return bool(_AMOUNT.fullmatch(plain)) and not _YEAR.fullmatch(plain)


def rows_of(table: Table) -> list[list[Cell]]:
    """The cells by the row they start in, row for row."""
    rows: list[list[Cell]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def continuation(first: Table, second: Table) -> Continuation | None:
    """Whether ``second``, which follows with nothing but blank lines between, goes on with ``first``."""
    upper, lower = rows_of(first), rows_of(second)
    if first.column_count == second.column_count:
        repeated = repeated_header(_texts(upper), _texts(lower))
        if repeated:
            return Continuation(repeated)
        return None if _has_own_header(lower) else Continuation(0)
    if second.column_count < first.column_count and _goes_on_narrower(upper, lower, second.column_count):
        return Continuation(0)
    return None


def repeated_header(upper: Sequence[Sequence[str]], lower: Sequence[Sequence[str]]) -> int:
    """How many rows at the top of ``lower`` repeat those at the top of ``upper``, by their texts."""
    count = 0
    for above, below in zip(upper[:MOST_HEADER_ROWS], lower, strict=False):
        texts = [folded(text) for text in below]
        if texts != [folded(text) for text in above] or not any(texts) or any(map(is_amount, below)):
            break
        count += 1
    return count if count < len(lower) or count == len(upper) else 0


def _texts(rows: list[list[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows[: MOST_HEADER_ROWS + 1]]


def _has_amount(row: list[Cell]) -> bool:
    return any(is_amount(cell.text) for cell in row)


def _has_own_header(rows: list[list[Cell]]) -> bool:
    """A first row without amounts that stands over amounts, or one with an empty corner."""
    top = rows[0]
    if _has_amount(top):
        return False
    named = {cell.column for cell in top if cell.text.strip() and cell.column > 0}
    if not top or (not top[0].text.strip() and len(named) > 1):
        return bool(named)
    below = {cell.column for row in rows[1:] for cell in row if is_amount(cell.text)}
    return bool(named & below)


def _goes_on_narrower(upper: list[list[Cell]], lower: list[list[Cell]], width: int) -> bool:
    """Exports drop trailing empty columns: amounts at once, in no other columns than above, and the
    row above blank from there on."""
    rest = [cell.text for cell in upper[-1] if cell.column >= width]
    known = {cell.column for row in upper for cell in row if is_amount(cell.text)}
    found = {cell.column for row in lower for cell in row if is_amount(cell.text)}
    blank = bool(rest) and not any(text.strip() for text in rest)
    return _has_amount(lower[0]) and found <= known and blank


def join(first: Table, second: Table, repeated: int = 0) -> Table:
    """One table of both pieces; ``repeated`` rows at the top of the second are left out."""
    shift = first.row_count - repeated
    moved = tuple(replace(cell, row=cell.row + shift) for cell in second.cells if cell.row >= repeated)
    return Table(
        cells=first.cells + moved,
        row_count=first.row_count + second.row_count - repeated,
        column_count=max(first.column_count, second.column_count),
        spans=first.spans + second.spans,
    )
