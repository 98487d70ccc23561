"""Where Arelle may look: its own schemas, the packages, and the folder of the validated file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pilu.engine.core_schemas import CONFIG, SHIPPED


class Fence:
    """Stands before a controller's file lookup; what lies outside is as if it did not exist."""

    def __init__(self, cache: Any, roots: Iterable[Path]) -> None:
        self._lookup = cache.getfilename
        self._roots = {_real(path) for path in (SHIPPED, CONFIG, *roots)}

    def allow(self, path: Path) -> None:
        """Open one more file or folder."""
        self._roots.add(_real(path))

    def getfilename(self, url: str | None, *args: Any, **kwargs: Any) -> str | None:
        """Takes the place of WebCache.getfilename: the path, or None for what may not be seen."""
        path: str | None = self._lookup(url, *args, **kwargs)
        if path is None or (self._is_inside(path) and not _waits(path)):
            return path
        return None

    def _is_inside(self, path: str) -> bool:
        real = _real(path)
        return any(real == root or real.startswith(root + os.sep) for root in self._roots)


def _waits(path: str) -> bool:
    """Whether it is a pipe or a device, which may never end: no part of a report."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _real(path: str | Path) -> str:
    return os.path.realpath(path)
