"""``pilu convert``: reports in, filings with proof out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pilu import pipeline
from pilu.cli.options import (
    FAULTY,
    OK,
    UNUSABLE,
    AsOf,
    Debug,
    Forms,
    Json,
    Lang,
    Quiet,
    Taxonomy,
    WaiverFile,
    ground_for,
    refuse,
    screen_for,
    wanted_for,
)
from pilu.cli.rows import fact_row
from pilu.cli.screen import Screen
from pilu.cli.summary import show_summary
from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.pipeline import Conversion


@dataclass(frozen=True, slots=True)
class Demand:
    """When a converted report counts as faulty beside an invalid verdict."""

    strict: bool
    min_confidence: float


def convert(
    reports: Annotated[
        list[Path],
        typer.Argument(
            metavar="REPORT…", help="PDF, DOCX, HTML, XLSX, Markdown or text. 报告文件。", show_default=False
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help="Where the outputs go. 输出文件夹。", show_default=False
        ),
    ],
    formats: Annotated[
        str | None,
        typer.Option(
            "--formats", metavar="LIST", help="Outputs to write, by comma; all of them otherwise. 输出格式。"
        ),
    ] = None,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates", metavar="FOLDER", help="Your own templates, used before Pilu's. 自定义模板。"
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit 1 also for anything missing, doubtful or not understood. 严格模式。"
        ),
    ] = False,
    min_confidence: Annotated[
        float,
        typer.Option("--min-confidence", min=0, max=1, help="Facts below this are doubtful. 置信度下限。"),
    ] = pipeline.DOUBT,
    no_validate: Annotated[
        bool, typer.Option("--no-validate", help="Do not run the validator. 不验证。")
    ] = False,
    waivers: WaiverFile = None,
    as_of: AsOf = None,
    verdicts: Forms = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Convert reports into validated XBRL, each figure with the place it was read. 转换报告。

    Exit code 0: all converted and valid. 1: converted, with errors in a verdict or no figure found that
    the form requires (or, with --strict, something missing, doubtful or not understood). 2: an input or
    the call could not be used.
    """
    screen = screen_for(lang, as_json=as_json, quiet=quiet, silent=quiet)
    asked = wanted_for(formats, verdicts, waivers, as_of)
    clash = same_stems(reports)
    if asked.value is None or clash:
        return refuse(screen, "convert", asked.diagnostics + clash)
    ground = ground_for(taxonomy, templates, validated=not no_validate)
    if ground.value is None:
        return refuse(screen, "convert", ground.diagnostics)
    options = pipeline.Options(
        kinds=asked.value.kinds,
        validate=not no_validate,
        templates=templates,
        waivers=asked.value.waivers,
        reports=pipeline.Reports(asked.value.forms, screen.language, min_confidence),
    )
    screen.diagnostics(ground.diagnostics)
    demand = Demand(strict, min_confidence)
    entries: list[dict[str, object]] = []
    with screen.progress(len(reports)) as bar:
        task = bar.add_task("", total=len(reports)) if bar else None
        for report in reports:

            def tell(stage: str, name: str = report.name) -> None:
                if bar is not None and task is not None:
                    bar.update(task, description=f"{name}: {screen.word(f'stage-{stage}')}")

            done = pipeline.convert(report, options, out=out, ground=ground.value, progress=tell)
            code = exit_code(done, options, demand)
            entries.append(_entry(report, done, code, screen.language, min_confidence))
            if bar is not None and task is not None:
                bar.advance(task)
                bar.stop()  # the summary does not share its lines with a moving bar
            _show(screen, done, out, demand)
            if bar is not None and report is not reports[-1]:
                bar.start()
    worst = max(int(str(entry["exit"])) for entry in entries)
    if as_json:
        told = ground.diagnostics
        screen.document(
            {"command": "convert", "exit": worst, "out": str(out), "reports": entries, "diagnostics": told}
        )
    return worst


def same_stems(reports: list[Path]) -> tuple[Diagnostic, ...]:
    """One diagnostic for each report whose outputs would fall on those of another."""
    seen: dict[str, Path] = {}
    told = []
    for report in reports:
        stem = pipeline.stem_of(report.name).casefold()
        if stem in seen:
            told.append(
                diagnose(
                    "call.same-stem", first=seen[stem], second=report, stem=pipeline.stem_of(report.name)
                )
            )
        seen.setdefault(stem, report)
    return tuple(told)


def exit_code(done: Outcome[Conversion], options: pipeline.Options, demand: Demand) -> int:
    """0, 1 or 2 for one report, as the manual says."""
    made = done.value
    if made is None:
        return UNUSABLE
    if made.mapped.bare or (options.validate and (made.verdict is None or not made.verdict.valid)):
        return FAULTY
    if demand.strict and (
        made.mapped.missing
        or any(fact.provenance.confidence < demand.min_confidence for fact in made.mapped.report.facts)
        or any(entry.status == "unrecognised" for entry in made.mapped.ledger)
        or any(table.numeric_cells and not table.kinds for table in made.extraction.tables)
    ):
        return FAULTY
    return OK


def _show(screen: Screen, done: Outcome[Conversion], out: Path, demand: Demand) -> None:
    screen.diagnostics(done.diagnostics)
    if done.value is not None:
        show_summary(screen, done.value, out=out, threshold=demand.min_confidence)
        screen.line("")


def _entry(
    report: Path, done: Outcome[Conversion], code: int, language: str, doubt: float
) -> dict[str, object]:
    """One report's part of the JSON document; facts below ``doubt`` are listed as doubtful."""
    made = done.value
    entry: dict[str, object] = {"report": str(report), "exit": code, "diagnostics": done.diagnostics}
    if made is not None:
        entry |= {
            "valid": None if made.verdict is None else made.verdict.valid,
            "waivers": None if made.verdict is None else made.verdict.waivers,
            "facts": len(made.mapped.report.facts),
            "findings": () if made.verdict is None else made.verdict.findings,
            "required": made.mapped.required,
            "missing": made.mapped.missing,
            "doubtful": [
                fact_row(fact, made.taxonomy, language)
                for fact in made.mapped.report.facts
                if fact.provenance.confidence < doubt
            ],
            "outputs": [
                {"path": file.path, "kind": file.kind, "size": len(file.data)} for file in made.files
            ],
        }
    return entry
