"""Which columns the figures of a row stand in, by arithmetic alone.

The rows of a statement of changes in equity add up across their columns and, row by row, down them. Where
a row has lost its columns its figures still stand in order, and only some ways to set them under the
columns make its own sum; of those only some agree with the rows above and below. One that is left is
proved; where more are left, or none, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from math import comb, prod

_MOST_WAYS = 20_000  # of one row, or of the rows of one sum together; more are not tried
_MOST_TRIED = 500_000  # of all rows of a statement together
_MOST_PRINTS = 16  # ways to choose the rows of one sum, where rows are printed several times
_ENOUGH = 3  # figures that prove themselves by their own sum

Key = tuple[str, int]  # a concept and the years it is away from the fiscal year
Vector = tuple[Decimal, ...]
Way = tuple[int, ...]  # of each figure of a row, the column


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a statement in order: the sign with which each adds up to the total (0: it is no
    part), which one is the subtotal (None: there is none), and which the total."""

    signs: tuple[int, ...]
    subtotal: int | None
    total: int

    def adds_up(self, row: Mapping[int, Decimal]) -> bool:
        """Whether the columns of a row make its subtotal and total; a blank is nothing."""
        nothing = Decimal(0)
        before = self.total if self.subtotal is None else self.subtotal
        parts = sum((self.signs[c] * value for c, value in row.items() if c < before), nothing)
        others = sum((self.signs[c] * value for c, value in row.items() if c > before), nothing)
        if self.subtotal is not None and row.get(self.subtotal, nothing) != parts:
            return False
        return row.get(self.total, nothing) == parts + others


@dataclass(slots=True)
class Row:
    """The figures of a row in order, and the ways left to set them under the columns."""

    key: Key
    figures: tuple[Decimal, ...]
    ways: list[Way] = field(default_factory=list)
    proved: bool = False

    def vector(self, way: Way, width: int) -> Vector:
        """What stands in every column."""
        values = [Decimal(0)] * width
        for column, figure in zip(way, self.figures, strict=True):
            values[column] = figure
        return tuple(values)

    def settle(self, ways: Sequence[Way]) -> bool:
        """Keep only these ways; whether any other was left."""
        fewer = len(ways) < len(self.ways)
        self.ways = list(ways)
        return fewer


@dataclass(frozen=True, slots=True)
class Sum:
    """A row that is the sum of others, in every column."""

    total: Key
    terms: tuple[tuple[Key, int], ...]


def find_ways(rows: Iterable[Row], columns: Columns) -> None:
    """Give each row every way to set its figures under the columns in order so that it adds up; none where
    there are too many to try."""
    width, left = len(columns.signs), _MOST_TRIED
    for row in rows:
        count = len(row.figures)
        tried = comb(width, count) if 0 < count <= width else 0
        if 0 < tried <= min(_MOST_WAYS, left):
            left -= tried
            ways = combinations(range(width), count)
            row.ways = [way for way in ways if columns.adds_up(dict(zip(way, row.figures, strict=True)))]


def fit(
    rows: Sequence[Row], columns: Columns, sums: Sequence[Sum], known: Mapping[Key, Mapping[int, Decimal]]
) -> None:
    """Narrow the ways of all rows by what is ``known`` of a row's columns from elsewhere, by their own sum,
    and by the sums down the columns, until nothing more follows."""
    for row in rows:
        _by_known(row, known.get(row.key, {}))
        row.proved |= len(row.ways) == 1 and len(row.figures) >= _ENOUGH
    by_key: dict[Key, list[Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    changed = True
    while changed:
        changed = False
        for one in sums:
            for members in _rows_of(one, by_key):
                changed |= _narrowed(one, members, len(columns.signs))


def _by_known(row: Row, known: Mapping[int, Decimal]) -> None:
    """Keep the ways that agree with every column known, if there are any."""
    agreeing = [
        way
        for way in row.ways
        if all(dict(zip(way, row.figures, strict=True)).get(c, Decimal(0)) == v for c, v in known.items())
    ]
    if known and agreeing:
        row.settle(agreeing)
        row.proved = len(agreeing) == 1 and set(agreeing[0]) <= known.keys()


def _rows_of(one: Sum, by_key: Mapping[Key, Sequence[Row]]) -> Iterator[tuple[tuple[Row, int], ...]]:
    """The rows of a sum, the total last, with their signs: every choice where a row is printed twice. None
    where the total, or every term, is not printed."""
    terms = [(key, sign) for key, sign in one.terms if key in by_key]
    if one.total not in by_key or not terms:
        return
    printed = [by_key[key] for key, _ in (*terms, (one.total, -1))]
    if prod(map(len, printed)) > _MOST_PRINTS:
        return
    for chosen in product(*printed):
        yield tuple(zip(chosen, [*(sign for _, sign in terms), -1], strict=True))


def _narrowed(one: Sum, members: Sequence[tuple[Row, int]], width: int) -> bool:
    """Keep of each row the ways that some way of all the others agrees with; whether that told anything."""
    if prod(len(row.ways) for row, _ in members) > _MOST_WAYS or not all(row.ways for row, _ in members):
        return False
    signed = [
        [(way, tuple(sign * value for value in row.vector(way, width))) for way in row.ways]
        for row, sign in members
    ]
    nothing = (Decimal(0),) * width
    agreeing = [
        chosen
        for chosen in product(*signed)
        if tuple(sum(column, Decimal(0)) for column in zip(*(v for _, v in chosen), strict=True)) == nothing
    ]
    changed = False
    for number, (row, _) in enumerate(members):
        ways = list(dict.fromkeys(chosen[number][0] for chosen in agreeing))
        if ways:
            changed |= row.settle(ways)
            row.proved |= len(ways) == 1
    return changed
