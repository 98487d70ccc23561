"""The output folder of a batch: each document's files staged whole, then renamed into place."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from pilu.batch.journal import FOLDER, Finished, Journal
from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.writers import disk

_STEM = 60  # characters of a document's stem in the name of its folder: file systems end at 255 bytes
_KEY = 12


def folder_name(stem: str, key: str) -> str:
    """The folder of one document: no two documents share one, and it never depends on the others."""
    return f"{disk.safe_name(stem)[:_STEM].strip('. ') or 'report'}-{key[:_KEY]}"


def staging(out: Path) -> Path:
    """Where folders stand until they are whole."""
    return out / FOLDER / "staging"


def stage(out: Path, folder: str, files: Sequence[OutputFile]) -> Outcome[tuple[Path, ...]]:
    """Writes the files, forced to the disk; where that fails, nothing is left behind."""
    place = staging(out) / folder
    shutil.rmtree(place, ignore_errors=True)
    saved = disk.save(files, place)
    if saved.value is None:
        shutil.rmtree(place, ignore_errors=True)
    return saved


def unstage(out: Path, folder: str) -> None:
    """Takes a staged folder back, if there is one."""
    if folder:
        shutil.rmtree(staging(out) / folder, ignore_errors=True)


def publish(out: Path, folder: str) -> None:
    """Renames a staged folder into place; one that is there already, damaged or of a lost journal,
    gives way."""
    place, target = staging(out) / folder, out / folder
    if target.exists():
        aside = staging(out) / f"{folder}.old"
        shutil.rmtree(aside, ignore_errors=True)
        target.rename(aside)
        place.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        place.rename(target)


def recover(out: Path, journal: Journal) -> None:
    """Finishes what a killed batch had committed, and clears away what it had not."""
    for done in journal.all():
        if done.folder and not (out / done.folder).exists() and _is_whole(staging(out), done):
            publish(out, done.folder)
    shutil.rmtree(staging(out), ignore_errors=True)
    staging(out).mkdir(parents=True, exist_ok=True)
    for left in out.glob(f"{FOLDER}-*"):  # a summary that was being written
        shutil.rmtree(left, ignore_errors=True)


def is_whole(out: Path, done: Finished) -> bool:
    """Whether every output of a finished document is still there, with its size."""
    return _is_whole(out, done)


def _is_whole(place: Path, done: Finished) -> bool:
    return all(_size(place / done.folder / path) == size for path, size in done.outputs.items())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
