"""DuckDB connections that never reach the network and never leave a file of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class StoreLibraryMissing(RuntimeError):
    """DuckDB is not installed."""


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
