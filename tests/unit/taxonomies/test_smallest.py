"""A release of one table, written from nothing as docs/taxonomy.md says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pilu import pipeline, taxonomies
from pilu.resources import data_root

_EXAMPLE = data_root("examples") / "annual-report-abstract.txt"
_HEADERS = (
    "axes", "members", "enumerations", "calculations", "rules", "notes", "questions", "marks", "required",
    "vocabulary", "concepts", "roles", "presentation", "units",
)  # fmt: skip
_ROWS = {
    "concepts.csv": (
        "Revenue,monetary,duration,credit,营业收入,Revenue,,,,,,,,,\n"
        "TotalAssets,monetary,instant,debit,总资产,Total assets,,,,,,,,,\n"
        "StockCode,string,duration,,公司代码,Code,,,,,,,,,\n"
    ),
    "roles.csv": "Key,100000,关键数据,Key data,,\n",
    "presentation.csv": "Key,,StockCode,\nKey,,Revenue,\nKey,,TotalAssets,\n",
    "units.csv": "元,CNY,0\n",
    "prose.toml": "prose = []\n",
    "rule_kinds.toml": "[functions]\n[inline]\n[kinds]\n",
    "sections.toml": "[[section]]\nid = 'key'\nlevel = 2\ntitles = ['近3年的主要会计数据和财务指标']\n",
    "columns.toml": (
        "[[column]]\nset = 'years'\npattern = '(?P<year>20\\d\\d)年'\nrole = 'value'\n"
        "[[column]]\nset = 'years'\npattern = '本年比上年.*'\nrole = 'other'\n"
    ),
    "tables.toml": (
        "[[table]]\nid = 'key'\nlayout = 'matrix'\nsections = ['key']\ncolumns = 'years'\n"
        "rows = ['Revenue', 'TotalAssets']\n"
    ),
    "forms.toml": (
        "[[edition]]\nfrom_year = 2000\nedition = 2021\n[[title]]\nkind = 'own'\n"
        "pattern = '(?P<year>\\d{4})年年度报告摘要'\n"
        "[[exchange]]\ncode = '\\d{6}'\nexchange = 'own'\nboard = 'main'\n"
    ),
    "taxonomy.toml": """id = "mini/2024"
version = "1"
namespace = "https://mini.example/2024"
prefix = "mini"
languages = ["en", "zh"]
entity_scheme = "https://mini.example/entity"
title = { zh = "小", en = "Mini" }
publisher = { name = "Me", url = "https://mini.example", country = "DE", date = "2024-01-01" }
forms = { editions = [2021], boards = [], formats = [] }
references = {}
[entry_points.all]
file = "all.xsd"
board = ""
kind = "own"
format = ""
tables = []
zh = "全部"
en = "All"
""",
}


@pytest.fixture
def smallest(sheets: Path, tmp_path: Path) -> Path:
    """The folder of the release."""
    for name in _HEADERS:
        header = (sheets / f"{name}.csv").read_text("utf-8").splitlines()[0]
        (tmp_path / f"{name}.csv").write_text(f"{header}\n", encoding="utf-8")
    for name, rows in _ROWS.items():
        with (tmp_path / name).open("a", encoding="utf-8") as sheet:
            sheet.write(rows)
    return tmp_path


def test_the_smallest_release(smallest: Path) -> None:
    """It compiles, and reads its one table of the example report, and nothing else."""
    assert taxonomies.build(smallest).diagnostics == ()
    ready = pipeline.prepare(pipeline.Options(taxonomy=smallest))
    assert ready.value is not None, ready.diagnostics
    found = pipeline.map_facts(_EXAMPLE, ready.value)
    assert found.value is not None, found.diagnostics
    facts = {fact.concept.local for fact in found.value[2].report.facts}
    assert {"Revenue", "TotalAssets"} <= facts <= {"Revenue", "TotalAssets", "StockCode"}


def test_a_package_of_other_sheets_is_not_validated_with(smallest: Path, tmp_path: Path) -> None:
    """A conversion whose package is missing or of former sheets is refused, and nothing is written; one that
    is not validated needs none."""
    options = pipeline.Options(taxonomy=smallest, kinds=("xbrl",))
    for change in ("not built", "changed"):
        if change == "changed":
            assert taxonomies.build(smallest).diagnostics == ()
            sheet = smallest / "concepts.csv"
            sheet.write_text(sheet.read_text("utf-8").replace("Total assets", "All assets"), encoding="utf-8")
        made = pipeline.convert(_EXAMPLE, options, out=tmp_path / "out")
        assert [told.code for told in made.diagnostics] == ["taxonomy.package-stale"], change
        assert not (tmp_path / "out").exists()
    assert pipeline.convert(_EXAMPLE, replace(options, validate=False)).value is not None
