"""The engine room: Arelle behind one door, offline, its log records turned into plain messages.

The only folder that imports Arelle, which takes half a second: it is imported at the first call,
so that importing Pilu stays cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pilu.engine.disclosure_systems import DisclosureSystem, disclosure_systems
from pilu.engine.message import EngineMessage, EngineOptions, EngineRun, Limits, Ref
from pilu.engine.refusing import unusable
from pilu.engine.stock import run_stock
from pilu.model.diagnostic import Outcome

if TYPE_CHECKING:
    from pilu.engine.aspects import ReadFact
    from pilu.engine.warm import Fallback, WarmEngine

__all__ = [
    "DisclosureSystem",
    "EngineMessage",
    "EngineOptions",
    "EngineRun",
    "Limits",
    "Ref",
    "disclosure_systems",
    "read_facts",
    "run",
    "run_stock",
    "unusable",
    "warm_engine",
]


def run(entry: Path, options: EngineOptions | None = None) -> Outcome[EngineRun]:
    """Validate one file in this process: see ``pilu.engine.running.run``."""
    from pilu.engine import running

    return running.run(entry, options)


def read_facts(path: Path, packages: Sequence[Path] = ()) -> Outcome[tuple[ReadFact, ...]]:
    """The facts of a report in any format: see ``pilu.engine.facts.read_facts``."""
    from pilu.engine import facts

    return facts.read_facts(path, packages)


def warm_engine(options: EngineOptions, fallback: Fallback = run_stock) -> WarmEngine:
    """An engine for many reports of the same taxonomies: see ``pilu.engine.warm.WarmEngine``; OSError
    where it finds no place for its temporary files."""
    from pilu.engine import warm

    return warm.WarmEngine(options, fallback)
