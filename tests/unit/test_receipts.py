"""The receipt's counts and hashes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pilu.model.diagnostic import Severity
from pilu.model.document import Place, SourceInfo
from pilu.model.extraction import Extraction, Form, LedgerEntry
from pilu.model.filing import Mapped, Missing
from pilu.model.output import Finding, OutputFile, Verdict
from pilu.model.report import Duration, Entity, Fact, Instant, Provenance, QName, Report, TextBlock, Value
from pilu.model.span import LineSpan
from pilu.receipts import Basis, fact_counts, fact_kind, folder_sha256, ledger_counts, make_receipt

SPAN = LineSpan(1, 1, 1, 5)
PLACE = Place(0, None, 0, 5)
YEAR = Duration(date(2021, 1, 1), date(2021, 12, 31))


def fact(value: Value) -> Fact:
    """A fact with that value."""
    return Fact(
        id="f1",
        concept=QName("urn:x", "A"),
        entity=Entity("urn:e", "1"),
        period=Instant(date(2021, 12, 31)),
        unit=None,
        dimensions=(),
        value=value,
        decimals=None,
        language=None,
        provenance=Provenance(PLACE, SPAN, "x", "r"),
    )


def mapped(*values: Value) -> Mapped:
    """A mapping result with facts of those values and three ledger entries."""
    report = Report(Entity("urn:e", "1"), YEAR, "urn:entry", "zh", (), tuple(fact(value) for value in values))
    entry = LedgerEntry(PLACE, SPAN, "t", "r", "c", "1", "fact", fact="f1")
    entries = (entry, entry, replace(entry, status="explained", reason="header", fact=""))
    return Mapped(report, entries, (Missing("m1", "甲", "a", "s"),))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "nil"),
        (Decimal("0"), "numeric"),
        (False, "boolean"),
        (date(2021, 1, 1), "date"),
        (QName("urn:x", "M"), "enumeration"),
        (TextBlock(0, 1), "textBlock"),
        ("", "text"),
    ],
)
def test_values_are_counted_by_what_they_are(value: Value, kind: str) -> None:
    """Each sort of value has its own name; false is a boolean and zero a number."""
    assert fact_kind(fact(value)) == kind


def test_counts_add_up() -> None:
    """The total is the sum of the parts, for facts and for cells."""
    made = mapped(None, Decimal(1), Decimal(2), "x")
    assert fact_counts(made.report) == {"total": 4, "nil": 1, "numeric": 2, "text": 1}
    assert ledger_counts(made) == {"total": 3, "explained:header": 1, "fact": 2}


def test_a_receipt_holds_verdict_missing_and_outputs() -> None:
    """What a machine compares: the verdict's counts, missing ids, the hash of each output."""
    finding = Finding("c1", Severity.WARNING, "t", "t", "x.xbrl", 1, (), (), ())
    receipt = json.loads(
        make_receipt(
            SourceInfo("x.txt", "00", 3, "text"),
            basis=Basis("t/1", "aa"),
            extraction=Extraction(Form("abstract", "sse", "star", 2021, 2021), (), (), (), ()),
            mapped=mapped("x"),
            files=(OutputFile("x.xbrl", b"abc", "xbrl"),),
            verdict=Verdict(True, ("x.xbrl",), (finding, finding), "engine 1"),
        )
    )
    assert receipt["verdict"]["findings"] == {"error": 0, "warning": 2, "info": 0}
    assert receipt["verdict"]["codes"] == ["c1"]
    assert receipt["missing"] == ["m1"]
    assert (
        receipt["outputs"][0]["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_the_hash_of_a_folder_sees_names_and_bytes(tmp_path: Path) -> None:
    """Renaming a file or moving a byte to its neighbour changes the hash; reading order does not."""
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "b").write_bytes(b"3")
    first = folder_sha256(tmp_path)
    assert folder_sha256(tmp_path) == first
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"23")
    second = folder_sha256(tmp_path)
    (tmp_path / "b").rename(tmp_path / "c")
    assert len({first, second, folder_sha256(tmp_path)}) == 3
