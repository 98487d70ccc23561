"""The store's folder: parts that appear whole, and one writer at a time."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock.sqlite"
STAGING = ".staging"
_PART = re.compile(r"part-\d+-[0-9a-f]+")


class StoreInUse(OSError):
    """Another process is adding to the store."""


def parts(store: Path) -> tuple[Path, ...]:
    """The parts of a store, oldest first."""
    return tuple(
        sorted(path for path in store.glob("part-*") if _PART.fullmatch(path.name) and path.is_dir())
    )


@contextmanager
def writing(store: Path) -> Iterator[Path]:
    """An empty folder to build a part in, while nobody else writes; OSError where that cannot be."""
    store.mkdir(parents=True, exist_ok=True)
    lock: sqlite3.Connection | None = None
    try:
        lock = sqlite3.connect(store / LOCK, timeout=1.0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if lock is not None:
            lock.close()
        if "locked" in str(error):
            raise StoreInUse(str(error)) from error
        raise OSError(str(error)) from error
    staging = store / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with contextlib.suppress(sqlite3.Error):
            lock.execute("COMMIT")
        lock.close()
