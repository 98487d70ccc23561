"""The options commands share, with their help in English and Chinese."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pilu import api, pipeline
from pilu.cli.screen import Screen
from pilu.cli.words import LANGUAGES, language_of
from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.waiver import Waivers
from pilu.writers import KINDS
from pilu.writers.verdicts import FORMS

OK, FAULTY, UNUSABLE, BUG, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143

Json = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout and nothing else. 只输出一个 JSON 文档。")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Errors only. 只显示错误。")]
Debug = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an unexpected error. 意外错误时显示调用栈。")
]
Taxonomy = Annotated[
    str,
    typer.Option(
        "--taxonomy",
        "-t",
        metavar="ID|FOLDER",
        help="Which taxonomy to use. 使用的分类标准（编号或文件夹）。",
    ),
]
WaiverFile = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        help="Findings that are accepted, with reason and expiry; TOML or CSV. 豁免文件。",
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="The day that expiry is compared with; today otherwise. 豁免有效期的基准日。",
    ),
]
Forms = Annotated[
    str | None,
    typer.Option(
        "--reports",
        metavar="LIST",
        help="Forms of the verdict to write beside the outputs, by comma: html, sarif, arelle-xml, "
        "arelle-json, json, text. 随输出写出的验证报告。",
    ),
]
Report = Annotated[
    Path,
    typer.Argument(
        metavar="REPORT",
        help="A PDF, DOCX, HTML, XLSX, Markdown or text report. 报告文件。",
        show_default=False,
    ),
]


def _known_language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(LANGUAGES)}")
    return value


Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="zh|en",
        callback=_known_language,
        help="Language of messages; the locale decides otherwise. 提示语言，默认随系统。",
    ),
]


def screen_for(
    lang: str | None, *, as_json: bool = False, quiet: bool = False, silent: bool = False
) -> Screen:
    """The screen a command writes on."""
    return Screen(lang or language_of(os.environ), as_json=as_json, quiet=quiet, silent=silent)


def formats(given: str | None) -> Outcome[tuple[str, ...]]:
    """The kinds of ``xbrl,json``, in the writers' order; all of them for None."""
    if given is None:
        return Outcome(KINDS)
    names = [name.strip() for name in given.split(",") if name.strip()]
    wrong = [name for name in names if name not in KINDS] or ([given] if not names else [])
    if wrong:
        told = diagnose("call.unknown-format", given=wrong[0], valid=", ".join(KINDS))
        return Outcome(None, (told,))
    return Outcome(tuple(kind for kind in KINDS if kind in names))


def report_forms(given: str | None) -> Outcome[tuple[str, ...]]:
    """The forms of ``html,sarif``; none for None."""
    names = [name.strip() for name in (given or "").split(",") if name.strip()]
    wrong = [name for name in names if name not in FORMS]
    if wrong:
        return Outcome(None, (diagnose("call.unknown-report", given=wrong[0], valid=", ".join(FORMS)),))
    return Outcome(tuple(form for form in FORMS if form in names))


def waivers_for(path: Path | None, as_of: datetime | None) -> Outcome[tuple[Waivers, ...]]:
    """The waivers of a call, or nothing where it names no file; no value where the file is wrong."""
    if path is None:
        if as_of is not None:
            raise typer.BadParameter("--as-of goes with --waivers")
        return Outcome(())
    found = api.read_waivers(path, as_of=as_of.date() if as_of is not None else None)
    return Outcome(None if found.value is None else (found.value,), found.diagnostics)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a conversion is asked to write, and what it may waive."""

    kinds: tuple[str, ...]
    forms: tuple[str, ...]
    waivers: Waivers | None


def wanted_for(
    kinds: str | None, reports: str | None, waivers: Path | None, as_of: datetime | None
) -> Outcome[Wanted]:
    """What ``--formats``, ``--reports``, ``--waivers`` and ``--as-of`` say, or all that is wrong there."""
    outputs, forms, waived = formats(kinds), report_forms(reports), waivers_for(waivers, as_of)
    if outputs.value is None or forms.value is None or waived.value is None:
        return Outcome(None, outputs.diagnostics + forms.diagnostics + waived.diagnostics)
    return Outcome(Wanted(outputs.value, forms.value, next(iter(waived.value), None)))


def ground_for(
    taxonomy: str, templates: Path | None = None, *, validated: bool = False
) -> Outcome[pipeline.Ground]:
    """The taxonomy of a call, loaded; ``validated``: its package must be what its sheets compile to."""
    where = Path(taxonomy) if Path(taxonomy).is_dir() else taxonomy
    options = pipeline.Options(taxonomy=where, templates=templates, validate=validated)
    return pipeline.ready(options)


def refuse(screen: Screen, command: str, told: tuple[Diagnostic, ...]) -> int:
    """The end of a call that could not be used."""
    screen.diagnostics(told)
    if screen.as_json:
        screen.document({"command": command, "exit": UNUSABLE, "diagnostics": told})
    return UNUSABLE
