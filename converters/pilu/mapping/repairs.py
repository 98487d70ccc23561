"""What single fault would explain a failed check: a unit, a sign, a digit, a swapped column.

Only hints: each names a fault that makes the check hold if it is undone; none is applied.
"""

from __future__ import annotations

from decimal import Decimal

from pilu.model.evidence import Evidence
from pilu.reasons import evidence

Repair = Evidence | None  # the likely fault; None where no single one explains the failure
_POWERS = (3, 4, 6, 8, -3, -4, -6, -8)


def repair_of_sum(terms: list[Decimal], total: Decimal, tolerance: Decimal) -> Repair:
    """The likely fault where ``terms`` do not add up to ``total``."""
    added = sum(terms, Decimal(0))
    for power in _POWERS:
        if total and abs(added.scaleb(power) - total) <= tolerance.scaleb(max(power, 0)):
            return evidence("fault-unit", power=abs(power))
    for position, term in enumerate(terms, 1):
        if term and abs(added - 2 * term - total) <= tolerance:
            return evidence("fault-sign-term", position=position)
    if total and abs(added + total) <= tolerance:
        return evidence("fault-sign-total")
    return _one_digit(abs(added - total))


def repair_of_rate(rate: Decimal, current: Decimal, prior: Decimal, tolerance: Decimal) -> Repair:
    """The likely fault where a change rate does not follow from its two years."""
    if abs(-rate - (current - prior) / abs(prior)) <= tolerance:
        return evidence("fault-sign-rate")
    for flipped, other, code in (
        (-current, prior, "fault-sign-current"),
        (current, -prior, "fault-sign-prior"),
    ):
        if other and abs(rate - (flipped - other) / abs(other)) <= tolerance:
            return evidence(code)
    if current and abs(rate - (prior - current) / abs(current)) <= tolerance:
        return evidence("fault-years-swapped")
    for power in _POWERS:
        scaled = current.scaleb(power)
        if abs(rate - (scaled - prior) / abs(prior)) <= tolerance:
            return evidence("fault-unit-year", power=abs(power))
    for factor in (Decimal(100), Decimal("0.01")):
        if abs(rate * factor - (current - prior) / abs(prior)) <= tolerance * max(factor, Decimal(1)):
            return evidence("fault-percent-sign")
    return _one_digit(abs(rate * abs(prior) - (current - prior)))


def _one_digit(difference: Decimal) -> Repair:
    """A difference of one digit at one place points at a misread digit."""
    digits = difference.normalize().as_tuple()
    if len(digits.digits) == 1 and digits.digits != (0,):
        return evidence("fault-digit")
    return None
