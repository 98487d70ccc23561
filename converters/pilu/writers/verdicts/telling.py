"""What every form of a verdict tells: findings in groups, facts and numbers in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pilu.model.diagnostic import Severity
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

    @property
    def files(self) -> tuple[FileCount, ...]:
        """The files one by one, where they are more than the outputs of one conversion."""
        several = self.coverage is None and len(self.verdict.files) > 1
        return file_counts(self.verdict) if several else ()


@dataclass(frozen=True, slots=True)
class FileCount:
    """One of several files, and how many findings it has that are not waived."""

    file: str
    errors: int
    warnings: int

    @property
    def valid(self) -> bool:
        """Whether it is valid by itself."""
        return not self.errors


def file_counts(verdict: Verdict) -> tuple[FileCount, ...]:
    """The files one by one, in the order of the call: whoever gave many has to know which to return."""
    counts = Counter(
        (file, item.severity)
        for item in verdict.findings
        if item.waiver is None
        for file in item.files or (item.file,)
    )
    return tuple(
        FileCount(file, counts[file, Severity.ERROR], counts[file, Severity.WARNING])
        for file in dict.fromkeys(verdict.files)
    )


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
    """The files that have a finding, with the line where it is one, and the document that this is of."""
    files = item.files or (item.file,)
    if len(files) > 1 or not item.line:
        return ", ".join(files)
    return f"{files[0]} ({item.within}:{item.line})" if item.within else f"{files[0]}:{item.line}"
