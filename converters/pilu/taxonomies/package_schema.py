"""The elements and roles of the core schema, as the template wants them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.taxonomy import Concept, Role, Taxonomy

_TYPES = MappingProxyType(
    {
        "monetary": "xbrli:monetaryItemType",
        "perShare": "dtr-types:perShareItemType",
        "percent": "dtr-types:percentItemType",
        "shares": "xbrli:sharesItemType",
        "count": "xbrli:nonNegativeIntegerItemType",
        "decimal": "xbrli:pureItemType",
        "boolean": "xbrli:booleanItemType",
        "string": "xbrli:stringItemType",
        "date": "xbrli:dateItemType",
        "textBlock": "dtr-types:textBlockItemType",
        "enumeration": "enum2:enumerationItemType",
    }
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element declaration: its attributes but the name, in order."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkRole:
    """A role type: ``id`` in the core schema, ``used_on`` the links it may be used on."""

    id: str
    uri: str
    definition: str
    used_on: tuple[str, ...]


def domain_of(axis: str) -> str:
    """The domain element of an explicit axis: ``RestatementAxis`` has ``RestatementDomain``."""
    return axis.removesuffix("Axis") + "Domain"


def enumeration_domain(enumeration: str) -> str:
    """The head of an enumeration's domain."""
    return f"{enumeration}Domain"


def parts_of_role(code: str) -> tuple[str, str, str]:
    """The heading, the hypercube and the line items of a role."""
    return f"{code}Abstract", f"{code}Table", f"{code}LineItems"


def table_role(role: Role) -> LinkRole:
    """The role type of one table of the form."""
    definition = f"[{role.number}] {role.zh} | {role.en}"
    used_on = ("link:presentationLink", "link:definitionLink")
    return LinkRole(
        role.code, role.uri, definition, (*used_on, "link:calculationLink") if role.sums else used_on
    )


def enumeration_role(taxonomy: Taxonomy, enumeration: str) -> LinkRole:
    """The role type that holds an enumeration's domain."""
    uri = f"{taxonomy.namespace}/role/enumeration/{enumeration}"
    return LinkRole(f"enumeration_{enumeration}", uri, f"[900000] {enumeration}", ("link:definitionLink",))


def defaults_role(taxonomy: Taxonomy) -> LinkRole:
    """The role type that holds the defaults of the explicit axes."""
    uri = f"{taxonomy.namespace}/role/dimension-defaults"
    return LinkRole("dimension-defaults", uri, "[990000] Dimension defaults", ("link:definitionLink",))


def link_roles(taxonomy: Taxonomy) -> tuple[LinkRole, ...]:
    """Every role type, in the order of the sheets."""
    tables = [table_role(role) for role in taxonomy.roles.values()]
    sets = [enumeration_role(taxonomy, name) for name in taxonomy.enumerations]
    return (*tables, *sets, defaults_role(taxonomy))


def elements(taxonomy: Taxonomy) -> tuple[Element, ...]:
    """Every item declaration: concepts, then headings, cubes, axes, domains, members, choices."""
    found = [_concept(taxonomy, concept) for concept in taxonomy.concepts.values()]
    found += [_abstract(name, kind) for name, kind in _structure(taxonomy)]
    found += [_axis(taxonomy, name) for name in taxonomy.axes]
    return tuple(found)


def _concept(taxonomy: Taxonomy, concept: Concept) -> Element:
    attributes = {
        "type": _TYPES[concept.type],
        "substitutionGroup": "xbrli:item",
        "xbrli:periodType": concept.period,
    }
    if concept.balance:
        attributes["xbrli:balance"] = concept.balance
    if concept.enumeration:
        attributes["enum2:domain"] = f"{taxonomy.prefix}:{enumeration_domain(concept.enumeration)}"
        attributes["enum2:linkrole"] = enumeration_role(taxonomy, concept.enumeration).uri
        attributes["enum2:headUsable"] = "false"
    return Element(concept.name.local, {**attributes, "nillable": "true"})


def _structure(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    for code in taxonomy.roles:
        yield from zip(parts_of_role(code), ("heading", "cube", "heading"), strict=True)
    for name, axis in taxonomy.axes.items():
        if not axis.typed:
            yield domain_of(name), "member"
    for member in taxonomy.members:
        yield member, "member"
    for enumeration, choices in taxonomy.enumerations.items():
        yield enumeration_domain(enumeration), "member"
        for choice in choices:
            yield choice.name.local, "member"


def _abstract(name: str, kind: str) -> Element:
    group = "xbrldt:hypercubeItem" if kind == "cube" else "xbrli:item"
    typed = "dtr-types:domainItemType" if kind == "member" else "xbrli:stringItemType"
    return Element(name, {"type": typed, "substitutionGroup": group, **_ABSTRACT})


def _axis(taxonomy: Taxonomy, name: str) -> Element:
    attributes = {"type": "xbrli:stringItemType", "substitutionGroup": "xbrldt:dimensionItem", **_ABSTRACT}
    domain = taxonomy.axes[name].typed_domain
    if domain is not None:
        attributes["xbrldt:typedDomainRef"] = f"#{taxonomy.prefix}_{domain.local}"
    return Element(name, attributes)


_ABSTRACT = MappingProxyType({"abstract": "true", "nillable": "true", "xbrli:periodType": "duration"})
