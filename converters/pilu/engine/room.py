"""One Arelle controller with everything that is global to it set up, and taken down again.

Arelle keeps its packages, plug-ins and log handlers per process. A room in use puts its own in
place and the former ones back; rooms may nest, but never run in two threads of a process.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from arelle import PackageManager, PluginManager
from arelle.CntlrCmdLine import CntlrCmdLine
from arelle.RuntimeOptions import RuntimeOptions
from arelle.Version import __version__

from pilu.codes import diagnose
from pilu.engine.bilingual import speak_all_languages
from pilu.engine.core_schemas import shipped_urls
from pilu.engine.disclosure_systems import DisclosureSystem, find_disclosure_system
from pilu.engine.fence import Fence
from pilu.engine.listening import Listener
from pilu.engine.message import EngineOptions
from pilu.engine.packages import Package, admit, packages_in
from pilu.model.diagnostic import Diagnostic
from pilu.workplaces import Workplace

ENGINE = f"Arelle {__version__}"
_CALCULATION = MappingProxyType({"1.1": "c11r", "1.1-truncation": "c11t", "1.0": "c10", "none": "none"})


class Room:
    """A controller, its listener, its fence, its empty cache folder and its packages."""

    def __init__(self, folder: Path, options: EngineOptions) -> None:
        self.folder = folder
        self.options = options
        self.packages: tuple[Package, ...] = ()
        self.filing_rules: DisclosureSystem | None = None
        (folder / "cache").mkdir()
        self._globals = [dict(vars(type(manager)())) for manager in _managers()]
        with self.in_use():
            self._furnish()

    def _furnish(self) -> None:
        self.controller = CntlrCmdLine(uiLang="en-US", disable_persistent_config=True)
        self.controller.webCache.workOffline = True
        self.controller.webCache.cacheDir = str(self.folder / "cache")
        self.fence = Fence(self.controller.webCache, (self.folder,))
        self.controller.webCache.getfilename = self.fence.getfilename
        self.listener = Listener()
        self.controller.startLogging(
            logHandler=self.listener, logRefObjectProperties=False, logPropagate=False
        )
        self.controller.postLoggingInit()
        self.controller.modelManager.defaultLang = "en"
        logging.getLogger("arelle").removeHandler(self.listener)
        self._prepare_loading()

    @contextmanager
    def in_use(self) -> Iterator[Room]:
        """Arelle's globals are this room's inside the with statement, and as before after it."""
        outer = [dict(vars(manager)) for manager in _managers()]
        _install(self._globals)
        logger = logging.getLogger("arelle")
        listeners = logger.handlers[:]
        logger.handlers[:] = [self.listener] if hasattr(self, "listener") else []
        try:
            with warnings.catch_warnings():
                # Arelle closes an archive but not the stream it opened it from.
                warnings.simplefilter("ignore", ResourceWarning)
                yield self
        finally:
            logger.handlers[:] = listeners
            self._globals = [dict(vars(manager)) for manager in _managers()]
            _install(outer)

    def _prepare_loading(self) -> None:
        """Whatever is loaded finds the core schemas where they belong, and says its assertion
        messages in all languages."""
        manager = self.controller.modelManager
        load = manager.load

        def load_and_teach(*args: Any, **kwargs: Any) -> Any:
            self._pin_core_schemas()
            model = load(*args, **kwargs)
            if model is not None and model.hasFormulae:
                speak_all_languages(model)
            return model

        manager.load = load_and_teach

    def admit(self) -> tuple[Diagnostic, ...]:
        """Register the packages of the options and look up their filing rules; the refusals, if any."""
        refusals: list[Diagnostic] = []
        admitted: list[Package] = []
        wanted = self.options.disclosure_system
        self.filing_rules = find_disclosure_system(wanted)
        if wanted and self.filing_rules is None:
            refusals.append(diagnose("validate.no-such-rules", name=wanted))
        for number, source in enumerate(packages_in(self.options.packages)):
            into = self.folder / f"package-{number}"
            into.mkdir()
            package = admit(source, self.options.limits, into)
            if isinstance(package, Diagnostic):
                refusals.append(package)
            else:
                admitted.append(package)
                self.fence.allow(package.path)
        self.packages = tuple(admitted)
        return tuple(refusals)

    def runtime_options(self, entry: Path | None) -> RuntimeOptions:
        """The options of Arelle's command line that these engine options mean."""
        options, limits, rules = self.options, self.options.limits, self.filing_rules
        return RuntimeOptions(
            entrypointFile=entry_point(entry) if entry is not None else None,
            validate=True,
            keepOpen=True,
            internetConnectivity="offline",
            disablePersistentConfig=True,
            cacheDirectory=str(self.folder / "cache"),
            packages=[str(package.path) for package in self.packages] or None,
            calcs=_CALCULATION[options.calculation],
            formulaAction=None if options.formula else "none",
            formulaReportTimeout=limits.formula_seconds,
            validateDuplicateFacts=options.duplicates,
            utrValidate=options.units or None,
            plugins=rules.plugin if rules else None,
            disclosureSystemName=rules.names[0] if rules else None,
            baseTaxonomyValidationMode="all" if options.base_taxonomy else "none",
            logRefObjectProperties=False,
            uiLang="en-US",
        )

    def _pin_core_schemas(self) -> None:
        """Whatever the packages remap, the specifications' own addresses lead to Arelle's copies."""
        remappings = PackageManager.getInstance().packagesConfig["remappings"]
        starts = tuple(start for start in remappings if start)
        for url, path in shipped_urls():
            if starts and url.startswith(starts):
                remappings[url] = path

    def close(self) -> None:
        """Close every model; the room cannot be used again."""
        with self.in_use():
            for model in list(self.controller.modelManager.loadedModelXbrls):
                self.controller.modelManager.close(model)
            self.controller.close()
            gc.collect()


def _managers() -> tuple[Any, Any]:
    return PackageManager.getInstance(), PluginManager.getInstance()


def _install(states: list[dict[str, Any]]) -> None:
    for manager, state in zip(_managers(), states, strict=True):
        vars(manager).clear()
        vars(manager).update(state)


def entry_point(entry: Path) -> str:
    """The entry as Arelle's command line reads it, whatever characters its name has."""
    return json.dumps([{"file": os.path.abspath(entry)}])


@contextmanager
def opened(options: EngineOptions) -> Iterator[Room]:
    """A room for the length of a with statement, its folder gone afterwards."""
    with Workplace("pilu-engine-") as folder:
        room = Room(folder, options)
        try:
            with room.in_use():
                yield room
        finally:
            room.close()
