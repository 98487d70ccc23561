"""Questions to the store: one SELECT over its tables and ready views; nothing can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Outcome
from pilu.store.connecting import StoreLibraryMissing, connect, quoted
from pilu.store.folder import parts
from pilu.store.tables import TABLES
from pilu.store.views import VIEWS, View

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WIDE = Context(prec=100)


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and rows of an answer; numbers are ``Decimal``, nothing is ``None``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def list_views() -> tuple[View, ...]:
    """The ready views."""
    return VIEWS


def run_query(store: Path, sql: str) -> Outcome[Answer]:
    """The answer to one SELECT (or DESCRIBE, SHOW) over the store.

    Tables: ``documents``, ``facts``, ``findings``, ``ledger``, each with ``fiscal_year``; views: see
    ``list_views``. The query reads nothing outside the store and writes nothing.
    """
    if not parts(store):
        return Outcome(None, (diagnose("store.empty", folder=store),))
    try:
        with connect() as duck:
            _furnish(duck, store.resolve())
            return _asked(duck, sql)
    except StoreLibraryMissing as error:
        told = diagnose("call.extra-missing", what="the fact store", extra="store", reason=error)
        return Outcome(None, (told,))


def _furnish(duck: DuckDBPyConnection, store: Path) -> None:
    """The tables and views, then every door shut."""
    for table in TABLES:
        files = ", ".join(quoted(f"{part}/{table}/*/*.parquet") for part in parts(store))
        duck.execute(
            f'CREATE VIEW "{table}" AS SELECT * FROM'  # noqa: S608
            f" read_parquet([{files}], union_by_name=true, hive_partitioning=true,"
            " hive_types={'fiscal_year': INTEGER})"
        )
    for view in VIEWS:
        if view.parameter:
            duck.execute(f"CREATE MACRO {view.name}({view.parameter}) AS TABLE {view.sql}")
        else:
            duck.execute(f"CREATE VIEW {view.name} AS {view.sql}")
    duck.execute(f"SET allowed_directories = [{quoted(store)}]")
    duck.execute("SET enable_external_access = false")
    duck.execute("SET lock_configuration = true")


def _asked(duck: DuckDBPyConnection, sql: str) -> Outcome[Answer]:
    import duckdb

    try:
        statements = duck.extract_statements(sql)
        if len(statements) != 1 or statements[0].type is not duckdb.StatementType.SELECT:
            return Outcome(None, (diagnose("store.not-a-select"),))
        result = duck.execute(statements[0])
        columns = tuple(str(column[0]) for column in result.description or ())
        rows = tuple(tuple(map(_short, row)) for row in result.fetchall())
        return Outcome(Answer(columns, rows))
    except duckdb.Error as error:
        reason = " ".join(str(error).split())[:400]
        return Outcome(None, (diagnose("store.query", reason=reason),))


def _short(cell: Any) -> Any:
    """A number without the zeros that fill up the store's decimal type."""
    if isinstance(cell, Decimal):
        return Decimal(format(cell.normalize(_WIDE), "f"))
    return cell
