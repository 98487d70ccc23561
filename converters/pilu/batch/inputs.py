"""Which documents a batch is asked to convert: files, folders, patterns, lists, object stores.

The order is that of the call, and by name within a folder or a pattern, so that it never depends
on the file system.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pilu import pipeline
from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome, Severity
from pilu.model.document import SourceFile
from pilu.readers import Limits

SUFFIXES = frozenset(
    (".pdf", ".docx", ".htm", ".html", ".xhtml", ".xlsx", ".xlsm", ".md", ".markdown", ".txt", ".text")
)
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Input:
    """One document: ``location`` is a path or a URL as the call gave or implied it."""

    location: str

    @property
    def name(self) -> str:
        """The bare file name, in characters that any output can carry."""
        name = PurePosixPath(self.location).name if _is_url(self.location) else Path(self.location).name
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    @property
    def label(self) -> str:
        """The location in characters that any output can carry."""
        return self.location.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def find_inputs(
    given: Sequence[str], *, manifest: Path | None = None, out: Path | None = None
) -> Outcome[tuple[Input, ...]]:
    """Every document that the arguments and the list name, once each, in their order.

    A folder stands for the report files below it (by suffix, hidden ones left out), a pattern for
    what it matches; nothing below ``out`` is an input. ``manifest``: a text file with a path, pattern
    or URL in each line, relative to its own folder; empty lines and lines that begin with # are left out.
    """
    told: list[Diagnostic] = []
    found: dict[str, None] = {}
    fence = _real(out) if out is not None else ""
    wanted = [*given]
    if manifest is not None:
        listed = _listed(manifest)
        if listed.value is None:
            return Outcome(None, listed.diagnostics)
        wanted += listed.value
    for item in wanted:
        here = _on_a_store(item, told) if _is_url(item) else _on_disk(item, fence, told)
        found.update(dict.fromkeys(here))
    if not found:
        if all(item.severity is not Severity.ERROR for item in told):
            told.append(diagnose("batch.no-inputs"))
        return Outcome(None, tuple(told))
    return Outcome(tuple(Input(location) for location in found), tuple(told))


def load(wanted: Input) -> Outcome[SourceFile]:
    """The bytes of one input, or why it cannot be read."""
    if not _is_url(wanted.location):
        return pipeline.load(Path(wanted.location))
    limit = Limits().file_bytes
    try:
        system, path = _store(wanted.location)
        size = int(system.size(path) or 0)
        if size > limit:
            told = diagnose("read.too-large", source=wanted.name, size=size, kind="any file", limit=limit)
            return Outcome(None, (told,))
        with system.open(path, "rb") as stream:
            return Outcome(SourceFile(wanted.name, stream.read(limit + 1)))
    except Exception as error:  # every store has its own exceptions
        return Outcome(None, (_unreachable(wanted.location, error),))


def _listed(manifest: Path) -> Outcome[list[str]]:
    try:
        lines = manifest.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Outcome(None, (diagnose("batch.list-unreadable", path=manifest, reason=reason),))
    entries = [line.strip() for line in lines]
    return Outcome(
        [
            entry if _is_url(entry) else str(manifest.parent / entry)
            for entry in entries
            if entry and not entry.startswith("#")
        ]
    )


def _on_disk(item: str, fence: str, told: list[Diagnostic]) -> Iterable[str]:
    path = Path(item)
    if path.is_dir():
        reports, others = _in_folder(path, fence)
        if others:
            told.append(diagnose("batch.skipped", folder=item, count=others))
        if not reports:
            told.append(diagnose("batch.no-match", given=item))
        return reports
    if _MAGIC & set(item) and not path.exists():
        matches = sorted(
            match
            for match in glob.glob(item, recursive=True)
            if os.path.isfile(match) and not _is_below(match, fence)
        )
        if not matches:
            told.append(diagnose("batch.no-match", given=item))
        return matches
    return (item,)


def _in_folder(folder: Path, fence: str) -> tuple[list[str], int]:
    """The report files below ``folder``, and how many files are none."""
    reports, others = [], 0
    for path in _files(folder, fence):
        if path.suffix.lower() in SUFFIXES:
            reports.append(str(path))
        else:
            others += 1
    return reports, others


def _files(folder: Path, fence: str) -> Iterator[Path]:
    """Files below ``folder`` in name order; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _is_below(f"{parent}/{name}", fence)
        )
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))


def _on_a_store(item: str, told: list[Diagnostic]) -> Iterable[str]:
    try:
        system, path = _store(item)
        if _MAGIC & set(path):
            found = sorted(match for match in system.glob(path) if system.isfile(match))
        elif system.isdir(path):
            found = sorted(
                match for match in system.find(path) if PurePosixPath(match).suffix.lower() in SUFFIXES
            )
        else:
            return (item,)
        if not found:
            told.append(diagnose("batch.no-match", given=item))
        return [str(system.unstrip_protocol(match)) for match in found]
    except ImportError as error:
        told.append(diagnose("batch.no-driver", url=item, reason=error))
    except Exception as error:  # every store has its own exceptions
        told.append(_unreachable(item, error))
    return ()


def _store(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    system, path = url_to_fs(url)
    return system, str(path)


def _unreachable(url: str, error: Exception) -> Diagnostic:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return diagnose("batch.unreachable", url=url, reason=reason)


def _is_url(item: str) -> bool:
    scheme, mark, _ = item.partition("://")
    return bool(mark) and scheme.replace("+", "").replace(":", "").isalnum()


def _real(path: Path) -> str:
    return os.path.realpath(path)


def _is_below(path: str, fence: str) -> bool:
    real = os.path.realpath(path)
    return bool(fence) and (real == fence or real.startswith(fence + os.sep))
