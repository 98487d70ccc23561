"""The identities of the statements in every full report, and how much of the statements is read."""

from __future__ import annotations

import csv
import runpy
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pilu import pipeline
from pilu.mapping.checks import every_test
from pilu.model.document import Document
from pilu.model.extraction import Extraction
from pilu.model.filing import Mapped
from pilu.model.report import Fact, Instant
from pilu.values.numbers import parse_number

Walked = tuple[tuple[Document, Extraction, Mapped] | None, tuple[object, ...]]
Failure = tuple[str, str, str, str, str]

pytestmark = pytest.mark.corpus
KNOWN = Path(__file__).parent / "failed-identities.csv"
STATEMENTS = ("balance-sheet", "income", "cash-flow", "equity-changes")
CAUSES = {"document", "ocr", "conversion"}
NOT_FIGURES = {"header", "label", "title", "column-other", "blank", "text"}


def _reports(shared: Path) -> list[Path]:
    with (shared / "corpus" / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        kinds = {row["file"]: row["kind"] for row in csv.DictReader(stream)}
    named = sorted(
        name for name, kind in kinds.items() if kind.startswith("annual") and "abstract" not in name
    )
    return [shared / "corpus" / "reports" / name for name in named]


def _known() -> list[dict[str, str]]:
    with KNOWN.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _about(fact: Fact) -> tuple[str, str, str]:
    period = fact.period
    when = (
        period.day.isoformat()
        if isinstance(period, Instant)
        else f"{period.start.isoformat()}/{period.end.isoformat()}"
    )
    members = ",".join(d.member.local if d.member else str(d.typed) for d in fact.dimensions)
    return fact.concept.local, when, members


def test_identities(shared: Path, walk: Callable[[Path], Walked], ground: pipeline.Ground) -> None:
    """An identity of the statements that fails is one whose cause, not ours, is on the list."""
    sums = ground.taxonomy.sums_of("general")
    failed: set[Failure] = set()
    for path in _reports(shared):
        walked, _ = walk(path)
        if walked is None:
            continue
        for test in every_test(walked[2].report.facts, ground.grammar.checks, sums):
            if test.check[0] in "BICE" and not test.holds:
                failed.add((path.name, test.check, *_about(test.facts[-1])))
    known = {(row["file"], row["check"], row["total"], row["period"], row["scope"]) for row in _known()}
    assert failed - known == set()


def test_every_known_failure_has_a_cause() -> None:
    """Nothing is on the list of failed identities without a cause and a word on it."""
    assert {row["cause"] for row in _known()} <= CAUSES
    assert all(row["note"] for row in _known())


def test_statement_cells(shared: Path, walk: Callable[[Path], Walked]) -> None:
    """Of the figures that statements of PDF reports print, at least 0.998 are facts."""
    for path in _reports(shared):
        if path.suffix != ".pdf":
            continue
        walked, _ = walk(path)
        assert walked is not None
        entries = [
            entry
            for entry in walked[2].ledger
            if entry.table.startswith(STATEMENTS)
            and entry.reason not in NOT_FIGURES
            and parse_number(entry.raw) is not None
        ]
        found = sum(entry.status in ("fact", "duplicate") for entry in entries)
        assert found >= Decimal("0.998") * len(entries) > 0, path.name


def test_third_party_figures(shared: Path, walk: Callable[[Path], Walked]) -> None:
    """Of a third party's figures that reports print as the item, 0.995 are facts; the rest is explained."""
    third_party = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "third_party.py"))
    known = third_party["known_figures"](shared / "corpus" / "truth")
    compared = third_party["Compared"]()
    for path in _reports(shared):
        if (walked := walk(path)[0]) is not None:
            third_party["compare"](walked[0], walked[2], known, compared)
    different = compared.others["as the item"]
    assert compared.agreed >= Decimal("0.995") * (compared.agreed + len(different)) > 0, different
    said = [line for lines in compared.others.values() for line in lines]
    assert not [line for line in said if third_party["UNEXPLAINED"] in line]
