"""What differs between the facts of two reports, and by how much.

Facts are the same fact when concept, period, dimensions and language agree (OIM 1.0, 4), and the
entity too unless each report has but one; unit, value, accuracy and being nil are what is compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Literal

from pilu.engine.aspects import ReadFact

Mode = Literal["auto", "versions", "comparatives"]
Key = tuple[str, str, str, tuple[tuple[str, str], ...], str]

_WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN)
_RATIO = Decimal("0.000001")
KINDS = ("changed", "restated", "added", "removed")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs. ``kind``: one of ``KINDS``.

    ``what``: which of ``value``, ``unit``, ``decimals``, ``nil`` differ; ``difference`` is after minus
    before and ``ratio`` that over the absolute value before, for numbers of one unit;
    ``within_rounding``: the two may be one number given with different accuracy; ``disclosed``: the
    further dimensions under which the later report itself states the former value, if it does.
    """

    kind: str
    concept: str
    period: str
    dimensions: tuple[tuple[str, str], ...]
    language: str
    before: ReadFact | None
    after: ReadFact | None
    what: tuple[str, ...] = ()
    difference: Decimal | None = None
    ratio: Decimal | None = None
    within_rounding: bool = False
    disclosed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """``mode``: ``versions`` of one report, or ``comparatives``: what the later report says of the
    earlier one's periods. ``swapped``: the second report is the earlier one. ``same``: facts that
    agree; ``beyond``: facts of the later report's own periods, and ``not_repeated``: facts of the
    earlier one that the later does not give again (both in comparatives only, neither a difference).
    """

    mode: str
    changes: tuple[Change, ...]
    same: int
    entities: tuple[str, ...] = ()
    swapped: bool = False
    beyond: int = 0
    not_repeated: int = 0

    @property
    def equal(self) -> bool:
        """Whether facts were compared and nothing differs."""
        return self.met and not self.changes and not self.entities

    @property
    def met(self) -> bool:
        """Whether any fact of one report is in the other too."""
        return bool(self.same) or any(change.before and change.after for change in self.changes)

    @property
    def counts(self) -> dict[str, int]:
        """Changes by kind."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS if found[kind]}


def compare(
    first: Sequence[ReadFact], second: Sequence[ReadFact], *, mode: Mode = "auto", by_name: bool = False
) -> Comparison:
    """The facts of ``first`` against those of ``second``.

    ``mode`` ``auto`` takes reports whose most frequent period ends differ for filings of two years.
    ``by_name`` leaves namespaces out, for two releases of a taxonomy.
    """
    before, after = ([_bare(fact) if by_name else fact for fact in side] for side in (first, second))
    ends = main_end(before), main_end(after)
    if mode == "auto":
        mode = "versions" if ends[0] == ends[1] else "comparatives"
    if mode == "versions":
        return _compared(before, after)
    swapped = ends[0] > ends[1]
    earlier, later = (after, before) if swapped else (before, after)
    found = _comparatives(earlier, later, min(ends))
    return replace(found, swapped=swapped, entities=_entities(earlier, later))


def main_end(facts: Iterable[ReadFact]) -> str:
    """The moment at which most of the facts' periods end; the latest of several."""
    ends = Counter(_end(fact.period) for fact in facts if fact.period)
    return max(ends, key=lambda end: (ends[end], end), default="")


def _comparatives(earlier: Sequence[ReadFact], later: Sequence[ReadFact], end: str) -> Comparison:
    within = [fact for fact in later if _end(fact.period) <= end]
    found = _compared(earlier, within)
    stated = defaultdict(list)
    for fact in within:
        stated[fact.concept, fact.period, fact.unit, fact.value].append(fact)
    changes, explained = [], set()
    for change in found.changes:
        if change.kind == "changed" and change.before is not None:
            former = change.before
            again = [
                fact
                for fact in stated[former.concept, former.period, former.unit, former.value]
                if set(fact.dimensions) > set(former.dimensions)
            ]
            explained.update(again)
            extra = set(again[0].dimensions) - set(former.dimensions) if again else set()
            change = replace(change, kind="restated", disclosed=tuple(sorted(extra)))
        changes.append(change)
    kept = [
        change
        for change in changes
        if change.kind != "removed" and not (change.kind == "added" and change.after in explained)
    ]
    return replace(
        found,
        mode="comparatives",
        changes=tuple(sorted(kept, key=_order)),
        beyond=len(later) - len(within),
        not_repeated=sum(1 for change in changes if change.kind == "removed"),
    )


def _compared(before: Sequence[ReadFact], after: Sequence[ReadFact]) -> Comparison:
    alone = all(len({fact.entity for fact in side}) == 1 for side in (before, after))
    changes: list[Change] = []
    same = 0
    old, new = _grouped(before, alone), _grouped(after, alone)
    for key in sorted(old.keys() | new.keys()):
        agreed, found = _pairs(key, old.get(key, []), new.get(key, []))
        same += agreed
        changes += found
    return Comparison("versions", tuple(sorted(changes, key=_order)), same, entities=_entities(before, after))


def _entities(before: Iterable[ReadFact], after: Iterable[ReadFact]) -> tuple[str, ...]:
    """The entities of reports of one entity each, where they are two."""
    found = [sorted({fact.entity for fact in side}) for side in (before, after)]
    differ = all(len(one) == 1 for one in found) and found[0] != found[1]
    return (found[0][0], found[1][0]) if differ else ()


def _grouped(facts: Iterable[ReadFact], alone: bool) -> Mapping[Key, list[ReadFact]]:
    groups: dict[Key, list[ReadFact]] = defaultdict(list)
    for fact in facts:
        entity = "" if alone else fact.entity
        groups[fact.concept, entity, fact.period, fact.dimensions, fact.language].append(fact)
    return groups


def _pairs(key: Key, old: list[ReadFact], new: list[ReadFact]) -> tuple[int, list[Change]]:
    """How many facts of one key agree, and what becomes of the rest, pair by pair."""
    common = Counter(map(_said, old)) & Counter(map(_said, new))
    left = _without(old, common), _without(new, common)
    changes = []
    for number in range(max(map(len, left))):
        before = left[0][number] if number < len(left[0]) else None
        after = left[1][number] if number < len(left[1]) else None
        changes.append(_change(key, before, after))
    return common.total(), changes


def _said(fact: ReadFact) -> tuple[str, str, str, bool]:
    return fact.unit, fact.value, fact.decimals, fact.nil


def _without(facts: list[ReadFact], common: Counter[tuple[str, str, str, bool]]) -> list[ReadFact]:
    left = Counter(common)
    kept = []
    for fact in sorted(facts):
        if left[_said(fact)]:
            left[_said(fact)] -= 1
        else:
            kept.append(fact)
    return kept


def _change(key: Key, before: ReadFact | None, after: ReadFact | None) -> Change:
    concept, _, period, dimensions, language = key
    if before is None or after is None:
        kind = "added" if before is None else "removed"
        return Change(kind, concept, period, dimensions, language, before, after)
    what = tuple(
        name for name in ("value", "unit", "decimals", "nil") if getattr(before, name) != getattr(after, name)
    )
    old, new = number_of(before), number_of(after)
    difference = ratio = None
    if old is not None and new is not None and before.unit == after.unit:
        difference = _WIDE.subtract(new, old)
        if old:
            ratio = _WIDE.divide(difference, abs(old)).quantize(_RATIO, context=_WIDE)
    rounding = difference is not None and _may_be_one(before, after, abs(difference))
    return Change(
        "changed", concept, period, dimensions, language, before, after, what, difference, ratio, rounding
    )


def number_of(fact: ReadFact) -> Decimal | None:
    """The value of a numeric fact that is not nil."""
    if fact.nil or not fact.unit:
        return None
    try:
        return Decimal(fact.value)
    except InvalidOperation:
        return None


def _may_be_one(before: ReadFact, after: ReadFact, distance: Decimal) -> bool:
    """Whether the rounding intervals of both touch (OIM 1.0, consistent duplicates)."""
    return distance <= _half(before) + _half(after)


def _half(fact: ReadFact) -> Decimal:
    try:
        return Decimal(5).scaleb(-int(fact.decimals) - 1, context=_WIDE)
    except (ValueError, InvalidOperation):
        return Decimal(0)


def _order(change: Change) -> tuple[object, ...]:
    return KINDS.index(change.kind), local(change.concept), change.period, change.dimensions, change.language


def _end(period: str) -> str:
    return period.rpartition("/")[2]


def local(name: str) -> str:
    """The local part of ``{namespace}local``; any other text as it is."""
    return name.rpartition("}")[2] if name.startswith("{") else name


def _bare(fact: ReadFact) -> ReadFact:
    return replace(
        fact,
        concept=local(fact.concept),
        dimensions=tuple((local(axis), local(member)) for axis, member in fact.dimensions),
        value=" ".join(map(local, fact.value.split(" "))) if fact.value.startswith("{") else fact.value,
    )
