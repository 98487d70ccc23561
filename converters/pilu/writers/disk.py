"""Files into a folder: all of them or none."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pilu.codes import diagnose
from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.workplaces import Workplace, put_back

_BAD = re.compile(r'[\x00-\x1f\\:*?"<>|]|[\ud800-\udfff]')  # what Windows or UTF-8 names cannot hold
_OURS = frozenset({".csv", ".json"})  # what an output that is a folder holds


def save(files: Sequence[OutputFile], folder: Path) -> Outcome[tuple[Path, ...]]:
    """Write the files into ``folder``, which is made where missing; their paths, in order.

    They are written and flushed in a hidden folder inside it first, then moved into place. Earlier
    outputs of the same names are replaced, a folder of CSV tables as a whole. On any failure what
    was there before is put back, and one diagnostic says why.
    """
    outside = next((file.path for file in files if not _inside(file.path)), None)
    if outside is not None:
        return Outcome(None, (diagnose("write.outside", path=outside),))
    names = list(dict.fromkeys(PurePosixPath(file.path).parts[0] for file in files))
    folders = {PurePosixPath(file.path).parts[0] for file in files if len(PurePosixPath(file.path).parts) > 1}
    made = _missing_parents(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        blocked = next((name for name in names if _in_the_way(folder / name, name in folders)), None)
        if blocked is not None:
            return Outcome(None, (diagnose("write.blocked", path=blocked),))
        with Workplace(".pilu-", folder, put_back) as hidden:
            stage, aside = hidden / "new", hidden / "old"
            stage.mkdir()
            aside.mkdir()
            _write_all(files, stage)
            _publish(names, folder=folder, stage=stage, aside=aside)
        _flush_folder(folder)
    except OSError as error:
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        reason = error.strerror or type(error).__name__
        return Outcome(None, (diagnose("write.unwritable", folder=folder.name or folder, reason=reason),))
    return Outcome(tuple(folder / file.path for file in files))


def lay_out(files: Sequence[OutputFile], folder: Path) -> Outcome[tuple[Path, ...]]:
    """The files below an empty folder that nobody keeps: not forced to the disk."""
    outside = next((file.path for file in files if not _inside(file.path)), None)
    if outside is not None:
        return Outcome(None, (diagnose("write.outside", path=outside),))
    try:
        _write_all(files, folder, lasting=False)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Outcome(None, (diagnose("write.unwritable", folder=folder.name, reason=reason),))
    return Outcome(tuple(folder / file.path for file in files))


def safe_name(name: str) -> str:
    """The name with ``_`` for what a name in an output folder may not hold."""
    return _BAD.sub("_", name.replace("/", "_"))


def _inside(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and not _BAD.search(path) and not any(part in {"", ".", ".."} for part in parts)


def _missing_parents(folder: Path) -> list[Path]:
    """The folders that do not exist yet, innermost first."""
    return [path for path in (folder, *folder.parents) if not os.path.lexists(path)]


def _in_the_way(target: Path, wants_folder: bool) -> bool:
    """Whether something stands there that no earlier run wrote."""
    if not os.path.lexists(target):
        return False
    if target.is_symlink() or target.is_dir() != wants_folder:
        return True
    return wants_folder and any(not one.is_file() or one.suffix not in _OURS for one in target.iterdir())


def _write_all(files: Sequence[OutputFile], stage: Path, *, lasting: bool = True) -> None:
    for file in files:
        path = stage / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(file.data)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())


def _publish(names: Sequence[str], *, folder: Path, stage: Path, aside: Path) -> None:
    """Move the new files in and the old ones out; on an error, everything back."""
    moved: list[str] = []
    replaced: list[str] = []
    try:
        for name in names:
            if os.path.lexists(folder / name):
                os.rename(folder / name, aside / name)
                replaced.append(name)
            os.rename(stage / name, folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            os.rename(folder / name, stage / name)
        for name in replaced:
            os.rename(aside / name, folder / name)
        raise


def _flush_folder(folder: Path) -> None:
    """Make the new names last through a power cut, where the system can flush a folder."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
