"""One file validated by Arelle in this process, exactly as its command line would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arelle.ModelDocumentType import ModelDocumentType

from pilu.engine.gate import look
from pilu.engine.listening import messages_of, places
from pilu.engine.message import EngineMessage, EngineOptions, EngineRun
from pilu.engine.refusing import unusable
from pilu.engine.room import ENGINE, Room, opened
from pilu.model.diagnostic import Diagnostic, Outcome

_TAXONOMIES = (ModelDocumentType.SCHEMA, ModelDocumentType.LINKBASE, ModelDocumentType.DTSENTRIES)


def run(entry: Path, options: EngineOptions | None = None) -> Outcome[EngineRun]:
    """Validate a report (XBRL, Inline XBRL, xBRL-JSON, xBRL-CSV metadata, report package) or a
    taxonomy's entry point.

    No value where a gate refuses the file or a package; ``finished`` is False where Arelle did
    not get to its end. Never raises on what a file holds, whatever that is.
    """
    options = options or EngineOptions()
    try:
        with opened(options) as room:
            refused = admit_all(room, entry)
            if refused:
                return Outcome(None, refused)
            return Outcome(_validated(room, entry))
    except OSError as error:
        return Outcome(None, (unusable(error).at(entry.name),))


def admit_all(room: Room, entry: Path) -> tuple[Diagnostic, ...]:
    """Packages and filing rules first, then the file: why the run cannot start, or nothing."""
    refused = room.admit()
    if refused:
        return refused
    prefixes = [prefix for package in room.packages for prefix in package.prefixes]
    found = look(entry, prefixes, room.options.limits)
    return (found,) if isinstance(found, Diagnostic) else ()


def _validated(room: Room, entry: Path) -> EngineRun:
    room.fence.allow(entry.resolve().parent)
    failure = attempt(lambda: room.controller.run(room.runtime_options(entry)))
    return collected(room, entry, failure)


def attempt(action: Any) -> str:
    """Do it; the name of what it died of, or "". Arelle lets RecursionError, KeyError and more
    escape on hostile input."""
    try:
        action()
    except (Exception, SystemExit) as error:
        return type(error).__name__
    return ""


def collected(room: Room, entry: Path, failure: str) -> EngineRun:
    """What the room heard, as a run; it is unfinished if Arelle died, skipped or stopped early."""
    models = room.controller.modelManager.loadedModelXbrls
    packages = [package.path for package in room.packages]
    where = places(entry, [room.folder, *(package.parent for package in packages)])
    messages = messages_of(room.listener.take(), models, where)
    if failure:
        died = EngineMessage("exception:" + failure, "CRITICAL", f"validation stopped: {failure}")
        messages = (died, *messages)
    loaded = [model for model in models if not model.isClosed and model.modelDocument is not None]
    reports = [model for model in loaded if model.modelDocument.type not in _TAXONOMIES]
    facts = sum(len(model.factsInInstance) for model in reports) if reports else None
    finished = bool(loaded) and not any(map(_stops, messages))
    return EngineRun(messages, finished=finished, facts=facts, engine=ENGINE)


def _stops(message: EngineMessage) -> bool:
    """Whether Arelle skipped the rest after this message."""
    return message.code.startswith("exception:") or message.code in {"Exception", "arelle:notValidated"}
