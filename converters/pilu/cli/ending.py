"""A process that is told to end clears away, whatever it is doing at that moment.

An exception raised by a signal is lost where the interpreter happens to run a finaliser, or a library
catches whatever comes; so it is raised again until it is heard, but never into the clearing away.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

_AGAIN_SECONDS = 0.1


class Terminated(KeyboardInterrupt):
    """The process was asked to end: everything is cleared away as after Ctrl-C."""


def end_tidily() -> None:
    """A request to end is an exception, so that temporary folders and workers go with the process."""
    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _asked)


def heard() -> None:
    """The request arrived where it is answered: it need not be repeated."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def nothing_to_end() -> None:
    """From here on a request to end comes too late: what is done has its exit code."""
    heard()
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, signal.SIG_IGN)


def _asked(number: int, frame: FrameType | None) -> None:
    """The first request; those that follow change nothing."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if (other := getattr(signal, name, None)) is not None:
            signal.signal(other, signal.SIG_IGN)
    kind = KeyboardInterrupt if number == signal.SIGINT else Terminated

    def again(number: int, frame: FrameType | None) -> None:
        _end(kind, frame)

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS, _AGAIN_SECONDS)
    _end(kind, frame)


def _end(kind: type[KeyboardInterrupt], frame: FrameType | None) -> None:
    if not hasattr(signal, "setitimer"):  # it cannot be said again
        raise kind
    if _is_ending(sys.exc_info()[1]) or _is_finaliser(frame):
        return
    raise kind


def _is_ending(error: BaseException | None) -> bool:
    """Whether what is handled now is the request, or came of it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, KeyboardInterrupt):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _is_finaliser(frame: FrameType | None) -> bool:
    """Whether the interpreter would swallow an exception here, and print it."""
    while frame is not None:
        if frame.f_code.co_name in {"__del__", "_remove"}:
            return True
        frame = frame.f_back
    return False
