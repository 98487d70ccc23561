"""Questions to the store: one SELECT over its tables and ready views; nothing can be changed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.store.connecting import StoreLibraryMissing, connect, quoted, told
from pilu.store.folder import parts
from pilu.store.tables import TABLES
from pilu.store.views import VIEWS, View

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WIDE = Context(prec=100)
_MOST_CELLS = 20_000_000  # of an answer, which is held in memory
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns, each with a name of its own, and rows of an answer; numbers are ``Decimal``, nothing
    is ``None``, lists and structures have such values; what JSON has no form for is text."""

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
            wrong = _furnish(duck, store)
            return Outcome(None, (wrong,)) if wrong is not None else _asked(duck, sql)
    except StoreLibraryMissing as error:
        missing = diagnose("call.extra-missing", what="the fact store", extra="store", reason=error)
        return Outcome(None, (missing,))


def _furnish(duck: DuckDBPyConnection, store: Path) -> Diagnostic | None:
    """The tables and views, then every door shut; why that cannot be, or None."""
    import duckdb

    place = store.resolve()
    try:
        for table in TABLES:
            files = ", ".join(quoted(f"{part}/{table}/*/*.parquet") for part in parts(place))
            duck.execute(
                f'CREATE VIEW "{table}" AS SELECT * FROM'  # noqa: S608
                f" read_parquet([{files}], union_by_name=true, hive_partitioning=true,"
                " hive_types={'fiscal_year': INTEGER})"
            )
    except duckdb.Error as error:
        return diagnose("store.damaged", folder=store, reason=told(error).partition(" LINE 1:")[0])
    for view in VIEWS:
        if view.parameter:
            duck.execute(f"CREATE MACRO {view.name}({view.parameter}) AS TABLE {view.sql}")
        else:
            duck.execute(f"CREATE VIEW {view.name} AS {view.sql}")
    duck.execute("SET temp_directory = ''")  # what does not fit in memory is no reason to write
    duck.execute(f"SET allowed_directories = [{quoted(place)}]")
    duck.execute("SET enable_external_access = false")
    duck.execute("SET lock_configuration = true")
    return None


def _asked(duck: DuckDBPyConnection, sql: str) -> Outcome[Answer]:
    import duckdb

    try:
        statements = duck.extract_statements(sql)
        if len(statements) != 1 or statements[0].type is not duckdb.StatementType.SELECT:
            return Outcome(None, (diagnose("store.not-a-select"),))
        result = duck.execute(statements[0])
        columns = _names(str(column[0]) for column in result.description or ())
        rows: list[tuple[Any, ...]] = []
        while some := result.fetchmany(_AT_ONCE):
            rows += (tuple(map(_short, row)) for row in some)
            if len(rows) * len(columns) > _MOST_CELLS:
                return Outcome(None, (diagnose("store.too-much", limit=_MOST_CELLS),))
        return Outcome(Answer(columns, tuple(rows)))
    except duckdb.Error as error:
        return Outcome(None, (diagnose("store.query", reason=told(error)),))


def _names(given: Iterable[str]) -> tuple[str, ...]:
    """The names of columns; one that was there before gets a number."""
    names: dict[str, None] = {}
    for name in given:
        fresh, number = name, 1
        while fresh in names:
            number += 1
            fresh = f"{name}_{number}"
        names[fresh] = None
    return tuple(names)


def _short(cell: Any) -> Any:
    """A number without the zeros that fill up the store's decimal type; text for what JSON lacks."""
    match cell:
        case Decimal():
            return Decimal(format(cell.normalize(_WIDE), "f"))
        case float() if not math.isfinite(cell):
            return str(cell)
        case time() | timedelta() | UUID():
            return str(cell)
        case bytes():
            return cell.hex()
        case list() | tuple():
            return [_short(item) for item in cell]
        case Mapping():
            return {name: _short(item) for name, item in cell.items()}
    return cell
