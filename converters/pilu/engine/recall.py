"""Answers that depend on the taxonomy alone, kept between the reports that are attached to it.

For every report Arelle works out anew which concepts stand in which substitution group, which types
they derive from, and which variables an assertion refers to. None of it can change while the taxonomy
stays the same, and where a report changes it the report is not validated here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from arelle import XbrlConst
from arelle.ModelDtsObject import ModelConcept
from arelle.ModelFormulaObject import ModelVariable
from arelle.ModelValue import QName

_TYPES = {
    id(names): names for names in vars(XbrlConst).values() if isinstance(names, set | frozenset | tuple)
}


def remember(model: Any) -> None:
    """Let a loaded and once validated model answer repeated questions from memory."""
    model.isInSubstitutionGroup = _groups(model)
    if not model.hasFormulae:
        return  # then they are not compiled
    for assertion in model.modelVariableSets:
        assertion.variableRefs = _references(assertion.variableRefs())
        for arc in model.relationshipSet(XbrlConst.variableSet).fromModelObject(assertion):
            variable = arc.toModelObject
            if isinstance(variable, ModelVariable) and "variableRefs" not in vars(variable):
                variable.variableRefs = _references(variable.variableRefs())


def _groups(model: Any) -> Callable[[Any, Any], bool]:
    own = model.isInSubstitutionGroup
    known: dict[tuple[Any, Any], bool] = {}

    def is_in_group(element: Any, groups: Any) -> bool:
        if not isinstance(groups, QName | tuple | frozenset) or element not in model.qnameConcepts:
            return bool(own(element, groups))
        key = (element, groups)
        if key not in known:
            known[key] = own(element, groups)
        return known[key]

    return is_in_group


def _references(found: set[Any]) -> Callable[..., set[Any]]:
    def references(progs: Any = None, varRefSet: set[Any] | None = None) -> set[Any]:
        if varRefSet is None:
            return set(found)
        varRefSet.update(found)
        return varRefSet

    return references


@contextmanager
def types_remembered() -> Iterator[None]:
    """Inside the with statement a concept remembers whether it has one of Arelle's lists of types."""
    own = ModelConcept.instanceOfType

    def instance_of(concept: Any, types: Any) -> bool:
        if isinstance(types, QName) or id(types) not in _TYPES:
            return bool(own(concept, types))
        known = concept._instanceOfTypeCache
        if id(types) not in known:
            known[id(types)] = own(concept, types)
        return bool(known[id(types)])

    ModelConcept.instanceOfType = instance_of
    try:
        yield
    finally:
        ModelConcept.instanceOfType = own
