"""The formats themselves: ids, order, encodings, packages, sheets, determinism."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from lxml import etree

from pilu.model.filing import Filing
from pilu.model.taxonomy import Taxonomy
from pilu.writers import KINDS, WRITERS, write

XBRLI = "{http://www.xbrl.org/2003/instance}"


def written(filing: Filing, taxonomy: Taxonomy) -> dict[str, bytes]:
    """All files by path."""
    outcome = write(filing, taxonomy)
    assert outcome.value is not None
    return {file.path: file.data for file in outcome.value}


def sheet(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_contexts_have_readable_ids_and_stand_once(filing: Filing, taxonomy: Taxonomy) -> None:
    """Context ids are made of dates, members and typed values; units of their measures."""
    tree = etree.fromstring(written(filing, taxonomy)["x.xbrl"])
    contexts = [one.get("id") for one in tree.iter(f"{XBRLI}context")]
    assert contexts == [
        "D_20200101_20201231", "D_20200101_20201231__BeforeMember", "D_20210101_20211231", "I_20201231",
        "I_20211231", "I_20211231__RankAxis-1", "I_20211231__RankAxis-2",
    ]  # fmt: skip
    assert [one.get("id") for one in tree.iter(f"{XBRLI}unit")] == ["CNY", "CNY_per_shares", "pure", "shares"]


def test_xml_dates_are_as_written_and_json_dates_end_the_day(filing: Filing, taxonomy: Taxonomy) -> None:
    """XBRL 2.1 keeps 31 December; the OIM formats write the midnight that follows."""
    files = written(filing, taxonomy)
    assert b"<xbrli:endDate>2021-12-31</xbrli:endDate>" in files["x.xbrl"]
    periods = {fact["dimensions"]["period"] for fact in json.loads(files["x.json"])["facts"].values()}
    assert "2021-01-01T00:00:00/2022-01-01T00:00:00" in periods
    assert "2022-01-01T00:00:00" in periods


def test_json_leaves_out_pure_and_keeps_nil(filing: Filing, taxonomy: Taxonomy) -> None:
    """A ratio has no unit in the OIM, a nil has value null and no decimals, language is lower case."""
    facts = json.loads(written(filing, taxonomy)["x.json"])["facts"]
    ratio = next(fact for fact in facts.values() if fact["dimensions"]["concept"] == "t:AssetsChangeRate")
    assert "unit" not in ratio["dimensions"]
    assert ratio["decimals"] == 4
    nil = next(fact for fact in facts.values() if fact["value"] is None and "unit" in fact["dimensions"])
    assert nil["dimensions"]["unit"] == "iso4217:CNY/xbrli:shares"
    assert "decimals" not in nil
    assert {fact["dimensions"].get("language") for fact in facts.values()} == {None, "zh-cn"}
    opinion = next(fact for fact in facts.values() if fact["dimensions"]["concept"] == "t:Opinion")
    assert opinion["value"] == "t:StandardUnqualified"


def test_csv_has_a_table_for_each_set_of_dimensions(filing: Filing, taxonomy: Taxonomy) -> None:
    """Tables are named after their axes; nil is #nil and nothing is quoted away."""
    files = written(filing, taxonomy)
    metadata = json.loads(files["x-csv/x.json"])
    assert set(metadata["tables"]) == {
        "numbers", "numbers-RankAxis", "numbers-RestatementAxis", "other", "ratios", "texts", "texts-RankAxis"
    }  # fmt: skip
    rows = sheet(files["x-csv/numbers.csv"])
    assert [row["decimals"] for row in rows if row["value"] == "#nil"] == ["#none"]
    assert not files["x-csv/numbers.csv"].startswith(b"\xef\xbb\xbf")


def test_the_package_holds_the_inline_report_unchanged(filing: Filing, taxonomy: Taxonomy) -> None:
    """The zip has one top folder, its own document type, and the very bytes of the page."""
    files = written(filing, taxonomy)
    with zipfile.ZipFile(io.BytesIO(files["x.xbri"])) as archive:
        assert archive.namelist() == ["x/META-INF/reportPackage.json", "x/reports/x.xhtml"]
        assert archive.read("x/reports/x.xhtml") == files["x.xhtml"]
        info = json.loads(archive.read("x/META-INF/reportPackage.json"))
    assert info["documentInfo"]["documentType"] == "https://xbrl.org/report-package/2023/xbri"


def test_the_package_alone_equals_the_package_among_all(filing: Filing, taxonomy: Taxonomy) -> None:
    """Asked for alone, a kind is the same bytes; no other kind comes with it."""
    everything = written(filing, taxonomy)
    alone = write(filing, taxonomy, kinds=["package"])
    assert alone.value is not None
    assert {file.path: file.data for file in alone.value} == {"x.xbri": everything["x.xbri"]}


def test_facts_sheet_names_every_fact_with_its_place(filing: Filing, taxonomy: Taxonomy) -> None:
    """One row per fact, with label, value, place and quote; a spreadsheet reads it as UTF-8."""
    data = written(filing, taxonomy)["x.facts.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = sheet(data)
    assert [row["id"] for row in rows] == [fact.id for fact in filing.mapped.report.facts]
    row = next(row for row in rows if row["raw"] == "670.9835")
    assert (row["label_zh"], row["value"], row["unit"], row["cell"]) == (
        "期末持股数量",
        "6709835",
        "xbrli:shares",
        "R3C2",
    )
    assert row["dimensions"] == "股东名次=1"
    assert next(row for row in rows if row["raw"] == "(163,383,527.68)")["value"] == "-163383527.68"
    assert next(row for row in rows if row["repeats"])["repeats"].startswith("line ")


def test_the_ledger_explains_and_no_cell_runs_as_a_formula(filing: Filing, taxonomy: Taxonomy) -> None:
    """Reasons come in words of both languages; a text that begins like a formula gets an apostrophe."""
    (row,) = sheet(written(filing, taxonomy)["x.ledger.csv"])
    assert row["raw"] == "'=2021年"
    assert row["reason_zh"]
    assert row["reason_en"]


def test_the_same_filing_is_the_same_bytes_in_any_process(
    filing: Filing, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Two processes with different hash seeds write what this one writes."""
    script = (
        "import pickle, sys, hashlib; from pathlib import Path; from pilu.writers import write; "
        "f, t = pickle.loads(Path(sys.argv[1]).read_bytes()); "
        "print([(o.path, hashlib.sha256(o.data).hexdigest()) for o in write(f, t).value])"
    )
    data = tmp_path / "filing.pickle"
    maps = {field.name: getattr(taxonomy, field.name) for field in fields(taxonomy)}
    plain = {name: dict(value) for name, value in maps.items() if isinstance(value, Mapping)}
    data.write_bytes(pickle.dumps((filing, replace(taxonomy, **plain))))
    seen = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        call = [sys.executable, "-c", script, str(data)]
        seen.add(subprocess.run(call, env=env, capture_output=True, text=True, check=True).stdout)
    assert len(seen) == 1
    here = [(path, hashlib.sha256(bytes_).hexdigest()) for path, bytes_ in written(filing, taxonomy).items()]
    assert str(here) == seen.pop().strip()


def test_kinds_are_the_table_of_writers() -> None:
    """Everything that can be asked for has a writer."""
    assert tuple(WRITERS) == KINDS
