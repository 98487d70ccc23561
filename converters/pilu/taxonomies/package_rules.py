"""The formula linkbase's resources and arcs, as the template wants them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pilu.taxonomies.rules import Assertion, Filter


@dataclass(frozen=True, slots=True)
class SharedFilters:
    """Filters of all assertions, each once, with the label its arcs use."""

    labels: dict[tuple[str, tuple[str, ...]], str]

    def label(self, wanted: Filter) -> str:
        """The locator label of a filter; a complement shares the resource."""
        return self.labels[wanted.kind, wanted.value]

    def entries(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """(label, kind, value) of every filter, in order of first use."""
        return tuple((label, kind, value) for (kind, value), label in self.labels.items())


def shared_filters(assertions: Iterable[Assertion]) -> SharedFilters:
    """Every filter in use, numbered in order of first use."""
    keys = dict.fromkeys(
        (entry.kind, entry.value)
        for assertion in assertions
        for variable in assertion.variables
        for entry in variable.filters
    )
    return SharedFilters({key: f"filter_{number}" for number, key in enumerate(keys, 1)})
