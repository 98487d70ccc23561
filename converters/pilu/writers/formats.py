"""The formats Pilu writes, and the stage that writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.filing import Filing
from pilu.model.output import OutputFile
from pilu.model.taxonomy import Taxonomy
from pilu.writers.account import write_facts, write_ledger
from pilu.writers.inline import write_inline
from pilu.writers.package import write_package
from pilu.writers.templating import environment
from pilu.writers.work import Work, prepare
from pilu.writers.xbrl import write_xbrl
from pilu.writers.xbrl_csv import write_csv
from pilu.writers.xbrl_json import write_json

Writer = Callable[[Work, tuple[OutputFile, ...]], Outcome[tuple[OutputFile, ...]]]

# A writer gets the work and the files written before it, and returns its own.
WRITERS: Mapping[str, Writer] = MappingProxyType({
    "xbrl": write_xbrl,
    "ixbrl": write_inline,
    "json": write_json,
    "csv": write_csv,
    "package": write_package,
    "facts": write_facts,
    "ledger": write_ledger,
})  # fmt: skip

KINDS: tuple[str, ...] = tuple(WRITERS)


def write(
    filing: Filing, taxonomy: Taxonomy, *, kinds: Sequence[str] = KINDS, templates: Path | None = None
) -> Outcome[tuple[OutputFile, ...]]:
    """The files of the asked ``kinds`` (names of ``WRITERS``), in the order of the table.

    ``templates`` is a folder whose templates come before Pilu's own, name by name. When a template
    is wrong there is no value, so nothing half-made can be saved.
    """
    unknown = sorted(set(kinds) - set(WRITERS))
    if unknown:
        raise ValueError(f"unknown kinds of output: {', '.join(unknown)}")
    work = prepare(filing, taxonomy, environment(templates))
    if work.value is None:
        return Outcome(None, work.diagnostics)
    said: list[Diagnostic] = list(work.diagnostics)
    files: list[OutputFile] = []
    for kind, writer in WRITERS.items():
        if kind in kinds:
            made = writer(work.value, tuple(files))
            said.extend(made.diagnostics)
            if made.value is None:
                return Outcome(None, tuple(said))
            files.extend(made.value)
    return Outcome(tuple(files), tuple(said))
