"""The one switch that accepts what the stages give today as what they should give."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "expected"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch."""
    parser.addoption(
        "--accept-golden", action="store_true", help="write what the stages give into tests/golden/expected"
    )


@pytest.fixture(scope="session")
def accepting(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are being accepted; never in continuous integration."""
    asked = bool(request.config.getoption("--accept-golden", default=False))
    assert not (asked and os.environ.get("CI")), "goldens are accepted by people, not by CI"
    return asked


@pytest.fixture
def compare(accepting: bool) -> Callable[[str, bytes], None]:
    """Compares bytes with a golden file, or writes it when accepting."""

    def check(name: str, data: bytes) -> None:
        path = FOLDER / name
        if accepting:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return
        assert path.is_file(), f"no golden file {name}: run `make golden` and read what it wrote"
        expected = path.read_bytes()
        if data != expected:
            where = first_difference(expected, data)
            pytest.fail(f"{name} differs from its golden file at {where}; `make golden` accepts it")

    return check


def first_difference(expected: bytes, got: bytes) -> str:
    """The first line that differs, both sides."""
    old, new = expected.decode("utf-8", "replace").split("\n"), got.decode("utf-8", "replace").split("\n")
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        if before != after:
            return f"line {number}: expected {before[:120]!r}, got {after[:120]!r}"
    return f"line {min(len(old), len(new)) + 1}: {len(old)} lines expected, {len(new)} got"
