"""DuckDB connections that never reach the network and never leave a file of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class StoreLibraryMissing(RuntimeError):
    """DuckDB is not installed."""


class StoreDamaged(RuntimeError):
    """A part of the store cannot be read."""


@contextmanager
def connect() -> Iterator[DuckDBPyConnection]:
    """A connection in memory, in insertion order, without extensions from elsewhere."""
    try:
        import duckdb
    except ImportError as error:
        raise StoreLibraryMissing(str(error)) from error
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        connection.execute("SET threads = 1; SET preserve_insertion_order = true")
        yield connection
    finally:
        connection.close()


def quoted(text: str | Path) -> str:
    """A text as a string of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def read(connection: DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query over a store's own files; StoreDamaged where these cannot be read."""
    import duckdb

    try:
        return connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise StoreDamaged(told(error)) from error


def told(error: Exception) -> str:
    """What DuckDB says, in one line."""
    return " ".join(str(error).split())[:400]
