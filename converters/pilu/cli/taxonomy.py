"""``pilu taxonomy``: which taxonomies there are, and the package compiled from their sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pilu import pipeline, taxonomies
from pilu.cli.options import OK, Debug, Json, Lang, refuse, screen_for
from pilu.cli.screen import Column

app = typer.Typer(no_args_is_help=True, help="Taxonomies: list, check, build. 分类标准：列出、检查、生成。")

Which = Annotated[
    str, typer.Argument(metavar="ID|FOLDER", help="A taxonomy's id or folder. 分类标准编号或文件夹。")
]


@app.command("list")
def list_(as_json: Json = False, lang: Lang = None, debug: Debug = False) -> int:
    """List the taxonomies that came with Pilu. 列出内置分类标准。"""
    screen = screen_for(lang, as_json=as_json)
    rows = []
    for name in taxonomies.list_installed():
        found = taxonomies.load(name)
        if found.value is None:
            return refuse(screen, "taxonomy list", found.diagnostics)
        rows.append({"id": name, "namespace": found.value.namespace, "concepts": len(found.value.concepts)})
    if as_json:
        screen.document({"command": "taxonomy list", "exit": OK, "taxonomies": rows})
    columns = [Column("id"), Column("namespace"), Column(screen.word("concepts"), number=True)]
    screen.table(columns, (tuple(str(value) for value in row.values()) for row in rows))
    return OK


@app.command()
def check(
    where: Which = pipeline.DEFAULT_TAXONOMY, as_json: Json = False, lang: Lang = None, debug: Debug = False
) -> int:
    """Check the sheets, and that the package is what they compile to. 检查表格与分类标准包是否一致。"""
    return _run(where, "taxonomy check", write=False, as_json=as_json, lang=lang)


@app.command()
def build(
    where: Which = pipeline.DEFAULT_TAXONOMY,
    only_check: Annotated[
        bool, typer.Option("--check", help="Compare only, write nothing. 只比较，不写入。")
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Compile the sheets into the XBRL taxonomy package beside them. 由表格生成分类标准包。"""
    return _run(where, "taxonomy build", write=not only_check, as_json=as_json, lang=lang)


def _run(where: str, command: str, *, write: bool, as_json: bool, lang: str | None) -> int:
    screen = screen_for(lang, as_json=as_json)
    place = Path(where) if Path(where).is_dir() else where
    ready = pipeline.prepare(pipeline.Options(taxonomy=place))
    if ready.value is None:
        return refuse(screen, command, ready.diagnostics)
    done = taxonomies.build(taxonomies.package_folder(place).parent, check=not write)
    if done.value is None:
        return refuse(screen, command, done.diagnostics)
    screen.diagnostics(done.diagnostics)
    if as_json:
        screen.document({"command": command, "exit": OK, "diagnostics": done.diagnostics})
    screen.line(screen.word("built" if write else "same"))
    return OK
