"""Answers that depend on the taxonomy alone, kept between the reports that are attached to it.

For every report Arelle works out anew which concepts stand in which substitution group, which types
they derive from, and which variables an assertion refers to. None of it can change while the taxonomy
stays the same, and where a report changes it the report is not validated here. Of the expressions of
assertions nine in ten are the same text again, which need not be parsed again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from arelle import Validate, XbrlConst
from arelle.formula import ValidateFormula, XPathParser
from arelle.ModelDtsObject import ModelConcept, ModelRelationship
from arelle.ModelFormulaObject import ModelVariable
from arelle.ModelValue import QName

_TYPES = MappingProxyType(
    {id(names): names for names in vars(XbrlConst).values() if isinstance(names, set | frozenset | tuple)}
)


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
def names_remembered() -> Iterator[None]:
    """Inside the with statement a concept remembers whether it has one of Arelle's lists of types, which
    declaration it refers to and what it can stand for, and an arc the name of its variable."""
    own, own_name = ModelConcept.instanceOfType, ModelRelationship.variableQname
    own_declared, own_standing = ModelConcept.dereference, ModelConcept.substitutesForQname

    def instance_of(concept: Any, types: Any) -> bool:
        if isinstance(types, QName) or id(types) not in _TYPES:
            return bool(own(concept, types))
        known = concept._instanceOfTypeCache
        if id(types) not in known:
            known[id(types)] = own(concept, types)
        return bool(known[id(types)])

    def variable_name(arc: Any) -> Any:
        known = vars(arc)
        if "pilu_variable" not in known:
            known["pilu_variable"] = own_name.__get__(arc)
        return known["pilu_variable"]

    def declared(concept: Any) -> Any:
        known = vars(concept)
        if known.get("pilu_declared") is None:
            known["pilu_declared"] = own_declared(concept)
        return known["pilu_declared"]

    def stands_for(concept: Any, head: Any) -> bool:
        known = vars(concept).setdefault("pilu_heads", {})
        if head not in known:
            known[head] = own_standing(concept, head)
        return bool(known[head])

    ModelConcept.instanceOfType = instance_of
    ModelConcept.dereference, ModelConcept.substitutesForQname = declared, stands_for
    ModelRelationship.variableQname = property(variable_name)
    try:
        yield
    finally:
        ModelConcept.instanceOfType, ModelRelationship.variableQname = own, own_name
        ModelConcept.dereference, ModelConcept.substitutesForQname = own_declared, own_standing


@contextmanager
def formula_links_checked(touched: Collection[str]) -> Iterator[None]:
    """Inside the with statement the ends of a formula linkbase's arcs are not checked again, but for
    arcroles that the report has arcs of."""
    own = ValidateFormula.checkBaseSet

    def check(validator: Any, arcrole: str, role: str, relationships: Any) -> None:
        if arcrole in touched:
            own(validator, arcrole, role, relationships)

    ValidateFormula.checkBaseSet = check
    try:
        yield
    finally:
        ValidateFormula.checkBaseSet = own


@contextmanager
def loading_remembered() -> Iterator[None]:
    """Inside the with statement Arelle's command line loads and validates a taxonomy with names remembered
    once it is whole, and parses an expression of the same text once."""
    own, own_parse = Validate.validate, XPathParser.parse

    def validate(model: Any) -> None:
        with names_remembered():
            own(model)

    Validate.validate, XPathParser.parse = validate, _remembering(own_parse)
    try:
        yield
    finally:
        Validate.validate, XPathParser.parse = own, own_parse


def _remembering(own: Callable[..., Any]) -> Callable[..., Any]:
    """A parser for which an expression of the same text, in an element of the same name with the same
    prefixes, is what it was the first time; one of which anything was said is parsed each time."""
    known: dict[tuple[Any, ...], list[Any]] = {}

    def parse(resource: Any, expression: str | None, element: Any, name: str, kind: int) -> Any:
        if not expression or element is None:
            return own(resource, expression, element, name, kind)
        text = XPathParser.normalizeExpr(expression)
        key = (text, element.localName, frozenset(element.nsmap.items()))
        if key in known:
            return [XPathParser.ProgHeader(resource, name, element, text, kind), *known[key]]
        said = len(resource.modelXbrl.errors)
        program = own(resource, expression, element, name, kind)
        if program and len(resource.modelXbrl.errors) == said:
            known[key] = program[1:]
        return program

    return parse
