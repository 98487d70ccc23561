"""Two report files into their comparison."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pilu.codes import diagnose
from pilu.diff.comparing import Comparison, Mode, compare
from pilu.engine import read_facts
from pilu.engine.aspects import ReadFact
from pilu.model.diagnostic import Outcome


def compare_files(
    first: Path,
    second: Path,
    *,
    packages: Sequence[Path] = (),
    mode: Mode = "auto",
    by_name: bool = False,
) -> Outcome[Comparison]:
    """The facts of two XBRL, Inline XBRL, xBRL-JSON or xBRL-CSV reports or report packages compared.

    ``packages``: the taxonomy packages they need; ``mode`` and ``by_name``: see ``compare``.
    No value where one of them cannot be read or has no facts. Nothing is validated.
    """
    sides = [_facts(path, packages) for path in (first, second)]
    told = tuple(item for side in sides for item in side.diagnostics)
    before, after = (side.value for side in sides)
    if before is None or after is None:
        return Outcome(None, told)
    found = compare(before, after, mode=mode, by_name=by_name)
    if not found.met:
        told += (diagnose("diff.nothing-in-common"),)
    return Outcome(found, told)


def _facts(path: Path, packages: Sequence[Path]) -> Outcome[tuple[ReadFact, ...]]:
    if not path.is_file():
        return Outcome(None, (diagnose("call.no-such-file", path=path),))
    read = read_facts(path, packages)
    if read.value is None:
        return Outcome(None, read.diagnostics or (diagnose("diff.unusable", path=path.name),))
    if not read.value:
        return Outcome(None, (diagnose("diff.no-facts", path=path.name),))
    return read
