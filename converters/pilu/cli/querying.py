"""``pilu query``: SQL over the fact store."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from pilu import store
from pilu.cli.options import OK, Debug, Json, Lang, refuse, screen_for
from pilu.cli.screen import Column, Screen
from pilu.plain import plain
from pilu.store import Answer
from pilu.store.tables import TABLES

_LONGEST = 120


def query(
    sql: Annotated[
        str | None,
        typer.Argument(
            metavar="SELECT", help="One SELECT; without it, the tables and views. 一个 SELECT 语句。"
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--store", metavar="FOLDER", help="The fact store. 事实库文件夹。")
    ] = Path("store"),
    as_csv: Annotated[bool, typer.Option("--csv", help="The answer as CSV. 以 CSV 输出。")] = False,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Ask the fact store that batches write, in SQL. 用 SQL 查询事实库。

    Examples: "from concept('Assets')"; "from failed_checks"; "select entity, number from latest where
    concept = 'OperatingRevenue' and fiscal_year = 2021".
    """
    screen = screen_for(lang, as_json=as_json)
    if sql is None:
        _show_views(screen)
        return OK
    answer = store.run_query(folder, sql)
    if answer.value is None:
        return refuse(screen, "query", answer.diagnostics)
    if as_json:
        rows = [dict(zip(answer.value.columns, row, strict=True)) for row in answer.value.rows]
        screen.document({"command": "query", "exit": OK, "columns": answer.value.columns, "rows": rows})
    elif as_csv:
        screen.raw(_csv(answer.value).encode("utf-8", "replace"))
    else:
        columns = [Column(name) for name in answer.value.columns]
        screen.table(columns, ([_cut(_text(cell)) for cell in row] for row in answer.value.rows))
    return OK


def _show_views(screen: Screen) -> None:
    views = store.list_views()
    if screen.as_json:
        screen.document(
            {
                "command": "query",
                "exit": OK,
                "tables": {name: {"fiscal_year": "INTEGER", **columns} for name, columns in TABLES.items()},
                "views": views,
            }
        )
        return
    rows = [(name, ", ".join((*columns, "fiscal_year"))) for name, columns in TABLES.items()]
    rows += [(view.call, view.zh if screen.language == "zh" else view.en) for view in views]
    screen.table([Column(screen.word("view")), Column(screen.word("text"))], rows)


def _csv(answer: Answer) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_text(cell) for cell in row] for row in answer.rows)
    return text.getvalue()


def _cut(text: str) -> str:
    """What a table can show of a text; --csv and --json give it whole."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list | tuple):
        return "; ".join(map(_text, cell))
    shown = plain(cell)
    return str(shown).lower() if isinstance(shown, bool) else str(shown)
