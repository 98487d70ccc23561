"""The compiled package is what the sheets say, byte for byte, and the engine has nothing to say."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pilu import taxonomies
from pilu.model.taxonomy import Taxonomy
from pilu.resources import data_root
from pilu.taxonomies.package_rules import COMMON, files_of, formula_files
from pilu.taxonomies.rules import load_rules
from pilu.taxonomies.schema import problems, schema_of

_SHEETS = ("concepts", "axes", "members", "enumerations", "roles", "presentation", "calculations", "rules")


def test_the_package_is_compiled_from_the_sheets(sheets: Path) -> None:
    """Compiling again gives the committed files, no more and no fewer."""
    assert taxonomies.build(sheets, check=True).diagnostics == ()


def test_a_stale_package_is_reported_and_rebuilt(sheets: Path, tmp_path: Path) -> None:
    """A changed, a missing and a foreign file are each named; building puts them right."""
    folder = tmp_path / "2021"
    shutil.copytree(sheets, folder)
    package = folder / "package"
    (package / "taxonomy" / "core.xsd").write_text("changed", encoding="utf-8")
    (package / "META-INF" / "catalog.xml").unlink()
    (package / "foreign.txt").write_text("", encoding="utf-8")
    (stale,) = taxonomies.build(folder, check=True).diagnostics
    assert stale.code == "taxonomy.package-stale"
    wrong = {"META-INF/catalog.xml", "foreign.txt", "taxonomy/core.xsd"}
    assert all(name in stale.text for name in wrong)
    assert set(taxonomies.build(folder).value or ()) == wrong
    assert taxonomies.build(folder, check=True).value == ()


def test_a_package_is_written_whole_or_not_at_all(
    sheets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up while the package is written leaves the former one, and nothing hidden."""
    folder = tmp_path / "2021"
    shutil.copytree(sheets, folder)
    (folder / "package" / "taxonomy" / "core.xsd").write_text("before", encoding="utf-8")
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "references.xml":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert [d.code for d in taxonomies.build(folder).diagnostics] == ["taxonomy.not-writable"]
    assert (folder / "package" / "taxonomy" / "core.xsd").read_text("utf-8") == "before"
    assert not list(folder.glob(".pilu-*"))


def test_the_zip_is_deterministic(sheets: Path) -> None:
    """Two zips of two compilations are equal, with one top folder and no time stamps."""
    zips = [
        taxonomies.zip_package("cn-listed/2021", taxonomies.compile(sheets).value or ()) for _ in range(2)
    ]
    assert zips[0] == zips[1]
    entries = zipfile.ZipFile(io.BytesIO(zips[0])).infolist()
    assert {entry.filename.split("/")[0] for entry in entries} == {"cn-listed-2021"}
    assert {entry.date_time[0] for entry in entries} == {1980}


def test_every_element_has_labels_in_both_languages(sheets: Path, taxonomy: Taxonomy) -> None:
    """No item of the schema is without a standard label in Chinese and in English."""
    files = {file.path: file.data for file in taxonomies.compile(sheets).value or ()}
    schema = etree.fromstring(files["taxonomy/core.xsd"])
    ns = {"xsd": "http://www.w3.org/2001/XMLSchema", "link": "http://www.xbrl.org/2003/linkbase"}
    items = {e.get("name") for e in schema.iterfind("xsd:element", ns) if e.get("substitutionGroup")}
    assert set(taxonomy.concepts) < items
    for language in taxonomy.languages:
        labels = etree.fromstring(files[f"taxonomy/labels-{language}.xml"])
        standard = [
            label.get("{http://www.w3.org/1999/xlink}label").removesuffix("_label")
            for label in labels.iterfind(".//link:label", ns)
            if label.get("{http://www.w3.org/1999/xlink}role") == "http://www.xbrl.org/2003/role/label"
        ]
        assert sorted(standard) == sorted(items)


def test_schemas_are_schemas() -> None:
    """Each sheet has a JSON Schema, which a full validator accepts and reads as ours does."""
    jsonschema = pytest.importorskip("jsonschema")
    row = {"name": "assets", "type": "money", "surplus": ""}
    for path in sorted((data_root("taxonomy") / "schema").glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        theirs = len(list(jsonschema.Draft202012Validator(schema).iter_errors(row)))
        assert bool(theirs) == bool(list(problems(schema, row)))
    assert all(schema_of(sheet)["required"] == list(schema_of(sheet)["properties"]) for sheet in _SHEETS)


@pytest.mark.slow
def test_the_engine_has_nothing_to_say(sheets: Path, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """A fresh engine process, offline, finds nothing in any entry point and all it reaches."""
    package = tmp_path / "package.zip"
    package.write_bytes(taxonomies.zip_package(taxonomy.id, taxonomies.compile(sheets).value or ()))
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--internetConnectivity", "offline"]
    command += ["--disablePersistentConfig", "--validate", "--baseTaxonomyValidation", "all"]
    command += ["--packages", str(package), "--logFormat", "%(levelname)s|%(messageCode)s|%(message)s"]
    command += ["--file", "|".join(taxonomy.entry_points.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    lines = (done.stdout + done.stderr).splitlines()
    loud = [line for line in lines if line.startswith(("ERROR", "WARNING", "CRITICAL", "Traceback"))]
    assert loud == []
    assert sum("validated in" in line for line in lines) == len(taxonomy.entry_points)


def test_reports_are_asked_only_what_they_can_answer(sheets: Path, taxonomy: Taxonomy) -> None:
    """Assertions about tables that an abstract has not are no part of its entry points; a full report has
    all assertions, each once."""
    rules = load_rules(sheets, taxonomy).value
    assert rules is not None
    points = {
        "abstract": {"file": "abstract.xsd", "tables": ["1", "2", "300100"], "format": ""},
        "annual": {"file": "annual-report.xsd", "tables": [], "format": "general"},
    }
    files = formula_files(taxonomy, rules.assertions, points)
    assert set(files) == {COMMON, "formula-annual-report.xml"}
    general = [a.id for a in rules.assertions if a.format != "financial"]
    assert sorted(a.id for found in files.values() for a in found) == sorted(general)
    assert files_of(points["abstract"], points, files) == (COMMON,)
    assert files_of(points["annual"], points, files) == tuple(files)
    shown = {
        name.local
        for role in taxonomy.roles.values()
        if role.number.startswith(tuple(points["abstract"]["tables"]))
        for name in role.concepts
    }
    assert all(a.concepts <= shown for a in files[COMMON])
    assert not any(a.concepts <= shown for a in files["formula-annual-report.xml"])


def test_a_format_is_asked_what_holds_in_it(sheets: Path, taxonomy: Taxonomy) -> None:
    """Assertions of one format of statements are no part of the entry point of the other, and those of any
    format are part of both."""
    rules = load_rules(sheets, taxonomy).value
    assert rules is not None
    points = {
        form: {"file": f"{form}.xsd", "tables": [], "format": form} for form in ("general", "financial")
    }
    files = formula_files(taxonomy, rules.assertions, points)
    asked = {
        form: {a.id for name in files_of(points[form], points, files) for a in files[name]} for form in points
    }
    assert {"I03", "C09", "B10", "C05"} <= asked["general"] - asked["financial"]
    assert {"F20", "F24"} <= asked["financial"] - asked["general"]
    assert {"B08", "B09", "C04", "E03"} <= asked["financial"] & asked["general"]
