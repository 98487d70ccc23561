"""Documents into the store: one part per call, whole or not at all; what is there stays.

A part is a folder ``part-NUMBER-HASH`` with a folder per table, partitioned by fiscal year. It is
built aside and renamed, so a reader sees all of it or none, and a document is in one part only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Outcome
from pilu.store.connecting import StoreDamaged, StoreLibraryMissing, connect, quoted, read
from pilu.store.folder import StoreInUse, parts, writing
from pilu.store.rows import unpacked_rows
from pilu.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class Filed:
    """One finished document: ``key`` tells versions apart (it covers bytes, tool and options);
    ``record``: the batch's own account of it; ``rows``: what ``packed_rows`` gave, or nothing."""

    key: str
    sha256: str
    name: str
    input: str
    status: str
    basis: str
    detail: str = ""
    record: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    rows: bytes = b""


def add_documents(store: Path, documents: Iterable[Filed]) -> Outcome[int]:
    """Adds what the store does not have yet; how many documents that were."""
    try:
        with writing(store) as staging:
            return Outcome(_add(store, staging, documents))
    except StoreLibraryMissing as error:
        told = diagnose("call.extra-missing", what="the fact store", extra="store", reason=error)
    except StoreDamaged as error:
        told = diagnose("store.damaged", folder=store, reason=error)
    except StoreInUse:
        told = diagnose("store.in-use", folder=store)
    except OSError as error:
        told = diagnose("store.unwritable", folder=store, reason=error.strerror or error)
    return Outcome(None, (told,))


def known_keys(store: Path) -> frozenset[str]:
    """The keys of every document in the store."""
    keys: set[str] = set()
    with connect() as duck:
        for part in parts(store):
            source = quoted(f"{part}/documents/*/*.parquet")
            keys.update(row[0] for row in read(duck, f"SELECT key FROM {source}"))  # noqa: S608
    return frozenset(keys)


def _add(store: Path, staging: Path, documents: Iterable[Filed]) -> int:
    known = known_keys(store)
    keys: list[str] = []
    number = int(parts(store)[-1].name.split("-")[1]) + 1 if parts(store) else 1
    files = {table: staging / f"{table}.jsonl" for table in TABLES}
    streams = {table: path.open("w", encoding="utf-8") for table, path in files.items()}
    try:
        for document in documents:
            if document.key not in known:
                keys.append(document.key)
                _write_rows(document, number * 1_000_000 + len(keys), streams)
    finally:
        for stream in streams.values():
            stream.close()
    if not keys:
        return 0
    part = staging / f"part-{number:06d}-{hashlib.sha256(''.join(keys).encode()).hexdigest()[:12]}"
    part.mkdir()
    for table, path in files.items():
        _to_parquet(table, path, part)
        path.unlink()
    part.rename(store / part.name)
    return len(keys)


def _write_rows(document: Filed, version: int, streams: Mapping[str, IO[str]]) -> None:
    unpacked = unpacked_rows(document.rows)
    year = int(document.record.get("fiscalYear") or 0)
    entity = unpacked["entity"]
    _line(streams["documents"], _document(document, version, unpacked) | {"fiscal_year": year})
    for table in ("facts", "findings", "ledger"):
        for row in unpacked[table]:
            _line(streams[table], row | {"key": document.key, "entity": entity, "fiscal_year": year})


def _document(document: Filed, version: int, unpacked: Mapping[str, Any]) -> dict[str, Any]:
    record = document.record
    receipt = json.loads(unpacked["receipt"]) if unpacked["receipt"] else {}
    form, means = record.get("form") or {}, receipt.get("basis") or {}
    counts = record.get("findings") or {}
    return {
        "key": document.key,
        "sha256": document.sha256,
        "name": document.name,
        "input": document.input,
        "entity": unpacked["entity"],
        "entity_scheme": unpacked["entity_scheme"],
        "form": form.get("kind", ""),
        "exchange": form.get("exchange", ""),
        "board": form.get("board", ""),
        "status": document.status,
        "valid": {"valid": True, "empty": bool(counts) or None, "invalid": False}.get(document.status),
        "fact_count": record.get("facts"),
        "errors": counts.get("error"),
        "warnings": counts.get("warning"),
        "taxonomy": means.get("taxonomy", ""),
        "taxonomy_sha256": means.get("taxonomySha256", ""),
        "basis": document.basis,
        "version": version,
        "receipt": unpacked["receipt"],
        "detail": document.detail,
    }


def _line(stream: IO[str], row: Mapping[str, Any]) -> None:
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _to_parquet(table: str, source: Path, part: Path) -> None:
    """The rows of one table, in one file per fiscal year; a table without rows has a file without."""
    types = dict(TABLES[table]) | {"fiscal_year": "INTEGER"}
    read = ", ".join(f"'{name}': '{_read_type(kind)}'" for name, kind in types.items())
    cast = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in types.items())
    rows = (
        f"SELECT {cast} FROM read_json({quoted(source)}, format='newline_delimited',"  # noqa: S608
        f" columns={{{read}}}, maximum_object_size=268435456)"
    )
    with connect() as duck:
        duck.execute(f"CREATE TEMP TABLE found AS {rows}")
        years = [
            row[0] for row in duck.execute("SELECT DISTINCT fiscal_year FROM found ORDER BY 1").fetchall()
        ]
        for year in years or [0]:
            folder = part / table / f"fiscal_year={year}"
            folder.mkdir(parents=True)
            duck.execute(
                f"COPY (SELECT * EXCLUDE (fiscal_year) FROM found WHERE fiscal_year = {int(year)})"  # noqa: S608
                f" TO {quoted(folder / 'rows.parquet')} (FORMAT parquet, COMPRESSION zstd)"
            )


def _read_type(kind: str) -> str:
    """Numbers and dates come as text, so that no digit passes through a float."""
    return "VARCHAR" if kind.startswith("DECIMAL") else kind
