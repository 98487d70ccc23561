"""A process that is told to end clears away as it does after Ctrl-C."""

from __future__ import annotations

import signal
from types import FrameType


class Terminated(KeyboardInterrupt):
    """The process was asked to end: everything is cleared away as after Ctrl-C."""


def end_tidily() -> None:
    """A request to end is an exception, so that temporary folders and workers go with the process."""

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise Terminated

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def nothing_to_end() -> None:
    """From here on a request to end comes too late: what is done has its exit code."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, signal.SIG_IGN)
