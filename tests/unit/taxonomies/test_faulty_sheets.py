"""A mistake in any sheet, those for reading reports too, is named by sheet, row and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pilu import pipeline, taxonomies
from pilu.model.diagnostic import Diagnostic
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar_sheets import load_grammar


@pytest.fixture
def folder(sheets: Path, tmp_path: Path) -> Path:
    """A copy of all sheets of the built-in taxonomy."""
    return Path(shutil.copytree(sheets, tmp_path / "own", ignore=shutil.ignore_patterns("package")))


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text + "\n", encoding="utf-8")


def _said(told: tuple[Diagnostic, ...], sheet: str) -> list[str]:
    """What is said of a sheet, in both languages."""
    return [f"{d.text} / {d.text_zh}" for d in told if ("sheet", sheet) in d.fields]


_TABLE = '[[table]]\nid = "own"\nlayout = "matrix"\nsections = ["cover"]\n'
_PROSE = '[[prose]]\nid = "own"\nscope = ["cover"]\nconcept = "CompanyName"\nconfidence = 0.9\n'
_COLUMN = '[[column]]\nset = "own"\npattern = "x"\n'
_SECTION = '[[section]]\nid = "own"\ntitles = ["x"]\n'


@pytest.mark.parametrize(
    ("sheet", "added", "expected"),
    [
        ("sections.toml", _SECTION + "level = '1'", "(own), column level: '1' is not a integer"),
        ("sections.toml", _SECTION + "level = 1\ntext_blok = 'X'", "column text_blok: nothing is called"),
        ("sections.toml", _SECTION + "level = 1\ntext_block = 'CompanyName'", "not of type textBlock"),
        ("sections.toml", _SECTION.replace("x", "(x") + "level = 1", "(own): the pattern '(x'"),
        ("sections.toml", _SECTION + "level = 1\nwithin = ['nowhere']", "column within: "),
        ("tables.toml", _TABLE.replace("matrix", "grid"), "(own), column layout: 'grid' is not one of"),
        ("tables.toml", _TABLE.replace("cover", "nowhere"), "(own), column sections: "),
        ("tables.toml", _TABLE + "columns = 'nowhere'", "(own), column columns: "),
        ("tables.toml", _TABLE + "min_rows = '2'", "column min_rows: '2' is not a integer"),
        ("tables.toml", _TABLE + "axis = 'OwnAxis'", "(own): no axis OwnAxis"),
        ("tables.toml", _TABLE + "format = 'banks'", "(own): no format banks"),
        ("tables.toml", _TABLE + "instead_of = 'nowhere'", "(own), column instead_of: "),
        ("tables.toml", _TABLE + "\n" + _TABLE, "column id: own is already in row table"),
        ("columns.toml", _COLUMN + "role = 'amount'", "column role: 'amount' is not one of"),
        ("columns.toml", _COLUMN + "role = 'value'\naxis = 'RestatementAxis'", "needs the group member"),
        ("prose.toml", _PROSE + "pattern = 'x'\nvalue = 'number'", "(own): the value number needs the group"),
        ("prose.toml", _PROSE.replace("0.9", "9") + "pattern = 'x'\nvalue = 'true'", "out of range"),
        (
            "forms.toml",
            "[[title]]\nkind = 'annual-report'\npattern = '年报'",
            "column pattern: '年报' has not",
        ),
        ("forms.toml", "[[title]]\nkind = 'quarter'\npattern = '(?P<year>x)'", "no entry point for the kind"),
        ("units.csv", "斤,kg,x", "column exponent: 'x' has not the form"),
        ("units.csv", "斤", "it has 1 cells, the header 3"),
        ("units.csv", "元,USD,0", "column token: 元 is already in row 2 of units.csv"),
        ("marks.csv", "foo,bar,", "column mark: 'bar' is not one of"),
        ("questions.csv", "CompanyName,x,no,", "CompanyName is not of type boolean"),
        ("questions.csv", "NonstandardAuditOpinionApplicable,x,maybe,", "column negated: 'maybe' is not"),
        ("required.csv", "own,z,z,nowhere,CompanyName,,,,,", "column section: "),
        ("required.csv", "own,z,z,cover,,nothing,,,,", "column tables: "),
        ("required.csv", "own,z,z,cover,CompanyName,,nyse-main,,,", "column boards: "),
        ("notes.csv", "own,nowhere,题,CashAndBankBalancesNoteTextBlock,,", "column within: "),
    ],
)
def test_a_mistake_in_a_sheet_for_reading(
    folder: Path, taxonomy: Taxonomy, sheet: str, added: str, expected: str
) -> None:
    """A wrong type, word, name or pattern stops the grammar, and the sheet and the row are named."""
    _append(folder / sheet, added)
    loaded = load_grammar(folder, taxonomy)
    assert loaded.value is None
    assert any(expected in said for said in _said(loaded.diagnostics, sheet)), loaded.diagnostics


@pytest.mark.parametrize(
    ("sheet", "added", "expected"),
    [
        ("calculations.csv", "BalanceSheetConsolidated,Assets,Assets,1,B01", "no item of itself"),
        ("calculations.csv", "BalanceSheetConsolidated,Assets,CurrentAssets,1,B01", "is added twice"),
        ("calculations.csv", "BalanceSheetConsolidated,CashAndBankBalances,Assets,1,B99", "itself made of"),
        ("calculations.csv", "BalanceSheetConsolidated,Assets,CompanyName,1,B01", "CompanyName is no number"),
        ("calculations.csv", "BalanceSheetConsolidated,Assets,OperatingRevenue,1,B01", "is duration, its"),
        ("calculations.csv", "BalanceSheetConsolidated,Assets,ShareCapital,1,B01", "column weight: "),
        ("calculations.csv", "Nowhere,Assets,CurrentAssets,1,B99", "roles.csv has no Nowhere"),
        ("axes.csv", "OwnAxis,某,x,string,IndustryDomain,", "the element IndustryDomain is already"),
        ("concepts.csv", "CoverTable,string,duration,,x,x,,,,,,,,,", "the element CoverTable is already"),
        ("axes.csv", "OwnAxis,某,x,,OwnDomain,AsReportedMember", "no member AsReportedMember of this axis"),
        ("members.csv", "OwnMember,RestatementAxis,调整前,x,", "调整前 already means BeforeAdjustmentMember"),
        ("roles.csv", "Own,999999,x,x,RestatementAxis RestatementAxis,", "RestatementAxis is there twice"),
        ("concepts.csv", "Own,string,duration,,x,a\x01b,,,,,,,,,", "has the control character U+0001"),
    ],
)
def test_a_mistake_in_a_sheet_of_the_taxonomy(folder: Path, sheet: str, added: str, expected: str) -> None:
    """What would make an invalid package, or a sum that cannot hold, is said of its row."""
    _append(folder / sheet, added)
    loaded = taxonomies.load(folder)
    assert loaded.value is None
    assert any(expected in d.text for d in loaded.diagnostics), [d.text for d in loaded.diagnostics]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('prefix = "cnl"', 'prefix = "xbrli"', "column prefix: "),
        ('languages = ["zh", "en"]', "languages = []", "column languages: it is empty"),
        ('file = "abstract-bse.xsd"', 'file = "core.xsd"', "entry_points.abstract-bse, column file: "),
        ('board = "bse"', 'board = "nyse"', "column board: forms has no board nyse"),
        ('tables = ["1", "2", "300100"]', 'tables = ["99"]', "no number of roles.csv begins with 99"),
        ('board = "bse"\nkind = ""', 'board = "bse"\nkind = "annual-report"', "annual-report is already"),
    ],
)
def test_a_mistake_in_the_release(folder: Path, old: str, new: str, expected: str) -> None:
    """Entry points that hold nothing or take another's place, and prefixes of XBRL's own, are refused."""
    text = (folder / "taxonomy.toml").read_text("utf-8")
    assert old in text
    (folder / "taxonomy.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    loaded = taxonomies.load(folder)
    assert loaded.value is None
    assert any(expected in d.text for d in loaded.diagnostics), [d.text for d in loaded.diagnostics]


def test_boards_of_another_market(folder: Path) -> None:
    """A release may name boards and editions of its own, and its rows may use them; no others."""
    text = (folder / "taxonomy.toml").read_text("utf-8").replace('"bse"]', '"bse", "hkex-gem"]')
    (folder / "taxonomy.toml").write_text(text, encoding="utf-8")
    _append(folder / "roles.csv", "Own,999999,x,x,,hkex-gem")
    assert taxonomies.load(folder).diagnostics == ()
    _append(folder / "roles.csv", "Other,999998,x,x,,nyse")
    assert next(d.text for d in taxonomies.load(folder).diagnostics).endswith(
        "no board, edition or format nyse"
    )


def test_a_sheet_in_another_encoding_is_one_message(folder: Path) -> None:
    """Of a sheet saved as GBK, or with other columns, only that is said, not what follows from it."""
    sheet = folder / "concepts.csv"
    text = sheet.read_text("utf-8")
    sheet.write_bytes(text.encode("gb18030"))
    assert [d.text for d in taxonomies.load(folder).diagnostics] == [
        "the sheet concepts.csv cannot be read: line 2 is not UTF-8"
    ]
    sheet.write_text(text.replace(",balance,", ",saldo,", 1), encoding="utf-8")
    (told,) = taxonomies.load(folder).diagnostics
    assert (
        "sheet concepts.csv, row 1: the columns are wrong; missing: balance; not known: 'saldo'" in told.text
    )


def test_a_sheet_of_another_kind_beside(folder: Path) -> None:
    """Where a workbook lies in place of a sheet, the message names it."""
    (folder / "units.csv").rename(folder / "units.xlsx")
    ready = pipeline.prepare(pipeline.Options(taxonomy=folder))
    assert [d.text for d in ready.diagnostics] == [
        "the sheet units.csv cannot be read: No such file or directory; units.xlsx beside it is not read"
    ]


def test_blank_rows_are_no_rows(folder: Path) -> None:
    """Rows without any text, as spreadsheet programs leave them, are passed over and counted."""
    _append(folder / "roles.csv", ",,,,,\n\nbad")
    (told,) = taxonomies.load(folder).diagnostics
    lines = (folder / "roles.csv").read_text("utf-8").splitlines()
    assert ("row", str(len(lines))) in told.fields
