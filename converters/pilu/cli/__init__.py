"""The command line. ``main`` is the entry point of the installed ``pilu``."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Runs ``pilu`` with the program's arguments and ends the process with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from pilu.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
