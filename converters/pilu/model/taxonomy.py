"""The taxonomy as a read-only object, loaded from its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pilu.model.report import QName


@dataclass(frozen=True, slots=True)
class Concept:
    """A reportable item.

    ``type``: ``monetary``, ``perShare``, ``percent``, ``shares``, ``count``, ``decimal``,
    ``boolean``, ``string``, ``date``, ``textBlock`` or ``enumeration``; ``period``: ``instant`` or
    ``duration``; ``balance``: ``debit``, ``credit`` or ""; ``aliases``: other printed labels, as the
    sheet gives them; ``enumeration``: id of the enumeration set, or ""; ``forms``: boards, editions and
    formats of statements that print it, empty for all.
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
    zh_terse: str = ""
    en_terse: str = ""
    zh_doc: str = ""
    en_doc: str = ""
    forms: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether facts of it have a unit and decimals."""
        return self.type in {"monetary", "perShare", "percent", "shares", "count", "decimal"}

    def label(self, language: str) -> str:
        """The standard label: Chinese for ``zh``, English for anything else."""
        return self.zh if language == "zh" else self.en


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
    ``string``) or "" for an explicit one; ``typed_domain`` the element of its domain; ``default``
    the member an explicit axis has when nothing is said (never written in a report)."""

    name: QName
    zh: str
    en: str
    typed: str = ""
    typed_domain: QName | None = None
    default: QName | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of an enumeration, with the printed words that mean it."""

    name: QName
    enumeration: str
    zh: str
    en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AxisUse:
    """An axis of a role's hypercube and the members allowed there, the default left out."""

    axis: QName
    members: tuple[QName, ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """A concept in a table: ``parent`` is the concept it stands under or None, ``label`` the
    preferred label (``terse``, ``total``, ``periodStart``, ``periodEnd`` or "")."""

    concept: QName
    parent: QName | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Summation:
    """A total and its weighted items (Calculation 1.1): ``check`` is the id of the cross-check it
    is."""

    check: str
    total: QName
    items: tuple[tuple[QName, int], ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A table of the form: its closed hypercube, its concepts in order of presentation and their
    summations.

    ``forms``: boards, editions and formats of statements that print it, empty for all.
    """

    code: str
    uri: str
    number: str
    zh: str
    en: str
    axes: tuple[AxisUse, ...]
    placed: tuple[Placement, ...]
    forms: tuple[str, ...] = ()
    sums: tuple[Summation, ...] = ()

    @property
    def concepts(self) -> tuple[QName, ...]:
        """Its concepts in order of presentation."""
        return tuple(placement.concept for placement in self.placed)


@dataclass(frozen=True, slots=True)
class Filing:
    """How reports of one kind of form are filed: the entry point, how the numbers of the roles in it begin
    (empty for all), and the format of statements whose reports are filed with it ("" for any)."""

    entry_point: str
    tables: tuple[str, ...] = ()
    format: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One release: its concepts by local name, its axes and members, and how it is filed.

    ``enumerations``: the choices of each set by its id; ``roles`` by code, in order; ``filings``: by kind of
    form, how its reports are filed, the usual way first; ``formats``: the formats of statements, the usual
    one first.
    """

    id: str
    namespace: str
    prefix: str
    entry_points: Mapping[str, str]
    entity_scheme: str
    concepts: Mapping[str, Concept]
    axes: Mapping[str, Axis]
    members: Mapping[str, Member]
    version: str = ""
    languages: tuple[str, ...] = ("zh", "en")
    editions: tuple[int, ...] = ()
    boards: tuple[str, ...] = ()
    enumerations: Mapping[str, tuple[Choice, ...]] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    filings: Mapping[str, tuple[Filing, ...]] = field(default_factory=lambda: MappingProxyType({}))
    formats: tuple[str, ...] = ()

    def filing(self, kind: str, form: str = "") -> Filing:
        """How a report of a kind of form is filed whose statements are of the format ``form``."""
        ways = self.filings[kind]
        return next((way for way in ways if form and way.format == form), ways[0])

    def roles_of(self, kind: str, form: str = "") -> tuple[Role, ...]:
        """The roles of the entry point that such a report is filed with."""
        way = self.filing(kind, form) if kind in self.filings else Filing("")
        begin = way.tables or ("",)
        return tuple(
            role
            for role in self.roles.values()
            if role.number.startswith(begin) and self.prints(role, way.format)
        )

    def prints(self, item: Role | Concept, form: str) -> bool:
        """Whether statements of a format ("" for any) have a role, or a concept."""
        formats = [name for name in item.forms if name in self.formats]
        return not form or not formats or form in formats

    def usual(self, concept: str) -> bool:
        """Whether the usual format of statements has a concept."""
        return self.prints(self.concepts[concept], next(iter(self.formats), ""))

    def sums_of(self, form: str) -> tuple[Summation, ...]:
        """The summations that statements of a format obey."""
        return tuple(
            summed for role in self.roles.values() if self.prints(role, form) for summed in role.sums
        )
