"""A heading with the section it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pilu.extraction.headings import Heading
from pilu.taxonomies.grammar import SectionRule


@dataclass(frozen=True, slots=True)
class Opening:
    """A heading, the rule of the section it opens, and the section's level: the rule's, or that of the
    headings numbered like it."""

    rule: SectionRule
    heading: Heading
    level: int

    @property
    def block(self) -> int:
        """The block that the heading is."""
        return self.heading.block


def end_of(openings: Sequence[Opening], at: int, last: int) -> int:
    """The block where the section of ``openings[at]`` ends: where the next of its level or above
    begins, or ``last``."""
    level = openings[at].level
    return next((o.block for o in openings[at + 1 :] if o.level <= level), last)
