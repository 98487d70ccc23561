"""Invented abstracts as Markdown, read, extracted and mapped with the shipped grammar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from pilu import extraction, mapping, readers, taxonomies
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Document, SourceFile, Table
from pilu.model.extraction import Extraction
from pilu.model.filing import Mapped
from pilu.model.report import Duration, Fact, Instant
from pilu.taxonomies.grammar_sheets import load_grammar


@dataclass(frozen=True)
class Said:
    """What the first three stages made of a text, with short ways to ask for it."""

    document: Document
    extraction: Extraction
    mapped: Mapped
    diagnostics: tuple[Diagnostic, ...]

    def facts(self, concept: str, **dimensions: str) -> list[Fact]:
        """Facts of a concept; each dimension given by the axis without ``Axis``."""
        wanted = {f"{axis}Axis": value for axis, value in dimensions.items()}
        return [
            fact
            for fact in self.mapped.report.facts
            if fact.concept.local == concept
            and wanted
            == {d.axis.local: d.typed or (d.member.local if d.member else "") for d in fact.dimensions}
        ]

    def values(self, concept: str, **dimensions: str) -> dict[str, Decimal | str | bool | None]:
        """Values of a concept by period: ``2021``, ``2021-12-31`` or ``2021-01-01/2021-03-31``."""
        return {when(fact): fact.value for fact in self.facts(concept, **dimensions)}  # type: ignore[misc]

    def codes(self) -> Counter[str]:
        """How often each diagnostic was given."""
        return Counter(told.code for told in self.diagnostics)

    def fates(self, raw: str) -> list[tuple[str, str]]:
        """Status and reason of the ledger entries that quote a text."""
        return [(entry.status, entry.reason) for entry in self.mapped.ledger if entry.raw == raw]

    def missing(self) -> set[str]:
        """Ids of requirements not met."""
        return {item.id for item in self.mapped.missing}


def when(fact: Fact) -> str:
    """A period, short where it is a whole year."""
    match fact.period:
        case Instant(day):
            return day.isoformat()
        case Duration(start, end):
            whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
            return str(start.year) if whole else f"{start}/{end}"
    raise AssertionError(fact.period)


_TAXONOMY = taxonomies.load("cn-listed/2021").value
assert _TAXONOMY is not None
_GRAMMAR = load_grammar(taxonomies.package_folder("cn-listed/2021").parent, _TAXONOMY).value

HEAD = """股票代码：600001　股票简称：甲乙股份

甲乙股份有限公司

2021年年度报告摘要

"""


def rows(*lines: str) -> str:
    """Lines of cells parted by | as the rows of a table."""
    return "\n".join("\t".join(line.split("|")) for line in lines) + "\n\n"


@pytest.fixture(scope="session")
def say() -> Callable[[str], Said]:
    """Reads, extracts and maps a text behind an invented cover."""

    return _run(HEAD)


@pytest.fixture(scope="session")
def say_annual() -> Callable[[str], Said]:
    """As ``say``, behind the cover of a full annual report."""
    return _run(HEAD.replace("年度报告摘要", "年度报告"))


@pytest.fixture(scope="session")
def say_behind() -> Callable[[str, str], Said]:
    """As ``say``, behind a cover of the test's own."""
    return lambda head, text: _run(head)(text)


def _run(head: str) -> Callable[[str], Said]:
    def run(text: str) -> Said:
        read = readers.read(SourceFile("report.txt", (head + text).encode()))
        assert read.value is not None
        assert _TAXONOMY is not None
        assert _GRAMMAR is not None
        found = extraction.extract(read.value, _GRAMMAR)
        assert found.value is not None, found.diagnostics
        mapped = mapping.map_facts(read.value, found.value, _TAXONOMY, _GRAMMAR)
        assert mapped.value is not None, mapped.diagnostics
        told = read.diagnostics + found.diagnostics + mapped.diagnostics
        said = Said(read.value, found.value, mapped.value, told)
        _closed(said)
        return said

    return run


@pytest.fixture(scope="session")
def table() -> Callable[..., str]:
    """Writes lines of cells parted by | as a table."""
    return rows


def _closed(said: Said) -> None:
    """Every cell of every table has exactly one entry in the ledger."""
    cells = {
        (number, index)
        for number, block in enumerate(said.document.blocks)
        if isinstance(block, Table)
        for index in range(len(block.cells))
    }
    entries = Counter(
        (entry.place.block, entry.place.cell) for entry in said.mapped.ledger if entry.place.cell is not None
    )
    assert set(entries) == cells
    assert set(entries.values()) <= {1}
