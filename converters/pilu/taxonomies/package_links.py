"""Labels, references, presentation and dimensions of the package, as the templates want them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pilu.model.taxonomy import Concept, Role, Taxonomy
from pilu.taxonomies.package_schema import (
    LinkRole,
    defaults_role,
    domain_of,
    enumeration_domain,
    enumeration_role,
    table_role,
)

_STANDARD = "http://www.xbrl.org/2003/role/label"
_TERSE = "http://www.xbrl.org/2003/role/terseLabel"
_DOCUMENTATION = "http://www.xbrl.org/2003/role/documentation"


@dataclass(frozen=True, slots=True)
class Label:
    """One label resource."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """An element with its labels of one language."""

    name: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One reference resource: its role and its (part, text) pairs."""

    role: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A concept with its references."""

    name: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc between two elements; ``label``: preferred label role's last part."""

    parent: str
    child: str
    order: int
    label: str = ""
    arcrole: str = "domain-member"
    usable: bool = True
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """An extended link: its role, its arcs, and the elements they touch in order."""

    role: LinkRole
    arcs: tuple[Arc, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The elements of the arcs, each once, in order."""
        return tuple(dict.fromkeys(name for arc in self.arcs for name in (arc.parent, arc.child)))


def alias_role(taxonomy: Taxonomy) -> str:
    """The label role of other printed labels."""
    return f"{taxonomy.namespace}/role/alias"


def labels(taxonomy: Taxonomy, language: str) -> tuple[Labelled, ...]:
    """Every element's labels in ``language``; printed aliases are Chinese."""
    chinese = language == "zh"
    found = [_concept_labels(taxonomy, concept, chinese) for concept in taxonomy.concepts.values()]
    for name, zh, en, aliases in _structure_names(taxonomy):
        texts = [Label(_STANDARD, zh if chinese else en)]
        texts += [Label(alias_role(taxonomy), alias) for alias in aliases if chinese]
        found.append(Labelled(name, tuple(texts)))
    return tuple(found)


def _concept_labels(taxonomy: Taxonomy, concept: Concept, chinese: bool) -> Labelled:
    terse = concept.zh_terse if chinese else concept.en_terse
    documentation = concept.zh_doc if chinese else concept.en_doc
    texts = [Label(_STANDARD, concept.zh if chinese else concept.en)]
    texts += [Label(_TERSE, terse)] if terse else []
    texts += [Label(alias_role(taxonomy), alias) for alias in concept.aliases if chinese]
    texts += [Label(_DOCUMENTATION, documentation)] if documentation else []
    return Labelled(concept.name.local, tuple(texts))


def _structure_names(taxonomy: Taxonomy) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for code, role in taxonomy.roles.items():
        yield f"{code}Abstract", f"{role.zh} [目录]", f"{role.en} [abstract]", ()
        yield f"{code}Table", f"{role.zh} [表]", f"{role.en} [table]", ()
        yield f"{code}LineItems", f"{role.zh} [项目]", f"{role.en} [line items]", ()
    for name, axis in taxonomy.axes.items():
        yield name, f"{axis.zh} [轴]", f"{axis.en} [axis]", ()
        if not axis.typed:
            yield domain_of(name), f"{axis.zh} [域]", f"{axis.en} [domain]", ()
    for name, member in taxonomy.members.items():
        yield name, member.zh, member.en, member.aliases
    for enumeration, choices in taxonomy.enumerations.items():
        yield enumeration_domain(enumeration), f"{enumeration} [域]", f"{enumeration} [domain]", ()
        for choice in choices:
            yield choice.name.local, choice.zh, choice.en, choice.aliases


def references(taxonomy: Taxonomy, documents: Mapping[str, Mapping[str, Any]]) -> tuple[Cited, ...]:
    """Every concept's clauses; ``documents`` is the references table of taxonomy.toml."""
    cited = []
    for concept in taxonomy.concepts.values():
        clauses = [_clause(documents, text) for text in concept.reference.split(" | ") if text]
        if concept.anchor:
            prefix, _, name = concept.anchor.partition(":")
            parts = (
                ("Publisher", "IFRS Foundation"),
                ("Name", prefix),
                ("Section", name),
                ("Note", "anchor"),
            )
            clauses.append(Clause("commentaryRef", parts))
        if clauses:
            cited.append(Cited(concept.name.local, tuple(clauses)))
    return tuple(cited)


def _clause(documents: Mapping[str, Mapping[str, Any]], text: str) -> Clause:
    key, _, section = text.partition(":")
    document = documents[key]
    parts = [("Publisher", document["publisher"]), ("Name", document["name"])]
    parts += [("Number", document["number"])] if document["number"] else []
    parts.append(("Section", section.removesuffix("?")))
    parts += [("Note", "unverified")] if section.endswith("?") else []
    return Clause("disclosureRef", tuple(parts))


def presentation(role: Role, taxonomy: Taxonomy) -> Link:
    """The tree of one table: heading, cube with axes and members, line items."""
    code = role.code
    arcs = [Arc(f"{code}Abstract", f"{code}Table", 1), Arc(f"{code}Abstract", f"{code}LineItems", 2)]
    for order, use in enumerate(role.axes, 1):
        arcs.append(Arc(f"{code}Table", use.axis.local, order))
        domain = domain_of(use.axis.local)
        members = _members(taxonomy, role, use.axis.local)
        if members:
            arcs.append(Arc(use.axis.local, domain, 1))
        arcs += [Arc(domain, member, place) for place, member in enumerate(members, 1)]
    for order, placement in enumerate(role.placed, 1):
        parent = placement.parent.local if placement.parent else f"{code}LineItems"
        label = placement.label and f"{placement.label}Label"
        arcs.append(Arc(parent, placement.concept.local, order, label))
    return Link(table_role(role), tuple(arcs))


def dimensions(role: Role, taxonomy: Taxonomy) -> Link:
    """The closed hypercube of one table (Dimensions 1.0, 2.2-2.6), in the scenario."""
    items, cube = f"{role.code}LineItems", f"{role.code}Table"
    arcs = [Arc(items, cube, 1, arcrole="all")]
    for order, use in enumerate(role.axes, 1):
        axis = use.axis.local
        arcs.append(Arc(cube, axis, order, arcrole="hypercube-dimension"))
        members = _members(taxonomy, role, axis)
        if members:
            arcs.append(Arc(axis, domain_of(axis), 1, arcrole="dimension-domain", usable=False))
        arcs += [Arc(domain_of(axis), member, place) for place, member in enumerate(members, 1)]
    arcs += [Arc(items, placement.concept.local, order) for order, placement in enumerate(role.placed, 1)]
    return Link(table_role(role), tuple(arcs))


def calculations(role: Role) -> Link:
    """The summations of one table (Calculation 1.1, 2.2)."""
    arcs = [
        Arc(summed.total.local, item.local, order, arcrole="summation-item", weight=weight)
        for summed in role.sums
        for order, (item, weight) in enumerate(summed.items, 1)
    ]
    return Link(table_role(role), tuple(arcs))


def _members(taxonomy: Taxonomy, role: Role, axis: str) -> tuple[str, ...]:
    """The members allowed in a role, the default first; none for a typed axis."""
    default = taxonomy.axes[axis].default
    if default is None:
        return ()
    use = next(use for use in role.axes if use.axis.local == axis)
    return (default.local, *(member.local for member in use.members))


def domains(taxonomy: Taxonomy) -> tuple[Link, ...]:
    """The defaults of the explicit axes, and the domain of every enumeration."""
    explicit = [axis for axis in taxonomy.axes.values() if axis.default is not None]
    defaults = [
        Arc(axis.name.local, axis.default.local, 1, arcrole="dimension-default")
        for axis in explicit
        if axis.default is not None
    ]
    links = [Link(defaults_role(taxonomy), tuple(defaults))]
    for enumeration, choices in taxonomy.enumerations.items():
        head = enumeration_domain(enumeration)
        arcs = [Arc(head, choice.name.local, place) for place, choice in enumerate(choices, 1)]
        links.append(Link(enumeration_role(taxonomy, enumeration), tuple(arcs)))
    return tuple(links)
