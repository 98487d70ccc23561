"""``pilu validate``: anyone's XBRL instances through the same validator."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

import pilu
from pilu import api
from pilu.cli.options import (
    FAULTY,
    OK,
    UNUSABLE,
    AsOf,
    Debug,
    Json,
    Lang,
    Quiet,
    WaiverFile,
    refuse,
    screen_for,
    waivers_for,
)
from pilu.cli.screen import Screen
from pilu.cli.summary import show_files, show_findings, show_verdict
from pilu.codes import diagnose
from pilu.engine import disclosure_systems
from pilu.model.diagnostic import Diagnostic, Severity
from pilu.writers import disk
from pilu.writers.verdicts import Telling, file_counts, form_of, verdict_file

_NAMED = 5  # files that the line of the verdict names: all formats of a report
CALCULATIONS = ("1.1", "1.0")


def _calculation(value: str) -> str:
    if value not in CALCULATIONS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(CALCULATIONS)}")
    return value


def _list_rules(screen: Screen) -> int:
    """The names of filing rules, and nothing else."""
    systems = disclosure_systems()
    if screen.as_json:
        told = [{"names": system.names, "description": system.description} for system in systems]
        screen.document({"command": "validate", "exit": OK, "disclosure_systems": told})
        return OK
    lines = (f"{system.names[-1]}\t{system.description or system.names[0]}\n" for system in systems)
    screen.raw("".join(lines).encode("utf-8"))
    return OK


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE…",
            help="XBRL, Inline XBRL, xBRL-JSON, xBRL-CSV or report package. 实例文件。",
            show_default=False,
        ),
    ] = None,
    packages: Annotated[
        list[Path] | None,
        typer.Option(
            "--packages",
            "-p",
            metavar="PACKAGE",
            help="A taxonomy package the files need (zip or folder), or a folder of zips; may be repeated. "
            "分类标准包或其所在文件夹，可重复。",
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
    disclosure_system: Annotated[
        str,
        typer.Option(
            "--disclosure-system",
            metavar="NAME|list",
            help="Check an authority's filing rules too; `list` names them. 另按监管机构申报规则校验。",
        ),
    ] = "",
    waivers: WaiverFile = None,
    as_of: AsOf = None,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write the verdict there too; the ending says in which form: .html, .sarif, .json, .txt, "
            ".xml or .log.json (Arelle's log). May be repeated. 验证报告文件，可重复。",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Validate instances offline: XBRL 2.1, dimensions, calculation, formula, Inline, OIM. 离线验证。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet, silent=quiet)
    if disclosure_system == "list":
        return _list_rules(screen)
    if not files:
        raise typer.BadParameter("name at least one FILE")
    absent = [path for path in [*files, *(packages or [])] if not path.exists()]
    told = tuple(diagnose("call.no-such-file", path=path) for path in absent) + _unknown_endings(report or [])
    told += _replaced(report or [], [*files, *(packages or []), *([waivers] if waivers else [])])
    waived = waivers_for(waivers, as_of)
    if told or waived.value is None:
        return refuse(screen, "validate", told + waived.diagnostics)
    done = api.validate(
        files,
        packages=packages or [],
        calculation="1.0" if calc == "1.0" else "1.1",
        stock=stock,
        disclosure_system=disclosure_system,
        waivers=next(iter(waived.value), None),
    )
    if done.value is None:
        return refuse(screen, "validate", done.diagnostics)
    name = ", ".join(path.name for path in files[:_NAMED])
    if len(files) > _NAMED:
        name = screen.word("files", count=len(files))
    telling = Telling(name, done.value, screen.language, pilu.__version__)
    unsaved = _write_reports(telling, report or [])
    # A file that could not be used weighs more than an error in one that could.
    unusable = unsaved or any(item.severity is Severity.ERROR for item in done.diagnostics)
    code = UNUSABLE if unusable else OK if done.value.valid else FAULTY
    screen.diagnostics(done.diagnostics + unsaved)
    if as_json:
        told = done.diagnostics + unsaved
        each = file_counts(done.value)
        document = {"command": "validate", "exit": code, "verdict": done.value, "files": each}
        screen.document({**document, "diagnostics": told})
    show_verdict(screen, name, done.value)
    show_files(screen, telling.files)
    show_findings(screen, done.value)
    return code


def _unknown_endings(paths: list[Path]) -> tuple[Diagnostic, ...]:
    valid = ".html, .sarif, .json, .txt, .xml, .log.json"
    return tuple(
        diagnose("call.unknown-report", given=path.name, valid=valid)
        for path in paths
        if form_of(path) is None
    )


def _replaced(paths: list[Path], inputs: list[Path]) -> tuple[Diagnostic, ...]:
    """The reports that would take the place of what they are about."""
    given = {os.path.realpath(path) for path in inputs}
    return tuple(
        diagnose("call.report-is-input", path=path) for path in paths if os.path.realpath(path) in given
    )


def _write_reports(told: Telling, paths: list[Path]) -> tuple[Diagnostic, ...]:
    """Each form where it is wanted; what went wrong."""
    problems: tuple[Diagnostic, ...] = ()
    for path in paths:
        made = verdict_file(told, form_of(path) or "text", path.name)
        problems += made.diagnostics
        if made.value is not None:
            problems += disk.save((made.value,), path.parent).diagnostics
    return problems
