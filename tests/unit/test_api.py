"""The public functions, where they do more than pass a call on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pilu

SMALL = Path(__file__).parent / "engine" / "small"


def test_a_package_that_claims_every_address(tmp_path: Path) -> None:
    """A catalog for all of https overlaps Pilu's own package, which the caller did not give: no finding."""
    package = tmp_path / "all"
    shutil.copytree(SMALL / "package", package)
    (package / "META-INF" / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<rewriteURI uriStartString="https://" rewritePrefix="../https/"/></catalog>',
        encoding="utf-8",
    )
    (entry,) = package.rglob("entry.xsd")
    target = package / "https" / "taxonomy.pilu.example" / "small"
    target.mkdir(parents=True)
    shutil.move(entry.parent, target / "2021")
    verdict = pilu.validate([SMALL / "clean.xbrl"], packages=[package]).value
    assert verdict is not None
    assert verdict.valid
    assert verdict.findings == ()


def test_one_path_is_one_file() -> None:
    """A path in place of a list of paths is that one file, and no package is a sequence of letters."""
    one = pilu.validate(str(SMALL / "clean.xbrl"), packages=str(SMALL / "package"))
    assert one.value is not None
    assert one == pilu.validate([SMALL / "clean.xbrl"], packages=[SMALL / "package"])


def test_nothing_to_validate_is_said() -> None:
    """An empty list is no verdict, and not without a word."""
    nothing = pilu.validate([])
    assert nothing.value is None
    assert [told.code for told in nothing.diagnostics] == ["validate.nothing-given"]


def test_a_version_of_calculation_that_is_none() -> None:
    """A slip of the caller is no verdict on the report."""
    with pytest.raises(ValueError, match=r"1\.2"):
        pilu.validate(SMALL / "clean.xbrl", calculation="1.2")  # type: ignore[arg-type]
