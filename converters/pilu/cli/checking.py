"""``pilu validate``: anyone's XBRL instances through the same validator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pilu import api
from pilu.cli.options import FAULTY, OK, Debug, Json, Lang, Quiet, refuse, screen_for
from pilu.cli.summary import show_findings, verdict_line
from pilu.codes import diagnose

CALCULATIONS = ("1.1", "1.0")


def _calculation(value: str) -> str:
    if value not in CALCULATIONS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(CALCULATIONS)}")
    return value


def validate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="XBRL, Inline XBRL, xBRL-JSON, xBRL-CSV or report package. 实例文件。",
            show_default=False,
        ),
    ],
    packages: Annotated[
        list[Path] | None,
        typer.Option(
            "--packages",
            "-p",
            metavar="PACKAGE",
            help="A taxonomy package the files need; may be repeated. 分类标准包，可重复。",
        ),
    ] = None,
    calc: Annotated[
        str,
        typer.Option(
            "--calc", metavar="1.1|1.0", callback=_calculation, help="Calculation rules. 计算规则版本。"
        ),
    ] = "1.1",
    stock: Annotated[
        bool,
        typer.Option(
            "--stock",
            help="Plain Arelle, a fresh process per file: slower, same messages. 逐个独立进程验证。",
        ),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Validate instances offline: XBRL 2.1, dimensions, calculation, formula, Inline, OIM. 离线验证。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet, silent=quiet)
    absent = [path for path in [*files, *(packages or [])] if not path.exists()]
    if absent:
        return refuse(screen, "validate", tuple(diagnose("call.no-such-file", path=path) for path in absent))
    rules: Literal["1.0", "1.1"] = "1.0" if calc == "1.0" else "1.1"
    done = api.validate(files, packages=packages or [], calculation=rules, stock=stock)
    if done.value is None:
        return refuse(screen, "validate", done.diagnostics)
    code = OK if done.value.valid else FAULTY
    screen.diagnostics(done.diagnostics)
    if as_json:
        screen.document(
            {"command": "validate", "exit": code, "verdict": done.value, "diagnostics": done.diagnostics}
        )
    verdict_line(screen, ", ".join(path.name for path in files), done.value)
    show_findings(screen, done.value, {})
    return code
