"""What a batch has finished, kept so that nothing is lost or done twice when it is killed.

A document's files are written whole into ``.pilu/staging`` first; then its row is committed here,
which is the moment it counts as finished; then the staged folder is renamed to its place. A start
after a kill renames what was committed and not yet renamed, and removes what was not committed.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome

FOLDER = ".pilu"
_VERSION = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
  key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, name TEXT NOT NULL, folder TEXT NOT NULL,
  status TEXT NOT NULL, record TEXT NOT NULL, outputs TEXT NOT NULL, rows BLOB NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished document: ``folder`` below the output folder, "" if it has no outputs;
    ``outputs``: sizes in bytes by path within the folder."""

    key: str
    sha256: str
    name: str
    folder: str
    status: str
    record: Mapping[str, Any]
    outputs: Mapping[str, int]


class Journal:
    """The rows of one output folder; held by one process at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows = connection

    def find(self, key: str) -> Finished | None:
        """The document of that key, if it is finished."""
        query = "SELECT key, sha256, name, folder, status, record, outputs FROM documents WHERE key = ?"
        row = self._rows.execute(query, (key,)).fetchone()
        return None if row is None else _finished(row)

    def all(self) -> Iterator[Finished]:
        """Every finished document, by key."""
        query = "SELECT key, sha256, name, folder, status, record, outputs FROM documents ORDER BY key"
        yield from (_finished(row) for row in self._rows.execute(query).fetchall())

    def packed_rows(self, key: str) -> bytes:
        """The document's packed rows for the fact store; empty where it has none."""
        row = self._rows.execute("SELECT rows FROM documents WHERE key = ?", (key,)).fetchone()
        return b"" if row is None else bytes(row[0])

    def add(self, done: Finished, rows: bytes) -> None:
        """Commits one document; sqlite3.Error where the disk does not take it."""
        values = (
            done.key,
            done.sha256,
            done.name,
            done.folder,
            done.status,
            json.dumps(dict(done.record), ensure_ascii=False),
            json.dumps(dict(done.outputs), ensure_ascii=False),
            rows,
        )
        self._rows.execute("INSERT OR REPLACE INTO documents VALUES (?,?,?,?,?,?,?,?)", values)

    def close(self) -> None:
        """Lets go of the folder."""
        self._rows.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_journal(out: Path) -> Outcome[Journal]:
    """The journal of an output folder, which is made if need be and locked for this process."""
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return Outcome(None, (diagnose("batch.unwritable", folder=out, reason=error.strerror or error),))
    path = out / FOLDER / "journal.sqlite"
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, timeout=1.0, isolation_level=None)
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN EXCLUSIVE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"it is of version {version}")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version={_VERSION}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
        return Outcome(None, (refusal(out, error),))
    return Outcome(Journal(connection))


def refusal(out: Path, error: sqlite3.Error) -> Diagnostic:
    """Why the journal of an output folder cannot be used."""
    if "locked" in str(error):
        return diagnose("batch.in-use", folder=out)
    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
    return diagnose("batch.journal-damaged" if damaged else "batch.unwritable", folder=out, reason=error)


def _finished(row: tuple[str, str, str, str, str, str, str]) -> Finished:
    key, sha256, name, folder, status, record, outputs = row
    return Finished(key, sha256, name, folder, status, json.loads(record), json.loads(outputs))
