"""What each stage gives for the example and for its damaged copy, byte by byte.

`make golden` accepts a change; the diff is read by a person and explained in the commit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pilu import pipeline
from pilu.model.output import OutputFile
from pilu.pipeline import Conversion, Ground, Options
from pilu.plain import to_json

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "annual-report-abstract.txt"
DAMAGED = Path(__file__).with_name("annual-report-abstract-damaged.txt")
Compare = Callable[[str, bytes], None]


@pytest.fixture(scope="module")
def ground() -> Ground:
    """The built-in taxonomy, loaded once."""
    made = pipeline.prepare(Options())
    assert made.value is not None, made.diagnostics
    return made.value


@pytest.fixture(scope="module")
def example(ground: Ground) -> Conversion:
    """The example through the line, without the validator."""
    made = pipeline.convert(EXAMPLE, Options(validate=False), ground=ground)
    assert made.value is not None, made.diagnostics
    return made.value


def test_document(example: Conversion, compare: Compare) -> None:
    """Reading: blocks, cells and their places."""
    compare("document.json", to_json(example.document).encode())


def test_extraction(example: Conversion, compare: Compare) -> None:
    """Extraction: sections, tables, candidates and the ledger."""
    compare("extraction.json", to_json(example.extraction).encode())


def test_mapping(example: Conversion, compare: Compare) -> None:
    """Mapping: facts, the final ledger and what is missing."""
    compare("mapped.json", to_json(example.mapped).encode())


def test_outputs(example: Conversion, compare: Compare) -> None:
    """Writing: every text output; the report package is made of these and compared by its members."""
    for file in text_outputs(example):
        compare(f"outputs/{file.path}", file.data)


def test_damage_changes_confidence_but_no_figure(ground: Ground, example: Conversion) -> None:
    """The damaged copy (lost ticks, cut tables, wrapped cells) gives the same numbers."""
    made = pipeline.convert(DAMAGED, Options(validate=False), ground=ground)
    assert made.value is not None, made.diagnostics
    assert numbers(made.value) == numbers(example)
    doubtful = [fact for fact in made.value.mapped.report.facts if fact.provenance.confidence < 1]
    assert len(doubtful) > len(
        [fact for fact in example.mapped.report.facts if fact.provenance.confidence < 1]
    )


def test_the_switch_is_off(accepting: bool) -> None:
    """A run that accepts goldens proves nothing: this test fails in it, so it cannot pass for a test run."""
    if accepting:
        pytest.skip("goldens are being accepted: this run is not a test")
    assert "--accept-golden" not in sys.argv


def test_the_switch_refuses_to_work_in_ci() -> None:
    """With CI set, --accept-golden is an error, not a way to green."""
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--accept-golden"]
    call += [str(Path(__file__)), "-k", "the_switch_is_off"]
    done = subprocess.run(call, cwd=ROOT, env=_ci(), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "accepted by people" in done.stdout


def _ci() -> dict[str, str]:

    return {**os.environ, "CI": "1"}


def text_outputs(made: Conversion) -> list[OutputFile]:
    """The outputs that are text; the receipt is left out, it holds the versions of this machine."""
    return [file for file in made.files if file.kind not in {"package", "receipt"}]


def numbers(made: Conversion) -> set[tuple[str, ...]]:
    """Every numeric fact without its place."""
    return {
        (fact.concept.local, str(fact.period), str(fact.dimensions), str(fact.value), str(fact.decimals))
        for fact in made.mapped.report.facts
        if fact.unit is not None
    }
