"""Amounts that the unit printed over them makes too large for the company.

A form asks for ten thousands and says so over the table; who fills it in may go on in yuan. The
figures are read as printed, ten thousand times too large. What betrays them is the report itself: no
amount of a company is many times the largest one of its financial statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Fact
from pilu.reasons import evidence

_TIMES = 10  # above the largest amount of the statements
_TOO_LARGE = 0.5

Read = tuple[Candidate, Fact | Unread]


def doubt_too_large(read: Sequence[Read], statements: frozenset[str]) -> list[Read]:
    """The readings, with doubts on the scaled amounts of a table of which one cannot be."""
    stated = (_size(fact) for candidate, fact in read if candidate.table in statements)
    limit = _TIMES * max(stated, default=Decimal(0))
    tables = {c.place.block for c, fact in read if _scaled(c, fact) and _size(fact) > limit} if limit else ()
    return [
        (
            c,
            fact.doubted(_TOO_LARGE, evidence("unit-too-large"))
            if isinstance(fact, Fact) and c.place.block in tables and _scaled(c, fact)
            else fact,
        )
        for c, fact in read
    ]


def _size(fact: Fact | Unread) -> Decimal:
    """The amount of money that a reading states, or nothing."""
    if not isinstance(fact, Fact) or not isinstance(fact.value, Decimal) or fact.unit is None:
        return Decimal(0)
    money = not fact.unit.denominators and "iso4217" in fact.unit.numerators[0].namespace
    return abs(fact.value) if money else Decimal(0)


def _scaled(candidate: Candidate, fact: Fact | Unread) -> bool:
    """Whether an amount was printed in thousands or more."""
    if not _size(fact) or not isinstance(fact, Fact) or fact.unit is None:
        return False
    currency = fact.unit.numerators[0].local
    return next((hint.exponent for hint in candidate.units if hint.measure == currency), 0) > 0
