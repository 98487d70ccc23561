"""Arelle's log records caught as they are spoken, and turned into EngineMessages afterwards."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arelle.ModelInstanceObject import ModelFact

from pilu.engine.aspects import read_fact
from pilu.engine.bilingual import spoken
from pilu.engine.message import EngineMessage, Ref, in_order

_LANGUAGES = ("zh", "en")
# The serial number of an object in Arelle's memory, which depends on what was loaded before.
_SERIAL = re.compile(r"\b([mM]odel\w+\[)(?:__)?\d+(?:, |(?=\]))")
# What Arelle says about itself, not about a report: loading times, packages, grammar.
_CHATTER = frozenset({"", "info", "info:profileActivity", "info:profileStat", "Progress"})
_TRACE = "Traceback (most recent call last)"


class Listener(logging.Handler):
    """Keeps every record of the "arelle" logger between two calls of ``take``."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging; never raises."""
        self._records.append(record)

    def take(self) -> list[logging.LogRecord]:
        """The records heard so far, which are then forgotten."""
        records, self._records = self._records, []
        return records


@dataclass(frozen=True, slots=True)
class Places:
    """The folders whose names must not show in a message, longest first."""

    entry: Path
    hidden: tuple[str, ...]

    def clean(self, text: str) -> str:
        """The text without those folders, and without Arelle's serial numbers."""
        for folder in self.hidden:
            text = text.replace(folder, "")
        return _SERIAL.sub(r"\1", text)

    def file(self, href: str) -> str:
        """The file of a reference: relative below the entry's folder, else its bare name."""
        name = self.clean(href).replace("\\", "/")
        if name.startswith(("/", "../", "http:", "https:", "file:")) or ".zip/" in name:
            return name.rsplit("/", 1)[-1]
        return name


def places(entry: Path, folders: Iterable[Path]) -> Places:
    """The places of a run; ``folders`` are the engine's own."""
    names = {str(folder) + "/" for folder in (*folders, entry.parent, entry.resolve().parent)}
    return Places(entry, tuple(sorted(names, key=len, reverse=True)))


def messages_of(
    records: Iterable[logging.LogRecord], models: Iterable[Any], where: Places
) -> tuple[EngineMessage, ...]:
    """The records as messages, chatter left out, references resolved in the models while open."""
    opened = [model for model in models if not model.isClosed]
    return in_order([_message(record, opened, where) for record in records if not _is_chatter(record)])


def _is_chatter(record: logging.LogRecord) -> bool:
    return record.levelno <= logging.INFO and getattr(record, "messageCode", "") in _CHATTER


def _message(record: logging.LogRecord, models: list[Any], where: Places) -> EngineMessage:
    said = spoken(_words(record))
    args = record.args if isinstance(record.args, dict) else {}
    kept = ((str(name), where.clean(spoken(_plain(str(value))).text)) for name, value in args.items())
    return EngineMessage(
        code=str(getattr(record, "messageCode", "")),
        level=record.levelname,
        text=where.clean(said.text),
        refs=tuple(_ref(ref, models, where) for ref in getattr(record, "refs", ())),
        args=tuple(sorted(kept)),
        texts=tuple((language, where.clean(words)) for language, words in said.texts),
        lost=said.lost,
    )


def _words(record: logging.LogRecord) -> str:
    try:
        words = record.getMessage().strip()
    except (KeyError, TypeError, ValueError):
        words = str(record.msg)
    return _plain(words)


def _plain(words: str) -> str:
    """Without the places in Arelle's own code, which are of no use to a reader."""
    return words.partition(_TRACE)[0].strip()


def _ref(ref: dict[str, Any], models: list[Any], where: Places) -> Ref:
    file, _, fragment = str(ref.get("href", "")).partition("#")
    line = str(ref.get("sourceLine"))
    number = int(line) if line.isdigit() else 0
    fact = _fact(ref.get("objectId"), fragment, models)
    if fact is None:
        return Ref(where.file(file), fragment, number)
    return Ref(
        where.file(file),
        fragment,
        number,
        concept=fact.qname.clarkNotation if fact.qname is not None else "",
        labels=_labels(fact),
        value=str(fact.value or "")[:200],
        **_aspects(fact),
    )


def _aspects(fact: Any) -> dict[str, Any]:
    """The fact's dimensions and accuracy; nothing where it is too faulty for Arelle to say."""
    try:
        found = read_fact(fact)
    except Exception:  # a message is often about what makes these properties raise anything
        return {}
    return {name: getattr(found, name) for name in ("entity", "period", "unit", "decimals", "dimensions")}


def _fact(object_id: Any, fragment: str, models: list[Any]) -> Any:
    for model in models:
        try:
            found = model.modelObject(object_id) if object_id else None
        except (KeyError, IndexError, ValueError, TypeError):
            found = None
        if isinstance(found, ModelFact) and (not found.id or found.id == fragment):
            return found
    return None


def _labels(fact: Any) -> tuple[tuple[str, str], ...]:
    concept = fact.concept
    if concept is None:
        return ()
    found = ((language, concept.label(lang=language, fallbackToQname=False)) for language in _LANGUAGES)
    return tuple((language, label) for language, label in found if label)
