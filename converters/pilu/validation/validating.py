"""The last stage: written files in, a verdict out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pilu.codes import diagnose
from pilu.engine import EngineOptions, EngineRun, run, run_stock, warm_engine
from pilu.model.diagnostic import Diagnostic, Outcome, Severity
from pilu.model.filing import Mapped
from pilu.model.output import Finding, Verdict
from pilu.model.taxonomy import Taxonomy
from pilu.validation.findings import Known, findings_of, known, merged, refused

Runner = Callable[[Path], Outcome[EngineRun]]


def validate(
    paths: Sequence[Path],
    *,
    packages: Sequence[Path] = (),
    mapped: Mapped | None = None,
    taxonomy: Taxonomy | None = None,
    options: EngineOptions | None = None,
    engine: Runner | Literal["auto", "stock"] = "auto",
) -> Outcome[Verdict]:
    """Validate the files, each the one a validator opens (the metadata file of xBRL-CSV).

    ``packages`` are added to those of ``options``. With ``mapped``, findings name the places their
    facts were read from. ``engine``: ``auto`` loads the taxonomy once for several files, ``stock``
    gives each file a process of its own; or the ``run`` method of an engine that is kept open.
    No value if not one of the files could be validated; otherwise a file that could not makes the
    verdict invalid, with a finding that says why.
    """
    asked = options or EngineOptions()
    asked = replace(asked, packages=(*asked.packages, *packages))
    if callable(engine):
        return _verdict(paths, engine, known(mapped, taxonomy))
    if engine == "stock":
        return _verdict(paths, lambda path: run_stock(path, asked), known(mapped, taxonomy))
    if len(paths) == 1:
        return _verdict(paths, lambda path: run(path, asked), known(mapped, taxonomy))
    with warm_engine(asked, run) as warm:
        return _verdict(paths, warm.run, known(mapped, taxonomy))


def _verdict(paths: Sequence[Path], runner: Runner, about: Known) -> Outcome[Verdict]:
    findings: list[Finding] = []
    diagnostics: list[Diagnostic] = []
    engines: list[str] = []
    for path, name in zip(paths, _names(paths), strict=True):
        outcome = runner(path)
        diagnostics.extend(found.at(name) for found in outcome.diagnostics)
        findings.extend(refused(found, name) for found in outcome.diagnostics)
        if outcome.value is None:
            continue
        engines.append(outcome.value.engine)
        findings.extend(findings_of(outcome.value, name, about))
        if not outcome.value.finished:
            findings.append(refused(diagnose("validate.engine-stopped", reason="see its messages"), name))
    if not engines:
        return Outcome(None, tuple(diagnostics))
    ordered = merged(findings)
    valid = not any(item.severity is Severity.ERROR for item in ordered)
    return Outcome(Verdict(valid, _names(paths), ordered, engines[0]))


def _names(paths: Sequence[Path]) -> tuple[str, ...]:
    """What messages call the files: the name, with as much of the folder as tells them apart."""
    names = [path.name for path in paths]
    return tuple(
        name if names.count(name) == 1 else f"{path.parent.name}/{name}"
        for path, name in zip(paths, names, strict=True)
    )
