"""Zip files looked at before anything in them is opened."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path, PurePosixPath

from pilu.codes import diagnose
from pilu.engine.message import Limits
from pilu.model.diagnostic import Diagnostic

_SMALL = 2**20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_LINK = 0o120000
_ENCRYPTED = 1  # the bit of an entry's flags
_READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


def archive_refusal(path: Path, limits: Limits) -> Diagnostic | None:
    """Why the zip file is not opened, or None: damage, too much in it, or names that lead out."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _entries_refusal(archive.infolist(), limits)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return diagnose("validate.archive-damaged", reason=error)


def _entries_refusal(entries: list[zipfile.ZipInfo], limits: Limits) -> Diagnostic | None:
    if len(entries) > limits.archive_entries:
        return diagnose("validate.archive-too-large", what="entries", limit=limits.archive_entries)
    if sum(entry.file_size for entry in entries) > limits.archive_bytes:
        return diagnose("validate.archive-too-large", what="unpacked bytes", limit=limits.archive_bytes)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.file_size > limits.entry_bytes:
            return diagnose("validate.archive-too-large", what=f"bytes of {name}", limit=limits.entry_bytes)
        if entry.file_size > _SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            return diagnose("validate.archive-too-large", what=f"the packing of {name}", limit=limits.ratio)
        if entry.flag_bits & _ENCRYPTED:
            return diagnose("validate.archive-damaged", reason=f"{name} is encrypted")
        if entry.compress_type not in _READABLE:
            return diagnose("validate.archive-damaged", reason=f"{name} is packed in an unknown way")
        if leads_out(name) or entry.external_attr >> 16 & 0o170000 == _LINK:
            return diagnose("validate.archive-path", name=name)
        if name in seen:
            return diagnose("validate.archive-damaged", reason=f"{name} occurs twice")
        seen.add(name)
    return None


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of an entry; ``zipfile.BadZipFile`` with its name where it cannot be unpacked."""
    try:
        return archive.read(name)
    except Exception as error:  # every way of packing has its own
        raise zipfile.BadZipFile(f"{name} cannot be unpacked: {error}") from error


def leads_out(name: str) -> bool:
    """Whether a relative name could leave the folder it is resolved in."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name.split("/", 1)[0]


def zip_folder(folder: Path, name: str) -> bytes:
    """The folder as a zip file with the one top folder ``name``: same files, same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_file() and not path.is_symlink():
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", _FIRST_DAY)
                archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def is_package_folder(source: Path) -> bool:
    """Whether it is a taxonomy package that lies unpacked."""
    return (source / "META-INF" / "taxonomyPackage.xml").is_file()


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hex, read piecewise."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
