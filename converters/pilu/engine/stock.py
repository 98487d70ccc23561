"""The plain path: a fresh process per file, with a kill timer.

As a module (``python -m pilu.engine.stock``) it is that process: options and file name come as JSON
on standard input, the run goes as JSON to standard output, and nothing else does.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from pilu.codes import diagnose
from pilu.engine.message import (
    EngineOptions,
    EngineRun,
    options_from_json,
    options_to_json,
    run_from_json,
    run_to_json,
)
from pilu.engine.refusing import unusable
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.workplaces import Workplace

SECONDS = 300.0
_SEED = MappingProxyType({"PYTHONHASHSEED": "0"})


def is_seeded() -> bool:
    """Whether sets have the same order in this process as in the fresh ones."""
    return all(os.environ.get(name) == value for name, value in _SEED.items())


def run_stock(entry: Path, options: EngineOptions, *, seconds: float = SECONDS) -> Outcome[EngineRun]:
    """What ``run`` says of the file, from a process of its own that is killed after ``seconds``."""
    request = json.dumps({"entry": str(entry.absolute()), "options": options_to_json(options)})
    try:
        child = _child(request, seconds)
    except subprocess.TimeoutExpired:
        return Outcome(None, (diagnose("validate.timeout", seconds=f"{seconds:g}").at(entry.name),))
    except OSError as error:
        return Outcome(None, (unusable(error).at(entry.name),))
    try:
        answer = json.loads(child.stdout)
        refusals = tuple(_refusal(entry) for entry in answer["refusals"])
        run = run_from_json(answer["run"]) if answer["run"] else None
    except (ValueError, KeyError, TypeError):
        reason = f"its process ended with {child.returncode}"
        return Outcome(None, (diagnose("validate.engine-stopped", reason=reason).at(entry.name),))
    return Outcome(None if run is None else replace(run, path="stock"), refusals)


def _child(request: str, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """The ended process; what it keeps in temporary folders goes even where it was killed."""
    with Workplace("pilu-engine-") as place:
        environment = {**_SEED, "PYTHONIOENCODING": "utf-8", "TMPDIR": str(place)}
        return subprocess.run(
            [sys.executable, "-m", "pilu.engine.stock"],
            input=request.encode(),
            capture_output=True,
            timeout=seconds,
            env={**os.environ, **environment},
            check=False,
        )


def _refusal(entry: dict[str, object]) -> Diagnostic:
    code, source, fields = str(entry["code"]), str(entry["source"]), entry["fields"]
    assert isinstance(fields, dict)
    return diagnose(code, source=source, **fields)


def main() -> None:
    """The child: one request, one answer; what Arelle prints goes to standard error."""
    from pilu.engine.running import run

    request = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        outcome = run(Path(request["entry"]), options_from_json(request["options"]))
    refusals = [
        {"code": found.code, "source": found.source, "fields": dict(found.fields)}
        for found in outcome.diagnostics
    ]
    told = None if outcome.value is None else run_to_json(outcome.value)
    json.dump({"refusals": refusals, "run": told}, sys.stdout)


if __name__ == "__main__":
    main()
