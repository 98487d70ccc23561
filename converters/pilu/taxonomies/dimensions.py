"""Which dimensions a concept may have: the closed hypercubes, asked without an engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pilu.model.report import Dimension, QName
from pilu.model.taxonomy import Role, Taxonomy


def roles_allowing(taxonomy: Taxonomy, concept: str, dimensions: Iterable[Dimension]) -> tuple[Role, ...]:
    """The roles whose hypercube admits a fact of ``concept`` (local name) with ``dimensions``.

    Dimensions 1.0, 3.1: every typed axis of the cube must be there, an explicit one may be left
    to its default, and a closed cube admits nothing else. Empty means the fact would be invalid.
    """
    placed = roles_by_concept(taxonomy.roles.values()).get(concept, ())
    return admitting(taxonomy, placed, dimensions)


def roles_by_concept(roles: Iterable[Role]) -> Mapping[str, tuple[Role, ...]]:
    """Of some roles, those that each concept (local name) stands in."""
    found: dict[str, tuple[Role, ...]] = defaultdict(tuple)
    for role in roles:
        for name in role.concepts:
            found[name.local] += (role,)
    return found


def admitting(taxonomy: Taxonomy, roles: Iterable[Role], dimensions: Iterable[Dimension]) -> tuple[Role, ...]:
    """Those of some roles whose hypercube admits the dimensions."""
    given = {dimension.axis: dimension for dimension in dimensions}
    return tuple(role for role in roles if _admits(taxonomy, role, given))


def _admits(taxonomy: Taxonomy, role: Role, given: dict[QName, Dimension]) -> bool:
    uses = {use.axis: use for use in role.axes}
    if set(given) - set(uses):
        return False
    for axis, use in uses.items():
        dimension = given.get(axis)
        if taxonomy.axes[axis.local].typed:
            if dimension is None or dimension.typed is None:
                return False
        elif dimension is not None and dimension.member not in use.members:
            return False
    return True
