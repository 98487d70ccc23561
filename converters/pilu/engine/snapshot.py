"""The state of a loaded model remembered, and put back after a report has been through it.

Lists are cut to their length, dictionaries and sets get their former members, attributes that came
since are deleted: Arelle keeps what it knows of a report (facts, contexts, the indexes it makes of
them on the way) in attributes of the model, among what it knows of the taxonomy.
"""

from __future__ import annotations

from typing import Any

# Caches over the taxonomy that later reports may use; what a report has touched is taken out of
# them by name.
_KEPT = frozenset({"relationshipSets", "_anyUriValues"})


class Snapshot:
    """What a model was when the snapshot was taken."""

    def __init__(self, model: Any) -> None:
        self._values = {name: _remembered(name, value) for name, value in vars(model).items()}

    def restore(self, model: Any) -> None:
        """Make the model what it was."""
        attributes = vars(model)
        for name in [name for name in attributes if name not in self._values]:
            del attributes[name]
        for name, (value, kept) in self._values.items():
            if name not in _KEPT:
                attributes[name] = _put_back(value, kept)

    def grown(self, model: Any) -> dict[Any, list[Any]]:
        """The base sets with links that were not there, each with those links."""
        lengths = self._values["baseSets"][1][1]
        added = {key: links[lengths.get(key, 0) :] for key, links in model.baseSets.items()}
        return {key: links for key, links in added.items() if links}

    def shrunk(self, model: Any) -> bool:
        """Whether a base set lost links, which no report does."""
        lengths = self._values["baseSets"][1][1]
        return any(len(model.baseSets.get(key, ())) < length for key, length in lengths.items())


def _remembered(name: str, value: Any) -> tuple[Any, Any]:
    if name in _KEPT:
        return value, None
    if isinstance(value, dict):
        lengths = {key: len(item) for key, item in value.items() if isinstance(item, list)}
        return value, (dict(value), lengths)
    if isinstance(value, list):
        return value, len(value)
    if isinstance(value, set):
        return value, frozenset(value)
    return value, None


def _put_back(value: Any, kept: Any) -> Any:
    if isinstance(value, dict):
        members, lengths = kept
        if len(value) != len(members) or value.keys() != members.keys():
            value.clear()
        value.update(members)
        for key, length in lengths.items():
            del value[key][length:]
    elif isinstance(value, list):
        del value[kept:]
    elif isinstance(value, set) and value != kept:
        value.clear()
        value.update(kept)
    return value
