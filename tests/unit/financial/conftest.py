"""An invented bank, broker and insurer: their reports, mapped, and validated by the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pilu import pipeline
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import SourceFile
from pilu.model.extraction import Extraction
from pilu.model.filing import Mapped
from pilu.model.output import Verdict
from pilu.model.report import Fact, Instant

HERE = Path(__file__).parent
REPORTS = ("bank.md", "broker.html", "insurer.txt")


@dataclass(frozen=True)
class Said:
    """What the first three stages made of a report, with short ways to ask for it."""

    extraction: Extraction
    mapped: Mapped
    diagnostics: tuple[Diagnostic, ...]

    def facts(self, concept: str, *, parent: bool = False) -> list[Fact]:
        """Facts of a concept, of the group or of the parent company."""
        wanted = ["ParentCompanyMember"] if parent else []
        return [
            fact
            for fact in self.mapped.report.facts
            if fact.concept.local == concept
            and [d.member.local if d.member else "" for d in fact.dimensions] == wanted
        ]

    def values(self, concept: str, *, parent: bool = False) -> dict[int, Decimal | str | bool | None]:
        """Values of a concept by the year of their period's end."""
        found = self.facts(concept, parent=parent)
        return {
            (f.period.day if isinstance(f.period, Instant) else f.period.end).year: f.value for f in found
        }  # type: ignore[misc]

    def codes(self) -> Counter[str]:
        """How often each diagnostic was given."""
        return Counter(told.code for told in self.diagnostics)

    def failed(self) -> set[str]:
        """The cross-checks that fail in the reading."""
        return {dict(told.fields)["check"] for told in self.diagnostics if told.code == "map.check-failed"}

    def kinds(self) -> set[str]:
        """The kinds of all tables."""
        return {kind for table in self.extraction.tables for kind in table.kinds}


@pytest.fixture(scope="session")
def ground() -> pipeline.Ground:
    """The shipped taxonomy, loaded once."""
    prepared = pipeline.prepare(pipeline.Options())
    assert prepared.value is not None, prepared.diagnostics
    return prepared.value


@pytest.fixture(scope="session")
def text() -> Callable[[str], str]:
    """The text of a report of this folder."""
    return lambda name: (HERE / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def say(ground: pipeline.Ground, text: Callable[[str], str]) -> Callable[..., Said]:
    """Maps a report of this folder, or another text by that name; its ledger must be closed."""

    @cache
    def run(name: str, other: str = "") -> Said:
        source = SourceFile(name, (other or text(name)).encode())
        outcome = pipeline.map_facts(source, ground)
        assert outcome.value is not None, outcome.diagnostics
        _, extraction, mapped = outcome.value
        return Said(extraction, mapped, outcome.diagnostics)

    return run


@pytest.fixture(scope="session")
def verdict_of(ground: pipeline.Ground) -> Callable[[str, str], Verdict]:
    """Converts a text and validates the outputs."""

    def run(name: str, text: str) -> Verdict:
        options = pipeline.Options(kinds=("xbrl", "ixbrl", "json"))
        made = pipeline.convert(SourceFile(name, text.encode()), options, ground=ground)
        assert made.value is not None, made.diagnostics
        assert made.value.verdict is not None
        return made.value.verdict

    return run
