"""What Arelle said of a taxonomy, validated in full once, kept for later processes.

A taxonomy is the same if the bytes of all packages are, and what is said of it then depends on the
programs and the options alone: all of that is in the name of the file that keeps it. The files lie in
the user's cache folder, or where the variable PILU_CACHE says (``off``: nowhere).

Pilu's own taxonomies are validated when they are made. Those of which the same Arelle said nothing are
listed in ``taxonomy/validated.json``, so that a new machine need not do it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from arelle.Version import __version__ as arelle_version
from lxml.etree import LXML_VERSION
from platformdirs import user_cache_path

from pilu.engine.message import EngineMessage, EngineOptions, EngineRun, run_from_json, run_to_json
from pilu.engine.packages import Package
from pilu.resources import ResourcesMissing, data_root

_OFF = "off"
LIST = "validated.json"


def key_of(packages: Sequence[Package], schemas: Sequence[str], options: EngineOptions) -> str:
    """The name under which the messages are kept: a SHA-256 of all that they depend on."""
    programs = [version("pilu"), arelle_version, list(LXML_VERSION), platform.python_version()]
    return _digest([programs, list(schemas), _asked(packages, options)])


def mark_of(packages: Sequence[Package], schemas: Sequence[str], options: EngineOptions) -> str:
    """What stands for a taxonomy in the list of those that came validated: its bytes and the options."""
    return _digest([list(schemas), _asked(packages, options)])


def came_silent(packages: Sequence[Package], schemas: Sequence[str], options: EngineOptions) -> bool:
    """Whether this taxonomy came with Pilu, validated in full by this Arelle, which said nothing of it."""
    if len(packages) != 1 or os.environ.get("PILU_CACHE", "") == _OFF:
        return False
    try:
        listed = json.loads((data_root("taxonomy") / LIST).read_text(encoding="utf-8"))
        return listed["engine"] == arelle_version and mark_of(packages, schemas, options) in listed["silent"]
    except (OSError, ValueError, KeyError, TypeError, ResourcesMissing):
        return False


def find(key: str) -> tuple[EngineMessage, ...] | None:
    """The messages kept under the key; None where there are none, or nothing readable."""
    folder = _folder()
    if folder is None:
        return None
    try:
        return run_from_json((folder / f"{key}.json").read_text(encoding="utf-8")).messages
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(key: str, messages: Sequence[EngineMessage]) -> None:
    """Keep them, whole or not at all; where the folder cannot be written, not at all."""
    folder = _folder()
    if folder is None:
        return
    told = run_to_json(EngineRun(tuple(messages), finished=True, facts=0, engine=arelle_version))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=key, suffix=".part", dir=folder)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(told)
            os.replace(name, folder / f"{key}.json")
        except BaseException:
            os.unlink(name)
            raise


def _asked(packages: Sequence[Package], options: EngineOptions) -> dict[str, object]:
    return {**asdict(options), "packages": [package.sha256 for package in packages]}


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _folder() -> Path | None:
    chosen = os.environ.get("PILU_CACHE", "")
    if chosen == _OFF:
        return None
    return (Path(chosen) if chosen else user_cache_path("pilu")) / "taxonomies"
