"""The last stage: written files in, a verdict out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pilu.codes import diagnose
from pilu.engine import EngineOptions, EngineRun, run, run_stock, unusable, warm_engine
from pilu.model.diagnostic import Diagnostic, Outcome, Severity
from pilu.model.output import Finding, Verdict
from pilu.validation.about import About, Known, known
from pilu.validation.findings import findings_of, lost_translations, merged, refused
from pilu.validation.waiving import waive

_ALONE = "validate.not-warm"
Runner = Callable[[Path], Outcome[EngineRun]]


def validate(
    paths: Sequence[Path],
    *,
    packages: Sequence[Path] = (),
    about: About | None = None,
    options: EngineOptions | None = None,
    engine: Runner | Literal["auto", "stock"] = "auto",
) -> Outcome[Verdict]:
    """Validate the files, each the one a validator opens (the metadata file of xBRL-CSV).

    ``packages`` are added to those of ``options``. With the mapped report in ``about``, findings name
    the places their facts were read from; its waivers are applied last. ``engine``: ``auto`` loads the
    taxonomy once for all files, and need not validate one that is known; ``stock`` gives each file a
    process of its own; or the ``run`` method of an engine that is kept open. No value if not one of the
    files could be validated; otherwise a file that could not makes the verdict invalid, with a finding why.
    """
    if not paths:
        return Outcome(None, (diagnose("validate.nothing-given"),))
    asked = options or EngineOptions()
    asked = replace(asked, packages=(*asked.packages, *packages))
    named = tuple(zip(paths, _names(paths), strict=True))
    about = about or About()
    looked_up = known(about)
    alone = run_stock if asked.disclosure_system else run  # whose messages differ between processes
    if callable(engine):
        found = _verdict(named, engine, looked_up)
    elif engine == "stock":
        found = _verdict(named, lambda path: run_stock(path, asked), looked_up)
    else:
        try:
            with warm_engine(asked, alone) as warm:
                found = _verdict(named, warm.run, looked_up)
        except OSError as error:
            return Outcome(None, (unusable(error),))
    if len(paths) == 1:  # which had nobody to share a taxonomy with
        found = replace(found, diagnostics=tuple(it for it in found.diagnostics if it.code != _ALONE))
    if found.value is None or about.waivers is None:
        return found
    return Outcome(waive(found.value, about.waivers), found.diagnostics)


def _verdict(named: Sequence[tuple[Path, str]], runner: Runner, about: Known) -> Outcome[Verdict]:
    findings: list[Finding] = []
    diagnostics: list[Diagnostic] = []
    engines: list[str] = []
    for path, name in named:
        outcome = runner(path)
        diagnostics.extend(found.at(name) for found in outcome.diagnostics)
        if outcome.value is None:
            errors = (found for found in outcome.diagnostics if found.severity is Severity.ERROR)
            findings.extend(refused(found, name, about.codes) for found in errors)
            continue
        diagnostics.extend(found.at(name) for found in lost_translations(outcome.value))
        engines.append(outcome.value.engine)
        findings.extend(findings_of(outcome.value, name, about))
        if outcome.value.finished and outcome.value.facts == 0:
            findings.append(refused(diagnose("validate.no-facts"), name, about.codes))
        if not outcome.value.finished:
            told = diagnose("validate.engine-stopped", reason="see its messages")
            findings.append(refused(told, name, about.codes))
    if not engines:
        return Outcome(None, tuple(diagnostics))
    ordered = merged(findings)
    valid = not any(item.severity is Severity.ERROR for item in ordered)
    verdict = Verdict(valid, tuple(name for _, name in named), ordered, engines[0])
    return Outcome(verdict, tuple(dict.fromkeys(diagnostics)))


def _names(paths: Sequence[Path]) -> tuple[str, ...]:
    """What messages call the files: their place below the folder of one of them that holds all the
    others, else the name with as much of its folder as tells it apart."""
    roots = {path.parent for path in paths}
    for root in sorted(roots):
        if all(path.is_relative_to(root) for path in paths):
            return tuple(path.relative_to(root).as_posix() for path in paths)
    names = [path.name for path in paths]
    return tuple(
        name if names.count(name) == 1 else f"{path.parent.name}/{name}"
        for path, name in zip(paths, names, strict=True)
    )
