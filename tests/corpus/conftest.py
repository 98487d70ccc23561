"""The collection of real reports beside the checkout, and what the first three stages make of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pilu import pipeline
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Document
from pilu.model.extraction import Extraction
from pilu.model.filing import Mapped

Walked = tuple[tuple[Document, Extraction, Mapped] | None, tuple[Diagnostic, ...]]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the collection; the test is skipped where it is absent."""
    folder = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
    if not (folder / "corpus" / "gold").is_dir():
        pytest.skip("the collection of real reports is not beside the checkout (../shared)")
    return folder


@pytest.fixture(scope="session")
def ground() -> pipeline.Ground:
    """The shipped taxonomy, loaded once."""
    prepared = pipeline.prepare(pipeline.Options())
    assert prepared.value is not None, prepared.diagnostics
    return prepared.value


@pytest.fixture(scope="session")
def walk(ground: pipeline.Ground) -> Callable[[Path], Walked]:
    """Reads, extracts and maps a report, each only once in a session."""

    @cache
    def run(path: Path) -> Walked:
        outcome = pipeline.map_facts(path, ground)
        return outcome.value, outcome.diagnostics

    return run
