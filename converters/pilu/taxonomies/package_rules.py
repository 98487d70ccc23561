"""The formula linkbase's resources and arcs, as the template wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.rules import Assertion, Filter

Key = tuple[tuple[str, ...], str]
COMMON = "formula.xml"  # what every entry point has a use for, and the functions that all call


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


def formula_files(
    taxonomy: Taxonomy, assertions: Iterable[Assertion], points: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[Assertion, ...]]:
    """The assertions by the linkbase they go into: one that all entry points share, and one more for each
    kind of entry point with concepts that others lack, or with statements of a format that the assertion is
    about. A report is not asked what it cannot answer; one of any format is asked what holds in the usual."""
    usual = next(iter(taxonomy.formats), "")
    known = {key: _concepts(taxonomy, key) for key in map(_key, points.values())}
    files: dict[str, tuple[Assertion, ...]] = {COMMON: ()}
    for assertion in assertions:
        asked = [
            (numbers, form)
            for numbers, form in sorted(known)
            if assertion.concepts <= known[numbers, form] and assertion.format in {"", form or usual}
        ]
        if len(asked) == len(known):
            files[COMMON] += (assertion,)
            continue
        for key in asked:
            name = _own_file(key, points)
            files[name] = (*files.get(name, ()), assertion)
    return files


def files_of(
    point: Mapping[str, Any], points: Mapping[str, Mapping[str, Any]], files: Iterable[str]
) -> tuple[str, ...]:
    """The formula linkbases of one entry point, of ``files``."""
    return tuple(name for name in files if name in {COMMON, _own_file(_key(point), points)})


def _key(point: Mapping[str, Any]) -> Key:
    """What makes an entry point of its own kind: its tables and the format of its statements."""
    return tuple(point["tables"]), point["format"]


def _concepts(taxonomy: Taxonomy, key: Key) -> frozenset[str]:
    numbers, form = key
    roles = (role for role in taxonomy.roles.values() if role.number.startswith(numbers or ("",)))
    return frozenset(name.local for role in roles if taxonomy.prints(role, form) for name in role.concepts)


def _own_file(key: Key, points: Mapping[str, Mapping[str, Any]]) -> str:
    point = next(point for point in points.values() if _key(point) == key)
    return f"formula-{PurePath(point['file']).stem}.xml"
