"""A heading with the section it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pilu.extraction.headings import Heading
from pilu.taxonomies.grammar import SectionRule


@dataclass(frozen=True, slots=True)
class Opening:
    """A heading and the rule of the section it opens."""

    rule: SectionRule
    heading: Heading

    @property
    def block(self) -> int:
        """The block that the heading is."""
        return self.heading.block


def end_of(openings: Sequence[Opening], at: int, last: int) -> int:
    """The block where the section of ``openings[at]`` ends: where the next of its level or above
    begins, or ``last``."""
    level = openings[at].rule.level
    return next((o.block for o in openings[at + 1 :] if o.rule.level <= level), last)
