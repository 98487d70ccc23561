"""A small taxonomy with clean reports in each format, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pilu.engine import EngineOptions


@pytest.fixture(scope="session")
def small() -> Path:
    """The folder with the taxonomy package and one clean report in each format."""
    return Path(__file__).parent / "small"


@pytest.fixture(scope="session")
def options(small: Path) -> EngineOptions:
    """Engine options with the small taxonomy's package."""
    return EngineOptions(packages=(small / "package",))


@pytest.fixture
def spoiled(small: Path, tmp_path: Path) -> Callable[..., Path]:
    """Write a clean report with pieces of its text replaced; each piece must be there."""

    def write(name: str, *changes: tuple[str, str]) -> Path:
        text = (small / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
