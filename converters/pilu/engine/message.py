"""What the engine is asked and what it says: plain frozen types, as JSON for a child process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

Calculation = Literal["1.1", "1.1-truncation", "1.0", "none"]
Duplicates = Literal["none", "inconsistent", "consistent", "incomplete", "complete", "all"]

# Arelle's level names, gravest first; everything from INCONSISTENCY up fails a validation.
LEVELS = (
    "CRITICAL",
    "ERROR",
    "ASSERTION-NOT-SATISFIED",
    "ERROR-SEMANTIC",
    "INCONSISTENCY",
    "ASSERTION-SATISFIED",
    "WARNING-SEMANTIC",
    "WARNING",
    "INFO-SEMANTIC",
    "INFO",
    "INFO-RESULT",
    "DEBUG",
)
FAILING = frozenset(LEVELS[: LEVELS.index("INCONSISTENCY") + 1])


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is opened: bytes of a file, and of an archive its entries, the bytes they
    unpack to, of one and of all, and how many times smaller a packed entry may be."""

    file_bytes: int = 256 * 2**20
    archive_entries: int = 20_000
    entry_bytes: int = 256 * 2**20
    archive_bytes: int = 2**30
    ratio: int = 300
    formula_seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How to validate.

    ``packages``: taxonomy packages, zip files or unpacked folders; ``calculation``: Calculation 1.1
    with rounding to nearest, or with truncation, Calculation 1.0 (XBRL 2.1, 5.2.5.2), or none;
    ``duplicates``: which duplicate facts are reported (OIM 1.0, 6); ``units``: check the unit
    registry too; ``base_taxonomy``: validate the taxonomy's own documents as well;
    ``disclosure_system``: the filing rules of an authority, by name, in addition.
    """

    packages: tuple[Path, ...] = ()
    calculation: Calculation = "1.1"
    formula: bool = True
    duplicates: Duplicates = "inconsistent"
    units: bool = False
    base_taxonomy: bool = True
    disclosure_system: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing a message points at.

    ``file``: relative to the validated file's folder, or the bare name when it lies elsewhere;
    ``id``: the element's id, or a pointer where it has none; ``line``: 1-based, 0 if unknown;
    for a fact ``concept`` is ``{namespace}local``, ``labels`` are (language, label) pairs,
    ``value`` is the fact's value, and the rest its dimensions and accuracy as ``ReadFact`` has them,
    as far as a faulty fact has any; for anything else they are empty.
    """

    file: str
    id: str
    line: int
    concept: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    value: str = ""
    entity: str = ""
    period: str = ""
    unit: str = ""
    decimals: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact of the report."""
        return bool(self.concept)


@dataclass(frozen=True, slots=True)
class EngineMessage:
    """One message: ``texts`` are (language, text) pairs where the taxonomy words it in several,
    ``lost`` are (language, reason) pairs of those wordings that could not be evaluated."""

    code: str
    level: str
    text: str
    refs: tuple[Ref, ...] = ()
    args: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str, str, tuple[tuple[str, str, int], ...]]:
        """What two engines must agree on: code, level, text, and file, id and line of each ref."""
        refs = tuple(sorted((ref.file, ref.id, ref.line) for ref in self.refs))
        return self.code, self.level, self.text, refs


@dataclass(frozen=True, slots=True)
class EngineRun:
    """The outcome of validating one file.

    ``finished``: the engine ran to its end; ``facts``: how many facts it saw, None in what is no
    report but a taxonomy; ``path``: ``run`` (in this process), ``warm`` or ``stock`` (a fresh process).
    """

    messages: tuple[EngineMessage, ...]
    finished: bool
    facts: int | None
    engine: str
    path: str = "run"

    @property
    def ok(self) -> bool:
        """Finished, and no message fails the validation."""
        return self.finished and not any(message.level in FAILING for message in self.messages)


def run_to_json(run: EngineRun) -> str:
    """The run as one JSON document."""
    return json.dumps(asdict(run), ensure_ascii=False)


def run_from_json(text: str) -> EngineRun:
    """The inverse of ``run_to_json``; raises ValueError, KeyError or TypeError on anything else."""
    data = json.loads(text)
    messages = tuple(_message(entry) for entry in data.pop("messages"))
    return EngineRun(messages=messages, **data)


def _message(entry: dict[str, Any]) -> EngineMessage:
    refs = tuple(
        Ref(**{**ref, **{name: _pairs(ref[name]) for name in ("labels", "dimensions")}})
        for ref in entry.pop("refs")
    )
    args, texts, lost = (_pairs(entry.pop(name)) for name in ("args", "texts", "lost"))
    return EngineMessage(refs=refs, args=args, texts=texts, lost=lost, **entry)


def _pairs(entries: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in entries)


def options_to_json(options: EngineOptions) -> str:
    """The options as one JSON document."""
    data = asdict(options)
    data["packages"] = [str(path) for path in options.packages]
    return json.dumps(data)


def options_from_json(text: str) -> EngineOptions:
    """The inverse of ``options_to_json``."""
    data = json.loads(text)
    packages = tuple(Path(path) for path in data.pop("packages"))
    return EngineOptions(packages=packages, limits=Limits(**data.pop("limits")), **data)


def in_order(messages: list[EngineMessage]) -> tuple[EngineMessage, ...]:
    """Messages in a fixed order, whatever order the engine found them in: gravest first, then
    by line, code and text; equal messages stay as many as they were."""
    rank = {level: position for position, level in enumerate(LEVELS)}

    def key(message: EngineMessage) -> tuple[int, int, Any]:
        first = min((ref.line for ref in message.refs if ref.is_fact and ref.line), default=0)
        return rank.get(message.level, 0), first, message.key

    return tuple(sorted((_with_refs_in_order(message) for message in messages), key=key))


def _with_refs_in_order(message: EngineMessage) -> EngineMessage:
    """Calculation messages name the total first and an assertion stands before its facts; the
    rest comes from sets and is sorted."""
    total_first = message.code.startswith(("calc11e:", "xbrl.5.2.5.2"))
    head = 1 if message.refs and (total_first or not message.refs[0].is_fact) else 0
    rest = sorted(message.refs[head:], key=lambda ref: (ref.file, ref.line, ref.id))
    return replace(message, refs=message.refs[:head] + tuple(rest))
