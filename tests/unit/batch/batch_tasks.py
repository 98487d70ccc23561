"""What the workers of these tests do: each document says itself what it does to its worker."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pilu.batch.jobs import Job, Plan, Reply
from pilu.model.output import OutputFile

_CHUNK = 32 * 2**20


def scripted(plan: Plan) -> Callable[[Job], Reply]:
    """The task: the document's first word is what happens, the rest its argument."""
    log = os.environ.get("BATCH_TEST_LOG", "")

    def convert(job: Job) -> Reply:
        verb, _, rest = job.data.decode().partition(" ")
        _note(log, f"begin {job.name} {os.getpid()}")
        reply = _act(verb, rest, job)
        _note(log, f"end {job.name} {os.getpid()}")
        return reply

    return convert


def lost_once(plan: Plan) -> Callable[[Job], Reply]:
    """A worker that the system ends while it starts, the first time."""
    flag = Path(os.environ["BATCH_TEST_LOG"] + "-lost")
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return scripted(plan)


def broken(plan: Plan) -> Callable[[Job], Reply]:
    """A task that cannot be set up."""
    raise RuntimeError("no such taxonomy here")


def _act(verb: str, rest: str, job: Job) -> Reply:
    match verb:
        case "loop":
            while True:
                pass
        case "eat":
            held = []
            while True:
                held.append(bytearray(_CHUNK))
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die-once":
            if not Path(rest).exists():
                Path(rest).touch()
                os._exit(7)
        case "raise":
            raise LookupError(rest)
        case "print":
            sys.stdout.write(rest * 1000)
            sys.stdout.flush()
        case "sleep":
            time.sleep(float(rest))
        case "outside":
            return Reply("valid", {}, (OutputFile("../escaped.txt", b"x", "xbrl"),))
    stem = Path(job.name).stem
    files = (
        OutputFile(f"{stem}.xbrl", job.data.upper() * 50, "xbrl"),
        OutputFile(f"{stem}-csv/table.csv", job.data * 50, "csv"),
    )
    return Reply("invalid" if verb == "faulty" else "valid", {"facts": len(job.data)}, files, b"rows")


def _note(log: str, text: str) -> None:
    if log:
        with open(log, "a", encoding="utf-8") as stream:
            stream.write(text + "\n")
