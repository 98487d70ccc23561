"""The command line. ``main`` is the entry point of the installed ``pilu``."""

from __future__ import annotations

import os
import sys
import traceback

from pilu.cli.ending import Terminated, end_tidily, nothing_to_end

__all__ = ["main"]

_STDERR = 2


def main() -> None:
    """Runs ``pilu`` with the program's arguments and ends the process with the exit code."""
    end_tidily()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called: nothing is to be said there
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    if "--debug" not in sys.argv:
        _quiet_others()
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
    code = run(sys.argv[1:])
    nothing_to_end()
    sys.exit(code)


def _quiet_others() -> None:
    """What libraries that are not Python write to standard error themselves, such as the stack of a panic on
    a damaged file, goes nowhere; what Pilu says goes on as before."""
    try:
        if sys.stderr.fileno() != _STDERR:
            return
        own = os.dup(_STDERR)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _STDERR)
        os.close(nowhere)
    except (OSError, ValueError):
        return
    sys.stderr = open(own, "w", buffering=1)  # noqa: SIM115


def _broken(error: Exception) -> int:
    sys.stderr.write(f"error: the installation is broken: {type(error).__name__}: {error}; reinstall pilu\n")
    return 3
