"""Report packages on the warm way: what a fresh Arelle process says of them, in every detail."""

from __future__ import annotations

import runpy
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pilu.engine import EngineOptions, run, warm_engine
from pilu.engine.archives import zip_folder
from pilu.engine.warm import WarmEngine

HERE = Path(__file__).parent
PACKAGES = runpy.run_path(str(HERE / "faults.py"))["PACKAGES"]
NAMES = [row[0] for row in PACKAGES]
FIRST_DAY = (1980, 1, 1, 0, 0, 0)

# Packages without a report or with several, and reports that load more than their taxonomy.
SENT_ELSEWHERE = {
    "inline-no-schema-ref",
    "json-missing-schema",
    "json-number-as-number",
    "json-decimals-word",
    "json-extra-property",
    "json-document-type",
    "two-reports",
    "two-packages",
    "xbrl-in-xbri",
    "inline-in-xbr",
    "no-reports",
    "nothing-in-reports",
    "no-folders",
}


def packed(path: Path, small: Path, row: Any) -> Path:
    """One package of the corpus: the report (of a CSV report, its whole folder) and other members."""
    _, suffix, base, changes, others = row
    path = path / f"report{suffix}"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in others:
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), text)
        source = small / base
        beside = sorted(source.parent.iterdir()) if base and source.parent != small else [source]
        found = []
        for file in beside if base else ():
            text = file.read_text(encoding="utf-8")
            for old, new in changes:
                found += [old] * (old in text)
                text = text.replace(old, new)
            archive.writestr(zipfile.ZipInfo(f"p/reports/{file.name}", FIRST_DAY), text)
        assert {old for old, _ in changes} <= set(found)
    return path


@pytest.fixture(scope="module")
def packages(small: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every package of the corpus, by name."""
    return {row[0]: packed(tmp_path_factory.mktemp("package"), small, row) for row in PACKAGES}


@pytest.fixture(scope="module")
def warm(options: EngineOptions) -> Iterator[WarmEngine]:
    """One warm engine for all tests of the module, other files validated in this process."""
    with warm_engine(options, run) as engine:
        yield engine


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_same_as_a_run_of_its_own(
    name: str, packages: dict[str, Path], warm: WarmEngine, options: EngineOptions
) -> None:
    """Every message with its references, labels and values, and the number of facts, are those of a
    run in a room of its own; what is refused is refused alike."""
    mine, other = warm.run(packages[name]), run(packages[name], options)
    if mine.value is None or other.value is None:
        assert (mine.value, mine.diagnostics[-1:]) == (other.value, other.diagnostics[-1:])
        return
    assert replace(mine.value, path="run") == other.value
    assert mine.value.path == ("run" if name in SENT_ELSEWHERE else "warm")


@pytest.mark.slow
def test_same_as_the_command_line(
    packages: dict[str, Path],
    small: Path,
    warm: WarmEngine,
    tmp_path: Path,
) -> None:
    """Code, level, text, fact and line of every message are those of Arelle's command line, for every
    odd package and every fourth odd report in one."""
    structural = NAMES.index("zip")
    names = NAMES[:structural:4] + NAMES[structural:]
    warm_tests = runpy.run_path(str(HERE / "test_warm.py"))
    taxonomy = tmp_path / "package.zip"
    taxonomy.write_bytes(zip_folder(small / "package", "package"))
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(
            lambda name: warm_tests["command_line"](packages[name], taxonomy, tmp_path / f"{name}.json"),
            names,
        )
        for name, messages in zip(names, said, strict=True):
            outcome = warm.run(packages[name])
            if outcome.value is not None:
                assert warm_tests["keys"](outcome.value) == messages, name


def test_a_package_is_warm_and_its_faults_are_found(packages: dict[str, Path], warm: WarmEngine) -> None:
    """A package's own structure and the report in it are both checked, again after other packages."""
    for name in ("inline-clean", "description-of-xbr", "inline-wrong-sum", "inline-clean"):
        outcome = warm.run(packages[name])
        assert outcome.value is not None
        assert outcome.value.path == "warm"
        codes = {message.code for message in outcome.value.messages}
        assert ("rpe:documentTypeFileExtensionMismatch" in codes) is (name == "description-of-xbr")
        assert outcome.value.ok is (name == "inline-clean")
