"""What a waiver file says, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pilu.model.diagnostic import Severity

State = Literal["applied", "expired", "unmatched", "refused"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which findings of its code an entry is about; "" stands for any.

    ``entity``: an identifier; ``concept``: a local name; ``fact``: an id; ``period``: days as a report
    writes them, or the beginning of the last day (``2021``, ``2021-12``); ``dimension``: ``Axis`` or
    ``Axis=Member``, local names; ``file``: a validated file's name.
    """

    entity: str = ""
    concept: str = ""
    fact: str = ""
    period: str = ""
    dimension: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is accepted: why, by whom, and the last day on which that holds.

    ``line``: where it stands in its file.
    """

    code: str
    reason: str
    expires: date
    by: str = ""
    scope: Scope = Scope()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Override:
    """Another severity for the findings of a code, and why."""

    code: str
    severity: Severity
    reason: str
    by: str = ""
    scope: Scope = Scope()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Waivers:
    """A waiver file. ``as_of``: the day that expiry is compared with."""

    name: str
    sha256: str
    as_of: date
    waivers: tuple[Waiver, ...] = ()
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What became of an entry: ``state``, and how many findings it changed."""

    entry: Waiver | Override
    state: State
    count: int = 0


@dataclass(frozen=True, slots=True)
class WaiverAccount:
    """A waiver file as a verdict tells of it: which file, the day, and every entry in order."""

    name: str
    sha256: str
    as_of: date
    uses: tuple[WaiverUse, ...] = ()
