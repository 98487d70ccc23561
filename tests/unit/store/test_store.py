"""The fact store: parts, versions, exact numbers, ready views, and a query that cannot do harm."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pilu.model.diagnostic import Severity
from pilu.model.output import Finding, Verdict
from pilu.model.waiver import Waiver
from pilu.plain import to_json
from pilu.store import Filed, add_documents, querying, run_query
from pilu.store.folder import STAGING, parts, writing
from pilu.store.rows import exact_number, finding_row
from pilu.store.views import VIEWS

pytest.importorskip("duckdb", reason="needs the store extra")

LONG = "12345678901234567890123456.123456789012"


def fact(concept: str, value: str, end: str = "2021-12-31") -> dict[str, Any]:
    """A row of the facts table as a worker packs it."""
    return {
        "fact_id": "f-1", "concept": concept, "namespace": "urn:t", "label_zh": "总资产", "label_en": concept,
        "period_start": None, "period_end": end, "instant": True, "unit": "CNY", "dimensions": "",
        "value": value, "number": exact_number(Decimal(value)), "decimals": 2, "language": None,
        "confidence": 1.0, "rule": "r", "row_label": "", "column_label": "", "raw": value, "page": 3,
        "place": "page 3",
    }  # fmt: skip


def filed(key: str, entity: str, year: int, *facts: dict[str, Any], errors: int = 0) -> Filed:
    """A document of one company and year."""
    finding = {
        "line": 1, "code": "message:A01", "severity": "error", "text": "no sum", "text_zh": "不符",
        "file": "x",
        "fact_ids": ["f-1"], "labels": ["营业收入"], "reported": ["1"], "places": ["page 3"],
    }  # fmt: skip
    rows = {
        "receipt": json.dumps({"basis": {"taxonomy": "t", "taxonomySha256": "0"}}),
        "entity": entity,
        "entity_scheme": "urn:s",
        "facts": list(facts),
        "findings": [finding] * errors,
        "ledger": [],
    }
    return Filed(
        key=key,
        sha256=key * 2,
        name=f"{entity}.pdf",
        input=f"in/{entity}.pdf",
        status="invalid" if errors else "valid",
        basis="b",
        record={"fiscalYear": year, "facts": len(facts), "findings": {"error": errors, "warning": 0},
                "form": {"kind": "annual", "exchange": "x", "board": "m"}},
        rows=zlib.compress(json.dumps(rows).encode()),
    )  # fmt: skip


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of an answer."""
    answer = run_query(store, sql)
    assert answer.value is not None, answer.diagnostics
    return list(answer.value.rows)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two companies over two years, and a corrected filing that came later."""
    place = tmp_path / "store"
    season = [
        filed("k1", "600001", 2020, fact("Assets", "10.50", "2020-12-31")),
        filed("k2", "600001", 2021, fact("Assets", "12.50"), errors=1),
        filed("k3", "600002", 2021, fact("Assets", LONG)),
        Filed("k4", "s4", "scan.pdf", "in/scan.pdf", "refused", "b", "[read.blank] nothing"),
    ]
    assert add_documents(place, season).value == 4
    corrected = filed("k5", "600001", 2021, fact("Assets", "13.00"))
    assert add_documents(place, [*season, corrected]).value == 1
    return place


def test_parts_are_partitioned_by_year_and_adding_again_adds_nothing(store: Path) -> None:
    """One folder per addition, whole; what is there is not added twice."""
    assert len(parts(store)) == 2
    years = sorted(path.name for path in (parts(store)[0] / "facts").iterdir())
    assert years == ["fiscal_year=2020", "fiscal_year=2021"]
    assert add_documents(store, [filed("k1", "600001", 2020)]).value == 0
    assert len(parts(store)) == 2
    assert not (store / STAGING).exists()


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    """A part depends on its documents alone."""
    documents = [filed(f"k{number}", "600001", 2021, fact("Assets", "1.5")) for number in range(50)]
    for name in ("one", "two"):
        add_documents(tmp_path / name, documents)
    first, second = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in sorted((tmp_path / name).rglob("*.parquet"))
        }
        for name in ("one", "two")
    )
    assert first == second
    assert first


def test_numbers_keep_every_digit(store: Path) -> None:
    """Decimal in, Decimal out; sums are exact; trailing zeros of the type are not shown."""
    assert rows(store, "select number from facts where key = 'k3'") == [(Decimal(LONG),)]
    assert rows(store, "select sum(number) from facts where key in ('k1', 'k2')") == [(Decimal("23"),)]
    assert str(rows(store, "select number from facts where key = 'k1'")[0][0]) == "10.5"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0.1", "0.1"), ("1E+3", "1000"), ("1E-12", "0.000000000001"), ("1E-13", None), ("1E+26", None),
     ("9" * 26, "9" * 26), ("NaN", None), ("0", "0"), ("-1.50", "-1.50")],
)  # fmt: skip
def test_only_numbers_that_fit_are_numbers(given: str, kept: str | None) -> None:
    """A value beyond the type is left to its text, never rounded."""
    assert exact_number(Decimal(given)) == kept


def test_versions_stay_and_the_latest_is_known(store: Path) -> None:
    """A corrected filing replaces nothing; views read the newest one."""
    assert rows(
        store, "select value from facts where entity = '600001' and fiscal_year = 2021 order by 1"
    ) == [
        ("12.50",),
        ("13.00",),
    ]
    assert rows(store, "select value from latest where entity = '600001' and fiscal_year = 2021") == [
        ("13.00",)
    ]
    assert [row[0] for row in rows(store, "select key from versions")] == ["k2", "k5"]
    assert rows(store, "select was, became, difference from restated") == [("12.50", "13.00", Decimal("0.5"))]


def test_ready_views(store: Path) -> None:
    """One concept over companies, a company over years, failed checks of the newest versions."""
    found = rows(store, "select entity, fiscal_year, value from concept('Assets')")
    assert found == [("600001", 2020, "10.50"), ("600001", 2021, "13.00"), ("600002", 2021, LONG)]
    assert rows(store, "select count(*) from concept('总资产')") == [(3,)]
    assert [row[0] for row in rows(store, "select fiscal_year from company('600001')")] == [2020, 2021]
    assert rows(store, "from failed_checks") == []
    assert rows(store, "select code, reported from findings") == [("message:A01", ["1"])]
    assert rows(store, "select status, detail from documents where key = 'k4'") == [
        ("refused", "[read.blank] nothing")
    ]


def test_waived_findings(tmp_path: Path) -> None:
    """A finding that a waiver excuses is no failed check, and the view of the waived says why."""
    said = Finding("message:A01", Severity.ERROR, "no sum", "不符", "x", 1, difference=Decimal("0.50"))
    excuse = Waiver("message:A01", "known misprint", date(2022, 6, 30), by="desk")
    verdict = Verdict(False, ("x",), (said, replace(said, waiver=excuse)), "engine")
    told = filed("k1", "600001", 2021, errors=0)
    parts = json.loads(zlib.decompress(told.rows))
    parts["findings"] = [{"line": 1 + line} | finding_row(one) for line, one in enumerate(verdict.findings)]
    place = tmp_path / "store"
    add_documents(place, [replace(told, rows=zlib.compress(json.dumps(parts).encode()))])
    assert rows(place, "select code, difference from failed_checks") == [("message:A01", Decimal("0.5"))]
    assert rows(place, "select waiver, waived_by, waived_until from waived") == [
        ("known misprint", "desk", date(2022, 6, 30))
    ]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_runs(store: Path, view: Any) -> None:
    """Whatever is offered works."""
    assert run_query(store, f"from {view.call}").value is not None


@pytest.mark.parametrize(
    "sql",
    ["drop view facts", "select 1; select 2", "copy facts to 'x.csv'", "attach 'x.db'", "install httpfs",
     "select * from read_csv('/etc/hostname')", "select * from 'http://127.0.0.1:9/x.parquet'", "selec", "",
     "set enable_external_access = true"],
)  # fmt: skip
def test_a_query_can_only_read_the_store(store: Path, sql: str) -> None:
    """Nothing is written, nothing outside is read, and each refusal is a message."""
    answer = run_query(store, sql)
    assert answer.value is None
    assert answer.diagnostics[0].code in {"store.query", "store.not-a-select"}


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ("interval 1 day", "1 day, 0:00:00"),
        ("time '10:00:00'", "10:00:00"),
        ("uuid '86fc5cf1-dce3-412c-bdea-d018ec21a9fa'", "86fc5cf1-dce3-412c-bdea-d018ec21a9fa"),
        ("'nan'::double", "nan"),
        ("'xyz'::blob", "78797a"),
        ("[1.50, 2.00]", ["1.5", "2"]),
        ("{'a': time '10:00:00'}", {"a": "10:00:00"}),
    ],
)
def test_whatever_a_query_asks_for_has_a_form(store: Path, sql: str, shown: object) -> None:
    """Types that JSON lacks come as text."""
    assert json.loads(to_json(rows(store, f"select {sql}")[0][0])) == shown


def test_no_column_hides_another(store: Path) -> None:
    """Columns of one name get names of their own, or an object of JSON would lose one."""
    answer = run_query(store, "select 1 as a, 2 as a, 3 as a")
    assert answer.value is not None
    assert answer.value.columns == ("a", "a_2", "a_3")


def test_an_answer_beyond_memory_is_refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and nothing is cut off; where memory does not suffice nothing is written either."""
    monkeypatch.setattr(querying, "_MOST_CELLS", 1000)
    assert len(rows(store, "from range(1000)")) == 1000
    answer = run_query(store, "from range(100000000000)")
    assert [told.code for told in answer.diagnostics] == ["store.too-much"]
    assert rows(store, "select current_setting('temp_directory')") == [("",)]


def test_a_damaged_store_is_said(store: Path) -> None:
    """A part that was cut is named, to who asks and to who adds; other folders are no parts."""
    (store / "part-old").mkdir()
    assert len(parts(store)) == 2
    files = sorted(parts(store)[0].rglob("*.parquet"))
    for path in files:
        path.write_bytes(path.read_bytes()[:50])
    for refused in (
        run_query(store, "from facts"),
        add_documents(store, [filed("k9", "600009", 2021, fact("Assets", "1"))]),
    ):
        assert [told.code for told in refused.diagnostics] == ["store.damaged"]
        assert parts(store)[0].name in refused.diagnostics[0].text


def test_no_store_is_said(tmp_path: Path) -> None:
    """A folder without parts is no store."""
    assert [told.code for told in run_query(tmp_path, "from facts").diagnostics] == ["store.empty"]


def test_one_writer_at_a_time_and_what_a_killed_one_left_is_cleared(tmp_path: Path) -> None:
    """A second writer is refused; a half-built part is never seen."""
    with writing(tmp_path) as staging:
        (staging / "part-000001-x").mkdir()
        refused = add_documents(tmp_path, [filed("k1", "600001", 2021)])
    assert [told.code for told in refused.diagnostics] == ["store.in-use"]
    (tmp_path / STAGING).mkdir()
    (tmp_path / STAGING / "facts.jsonl").write_text("{")
    assert add_documents(tmp_path, [filed("k1", "600001", 2021, fact("Assets", "1"))]).value == 1
    assert not (tmp_path / STAGING).exists()


def test_a_store_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file in its place: one message, nothing added."""
    (tmp_path / "store").write_text("in the way")
    refused = add_documents(tmp_path / "store", [filed("k1", "600001", 2021)])
    assert [told.code for told in refused.diagnostics] == ["store.unwritable"]
