"""Figures of notes that are no line of the statement they would be added to.

A note may name an item of the balance sheet and mean something else: an opening balance under rules of
the new year, losses that gave rise to no asset. Where the lines that a statement prints make up its
total exactly, another line of that total, printed elsewhere only, is not one of the statement's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pilu.mapping.checks import half
from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Dimension, Fact, Period
from pilu.model.taxonomy import Summation

Read = tuple[Candidate, Fact | Unread]
Key = tuple[str, Period, tuple[Dimension, ...]]


def without_strangers(
    read: Sequence[Read], sums: Iterable[Summation], statements: frozenset[str]
) -> list[Read]:
    """The readings, those that contradict the sum of a statement turned down."""
    printed: dict[Key, Fact] = {}
    for candidate, result in read:
        if isinstance(result, Fact) and isinstance(result.value, Decimal) and candidate.table in statements:
            printed.setdefault(_key(result), result)
    complete: set[Key] = set()
    by_concept: dict[str, list[Fact]] = {}
    for fact in printed.values():
        by_concept.setdefault(fact.concept.local, []).append(fact)
    for summed in sums:
        for total in by_concept.get(summed.total.local, ()):
            complete.update(_absent(summed, total, printed))
    return [
        (candidate, _NOT if _strange(candidate, result, complete, statements) else result)
        for candidate, result in read
    ]


_NOT = Unread("not-in-statement")


def _key(fact: Fact) -> Key:
    return fact.concept.local, fact.period, fact.dimensions


def _absent(summed: Summation, total: Fact, printed: dict[Key, Fact]) -> set[Key]:
    """The terms that a statement does not print under a total which the printed ones make up."""
    keys = {(item.local, total.period, total.dimensions): weight for item, weight in summed.items}
    terms = [(printed[key], weight) for key, weight in keys.items() if key in printed]
    values = [weight * fact.value for fact, weight in terms if isinstance(fact.value, Decimal)]
    assert isinstance(total.value, Decimal)
    tolerance = sum((half(fact) for fact, _ in terms), half(total))
    exact = len(terms) > 1 and abs(sum(values, Decimal(0)) - total.value) <= tolerance
    return {key for key in keys if key not in printed} if exact else set()


def _strange(
    candidate: Candidate, result: Fact | Unread, complete: set[Key], statements: frozenset[str]
) -> bool:
    return (
        isinstance(result, Fact)
        and candidate.table not in statements
        and bool(result.value)
        and isinstance(result.value, Decimal)
        and _key(result) in complete
    )
