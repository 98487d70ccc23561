"""The public functions of ``import pilu``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from pilu import pipeline, validation
from pilu.engine import EngineOptions, unusable
from pilu.engine.archives import is_package_folder, zip_folder
from pilu.model.diagnostic import Outcome
from pilu.model.document import Document, SourceFile
from pilu.model.output import Verdict
from pilu.model.waiver import Waivers
from pilu.pipeline import DEFAULT_TAXONOMY, Conversion, Options
from pilu.workplaces import Workplace


def convert(
    source: str | Path | SourceFile,
    *,
    out: str | Path | None = None,
    taxonomy: str | Path = DEFAULT_TAXONOMY,
    kinds: Sequence[str] | None = None,
    validate: bool | Waivers = True,
    templates: str | Path | None = None,
) -> Outcome[Conversion]:
    """Convert one report; with ``out`` the files are also written there, whole or not at all.

    ``source``: a path, or bytes with a name. ``taxonomy``: an installed id or a folder of sheets.
    ``kinds``: output kinds, all of them for None. ``validate``: whether to, or the waivers
    (``read_waivers``) to validate with. ``templates``: a folder whose templates come
    before Pilu's own. The outcome's value is None where the input could not be used; its
    diagnostics say why. Nothing is raised for what a report, a sheet or a template contains.

    >>> result = convert("report.pdf", out="filings")  # doctest: +SKIP
    >>> result.value.verdict.valid  # doctest: +SKIP
    True
    """
    options = Options(
        taxonomy=taxonomy,
        kinds=Options().kinds if kinds is None else tuple(kinds),
        validate=validate is not False,
        templates=None if templates is None else Path(templates),
        waivers=validate if isinstance(validate, Waivers) else None,
    )
    given = source if isinstance(source, SourceFile) else Path(source)
    return pipeline.convert(given, options, out=None if out is None else Path(out))


def validate(
    files: str | Path | Sequence[str | Path],
    *,
    packages: str | Path | Sequence[str | Path] = (),
    calculation: Literal["1.0", "1.1"] = "1.1",
    stock: bool = False,
    waivers: Waivers | None = None,
    disclosure_system: str = "",
) -> Outcome[Verdict]:
    """Validate anyone's instances, offline: XBRL 2.1, Inline XBRL, xBRL-JSON, xBRL-CSV, packages.

    ``files``: one or several; ``packages``: taxonomy packages they need beside Pilu's own;
    ``calculation``: the version of the calculation rules (ValueError for another); ``stock``: each file by
    plain Arelle in a process of its own; ``waivers``: what ``read_waivers`` gave; ``disclosure_system``: an
    authority's filing rules to check as well, by one of the names that Arelle has for them.
    """
    if calculation not in ("1.0", "1.1"):
        raise ValueError(f"unknown calculation rules: {calculation}")
    options = Options(waivers=waivers)
    own = pipeline.package_of(options).value
    known = [*_paths(packages), *([own] if own else [])]
    about = pipeline.about_of(options).value or validation.About(waivers=waivers)
    asked = EngineOptions(calculation=calculation, disclosure_system=disclosure_system, packages=tuple(known))
    given = _paths(files)
    try:
        with ExitStack() as places:
            if any(map(is_package_folder, given)):
                given = _zipped(given, places.enter_context(Workplace("pilu-")))
            done = validation.validate(given, about=about, options=asked, engine="stock" if stock else "auto")
    except OSError as error:
        return Outcome(None, (unusable(error),))
    if done.value is None or about.taxonomy is None:
        return done
    return Outcome(_without_overlap(done.value, about.taxonomy.namespace), done.diagnostics)


def _paths(given: str | Path | Sequence[str | Path]) -> list[Path]:
    """One path or several; a text is one path, not a sequence of letters."""
    return [Path(given)] if isinstance(given, str | Path) else [Path(item) for item in given]


def _zipped(paths: list[Path], place: Path) -> list[Path]:
    """The paths, with a zip file in ``place`` for each taxonomy package that lies unpacked."""
    found: list[Path] = []
    for number, path in enumerate(paths):
        if is_package_folder(path):
            name = Path(os.path.realpath(path)).name
            path = place / str(number) / f"{name}.zip"
            path.parent.mkdir()
            path.write_bytes(zip_folder(paths[number], name))
        found.append(path)
    return found


def _without_overlap(verdict: Verdict, namespace: str) -> Verdict:
    """The verdict without the warning that Pilu's own package, which nobody gave, overlaps a given one."""
    kept = tuple(
        item
        for item in verdict.findings
        if item.code != "tpe:packageRewriteOverlap" or namespace not in item.said
    )
    return replace(verdict, findings=kept)


def read_waivers(path: str | Path, *, as_of: date | None = None) -> Outcome[Waivers]:
    """A waiver file (TOML, or a CSV sheet) for ``validate`` and ``convert``.

    ``as_of``: the day that expiry is compared with, today for None; verdicts and receipts state it.
    """
    today = datetime.now(tz=UTC).astimezone().date()
    return validation.read_waivers(Path(path), as_of or today)


def read(source: str | Path | SourceFile) -> Outcome[Document]:
    """The first stage alone: a report as blocks and tables, each with its place."""
    return pipeline.read(source if isinstance(source, SourceFile) else Path(source))
