"""What a worker does with one document: the whole line of stages, the taxonomy held in memory."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from pilu import pipeline, receipts, validation
from pilu.batch.jobs import Job, Plan, Reply
from pilu.engine import EngineOptions, warm_engine
from pilu.model.diagnostic import Outcome, Severity
from pilu.model.document import SourceFile
from pilu.model.output import OutputFile, Verdict
from pilu.pipeline import Conversion, Ground, Options, Reports
from pilu.plain import plain, to_json
from pilu.store.rows import packed_rows


class PlanMismatch(RuntimeError):
    """A worker has other versions or another taxonomy than the batch it works for."""


def options_of(plan: Plan) -> Options:
    """The pipeline's options of a plan."""
    folder = Path(plan.taxonomy)
    waivers = None
    if plan.waivers:
        read = validation.read_waivers(Path(plan.waivers), date.fromisoformat(plan.as_of))
        if read.value is None:
            raise PlanMismatch("; ".join(told.text for told in read.diagnostics))
        waivers = read.value
    return Options(
        taxonomy=folder if folder.is_dir() else plan.taxonomy,
        kinds=plan.kinds,
        validate=plan.validate,
        templates=Path(plan.templates) if plan.templates else None,
        waivers=waivers,
        reports=Reports(plan.reports, plan.language),
    )


def basis_of(plan: Plan, ground: Ground, options: Options) -> str:
    """Hash of everything beside the document that decides the bytes of its outputs."""
    parts = [
        receipts.versions(),
        ground.basis.taxonomy,
        ground.basis.taxonomy_sha256,
        ground.basis.templates_sha256,
        list(plan.kinds),
        plan.validate,
        plan.task,
    ]
    if options.waivers is not None:
        parts += [options.waivers.sha256, str(options.waivers.as_of)]
    if plan.reports:
        parts += [list(plan.reports), plan.language]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Converting:
    """The task of a batch: made once in a worker, called with each job."""

    def __init__(self, plan: Plan) -> None:
        self._options = options_of(plan)
        ground = pipeline.prepare(self._options)
        if ground.value is None:
            raise PlanMismatch("; ".join(told.text for told in ground.diagnostics))
        if basis_of(plan, ground.value, self._options) != plan.basis:
            raise PlanMismatch("the worker has other versions, another taxonomy or other templates")
        self._ground = ground.value
        self._engine = warm_engine(EngineOptions(packages=(ground.value.package,)))

    def __call__(self, job: Job) -> Reply:
        """One document through all stages."""
        outcome = pipeline.convert(
            SourceFile(job.name, job.data), self._options, ground=self._ground, engine=self._engine.run
        )
        told = [plain(item) for item in outcome.diagnostics]
        if outcome.value is None:
            return Reply("refused", {"diagnostics": told})
        made = outcome.value
        files = list(made.files)
        if made.verdict is not None:
            verdict = to_json({"verdict": made.verdict, "diagnostics": outcome.diagnostics})
            files.append(OutputFile(f"{made.stem}.verdict.json", verdict.encode("utf-8"), "verdict"))
        status = self._status(made)
        record = _record(made, outcome)
        rows = packed_rows(
            made.document, made.mapped, made.verdict, taxonomy=made.taxonomy, receipt=made.receipt
        )
        return Reply(status, record, tuple(files), rows)

    def _status(self, made: Conversion) -> str:
        if self._options.validate and made.verdict is None:
            return "unvalidated"
        if made.verdict is not None and not made.verdict.valid:
            return "invalid"
        if made.mapped.bare:
            return "empty"
        return "valid" if self._options.validate else "converted"


def _record(made: Conversion, outcome: Outcome[Conversion]) -> dict[str, Any]:
    receipt = json.loads(made.receipt)
    report = made.mapped.report
    verdict = receipt["verdict"] or {}
    return {
        "entity": report.entity.identifier,
        "fiscalYear": made.extraction.form.fiscal_year,
        "form": receipt["form"],
        "facts": len(report.facts),
        "required": receipt["required"],
        "missing": receipt["missing"],
        "findings": verdict.get("findings"),
        "codes": verdict.get("codes", []),
        "failed": [] if made.verdict is None else _failed(made.verdict),
        "receipt": hashlib.sha256(made.receipt.encode("utf-8")).hexdigest(),
        "diagnostics": [
            {"code": item.code, "severity": item.severity.value, "text": item.text, "text_zh": item.text_zh}
            for item in outcome.diagnostics
        ],
    }


def _failed(verdict: Verdict) -> list[dict[str, str]]:
    """Each check that an error is of, once: its code, and what is checked in both languages."""
    found = {
        item.code: {
            "code": item.code,
            "text": item.title or item.text,
            "text_zh": item.title_zh or item.text_zh,
        }
        for item in reversed(verdict.findings)
        if item.severity is Severity.ERROR and item.waiver is None
    }
    return [found[code] for code in sorted(found)]
