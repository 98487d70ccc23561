"""Taxonomy packages and their catalogs at the gate."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pilu.engine import EngineOptions, Limits, run
from pilu.engine.archives import zip_folder
from pilu.engine.packages import Package, admit
from pilu.model.diagnostic import Diagnostic

CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{}</catalog>'


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Path:
    """A copy of the small package to be spoiled."""
    return Path(shutil.copytree(small / "package", tmp_path / "package"))


def test_folder_is_zipped_the_same_each_time(small: Path, tmp_path: Path) -> None:
    """An unpacked package becomes the same bytes wherever it lies."""
    hashes = set()
    for folder in ("a", "b"):
        into = tmp_path / folder
        into.mkdir()
        package = admit(small / "package", Limits(), into)
        assert isinstance(package, Package)
        assert package.prefixes == ("https://taxonomy.pilu.example/small/2021/",)
        hashes.add(package.sha256)
    assert len(hashes) == 1


def test_a_folder_of_packages(small: Path, tmp_path: Path) -> None:
    """A folder that is no package stands for the zip files in it; without any it is refused."""
    (tmp_path / "all").mkdir()
    options = EngineOptions(packages=(tmp_path / "all",))
    refused = run(small / "clean.xbrl", options)
    assert [found.code for found in refused.diagnostics] == ["validate.package-invalid"]
    (tmp_path / "all" / "small.zip").write_bytes(zip_folder(small / "package", "small"))
    outcome = run(small / "clean.xbrl", options)
    assert outcome.value is not None
    assert outcome.value.finished


@pytest.mark.parametrize(
    "rewrite",
    [
        '<rewriteURI uriStartString="https://a.example/" rewritePrefix="../../../"/>',
        '<rewriteURI uriStartString="https://a.example/" rewritePrefix="/etc/"/>',
        '<rewriteURI uriStartString="https://a.example/" rewritePrefix="file:///etc/"/>',
        '<rewriteURI uriStartString="https://a.example/" rewritePrefix="http://b.example/"/>',
        '<rewriteURI uriStartString="https://a.example/" rewritePrefix="%2e%2e/%2e%2e/"/>',
        '<rewriteSystem systemIdStartString="https://a.example/" rewritePrefix="..\\..\\"/>',
        '<rewriteURI uriStartString="https://a.example/" rewritePrefix="x/" xml:base="/etc/"/>',
    ],
)
def test_catalog_stays_inside(rewrite: str, copied: Path, tmp_path: Path) -> None:
    """A catalog that points out of its package is refused."""
    (copied / "META-INF" / "catalog.xml").write_text(CATALOG.format(rewrite), encoding="utf-8")
    found = admit(copied, Limits(), tmp_path)
    assert isinstance(found, Diagnostic)
    assert found.code == "validate.package-catalog"


def test_catalog_entities(copied: Path, tmp_path: Path) -> None:
    """A catalog that declares entities is refused, and one that is not XML too."""
    for text in ('<!DOCTYPE c [<!ENTITY e "x">]>' + CATALOG.format("&e;"), "<catalog"):
        (copied / "META-INF" / "catalog.xml").write_text(text, encoding="utf-8")
        found = admit(copied, Limits(), tmp_path)
        assert isinstance(found, Diagnostic)
        assert found.code == "validate.package-catalog"


def test_core_schema_cannot_be_replaced(copied: Path, tmp_path: Path) -> None:
    """A package with another text for a core schema is refused."""
    rewrite = '<rewriteURI uriStartString="http://www.xbrl.org/2003/" rewritePrefix="../core/"/>'
    (copied / "META-INF" / "catalog.xml").write_text(CATALOG.format(rewrite), encoding="utf-8")
    (copied / "core").mkdir()
    (copied / "core" / "xbrl-instance-2003-12-31.xsd").write_text("<schema/>", encoding="utf-8")
    found = admit(copied, Limits(), tmp_path)
    assert isinstance(found, Diagnostic)
    assert found.code == "validate.package-core-schema"


def test_core_addresses_lead_to_the_shipped_copies(copied: Path, small: Path) -> None:
    """A package that remaps core addresses to nothing changes nothing."""
    catalog = copied / "META-INF" / "catalog.xml"
    rewrite = '<rewriteURI uriStartString="http://" rewritePrefix="../nowhere/"/></catalog>'
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("</catalog>", rewrite), encoding="utf-8")
    outcome = run(small / "clean.xbrl", EngineOptions(packages=(copied,)))
    assert outcome.value is not None
    assert outcome.value.messages == ()


def test_missing_and_broken_packages(small: Path, tmp_path: Path, options: EngineOptions) -> None:
    """A package that is absent, damaged or none at all is refused by name."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK nonsense")
    cases = {
        "absent.zip": "validate.package-missing",
        "empty": "validate.package-invalid",
        "broken.zip": "validate.archive-damaged",
    }
    for name, code in cases.items():
        outcome = run(small / "clean.xbrl", replace(options, packages=(tmp_path / name,)))
        assert outcome.value is None
        assert [found.code for found in outcome.diagnostics] == [code]
