"""The fast engine: taxonomies are loaded once, reports attached to them, anything odd sent elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from pilu.codes import diagnose
from pilu.engine.gate import Seen, look
from pilu.engine.held import Held
from pilu.engine.leaving import FILING_RULES, SEED, LeavingError, Reason, stopped
from pilu.engine.message import EngineOptions, EngineRun
from pilu.engine.room import Room
from pilu.engine.stock import is_seeded, run_stock
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.workplaces import Workplace

_MOST_HELD = 4  # taxonomies at a time; a large one takes hundreds of megabytes

Fallback = Callable[[Path, EngineOptions], Outcome[EngineRun]]


class WarmEngine:
    """Validates many reports with the same options; one per process, to be used in one thread.

    Its messages are those of a fresh process. A report goes to ``fallback`` (a fresh process with
    a kill timer) when it loads anything besides its taxonomy, when Arelle fails on it, or when its
    taxonomy is not fit to be shared; a diagnostic says which, and ``counts`` how many went which way.
    """

    def __init__(self, options: EngineOptions, fallback: Fallback = run_stock) -> None:
        self.options = options
        self.counts: Counter[str] = Counter()
        self._fallback = fallback
        self._folder = Workplace("pilu-engine-")
        try:
            self._room = Room(self._folder.path, options)
            with self._room.in_use():
                self._refused = self._room.admit()
        except OSError:
            self._folder.cleanup()
            raise
        self._held: dict[tuple[str, ...], Held] = {}
        self._loaded = 0
        self._unfit: dict[tuple[str, ...], Reason] = {}

    @property
    def taxonomy_hash(self) -> str:
        """The packages' SHA-256 hashes, in order: two engines with the same one are alike."""
        return "-".join(package.sha256 for package in self._room.packages)

    def run(self, entry: Path) -> Outcome[EngineRun]:
        """What ``pilu.engine.run`` says of the file; the run's ``path`` says how it was made."""
        if self._refused:
            return Outcome(None, self._refused)
        prefixes = [prefix for package in self._room.packages for prefix in package.prefixes]
        seen = look(entry, prefixes, self.options.limits)
        if isinstance(seen, Diagnostic):
            self.counts["refused"] += 1
            return Outcome(None, (seen,))
        try:
            run = self._warm(entry, seen)
        except LeavingError as leaving:
            reason = leaving.reason
        else:
            self.counts["warm"] += 1
            return Outcome(run)
        self.counts["stock"] += 1
        given = self._fallback(entry, self.options)
        told = diagnose("validate.not-warm", reason=reason.en, reason_zh=reason.zh)
        return Outcome(given.value, (told.at(entry.name), *given.diagnostics))

    def _warm(self, entry: Path, seen: Seen) -> EngineRun:
        if not seen.schemas:
            raise LeavingError(seen.odd)
        rules = self._room.filing_rules
        if rules is not None and not (rules.looks_on and is_seeded()):
            raise LeavingError(SEED if rules.looks_on else FILING_RULES, untouched=True)
        if seen.schemas in self._unfit:
            raise LeavingError(self._unfit[seen.schemas])
        with self._room.in_use():
            self._room.fence.allow(entry.resolve().parent)
            held = self._held.get(seen.schemas) or self._load(seen.schemas)
            try:
                return held.validate(entry)
            except Exception as error:  # whatever Arelle died of, the plain path tells it
                leaving = _leaving(error)
                if not leaving.untouched:
                    self._drop(seen.schemas)
                raise leaving from error

    def _load(self, schemas: tuple[str, ...]) -> Held:
        while len(self._held) >= _MOST_HELD:
            self._release(next(iter(self._held)))
        try:
            self._loaded += 1
            self._held[schemas] = Held(self._room, schemas, self._loaded)
        except Exception as error:
            leaving = _leaving(error)
            self._unfit[schemas] = leaving.reason
            raise leaving from error
        return self._held[schemas]

    def _drop(self, schemas: tuple[str, ...]) -> None:
        """Forget a taxonomy that a strange report has been through; it is loaded afresh."""
        self.counts["reloaded"] += 1
        self._release(schemas)

    def _release(self, schemas: tuple[str, ...]) -> None:
        held = self._held.pop(schemas)
        try:
            held.close()
        except Exception as error:
            self._unfit[schemas] = _leaving(error).reason

    def close(self) -> None:
        """Free the taxonomies and the temporary folder."""
        self._held.clear()
        self._room.close()
        self._folder.cleanup()

    def __enter__(self) -> WarmEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _leaving(error: Exception) -> LeavingError:
    return error if isinstance(error, LeavingError) else LeavingError(stopped(type(error).__name__))
