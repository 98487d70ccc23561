"""Facts that no table of the taxonomy has a place for: an instance with them would be invalid."""

from __future__ import annotations

from collections.abc import Sequence

from pilu.mapping.values import Unread
from pilu.model.extraction import Candidate
from pilu.model.report import Dimension, Fact
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.dimensions import admitting, roles_by_concept

Read = tuple[Candidate, Fact | Unread]


def in_cubes(read: Sequence[Read], taxonomy: Taxonomy, kind: str, form: str = "") -> list[Read]:
    """The readings, those turned down whose dimensions fit no hypercube of their concept
    (Dimensions 1.0, 3.1.3) among those of the entry point that a ``kind`` of form is filed with whose
    statements are of the format ``form``; and those whose concept such statements do not have."""
    roles = roles_by_concept(taxonomy.roles_of(kind, form))
    known: dict[tuple[str, tuple[Dimension, ...]], bool] = {}

    def fits(fact: Fact) -> bool:
        shape = tuple(d if d.member else Dimension(d.axis, typed="") for d in fact.dimensions)
        key = fact.concept.local, shape
        if key not in known:
            placed = roles.get(fact.concept.local, ())
            known[key] = bool(admitting(taxonomy, placed, shape)) or not (placed or shape)
        return known[key]

    def settled(fact: Fact | Unread) -> Fact | Unread:
        if isinstance(fact, Unread):
            return fact
        if not taxonomy.prints(taxonomy.concepts[fact.concept.local], form):
            return Unread("other-format")
        return fact if fits(fact) else Unread("no-cube")

    return [(candidate, settled(result)) for candidate, result in read]
