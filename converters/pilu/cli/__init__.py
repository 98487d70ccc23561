"""The command line. ``main`` is the entry point of the installed ``pilu``."""

from __future__ import annotations

import signal
import sys
import traceback
from types import FrameType

__all__ = ["main"]


class Terminated(KeyboardInterrupt):
    """The process was asked to end: everything is cleared away as after Ctrl-C."""


def main() -> None:
    """Runs ``pilu`` with the program's arguments and ends the process with the exit code."""
    _end_tidily()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from pilu.cli.app import run
    except KeyboardInterrupt as error:
        sys.exit(143 if isinstance(error, Terminated) else 130)
    except Exception as error:  # the parts of Pilu do not fit together: nothing else can be said
        if "--debug" in sys.argv:
            traceback.print_exc()
        sys.exit(_broken(error))
    sys.exit(run(sys.argv[1:]))


def _end_tidily() -> None:
    """A request to end is an exception, so that temporary folders and workers go with the process."""

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise Terminated

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def _broken(error: Exception) -> int:
    sys.stderr.write(f"error: the installation is broken: {type(error).__name__}: {error}; reinstall pilu\n")
    return 3
