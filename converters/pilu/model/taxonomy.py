"""The taxonomy as a read-only object, loaded from its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pilu.model.report import QName


@dataclass(frozen=True, slots=True)
class Concept:
    """A reportable item.

    ``type``: ``monetary``, ``perShare``, ``percent``, ``shares``, ``count``, ``decimal``,
    ``boolean``, ``string``, ``date``, ``textBlock`` or ``enumeration``; ``period``: ``instant`` or
    ``duration``; ``balance``: ``debit``, ``credit`` or ""; ``aliases``: other printed labels, as the
    sheet gives them; ``enumeration``: id of the enumeration set, or "".
    """

    name: QName
    type: str
    period: str
    balance: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    reference: str
    anchor: str = ""
    enumeration: str = ""

    @property
    def numeric(self) -> bool:
        """Whether facts of it have a unit and decimals."""
        return self.type in {"monetary", "perShare", "percent", "shares", "count", "decimal"}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an explicit axis, with the printed labels that mean it."""

    name: QName
    axis: QName
    zh: str
    en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A dimension; ``typed`` is the XML Schema type of a typed axis (``positiveInteger``,
    ``string``) or "" for an explicit one; ``typed_domain`` the element of its domain."""

    name: QName
    zh: str
    en: str
    typed: str = ""
    typed_domain: QName | None = None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One release: its concepts by local name, its axes and members, and how it is filed."""

    id: str
    namespace: str
    prefix: str
    entry_points: Mapping[str, str]
    entity_scheme: str
    concepts: Mapping[str, Concept]
    axes: Mapping[str, Axis]
    members: Mapping[str, Member]
