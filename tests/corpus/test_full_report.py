"""A whole annual report of two hundred pages and more, through the whole line and out again."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pilu import pipeline
from pilu.engine import EngineOptions, read_facts, run_stock
from pilu.engine.message import FAILING
from pilu.model.extraction import Extraction
from pilu.writers import KINDS

pytestmark = [pytest.mark.corpus, pytest.mark.slow]
_OUTPUTS = (".xbrl", ".xhtml", ".json", "-csv/{}.json", ".xbri")
_HASH_SEEDS = ("1", "2")


@pytest.fixture(scope="module")
def report(shared: Path) -> Path:
    """The largest full report of the collection that is a PDF."""
    found = list((shared / "corpus" / "reports").glob("*-annual.pdf"))
    return max(found, key=lambda path: (path.stat().st_size, path.name))


@pytest.fixture(scope="module")
def folders(report: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The outputs of two runs, each in a process and a folder of its own, with other hash seeds."""
    made = []
    for seed in _HASH_SEEDS:
        folder = tmp_path_factory.mktemp("run")
        command = [sys.executable, "-m", "pilu", "convert", str(report), "-o", str(folder), "--no-validate"]
        done = subprocess.run(
            [*command, "--quiet"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode()
        made.append(folder)
    return tuple(made)


def _outputs(folder: Path, report: Path) -> list[Path]:
    return [folder / f"{report.stem}{ending.format(report.stem)}" for ending in _OUTPUTS]


def test_two_runs_give_the_same_bytes(folders: tuple[Path, ...]) -> None:
    """Whatever the process, its hash seed and the folder, every file is the same."""
    first, second = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders)
    assert sorted(first) == sorted(second)
    assert [str(name) for name in first if first[name] != second[name]] == []


def test_all_formats_say_the_same(folders: tuple[Path, ...], report: Path) -> None:
    """Read back by the engine, the formats hold one set of facts, more than two thousand of them."""
    package = pipeline.package_of(pipeline.Options()).value
    assert package is not None
    read = []
    for path in _outputs(folders[0], report):
        facts = read_facts(path, [package]).value
        assert facts is not None
        read.append({replace(fact, id="") for fact in facts})
    assert len(read[0]) > 2_000
    assert [path for facts, path in zip(read, _OUTPUTS, strict=True) if facts != read[0]] == []


@pytest.mark.parametrize("number", range(len(_OUTPUTS)), ids=_OUTPUTS)
def test_valid_in_a_process_of_its_own(folders: tuple[Path, ...], report: Path, number: int) -> None:
    """A fresh run of the validator, with calculation 1.1 and the cross-checks, finds no error."""
    package = pipeline.package_of(pipeline.Options()).value
    assert package is not None
    options = EngineOptions(packages=(package,), calculation="1.1")
    done = run_stock(_outputs(folders[0], report)[number], options).value
    assert done is not None
    assert done.finished
    assert [m.text for m in done.messages if m.level in FAILING] == []


def test_every_cell_is_accounted_for(report: Path, walk) -> None:  # type: ignore[no-untyped-def]
    """The ledger has one entry for each cell of each table, and a reason where it is no fact."""
    walked, _ = walk(report)
    assert walked is not None
    document, extraction, mapped = walked
    assert isinstance(extraction, Extraction)
    cells = {
        (number, index)
        for number, block in enumerate(document.blocks)
        for index in range(len(getattr(block, "cells", ())))
    }
    entries = [(e.place.block, e.place.cell) for e in mapped.ledger if e.place.cell is not None]
    assert sorted(entries) == sorted(cells)
    assert [e for e in mapped.ledger if e.status in {"explained", "unrecognised"} and not e.reason] == []


def test_formats_are_those_of_the_command() -> None:
    """The outputs tried here are all that a conversion can write as an instance."""
    assert len(_OUTPUTS) == len([kind for kind in KINDS if kind in pipeline.VALIDATED])
