"""The sheets load whole, and every mistake in one is named by sheet, row and column."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pilu import taxonomies
from pilu.model.report import Dimension, QName
from pilu.model.taxonomy import Taxonomy

_SHEETS = ("taxonomy.toml", "rule_kinds.toml")
_TABLES = ("concepts", "axes", "members", "enumerations", "roles", "presentation", "calculations", "rules")


@pytest.fixture
def copy(sheets: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the sheets with pieces of one file replaced; each piece must be there."""

    def change(name: str, *changes: tuple[str, str]) -> Path:
        parts = [path.name for table in _TABLES for path in sheets.glob(f"{table}[.-]*csv")]
        for file in (*_SHEETS, *parts):
            shutil.copyfile(sheets / file, tmp_path / file)
        text = (tmp_path / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return change


@pytest.mark.parametrize(
    ("name", "old", "new", "row", "column"),
    [
        ("concepts.csv", "CompanyName,string", "CompanyName,text", "2", "type"),
        ("concepts.csv", "CompanyName,string", "companyName,string", "2", "name"),
        ("concepts.csv", "StockCode,string", "CompanyName,string", "3", "name"),
        ("concepts.csv", "CompanyName,string,duration,", "CompanyName,string,duration,debit", "2", "balance"),
        ("concepts.csv", "SSE:封面", "LSE:封面", "2", "reference"),
        ("concepts.csv", ",AuditOpinion,", ",Opinions,", None, "enumeration"),
        ("axes.csv", ",AsReportedMember", ",", "2", "default"),
        ("axes.csv", ",AsReportedMember", ",NoSuchMember", "2", "default"),
        ("members.csv", "AsReportedMember,RestatementAxis", "AsReportedMember,BondAxis", "2", "axis"),
        ("roles.csv", "ConsolidationScopeAxis[ParentCompanyMember]", "ScopeAxis", None, "axes"),
        ("roles.csv", "[ParentCompanyMember]", "[ChildMember]", None, "axes"),
        ("presentation.csv", "Cover,,CompanyName,", "Cover,,Company,", "2", "concept"),
        ("presentation.csv", "Cover,,StockCode,", "Cover,,CompanyName,", "3", "concept"),
        ("presentation.csv", "Cover,,StockCode,", "Cover,Assets,StockCode,", "3", "parent"),
        ("calculations.csv", "Assets,CurrentAssets,1", "Assets,CurrentAsset,1", "2", "item"),
        ("calculations.csv", "Assets,CurrentAssets,1", "Assets,CurrentAssets,2", "2", "weight"),
        ("taxonomy.toml", 'prefix = "cnl"', 'prefix = "1"', "-", "prefix"),
        ("taxonomy.toml", 'country = "CN"', 'country = "China"', "publisher", "country"),
        (
            "taxonomy.toml",
            'format = "financial"',
            'format = "other"',
            "entry_points.annual-report-financial",
            "format",
        ),
        ("roles-financial.csv", ",financial\n", ",2030\n", "2", "forms"),
    ],
)
def test_a_wrong_cell_is_named(
    copy: Callable[..., Path], name: str, old: str, new: str, row: str | None, column: str
) -> None:
    """One wrong cell gives no taxonomy, and a diagnostic with its sheet, row and column."""
    loaded = taxonomies.load(copy(name, (old, new)))
    assert loaded.value is None
    named = [dict(d.fields) for d in loaded.diagnostics if d.code == "taxonomy.sheet-cell"]
    assert any(
        fields["sheet"] == name and row in (None, fields["row"]) and fields["column"] == column
        for fields in named
    ), [d.text for d in loaded.diagnostics]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("quarter-sum", "quarter-total", "kind"),
        ("total=OperatingRevenue", "total=Turnover", "concepts"),
        ("total=OperatingRevenue", "sum=OperatingRevenue", "concepts"),
        ("per term,\n", "per term,other\n", "format"),
    ],
)
def test_a_wrong_rule_is_named(copy: Callable[..., Path], old: str, new: str, column: str) -> None:
    """A rule of no kind, or with a wrong parameter, is named by its row."""
    compiled = taxonomies.compile(copy("rules.csv", (old, new)))
    assert compiled.value is None
    fields = dict(compiled.diagnostics[0].fields)
    assert (fields["sheet"], fields["row"], fields["column"]) == ("rules.csv", "2", column)


def test_damaged_sheets_and_unknown_taxonomies(copy: Callable[..., Path], tmp_path: Path) -> None:
    """Broken TOML, a missing sheet and an unknown id are one clear diagnostic each."""
    folder = copy("taxonomy.toml", ("[title]", "[title"))
    assert [d.code for d in taxonomies.load(folder).diagnostics] == ["taxonomy.sheet-unreadable"]
    assert [d.code for d in taxonomies.load(tmp_path / "none").diagnostics] == ["taxonomy.unknown"]
    assert [d.code for d in taxonomies.load("cn-listed/1999").diagnostics] == ["taxonomy.unknown"]


def test_change_concepts_follow_their_base(taxonomy: Taxonomy) -> None:
    """A change rate has the period type of what it measures."""
    for name, concept in taxonomy.concepts.items():
        for suffix in ("ChangeRate", "ChangeInPercentagePoints", "ChangeAmount"):
            if name.endswith(suffix):
                assert concept.period == taxonomy.concepts[name.removesuffix(suffix)].period, name
                assert concept.type == ("monetary" if suffix == "ChangeAmount" else "percent"), name


def test_aliases_are_folded_and_name_one_concept_per_table(taxonomy: Taxonomy) -> None:
    """An alias has no spaces or full-width brackets, and within a table means one concept."""
    for concept in taxonomy.concepts.values():
        for alias in concept.aliases:
            assert not set(alias) & set(" （），：％"), alias
    for role in taxonomy.roles.values():
        named: dict[str, str] = {}
        for name in role.concepts:
            concept = taxonomy.concepts[name.local]
            for label in {concept.zh, *concept.aliases}:
                assert named.setdefault(label, name.local) == name.local, (role.code, label)


def test_dimensions_that_are_allowed(taxonomy: Taxonomy) -> None:
    """The closed hypercubes, asked without an engine."""

    def name(local: str) -> QName:
        return QName(taxonomy.namespace, local)

    rank = Dimension(name("ShareholderRankAxis"), typed="1")
    line = Dimension(name("PledgeLineAxis"), typed="2")
    before = Dimension(name("RestatementAxis"), member=name("BeforeAdjustmentMember"))
    after = Dimension(name("RestatementAxis"), member=name("AfterChangeMember"))
    cloud = Dimension(name("ProductOrServiceAxis"), typed="云服务")

    def allowed(concept: str, *dimensions: Dimension) -> bool:
        return bool(taxonomies.roles_allowing(taxonomy, concept, dimensions))

    assert allowed("Assets")
    assert allowed("Assets", before)
    assert not allowed("Assets", rank)
    assert not allowed("SharesHeld")
    assert allowed("SharesHeld", rank)
    assert allowed("PledgedMarkedFrozenShares", rank, line)
    assert not allowed("SharesHeld", rank, line)
    assert allowed("OperatingRevenue", after, cloud)
    assert not allowed("Assets", after)


def test_every_gold_concept_is_defined(taxonomy: Taxonomy) -> None:
    """Every concept of the verified facts exists with the right name."""
    gold = Path(__file__).parents[3].parent / "shared" / "corpus" / "gold"
    if not gold.is_dir():
        pytest.skip("the collection of real reports is not beside the checkout")
    for path in gold.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            names = {row["concept"] for row in csv.DictReader(stream) if row["table"] != "other"}
        assert names <= set(taxonomy.concepts), path.name


def test_parts_of_a_sheet_are_one_sheet(copy: Callable[..., Path]) -> None:
    """Rows of members-more.csv count as rows of members.csv; a name stands in one of them only."""
    folder = copy("members.csv")
    head = (folder / "members.csv").read_text("utf-8").splitlines()[0]
    part = folder / "members-more.csv"
    part.write_text(f"{head}\nSpareMember,RestatementAxis,备用,Spare,\n", "utf-8")
    loaded = taxonomies.load(folder)
    assert loaded.value is not None
    assert "SpareMember" in loaded.value.members
    part.write_text(f"{head}\nBeforeChangeMember,RestatementAxis,备用,Spare,\n", "utf-8")
    (told,) = taxonomies.load(folder).diagnostics
    assert told.code == "taxonomy.sheet-cell"
    assert "members.csv" in told.text
    assert "members-more.csv" in told.text
