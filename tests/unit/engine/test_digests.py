"""What is kept of a validated taxonomy: found again for the same, never for another, never half."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pilu.engine import EngineOptions, EngineRun, run, warm_engine


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to keep things in."""
    monkeypatch.setenv("PILU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def faulty(small: Path, tmp_path: Path) -> EngineOptions:
    """A taxonomy that has messages of its own: an item without a period type."""
    package = tmp_path / "package"
    shutil.copytree(small / "package", package)
    entry = package / "dts" / "entry.xsd"
    text = entry.read_text(encoding="utf-8")
    odd = (
        '<xs:element name="Odd" id="s_Odd" type="xbrli:stringItemType" substitutionGroup="xbrli:item"'
        ' xmlns:xbrli="http://www.xbrl.org/2003/instance" nillable="true"/>\n</xs:schema>'
    )
    entry.write_text(text.replace("</xs:schema>", odd), encoding="utf-8")
    return EngineOptions(packages=(package,))


def validated(path: Path, options: EngineOptions) -> EngineRun:
    """What a new warm engine says of the file."""
    with warm_engine(options, run) as engine:
        found = engine.run(path).value
    assert found is not None
    return found


def kept(cache: Path) -> list[Path]:
    """The files in the cache."""
    return sorted(cache.rglob("*.*"))


def test_messages_of_the_taxonomy_are_said_again(cache: Path, faulty: EngineOptions, small: Path) -> None:
    """The second engine says of the taxonomy what the first did, and what a run in this process does."""
    path = small / "clean.xbrl"
    first, second, here = validated(path, faulty), validated(path, faulty), run(path, faulty).value
    assert here is not None
    assert any(message.code == "xbrl.5.1.1.1:itemPeriodType" for message in first.messages)
    assert first == second == replace(here, path="warm")
    assert len(kept(cache)) == 1


def test_another_taxonomy_or_question_is_not_found(cache: Path, faulty: EngineOptions, small: Path) -> None:
    """One byte of a package or one option makes it another."""
    path = small / "clean.xbrl"
    validated(path, faulty)
    validated(path, replace(faulty, calculation="1.0"))
    assert len(kept(cache)) == 2
    entry = faulty.packages[0] / "dts" / "entry.xsd"
    entry.write_text(entry.read_text(encoding="utf-8").replace('id="s_Odd"', 'id="s_Odds"'), encoding="utf-8")
    found = validated(path, faulty)
    assert len(kept(cache)) == 3
    here = run(path, faulty).value
    assert here is not None
    assert found == replace(here, path="warm")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"messages": 1}', "\\x00"])
def test_damaged_file_is_made_anew(text: str, cache: Path, faulty: EngineOptions, small: Path) -> None:
    """A file that holds something else is not believed, and is replaced."""
    first = validated(small / "clean.xbrl", faulty)
    (path,) = kept(cache)
    whole = path.read_bytes()
    path.write_text(text, encoding="utf-8")
    assert validated(small / "clean.xbrl", faulty) == first
    assert path.read_bytes() == whole


def test_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faulty: EngineOptions, small: Path
) -> None:
    """A file in the folder's place costs time, not the verdict; ``off`` keeps nothing."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("PILU_CACHE", str(tmp_path / "taken"))
    first = validated(small / "clean.xbrl", faulty)
    monkeypatch.setenv("PILU_CACHE", "off")
    assert validated(small / "clean.xbrl", faulty) == first
