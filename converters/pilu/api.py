"""The public functions of ``import pilu``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pilu import pipeline, validation
from pilu.engine import EngineOptions
from pilu.model.diagnostic import Outcome
from pilu.model.document import Document, SourceFile
from pilu.model.output import Verdict
from pilu.pipeline import DEFAULT_TAXONOMY, Conversion, Options


def convert(
    source: str | Path | SourceFile,
    *,
    out: str | Path | None = None,
    taxonomy: str | Path = DEFAULT_TAXONOMY,
    kinds: Sequence[str] | None = None,
    validate: bool = True,
    templates: str | Path | None = None,
) -> Outcome[Conversion]:
    """Convert one report; with ``out`` the files are also written there, whole or not at all.

    ``source``: a path, or bytes with a name. ``taxonomy``: an installed id or a folder of sheets.
    ``kinds``: output kinds, all of them for None. ``templates``: a folder whose templates come
    before Pilu's own. The outcome's value is None where the input could not be used; its
    diagnostics say why. Nothing is raised for what a report, a sheet or a template contains.

    >>> result = convert("report.pdf", out="filings")  # doctest: +SKIP
    >>> result.value.verdict.valid  # doctest: +SKIP
    True
    """
    options = Options(
        taxonomy=taxonomy,
        kinds=Options().kinds if kinds is None else tuple(kinds),
        validate=validate,
        templates=None if templates is None else Path(templates),
    )
    given = source if isinstance(source, SourceFile) else Path(source)
    return pipeline.convert(given, options, out=None if out is None else Path(out))


def validate(
    files: Sequence[str | Path],
    *,
    packages: Sequence[str | Path] = (),
    calculation: Literal["1.0", "1.1"] = "1.1",
    stock: bool = False,
) -> Outcome[Verdict]:
    """Validate anyone's instances, offline: XBRL 2.1, Inline XBRL, xBRL-JSON, xBRL-CSV, packages.

    ``packages``: taxonomy packages the files need beside Pilu's own; ``calculation``: the version
    of the calculation rules; ``stock``: each file by plain Arelle in a process of its own.
    """
    own = pipeline.package_of(Options()).value
    known = [Path(package) for package in packages] + ([own] if own else [])
    options = EngineOptions(calculation=calculation)
    return validation.validate(
        [Path(file) for file in files],
        packages=known,
        options=options,
        engine="stock" if stock else "auto",
    )


def read(source: str | Path | SourceFile) -> Outcome[Document]:
    """The first stage alone: a report as blocks and tables, each with its place."""
    return pipeline.read(source if isinstance(source, SourceFile) else Path(source))
