"""A batch process to be killed: ``python batch_main.py IN OUT WORKERS``."""

from __future__ import annotations

import sys
from pathlib import Path

from pilu.batch import Batch, Limits, Plan, find_inputs, run_batch


def main() -> int:
    """Runs the batch and returns its exit code."""
    source, out = sys.argv[1], Path(sys.argv[2])
    plan = Plan("cn-listed/2021", ("xbrl",), limits=Limits(seconds=20), task="batch_tasks:scripted")
    found = find_inputs([source], out=out)
    assert found.value is not None
    done = run_batch(Batch(found.value, out, plan, int(sys.argv[3])))
    return 9 if done.value is None else done.value.exit_code


if __name__ == "__main__":
    sys.exit(main())
