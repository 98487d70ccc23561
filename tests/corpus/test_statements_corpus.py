"""The four statements of full reports against figures that were read without the parser."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pilu.model.document import Document
from pilu.model.extraction import Extraction
from pilu.model.filing import Mapped
from pilu.model.report import Fact, Instant

Walked = tuple[tuple[Document, Extraction, Mapped] | None, tuple[object, ...]]
Key = tuple[str, str, str, str]

GOLD = sorted((Path(__file__).parent / "gold-statements").glob("*.csv"))
pytestmark = pytest.mark.corpus


def _key(fact: Fact) -> Key:
    period = fact.period
    if isinstance(period, Instant):
        when = period.day.isoformat()
    else:  # a quarter is none of a statement's periods
        when = str(period.end.year) if period.start.month == 1 and period.end.month == 12 else "quarter"
    members = {d.axis.local: d.member.local for d in fact.dimensions if d.member}
    scope = "parent" if members.pop("ConsolidationScopeAxis", "") else "consolidated"
    component = members.pop("ComponentsOfEquityAxis", "").removesuffix("Member")
    if members.get("RestatementAxis") == "BeforeAdjustmentMember":
        del members["RestatementAxis"]
        component = f"{component} before adjustment".strip()
    alone = not members and all(dimension.member for dimension in fact.dimensions)
    return fact.concept.local, scope, component if alone else "other", when


def _printed(fact: Fact) -> bool:
    """Whether a fact was read in a statement."""
    return fact.provenance.rule.startswith(("balance-sheet", "income", "cash-flow", "equity-changes"))


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_statement_figures(gold: Path, shared: Path, walk: Callable[[Path], Walked]) -> None:
    """Of the figures of the statements at least 0.995 are facts, and of the facts 0.999 are right."""
    report = next(
        path
        for path in sorted((shared / "corpus" / "reports").glob(f"{gold.stem}.*"))
        if path.suffix in {".pdf", ".html"}
    )
    walked, _ = walk(report)
    assert walked is not None
    read = {_key(fact): fact for fact in walked[2].report.facts if isinstance(fact.value, Decimal)}
    facts = {key: fact.value for key, fact in read.items()}
    with gold.open(encoding="utf-8", newline="") as stream:
        wanted: dict[Key, Decimal] = {
            (row["concept"], row["scope"], row["component"], row["period"]): Decimal(row["value"])
            for row in csv.DictReader(stream)
        }
    found = {key for key, value in wanted.items() if facts.get(key) == value}
    wrong = {key: value for key, value in facts.items() if key in wanted and wanted[key] != value}
    extra = {key: fact.provenance.raw for key, fact in read.items() if key not in wanted and _printed(fact)}
    assert len(found) >= Decimal("0.995") * len(wanted), sorted(set(wanted) - found)
    assert len(wrong) + len(extra) <= Decimal("0.001") * len(found), (wrong, extra)
