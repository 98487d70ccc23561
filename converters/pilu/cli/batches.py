"""``pilu batch``: many reports at once, in a way that survives whatever happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from pilu import batch as batches
from pilu import pipeline, store
from pilu.batch import Batch, Entry, Limits, Plan, Summary
from pilu.batch.batching import Step, Watch, finished_rows
from pilu.batch.summary import STATUSES, as_values
from pilu.cli.options import (
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
    refuse,
    screen_for,
    wanted_for,
)
from pilu.cli.screen import Column, Screen
from pilu.model.diagnostic import Outcome, Severity
from pilu.store import Filed

SHOWN = 50
_MIB = 2**20


def batch(
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FOLDER", help="Where the outputs go. 输出文件夹。", show_default=False
        ),
    ],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT…",
            help="Files, folders, patterns, URLs of object stores. 文件、文件夹、通配符或对象存储地址。",
            show_default=False,
        ),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest", metavar="FILE", help="A list of inputs, one in a line. 输入清单，每行一个。"
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", "-j", min=0, help="Processes; 0: one per processor. 进程数。")
    ] = 0,
    cluster: Annotated[
        str,
        typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler to work on. Dask 调度器地址。"),
    ] = "",
    fact_store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="FOLDER", help="A fact store to add the results to. 将结果写入事实库。"
        ),
    ] = None,
    formats: Annotated[
        str | None, typer.Option("--formats", metavar="LIST", help="Outputs to write, by comma. 输出格式。")
    ] = None,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    templates: Annotated[
        Path | None, typer.Option("--templates", metavar="FOLDER", help="Your own templates. 自定义模板。")
    ] = None,
    no_validate: Annotated[
        bool, typer.Option("--no-validate", help="Do not run the validator. 不验证。")
    ] = False,
    waivers: WaiverFile = None,
    as_of: AsOf = None,
    verdicts: Forms = None,
    seconds: Annotated[
        float,
        typer.Option("--seconds", min=0.1, help="Time limit of one document. 单份文件的时间上限（秒）。"),
    ] = Limits().seconds,
    memory: Annotated[
        int, typer.Option("--memory", min=0, help="Memory limit of a worker, MiB; 0: none. 内存上限（MiB）。")
    ] = Limits().memory_bytes // _MIB,
    retry: Annotated[
        bool,
        typer.Option("--retry", help="Try again what was killed or hit a bug before. 重试以前失败的文件。"),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Convert thousands of reports; run the same command again to go on after any stop. 批量转换。

    Each report gets a folder of its own in the output folder; summary.json and summary.csv account
    for all of them. Exit code 0: all converted and valid. 1: errors in a verdict. 2: an input could
    not be used, was killed at its limits, or could not be saved. 3: a bug.
    """
    screen = screen_for(lang, as_json=as_json, quiet=quiet, silent=quiet)
    asked = wanted_for(formats, verdicts, waivers, as_of)
    found = batches.find_inputs(inputs or [], manifest=manifest, out=out)
    if asked.value is None or found.value is None:
        return refuse(screen, "batch", asked.diagnostics + found.diagnostics)
    waived = asked.value.waivers
    plan = Plan(
        taxonomy=taxonomy,
        kinds=asked.value.kinds,
        validate=not no_validate,
        templates="" if templates is None else str(templates),
        waivers="" if waivers is None else str(waivers),
        as_of="" if waived is None else str(waived.as_of),
        reports=asked.value.forms,
        language=screen.language,
        limits=Limits(seconds=seconds, memory_bytes=memory * _MIB),
    )
    work = Batch(found.value, out, plan, workers or _processors(), cluster, retry)
    with _watched(screen, len(found.value)) as watch:
        done = batches.run_batch(work, watch)
    if done.value is None:
        return refuse(screen, "batch", found.diagnostics + done.diagnostics)
    added = _stored(fact_store, out, done.value)
    told = found.diagnostics + done.diagnostics + added.diagnostics
    undone = any(item.severity is Severity.ERROR for item in told)
    code = max(done.value.exit_code, UNUSABLE if undone else OK)
    screen.diagnostics(told)
    if as_json:
        document = {**as_values(done.value), "command": "batch", "exit": code, "diagnostics": told}
        screen.document(document)
    _show(screen, done.value, out=out, added=added.value)
    return code


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _stored(folder: Path | None, out: Path, summary: Summary) -> Outcome[int]:
    if folder is None:
        return Outcome(None)
    found = finished_rows(out, summary)
    if found.value is None:
        return Outcome(None, found.diagnostics)
    return store.add_documents(
        folder,
        (
            Filed(
                key=done.key,
                sha256=done.sha256,
                name=done.name,
                input=entry.input,
                status=done.status,
                basis=summary.basis,
                detail=entry.detail,
                record=done.record,
                rows=rows,
            )
            for entry, done, rows in found.value
        ),
    )


class _Rate(ProgressColumn):
    """Documents per second, or seconds per document where that reads better."""

    def render(self, task: Task) -> Text:
        """The column's text."""
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("–/s")
        return Text(f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s")


@contextmanager
def _watched(screen: Screen, total: int) -> Iterator[Watch | None]:
    """A progress bar with rate and remaining time on a terminal; nothing in a log."""
    console = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
    if screen.quiet or screen.as_json or not console.is_terminal:
        yield None
        return
    columns = [
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    ]
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        bad = 0

        def watch(step: Step) -> None:
            nonlocal bad
            bad += STATUSES[step.entry.status] > 0
            bar.update(task, advance=1, description=screen.word("batch-bad", count=bad) if bad else "")

        yield watch


def _show(screen: Screen, summary: Summary, *, out: Path, added: int | None) -> None:
    columns = [Column(screen.word("status")), Column(screen.word("reports"), number=True)]
    rows = [(screen.word(f"batch-{status}"), str(count)) for status, count in summary.counts.items()]
    screen.table(columns, [*rows, (screen.word("total"), str(len(summary.entries)))])
    odd = [entry for entry in summary.entries if STATUSES[entry.status]]
    if odd:
        screen.heading(screen.word("batch-odd"))
        screen.table(
            [Column(screen.word(name)) for name in ("file", "status", "text")],
            [_row(screen, entry) for entry in odd[:SHOWN]],
        )
        if len(odd) > SHOWN:
            screen.line(screen.word("batch-more", count=len(odd) - SHOWN))
    if added is not None:
        screen.line(screen.word("batch-added", count=added))
    screen.line(screen.word("batch-summary", path=out / "summary.csv"))


def _row(screen: Screen, entry: Entry) -> tuple[str, str, str]:
    return entry.input, screen.word(f"batch-{entry.status}"), entry.said(screen.language)
