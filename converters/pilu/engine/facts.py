"""Facts read back by Arelle from any of the formats, as tuples that can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pilu.codes import diagnose
from pilu.engine.aspects import ReadFact, read_fact
from pilu.engine.listening import messages_of, places
from pilu.engine.message import FAILING, EngineOptions
from pilu.engine.refusing import unusable
from pilu.engine.room import Room, opened
from pilu.engine.running import admit_all, attempt
from pilu.model.diagnostic import Diagnostic, Outcome


def read_facts(path: Path, packages: Sequence[Path] = ()) -> Outcome[tuple[ReadFact, ...]]:
    """Every fact of the report, sorted; no value where it is refused or does not load.

    ``path``: any format ``run`` takes. Nothing is validated.
    """
    options = EngineOptions(packages=tuple(packages), calculation="none", formula=False)
    try:
        with opened(options) as room:
            refused = admit_all(room, path)
            if refused:
                return Outcome(None, refused)
            facts = _loaded_facts(room, path)
            return Outcome(facts, () if facts is None else _doubts(room, path))
    except OSError as error:
        return Outcome(None, (unusable(error).at(path.name),))


def _loaded_facts(room: Room, path: Path) -> tuple[ReadFact, ...] | None:
    room.fence.allow(path.resolve().parent)
    options = room.runtime_options(path)
    options.validate = False
    if attempt(lambda: room.controller.run(options)):
        return None
    models = [model for model in room.controller.modelManager.loadedModelXbrls if not model.isClosed]
    if not any(model.modelDocument is not None for model in models):
        return None
    return tuple(sorted(read_fact(fact) for model in models for fact in model.factsInInstance))


def _doubts(room: Room, path: Path) -> tuple[Diagnostic, ...]:
    """What Arelle said while it loaded: where that is an error, facts may be missing or wrong."""
    said = messages_of(room.listener.take(), (), places(path, [room.folder]))
    wrong = [message for message in said if message.level in FAILING]
    if not wrong:
        return ()
    first = " ".join(wrong[0].text.split())[:200]
    return (diagnose("validate.load-errors", count=len(wrong), first=first).at(path.name),)
