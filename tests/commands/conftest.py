"""Runs ``pilu`` the way a person does: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What one call printed and how it ended."""

    code: int
    out: str
    err: str


Call = Callable[..., Ran]


@pytest.fixture(scope="session")
def example() -> Path:
    """The report that comes with Pilu."""
    return ROOT / "examples" / "annual-report-abstract.txt"


@pytest.fixture
def pilu(tmp_path: Path) -> Call:
    """Calls ``pilu`` with arguments in the test's own folder, English, no terminal."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path = tmp_path) -> Ran:
        return run([str(item) for item in arguments], cwd=cwd, env=env)

    return call


def run(arguments: Sequence[str], *, cwd: Path, env: dict[str, str] | None = None) -> Ran:
    """One call of ``python -m pilu``."""
    inherited = {
        key: value for key, value in os.environ.items() if key not in {"COLUMNS", "PILU_LANG", "LC_ALL"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "pilu", *arguments],
        cwd=cwd,
        env={**inherited, "LANG": "C.UTF-8", "NO_COLOR": "1", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory, example: Path) -> tuple[Path, Ran]:
    """The example, converted once: the output folder and what the call said."""
    folder = tmp_path_factory.mktemp("converted")
    shutil.copy(example, folder / "report.txt")
    ran = run(["convert", "report.txt", "-o", "filings"], cwd=folder)
    return folder / "filings", ran
