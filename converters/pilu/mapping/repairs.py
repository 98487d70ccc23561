"""What single fault would explain a failed check: a unit, a sign, a digit, a swapped column.

Only hints: each names a fault that makes the check hold if it is undone; none is applied.
"""

from __future__ import annotations

from decimal import Decimal

_POWERS = (3, 4, 6, 8, -3, -4, -6, -8)


def repair_of_sum(terms: list[Decimal], total: Decimal, tolerance: Decimal) -> str:
    """The likely fault where ``terms`` do not add up to ``total``."""
    added = sum(terms, Decimal(0))
    for power in _POWERS:
        if total and abs(added.scaleb(power) - total) <= tolerance.scaleb(max(power, 0)):
            return f"the unit of one side may be wrong by 10^{abs(power)}"
    for position, term in enumerate(terms, 1):
        if term and abs(added - 2 * term - total) <= tolerance:
            return f"the sign of term {position} may be lost"
    if total and abs(added + total) <= tolerance:
        return "the sign of the total may be lost"
    return _one_digit(abs(added - total))


def repair_of_rate(rate: Decimal, current: Decimal, prior: Decimal, tolerance: Decimal) -> str:
    """The likely fault where a change rate does not follow from its two years."""
    if abs(-rate - (current - prior) / abs(prior)) <= tolerance:
        return "the sign of the rate may be lost"
    for flipped, other, name in ((-current, prior, "current"), (current, -prior, "prior")):
        if other and abs(rate - (flipped - other) / abs(other)) <= tolerance:
            return f"the sign of the {name} year may be lost"
    if current and abs(rate - (prior - current) / abs(current)) <= tolerance:
        return "the two years may be swapped"
    for power in _POWERS:
        scaled = current.scaleb(power)
        if abs(rate - (scaled - prior) / abs(prior)) <= tolerance:
            return f"the unit of one year may be wrong by 10^{abs(power)}"
    for factor in (Decimal(100), Decimal("0.01")):
        if abs(rate * factor - (current - prior) / abs(prior)) <= tolerance * max(factor, Decimal(1)):
            return "the percent sign of the rate may be misread"
    return _one_digit(abs(rate * abs(prior) - (current - prior)))


def _one_digit(difference: Decimal) -> str:
    """A difference of one digit at one place points at a misread digit."""
    digits = difference.normalize().as_tuple()
    if len(digits.digits) == 1 and digits.digits != (0,):
        return "one digit may be misread"
    return ""
