"""Facts of table lines found by their line, where Arelle compares each with every other.

A check over two columns of a table matches facts by the value of a typed axis. Arelle tries all pairs
of facts, so that a table of 300 lines takes 90,000 comparisons per check. Inside ``in_use`` it is
given only the facts that have an equal value on that axis, and compares those as ever: facts with
unequal values never match (Dimensions 1.0, 3.1.4.5: S-equal), so the result and its order stay.
Values that are not plain text or numbers, and axes with equality definitions, are left to Arelle.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from arelle.formula import FormulaEvaluator
from arelle.ModelInstanceObject import ModelFact
from arelle.XmlValidateConst import VALID

_FEW = 8
_PLAIN = (str, int, Decimal)

Found = dict[Any, list[Any]]


class _UnknownError(Exception):
    """A value that cannot be looked up."""


class Lines:
    """The typed axes of one model, and what was found along them in the variables of one check."""

    def __init__(self, model: Any) -> None:
        concepts = model.qnameConcepts.items()
        self._axes = {name for name, concept in concepts if concept.isTypedDimension}
        self._seen: dict[Any, tuple[Collection[Any], dict[Any, Found | None]]] = {}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Arelle's formula processor looks here first inside the with statement."""
        binding = FormulaEvaluator.VariableBinding
        own_filter = FormulaEvaluator.implicitFilter
        own_parts = FormulaEvaluator.factsPartitions
        own_groups = binding.matchesSubPartitions

        def implicit_filter(context: Any, bound: Any, facts: Any, uncovered: Any) -> Any:
            near = self._near(context, bound, facts, uncovered)
            return own_filter(context, bound, facts if near is None else near, uncovered)

        def parts(context: Any, facts: Any, aspects: Any) -> list[list[Any]]:
            found = self._parts(context, facts, aspects)
            return own_parts(context, facts, aspects) if found is None else found

        def groups(bound: Any, partition: Any, aspects: Any) -> Iterator[Any]:
            found = None if bound.var.matches == "true" else self._parts(bound.xpCtx, partition, aspects)
            return own_groups(bound, partition, aspects) if found is None else itertools.product(*found)

        FormulaEvaluator.implicitFilter, FormulaEvaluator.factsPartitions = implicit_filter, parts
        binding.matchesSubPartitions = groups
        try:
            yield
        finally:
            FormulaEvaluator.implicitFilter, FormulaEvaluator.factsPartitions = own_filter, own_parts
            binding.matchesSubPartitions = own_groups
            self._seen.clear()

    def _near(self, context: Any, bound: Any, facts: Any, uncovered: dict[Any, Any]) -> list[Any] | None:
        """The facts that agree with an earlier variable on one typed axis, or None for all."""
        if len(facts) <= _FEW or not _is_plain(context):
            return None
        for axis in (self._axes & uncovered.keys()) - bound.aspectsCovered:
            earlier = uncovered[axis]
            if not isinstance(earlier, ModelFact):
                continue
            index = self._index(bound.qname, facts, axis)
            try:
                return None if index is None else index.get(_line(earlier, axis), [])
            except _UnknownError:
                return None
        return None

    def _index(self, variable: Any, facts: Collection[Any], axis: Any) -> Found | None:
        """The facts by their line; made when the same facts are asked for a second time."""
        known, indexes = self._seen.get(variable, (None, {}))
        if known is not facts:
            self._seen[variable] = (facts, {})
            return None
        if axis not in indexes:
            try:
                indexes[axis] = _by(facts, lambda fact: _line(fact, axis))
            except _UnknownError:
                indexes[axis] = None
        return indexes[axis]

    def _parts(self, context: Any, facts: Sequence[Any], aspects: Iterable[Any]) -> list[list[Any]] | None:
        """The facts in groups that match in all aspects, in order of their first facts."""
        axes = [aspect for aspect in aspects if aspect in self._axes]
        if len(facts) <= _FEW or not axes or not _is_plain(context):
            return None
        try:
            found = _by(facts, lambda fact: tuple(_line(fact, axis) for axis in axes))
        except _UnknownError:
            return None
        place = {id(fact): number for number, fact in enumerate(facts)}
        split = [part for line in found.values() for part in _matching(context, line, aspects)]
        return sorted(split, key=lambda part: place[id(part[0])])


def _matching(context: Any, facts: list[Any], aspects: Iterable[Any]) -> list[list[Any]]:
    """Arelle's own way, for the facts of one line."""
    parts: list[list[Any]] = []
    for fact in facts:
        for part in parts:
            if FormulaEvaluator.aspectsMatch(context, fact, part[0], aspects):
                part.append(fact)
                break
        else:
            parts.append([fact])
    return parts


def _is_plain(context: Any) -> bool:
    options = context.formulaOptions
    return not (context.modelXbrl.modelFormulaEqualityDefinitions or options.traceVariableFilterWinnowing)


def _by(facts: Iterable[Any], line: Any) -> Found:
    found: Found = {}
    for fact in facts:
        found.setdefault(line(fact), []).append(fact)
    return found


def _line(fact: Any, axis: Any) -> Any:
    """The fact's value on a typed axis, None without one; raises where it cannot be told."""
    if fact.isTuple or fact.context is None:
        raise _UnknownError
    value = fact.context.qnameDims.get(axis)
    if value is None:
        return None
    member = value.typedMember
    if member is None or len(member) or getattr(member, "xValid", 0) < VALID:
        raise _UnknownError
    if type(member.xValue) not in _PLAIN:
        raise _UnknownError
    return member.xValue
