"""Files to be written, and what the validator says of them."""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.diagnostic import Severity
from pilu.model.span import Span


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the output, ``path`` relative to the output folder with forward slashes.

    ``kind``: the writer's name (``xbrl``, ``ixbrl``, ``json``, ``csv``, ``package``, ``facts``,
    ``ledger``, ``receipt``); ``primary``: the file a validator opens (the csv folder has several).
    """

    path: str
    data: bytes
    kind: str
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One validator message, resolved: its facts by id, their labels, values and places read.

    ``files``: every file of the filing that has it, ``file`` being the first.
    """

    code: str
    severity: Severity
    text: str
    text_zh: str
    file: str
    line: int
    facts: tuple[str, ...]
    labels: tuple[str, ...]
    spans: tuple[Span, ...]
    values: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator says of a set of files. ``valid``: no finding is an error and the
    engine ran to its end on every file."""

    valid: bool
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    engine: str
