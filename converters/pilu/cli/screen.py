"""What reaches the terminal: one JSON document, or text and tables; diagnostics go to stderr."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO

import typer
from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from pilu.cli.words import hint, sentence, word
from pilu.model.diagnostic import Diagnostic, Severity
from pilu.plain import plain

BROKEN_PIPE = 141
_SHOWN = MappingProxyType({Severity.ERROR: 20, Severity.WARNING: 3, Severity.INFO: 3})
_COLOURS = MappingProxyType({Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_A_FEW = 8  # columns in which words can still be read
_UNLIMITED = 10_000  # columns of a pipe: wide enough that nothing wraps


class UnwrittenError(Exception):
    """Standard output takes nothing; the words say why."""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its heading, whether its cells are numbers (right, never broken), whether its words
    stay whole (left, never broken), and how wide it is at least."""

    heading: str
    number: bool = False
    whole: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """How this call speaks: language, JSON or text, and how much: ``quiet`` leaves out all
    diagnostics but errors, ``silent`` text and tables too."""

    language: str
    as_json: bool = False
    quiet: bool = False
    silent: bool = False

    def word(self, key: str, **fields: object) -> str:
        """A phrase of the command line in the call's language."""
        return word(key, self.language, **fields)

    @property
    def width(self) -> int:
        """Columns of the terminal; a very large number in a pipe, where nothing is cut or wrapped."""
        return _console(sys.stdout).width

    def diagnostics(self, told: Sequence[Diagnostic]) -> None:
        """What there is to say, on stderr, code by code: the first places, how many more, what to do."""
        if self.as_json:
            return
        console = _console(sys.stderr)
        groups: dict[str, list[Diagnostic]] = {}
        for diagnostic in told:
            if not self.quiet or diagnostic.severity is Severity.ERROR:
                groups.setdefault(diagnostic.code, []).append(diagnostic)
        for code, group in groups.items():
            most = _SHOWN[group[0].severity]
            for diagnostic in group[:most]:
                _print(console, safe(sentence(diagnostic, self.language)), _COLOURS[diagnostic.severity])
            if len(group) > most:
                _print(console, f"  {self.word('more', count=len(group) - most, code=code)}", "dim")
            if advice := hint(group[0], self.language):
                _print(console, f"  {self.word('hint')}: {safe(advice)}", "dim")

    def line(self, text: str, style: str = "") -> None:
        """A line of text on stdout."""
        if not self.silent and not self.as_json:
            _print(_console(sys.stdout), safe(text), style)

    def heading(self, text: str) -> None:
        """A line that opens a part of the summary."""
        self.line("")
        self.line(text, "bold")

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """A table on stdout: ruled on a terminal, aligned plain text in a pipe; where its columns do not fit
        the width side by side, each row is a few lines, one per cell."""
        if self.silent or self.as_json:
            return
        console = _console(sys.stdout)
        rows = [[safe(cell).replace("\n", " ") for cell in row] for row in rows]
        if _needed(columns, rows) > console.width:
            for row in rows:
                named = zip(columns, row, strict=True)
                self.line("\n".join(f"{column.heading}: {cell}" for column, cell in named if cell) + "\n")
            return
        table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False, expand=False)
        for column in columns:
            justify: JustifyMethod = "right" if column.number else "left"
            unbroken = column.number or column.whole
            table.add_column(
                column.heading,
                justify=justify,
                no_wrap=unbroken,
                overflow="fold",
                min_width=column.least or None,
            )
        for row in rows:
            table.add_row(*map(Text, row))
        with _writing(sys.stdout):
            with console.capture() as captured:
                console.print(table)
            text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
            _write(sys.stdout, text)

    def document(self, value: object) -> None:
        """The one JSON document of a ``--json`` call."""
        text = json.dumps(plain(value), ensure_ascii=False, indent=1)
        _write(sys.stdout, text.encode("utf-8", "replace").decode("utf-8") + "\n")

    def raw(self, data: bytes) -> None:
        """A file's own bytes on stdout."""
        _write(sys.stdout, data.decode("utf-8"))

    @contextmanager
    def progress(self, total: int) -> Iterator[Progress | None]:
        """A progress bar on stderr while reports are converted; None where nobody watches."""
        console = _console(sys.stderr)
        if self.quiet or self.as_json or not console.is_terminal:
            yield None
            return
        columns = [SpinnerColumn(), TextColumn("{task.description}", markup=False)]
        if total > 1:
            columns += [BarColumn(), MofNCompleteColumn()]
        with Progress(*columns, console=console, transient=True) as bar:
            yield bar


def _needed(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """The columns of a terminal that a table takes at least: what is not broken whole, of words a few."""
    needed = 3 * len(columns)
    for column, *cells in zip(columns, *rows, strict=True):
        unbroken = column.number or column.whole
        longest = max(cell_len(text) for text in (column.heading, *cells))
        needed += longest if unbroken else max(column.least, min(longest, _A_FEW))
    return needed


def safe(text: str) -> str:
    """Text that cannot move the cursor or turn a terminal around."""
    return _CONTROLS.sub("\ufffd", text).encode("utf-8", "replace").decode("utf-8")


def _console(stream: IO[str]) -> Console:
    width = None
    if not stream.isatty() and not os.environ.get("COLUMNS"):
        width = _UNLIMITED
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def _print(console: Console, text: str, style: str = "") -> None:
    with _writing(console.file):
        with console.capture() as captured:
            console.print(Text(text, style=style), soft_wrap=True)
        _write(console.file, captured.get())


def _write(stream: IO[str], text: str) -> None:
    """Writes and flushes."""
    with _writing(stream):
        stream.write(text)
        stream.flush()


@contextmanager
def _writing(stream: IO[str]) -> Iterator[None]:
    """A reader that has gone away ends the program quietly, a full disk loudly, unless it is the messages
    themselves that cannot be written."""
    try:
        yield
    except BrokenPipeError:
        _give_up(sys.stdout)
        raise typer.Exit(BROKEN_PIPE) from None
    except OSError as error:
        _give_up(stream)
        if stream is not sys.stderr:
            raise UnwrittenError(error.strerror or type(error).__name__) from error


def _give_up(stream: IO[str]) -> None:
    """What is still to be written goes nowhere, or Python would try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
