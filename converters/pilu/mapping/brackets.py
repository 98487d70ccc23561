"""Deductions that a statement prints in brackets: what is taken off, not a negative amount of it.

The form prints costs as they are and puts "less" before them; banks and others put them in brackets. Read as
negative, they are added to what they are taken from, and the sums of the statement say so: where one fails
as it is read and holds with its deductions turned, and none holds as it is read, the brackets mean "less".
Beside them an amount without brackets is one that is taken back, where the sum of the deductions says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from pilu.mapping.checks import half, number
from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Dimension, Fact, Period, QName
from pilu.model.taxonomy import Summation
from pilu.reasons import evidence
from pilu.taxonomies.grammar import Check

_BRACKETS = re.compile(r"\s*[(（].*[)）]\s*")
_TURNED = 0.85  # one that no sum of its own proves

Read = tuple[Candidate, Fact | Unread]
Place = tuple[str, Period, tuple[Dimension, ...]]


def without_brackets(
    read: Sequence[Read], sums: Sequence[Summation], statements: frozenset[str]
) -> list[Read]:
    """The readings, with the deductions of statements that print them in brackets as what is deducted."""
    deducted = _deductions(sums)
    tables: dict[str, dict[Place, Fact]] = defaultdict(dict)
    for candidate, fact in read:
        if candidate.table in statements and isinstance(fact, Fact) and isinstance(fact.value, Decimal):
            tables[candidate.table].setdefault(_place(fact), fact)
    turned = {kind for kind, facts in tables.items() if _means_less(facts, sums)}
    back = {kind: _taken_back(tables[kind], sums, deducted) for kind in turned}

    def meant(kind: str, fact: Fact) -> Fact:
        if kind not in turned or fact.concept.local not in deducted:
            return fact
        if _in_brackets(fact):
            return _turn(fact, "deduction-in-brackets")
        return _turn(fact, "reversal-beside-brackets") if _place(fact) in back[kind] else fact

    return [(c, meant(c.table, f) if isinstance(f, Fact) else f) for c, f in read]


def remainders(checks: Iterable[Check]) -> tuple[Summation, ...]:
    """What checks say is left of a total when something is taken off, as sums."""
    return tuple(
        Summation(check.id, _name(check, "first"), ((_name(check, "total"), 1), (_name(check, "second"), -1)))
        for check in checks
        if check.kind == "remainder"
    )


def _name(check: Check, parameter: str) -> QName:
    return QName("", check.parameters[parameter])


def _deductions(sums: Iterable[Summation]) -> frozenset[str]:
    """What some sum takes off, and what makes up such a thing."""
    sums = tuple(sums)
    found = {item.local for summed in sums for item, weight in summed.items if weight < 0}
    for summed in sums:
        if summed.total.local in found:
            found.update(item.local for item, weight in summed.items if weight > 0)
    return frozenset(found)


def _means_less(facts: dict[Place, Fact], sums: Iterable[Summation]) -> bool:
    """Whether the sums of a statement hold with its bracketed deductions turned, and none as it is read."""
    proved = False
    for summed in sums:
        for (concept, period, dimensions), total in facts.items():
            if concept != summed.total.local:
                continue
            terms = [
                (fact, weight)
                for item, weight in summed.items
                if (fact := facts.get((item.local, period, dimensions)))
            ]
            less = [fact for fact, weight in terms if weight < 0 and _in_brackets(fact)]
            gap = sum((weight * number(fact) for fact, weight in terms), Decimal(0)) - number(total)
            slack = sum((half(fact) for fact, _ in terms), half(total))
            moved = 2 * sum(map(number, less), Decimal(0))
            if less and abs(moved) > 2 * slack:
                if abs(gap) <= slack:
                    return False
                proved = proved or abs(gap + moved) <= slack
    return proved


def _taken_back(
    facts: dict[Place, Fact], sums: Iterable[Summation], deducted: frozenset[str]
) -> frozenset[Place]:
    """The amounts without brackets that make a deduction in brackets add up, once they count against it."""
    found: set[Place] = set()
    for summed in sums:
        totals = (fact for place, fact in facts.items() if place[0] == summed.total.local in deducted)
        for total in filter(_in_brackets, totals):
            terms = [
                (fact, weight)
                for item, weight in summed.items
                if (fact := facts.get((item.local, total.period, total.dimensions)))
            ]
            plain = [fact for fact, weight in terms if weight > 0 and number(fact) > 0]
            gap = sum((number(fact) for fact, _ in terms), Decimal(0)) - number(total)  # as they are printed
            slack = sum((half(fact) for fact, _ in terms), half(total))
            if plain and abs(gap) <= slack < 2 * sum(map(number, plain), Decimal(0)):
                found.update(map(_place, plain))
    return frozenset(found)


def _place(fact: Fact) -> Place:
    return fact.concept.local, fact.period, fact.dimensions


def _in_brackets(fact: Fact) -> bool:
    negative = isinstance(fact.value, Decimal) and fact.value < 0
    return negative and bool(_BRACKETS.fullmatch(fact.provenance.raw))


def _turn(fact: Fact, why: str) -> Fact:
    return replace(fact, value=-number(fact)).doubted(_TURNED, evidence(why))
