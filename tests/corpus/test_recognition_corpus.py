"""Pages of real reports as pictures: nearly every value is right, and no wrong one is believed."""

from __future__ import annotations

import csv
import io
import os
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from pilu import pipeline
from pilu.model.document import SourceFile
from pilu.model.report import TextBlock
from pilu.model.span import PageSpan
from pilu.readers.scans import DPI, is_available
from pilu.values.text import fold

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
REPORTS = SHARED / "corpus" / "reports"
VERIFIED = sorted((SHARED / "corpus" / "gold").glob("*.csv"))
# The newest verified abstract of the main board in Shanghai, of the STAR market, and of Shenzhen.
BOARDS = ("60", "688", "00")
CHOSEN = [
    max(path for path in VERIFIED if path.stem.startswith(board) and (REPORTS / f"{path.stem}.pdf").exists())
    for board in BOARDS
    if VERIFIED
]
MATRICES = {"key", "quarterly"}
BELIEVED = 0.8

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not CHOSEN, reason="the collection of real reports is not beside the checkout"),
    pytest.mark.skipif(not is_available(), reason="needs the ocr extra (pip install 'pilu[ocr]')"),
]


def _pages(gold):
    """The title page and the pages of the key and quarterly tables."""
    with gold.open(encoding="utf-8-sig", newline="") as rows:
        return sorted({1} | {int(row["page"]) for row in csv.DictReader(rows) if row["table"] in MATRICES})


def _scan(path, pages):
    document = pypdfium2.PdfDocument(path)
    images = [document[page - 1].render(scale=DPI / 72).to_pil().convert("RGB") for page in pages]
    document.close()
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], compression="tiff_deflate")
    return out.getvalue()


def _facts(source, ground):
    outcome = pipeline.map_facts(source, ground)
    assert outcome.value is not None, outcome.diagnostics
    return {fact.id: fact for fact in outcome.value[2].report.facts if not isinstance(fact.value, TextBlock)}


def _said(fact):
    return fold(fact.value) if isinstance(fact.value, str) else fact.value


@pytest.mark.parametrize("gold", CHOSEN, ids=BOARDS[: len(CHOSEN)])
def test_pictures_of_pages_give_the_values_or_doubt_them(gold):
    """At least 97 of 100 values of the key and quarterly tables are right; wrong ones are doubtful."""
    ground = pipeline.prepare(pipeline.Options()).value
    path, pages = REPORTS / f"{gold.stem}.pdf", _pages(gold)
    printed = _facts(path, ground)
    scanned = _facts(SourceFile("scan", _scan(path, pages)), ground)
    wanted = {
        key: fact
        for key, fact in printed.items()
        if fact.provenance.rule in MATRICES
        and isinstance(fact.provenance.span, PageSpan)
        and fact.provenance.span.page in pages
    }
    right = [key for key, fact in wanted.items() if key in scanned and _said(scanned[key]) == _said(fact)]
    assert len(wanted) >= 30
    assert Decimal(len(right)) / len(wanted) >= Decimal("0.97")
    wrong = [scanned[k] for k in scanned if k in printed and _said(scanned[k]) != _said(printed[k])]
    assert [fact for fact in wrong if fact.provenance.confidence >= BELIEVED] == []
    assert max(fact.provenance.confidence for fact in scanned.values()) < 1
