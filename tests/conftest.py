"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept of taxonomies stays among the tests, and is shared by the processes they start; the
    width of whoever's terminal does not count."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PILU_CACHE", str(shared / "pilu-cache"))
        patch.delenv("COLUMNS", raising=False)
        yield
