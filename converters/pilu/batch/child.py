"""A worker process (``python -m pilu.batch.child``): one plan, then jobs until the stream ends.

It leads a process group of its own, so that whatever it starts ends with it, and it ends when the
batch that started it is gone.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO

from pilu.batch.jobs import (
    WORKPLACE,
    Job,
    Plan,
    Reply,
    plan_from_json,
    read_frame,
    send_reply,
    write_frame,
)

Convert = Callable[[Job], Reply]
_LOOK_SECONDS = 0.5


def main() -> None:
    """Serves one batch over standard input and output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get among the answers
    requests = os.fdopen(os.dup(0), "rb")
    _end_with(os.getppid())
    first = read_frame(requests)
    if first is None:
        _clear_away()
        return
    plan = plan_from_json(first[0])
    _limit_memory(plan.limits.memory_bytes)
    try:
        convert = task_of(plan)
    except Exception as error:
        write_frame(answers, {"ready": False, "reason": f"{type(error).__name__}: {error}"})
        return
    with contextlib.suppress(BrokenPipeError):
        write_frame(answers, {"ready": True})
        _serve(convert, requests, answers)
    _clear_away()


def task_of(plan: Plan) -> Convert:
    """The plan's task, set up once for the life of the process."""
    module, _, name = plan.task.partition(":")
    made: Convert = getattr(importlib.import_module(module), name)(plan)
    return made


def _serve(convert: Convert, requests: IO[bytes], answers: IO[bytes]) -> None:
    while (frame := read_frame(requests)) is not None:
        header, blobs = frame
        began = time.perf_counter(), time.process_time()
        try:
            reply = convert(Job(str(header["name"]), blobs[0]))
        except MemoryError:
            write_frame(answers, {"died": "memory"})
            return
        except Exception as error:
            reply = _bug(error)
        cost = {  # measures of the machine, never reported values: float will do
            "seconds": time.perf_counter() - began[0],
            "cpu_seconds": time.process_time() - began[1],
            "resident_bytes": float(_resident_bytes()),
            "process": float(os.getpid()),
            **reply.cost,
        }
        send_reply(answers, Reply(reply.status, reply.record, reply.files, reply.rows, cost))


def _bug(error: Exception) -> Reply:
    told = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    where = traceback.format_exc()
    return Reply("bug", {"bug": told, "trace": where})


def _limit_memory(limit: int) -> None:
    """The kernel refuses what goes beyond; where there is no such limit, nothing happens."""
    if sys.platform == "win32" or limit <= 0:
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def _resident_bytes() -> int:
    """Memory in use now; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _clear_away() -> None:
    """The folder for temporary files goes, if it is this worker's own: who made it may be gone."""
    place = tempfile.gettempdir()
    if os.path.basename(place).startswith(WORKPLACE):
        shutil.rmtree(place, ignore_errors=True)


def _end_with(parent: int) -> None:
    """A thread that ends this process group once its parent is another than ``parent``."""
    if sys.platform == "win32":
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        _clear_away()
        if os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
