"""Facts of real reports against figures that were verified by eye."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from pilu import pipeline
from pilu.model.document import Paragraph, Table
from pilu.model.report import Duration, Fact, Instant
from pilu.values.text import fold

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
GOLD = sorted((SHARED / "corpus" / "gold").glob("*.csv"))
SEED = SHARED / "seed" / "688316-2021-annual-abstract.txt"
ABSTRACTS = sorted((SHARED / "corpus" / "reports").glob("*-annual-abstract.*"))
CORE = {"S1", "S2.3.1-key", "S2.3.2-quarter", "S2.3.2-restatement", "S2.4.1-holders", "S2.4.1-top10", "S3.1"}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not GOLD, reason="the collection of real reports is not beside the checkout (../shared)"
    ),
]


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The collection's own scorer."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _report_of(gold: Path) -> Path:
    pdf = SHARED / "corpus" / "reports" / f"{gold.stem}.pdf"
    return pdf if pdf.exists() else SHARED / "seed" / f"{gold.stem}.txt"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the scorer leaves files open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_verified_facts(gold: Path, scorer: ModuleType, ground: pipeline.Ground, tmp_path: Path) -> None:
    """The xBRL-JSON of each verified abstract has every verified fact right, and no other of its kind."""
    options = pipeline.Options(kinds=("json",), validate=False)
    outcome = pipeline.convert(_report_of(gold), options, ground=ground)
    assert outcome.value is not None, outcome.diagnostics
    (file,) = [file for file in outcome.value.files if file.kind == "json"]
    report = tmp_path / "report.json"
    report.write_bytes(file.data)
    counts, problems = scorer.score(gold, report, set(scorer.SCORED))
    total = scorer.ratios(sum(counts.values(), Counter()))
    assert problems == []
    assert (total["recall"], total["precision"]) == (1, 1)
    assert "decimals_differ" not in total


@pytest.mark.parametrize("path", [*ABSTRACTS, SEED], ids=lambda path: path.name)
def test_every_abstract_closes_its_ledger(path: Path, walk) -> None:
    """Each abstract, whatever its damage, gives facts, and each of its cells one entry."""
    made, diagnostics = walk(path)
    assert made is not None, diagnostics
    document, extraction, mapped = made
    cells = Counter(
        (number, index)
        for number, block in enumerate(document.blocks)
        if isinstance(block, Table)
        for index in range(len(block.cells))
    )
    entries = Counter((e.place.block, e.place.cell) for e in mapped.ledger if e.place.cell is not None)
    assert entries == cells
    ids = {fact.id for fact in mapped.report.facts}
    assert len(ids) == len(mapped.report.facts)
    assert {entry.fact for entry in mapped.ledger if entry.status in {"fact", "duplicate"}} <= ids
    assert len(mapped.report.facts) > 80
    assert extraction.form.exchange
    assert mapped.report.entity.identifier == path.name[:6]


@pytest.mark.parametrize("path", ABSTRACTS, ids=lambda path: path.name)
def test_no_value_of_the_year_goes_missing_in_silence(path: Path, walk) -> None:
    """A required item without a value of the fiscal year is listed as missing."""
    made, _ = walk(path)
    year = made[1].form.fiscal_year
    said = {
        fact.concept.local
        for fact in made[2].report.facts
        if fact.value is not None
        and fact.period in (Instant(date(year, 12, 31)), Duration(date(year, 1, 1), date(year, 12, 31)))
    }
    listed = {item.id for item in made[2].missing}
    for item, concepts in {
        "total-assets": {"Assets"},
        "net-profit": {"NetProfitAttributableToOwnersOfParent"},
        "basic-eps": {"BasicEarningsPerShare"},
        "top-ten": {"SharesHeld"},
    }.items():
        assert concepts & said or item in listed, item


def _seed_rows(sections: set[str]) -> list[dict[str, str]]:
    with (SHARED / "domain" / "seed_facts.csv").open(encoding="utf-8-sig", newline="") as rows:
        return [
            row for row in csv.DictReader(rows) if row["section"] in sections and row["kind"] == "numeric"
        ]


def _prints(fact: Fact) -> Iterator[str]:
    yield fold(fact.provenance.raw)
    for _, _, raw in fact.provenance.repeats:
        yield fold(raw)


def _meets(row: dict[str, str], fact: Fact) -> bool:
    """Whether a fact says what a verified row says: period, rank, and the value or its print."""
    match fact.period:
        case Instant(day):
            when = ("", day.isoformat())
        case Duration(start, end):
            when = (start.isoformat(), end.isoformat())
    undated = row["end"] == ""  # the month end before disclosure, which the abstract does not date
    if not undated and when != (row["start"], row["end"]):
        return False
    dimensions = json.loads(row["dimensions(json)"] or "{}")
    ranks = {d.typed for d in fact.dimensions if d.axis.local == "ShareholderRankAxis"}
    wanted = next((str(value) for axis, value in dimensions.items() if "Rank" in axis), None)
    if wanted is not None and wanted not in ranks:
        return False
    if not isinstance(fact.value, Decimal):
        return False
    value = Decimal(row["value"])
    if re.search("减少|减幅|下降", row["label"]):
        value = -abs(value)  # the label says the sign, the fact carries it
    return fact.value == value or (
        fold(row["raw"]) in _prints(fact)
        and abs(fact.value - value) <= Decimal(5).scaleb(-int(row["decimals"]) - 1)
    )


def test_core_figures_of_the_seed(walk) -> None:
    """All 161 numeric core figures of the seed are facts or agree with the fact they repeat."""
    made, _ = walk(SEED)
    facts = made[2].report.facts
    rows = _seed_rows(CORE)
    assert len(rows) == 161
    assert [(row["label"], row["raw"]) for row in rows if not any(_meets(row, fact) for fact in facts)] == []


def test_market_figures_of_the_seed(walk) -> None:
    """None of the 61 market figures is a fact, and none is taken for a repeat of one."""
    made, _ = walk(SEED)
    document, extraction, mapped = made
    market = {fold(row["raw"]) for row in _seed_rows({"S2.2-prose-market"})}
    assert len(_seed_rows({"S2.2-prose-market"})) == 61
    (business,) = [section for section in extraction.sections if section.id == "business"]
    figures = {
        fold(raw)
        for fact in mapped.report.facts
        if isinstance(fact.value, Decimal)
        for place, raw in [
            (fact.provenance.place, fact.provenance.raw),
            *((place, raw) for place, _, raw in fact.provenance.repeats),
        ]
        if isinstance(document.blocks[place.block], Paragraph)
        and business.start <= place.block < business.end
    }
    assert figures & market == set()
    assert figures == set()
