"""Folders for temporary files that go even where their process is killed: the next one sweeps them away.

A folder is its process's as long as a file in it is locked. The lock ends with the process, however that
ends, whatever its number, and holds across containers that share the folder of temporary files.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

_HELD = ".held"
_OURS = ("pilu-", ".pilu-")


class Workplace:
    """A folder that goes with the ``with`` statement, or with ``cleanup``; ``within``: where it is made,
    the system's folder for temporary files otherwise."""

    def __init__(
        self, prefix: str, within: Path | None = None, rescue: Callable[[Path], None] | None = None
    ) -> None:
        assert prefix.startswith(_OURS)
        sweep(within or Path(tempfile.gettempdir()), rescue)
        self._folder = tempfile.TemporaryDirectory(prefix=prefix, dir=within, ignore_cleanup_errors=True)
        self.path = Path(os.path.realpath(self._folder.name))
        self._lock = _hold(self.path)

    def cleanup(self) -> None:
        """The folder goes, with all that is in it."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cleanup()


def sweep(place: Path, rescue: Callable[[Path], None] | None = None) -> None:
    """Remove the workplaces in ``place`` whose processes are gone; ``rescue`` is given each one before."""
    for folder in _workplaces(place):
        lock = _taken(folder / _HELD)
        if lock is None:
            continue
        try:
            if rescue is not None:
                rescue(folder)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def put_back(hidden: Path) -> None:
    """What a run that was killed had moved aside into ``old``, and not replaced yet, stands in its place
    again."""
    with contextlib.suppress(OSError):
        for path in (hidden / "old").iterdir():
            if not os.path.lexists(hidden.parent / path.name):
                os.rename(path, hidden.parent / path.name)


def _workplaces(place: Path) -> Iterator[Path]:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if entry.name.startswith(_OURS) and entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)


def _hold(folder: Path) -> int | None:
    """The handle of the folder's locked file, or None where the system has no locks: it is then nobody's
    to sweep. The file gets its name when it is locked already."""
    if sys.platform == "win32":
        return None
    import fcntl

    fresh = folder / f"{_HELD}-new"
    lock = None
    try:
        lock = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.replace(fresh, folder / _HELD)
    except OSError:
        if lock is not None:
            os.close(lock)
        with contextlib.suppress(OSError):
            fresh.unlink()
        return None
    return lock


def _taken(file: Path) -> int | None:
    """The handle of the file, locked by this process now; None where it is another's, or not there."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        lock = os.open(file, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        about = os.fstat(lock)
        if stat.S_ISREG(about.st_mode) and about.st_uid == os.geteuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.stat(file, follow_symlinks=False).st_ino == about.st_ino:
                return lock
    except OSError:
        pass
    os.close(lock)
    return None
