"""What every form of a verdict tells: findings in groups, facts and numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pilu.model.document import SourceInfo
from pilu.model.extraction import Section, TableFound
from pilu.model.filing import Mapped
from pilu.model.output import Finding, Involved, Verdict
from pilu.model.taxonomy import Taxonomy
from pilu.values.places import cell_place
from pilu.writers.verdicts.gaps import Gaps, gaps_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a conversion knows besides its verdict: the source, what was read and what was not.

    ``facts`` and ``cells`` are counts by kind and by fate; facts below ``doubt`` are doubtful.
    """

    source: SourceInfo
    mapped: Mapped
    sections: tuple[Section, ...]
    tables: tuple[TableFound, ...]
    taxonomy: Taxonomy
    facts: Mapping[str, int]
    cells: Mapping[str, int]
    doubt: float


@dataclass(frozen=True, slots=True)
class Telling:
    """A verdict to be told: of what, first in which language, by which version of Pilu."""

    name: str
    verdict: Verdict
    language: str
    version: str
    coverage: Coverage | None = None

    @property
    def gaps(self) -> Gaps | None:
        """What the report leaves open, where that is known."""
        return None if self.coverage is None else gaps_of(self.coverage.mapped, self.coverage.doubt)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one code, severity and table, in order."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that speaks for all: they have one title, table and hint."""
        return self.findings[0]


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Findings by severity, rule and statement, in the order in which the first of each comes."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for item in findings:
        key = (item.waiver is not None, item.severity, item.code, item.title, item.table)
        groups.setdefault(key, []).append(item)
    return tuple(Group(items[0].code, tuple(items)) for items in groups.values())


def shown(value: str | Decimal | None) -> str:
    """A value for the eye: the digits of a number in groups, anything else as it is."""
    if value is None:
        return ""
    try:
        number = value if isinstance(value, Decimal) else Decimal(value.strip())
    except InvalidOperation:
        return str(value)
    return f"{number:,f}" if number.is_finite() else str(value)


def where(fact: Involved, language: str) -> str:
    """Where in the report the fact was read: place, row and column; "" where that is not known."""
    return cell_place(fact.span, fact.row, fact.column, language)


def said_files(item: Finding) -> str:
    """The files that have a finding, with the line where it is one."""
    files = item.files or (item.file,)
    return f"{files[0]}:{item.line}" if len(files) == 1 and item.line else ", ".join(files)
