"""The batch itself: read, look up, hand out, take back, commit, publish; the account at the end."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pilu import pipeline
from pilu.batch.converting import basis_of, options_of
from pilu.batch.inputs import Input, load
from pilu.batch.jobs import Job, Plan, Reply
from pilu.batch.journal import Finished, Journal, open_journal, refusal
from pilu.batch.outputs import folder_name, is_whole, publish, recover, stage, unstage
from pilu.batch.pools import ClusterUnavailable, Pool, cluster_pool, local_pool
from pilu.batch.summary import FINISHED, Entry, Summary, to_csv, to_json
from pilu.batch.supervising import WorkerUnfit
from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.output import OutputFile
from pilu.plain import plain
from pilu.writers import disk

RETRIED = frozenset({"killed", "bug"})
_UNSAVED_IN_A_ROW = 3  # then the disk is full, not the document odd


@dataclass(frozen=True, slots=True)
class Batch:
    """What to convert, how, and where: ``cluster`` is the address of a Dask scheduler or "" for
    ``workers`` processes here; ``retry``: try again what was killed or hit a bug in an earlier run."""

    inputs: tuple[Input, ...]
    out: Path
    plan: Plan
    workers: int = 1
    cluster: str = ""
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One input settled: its place in the call, what became of it, and what it cost just now
    (nothing where an earlier run had done it)."""

    number: int
    entry: Entry
    cost: dict[str, float] = field(default_factory=dict)


Watch = Callable[[Step], None]


def run_batch(batch: Batch, watch: Watch | None = None) -> Outcome[Summary]:
    """Converts what is not finished yet and accounts for everything.

    Writes a folder per document, ``summary.json`` and ``summary.csv`` into ``batch.out``. ``watch``
    is called in this thread as each input is settled. No value only where nothing could be begun;
    whatever a document does becomes its entry. KeyboardInterrupt stops the workers and passes on.
    """
    options = options_of(batch.plan)
    ready = pipeline.ready(options)
    if ready.value is None:
        return Outcome(None, ready.diagnostics)
    plan = replace(batch.plan, basis=basis_of(batch.plan, ready.value, options))
    opened = open_journal(batch.out)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    with opened.value as journal:
        line = _Line(replace(batch, plan=plan), journal, watch)
        try:
            recover(batch.out, journal)
        except OSError as error:
            told = diagnose("batch.unwritable", folder=batch.out, reason=error.strerror or error)
            return Outcome(None, (told,))
        except sqlite3.Error as error:
            return Outcome(None, (refusal(batch.out, error),))
        try:
            with _pool(line.batch) as pool:
                summary = line.run(pool)
        except sqlite3.Error as error:
            return Outcome(None, (refusal(batch.out, error),))
        except ClusterUnavailable as error:
            return Outcome(None, (diagnose("batch.no-cluster", address=batch.cluster, reason=error),))
        except WorkerUnfit as error:
            return Outcome(None, (diagnose("batch.no-worker", reason=error),))
    return Outcome(summary, (*line.told, *_save(summary, batch.out)))


def finished_rows(out: Path, summary: Summary) -> Outcome[tuple[tuple[Entry, Finished, bytes], ...]]:
    """The finished documents of a summary with their packed rows, in its order, each key once."""
    opened = open_journal(out)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    found = []
    try:
        with opened.value as journal:
            for entry in {entry.key: entry for entry in summary.entries if entry.key}.values():
                done = journal.find(entry.key)
                if done is not None:
                    found.append((entry, done, journal.packed_rows(entry.key)))
    except sqlite3.Error as error:
        return Outcome(None, (refusal(out, error),))
    return Outcome(tuple(found))


def key_of(sha256: str, name: str, basis: str) -> str:
    """What makes two documents the same work: bytes, name, versions, taxonomy and options."""
    return hashlib.sha256(json.dumps([sha256, name, basis]).encode()).hexdigest()


def _pool(batch: Batch) -> AbstractContextManager[Pool]:
    if batch.cluster:
        return cluster_pool(batch.plan, batch.cluster)
    return local_pool(batch.plan, batch.workers)


def _save(summary: Summary, out: Path) -> tuple[Diagnostic, ...]:
    files = [
        OutputFile("summary.json", to_json(summary).encode("utf-8"), "summary"),
        OutputFile("summary.csv", to_csv(summary).encode("utf-8-sig"), "summary"),
    ]
    return disk.save(files, out).diagnostics


@dataclass(frozen=True, slots=True)
class _Work:
    """A job that is out, and every input that waits for it."""

    key: str
    sha256: str
    name: str
    numbers: list[int]


class _Line:
    """The inputs on their way through one run."""

    def __init__(self, batch: Batch, journal: Journal, watch: Watch | None) -> None:
        self.batch = batch
        self.told: tuple[Diagnostic, ...] = ()
        self._journal = journal
        self._watch = watch
        self._entries: dict[int, Entry] = {}
        self._out: dict[Future[Reply], _Work] = {}
        self._waiting: dict[str, _Work] = {}
        self._unsaved = 0

    def run(self, pool: Pool) -> Summary:
        """Settles every input; no more than two jobs per worker are held in memory at a time."""
        for number, wanted in enumerate(self.batch.inputs):
            if self._unsaved >= _UNSAVED_IN_A_ROW:
                break
            self._begin(number, wanted, pool)
            while len(self._out) >= 2 * pool.width:
                self._settle_some()
        while self._out:
            self._settle_some()
        for number, wanted in enumerate(self.batch.inputs):
            if number not in self._entries:
                self._entries[number] = Entry(wanted.label, "waiting")
        if self._unsaved >= _UNSAVED_IN_A_ROW:
            self.told += (diagnose("batch.stopped", folder=self.batch.out),)
        entries = tuple(self._entries[number] for number in range(len(self.batch.inputs)))
        return Summary(entries, self.batch.plan.basis)

    def _begin(self, number: int, wanted: Input, pool: Pool) -> None:
        source = load(wanted)
        if source.value is None:
            record = {"diagnostics": [plain(told) for told in source.diagnostics]}
            self._settle(number, Entry(wanted.label, "unreadable", record=record))
            return
        sha256 = hashlib.sha256(source.value.data).hexdigest()
        key = key_of(sha256, wanted.name, self.batch.plan.basis)
        if key in self._waiting:
            self._waiting[key].numbers.append(number)
            return
        done = self._finished(key)
        if done is not None:
            self._settle(number, self._entry(number, done))
            return
        work = _Work(key, sha256, wanted.name, [number])
        self._waiting[key] = work
        self._out[pool.submit(Job(wanted.name, source.value.data))] = work

    def _finished(self, key: str) -> Finished | None:
        """The work of that key, unless it has to be done again."""
        done = self._journal.find(key)
        if done is None:
            return None
        again = self.batch.retry and done.status in RETRIED
        return None if again or not is_whole(self.batch.out, done) else done

    def _settle_some(self) -> None:
        for future in wait(self._out, return_when=FIRST_COMPLETED).done:
            work = self._out.pop(future)
            reply = _reply(future, self.batch.cluster)
            done = self._keep(work, reply)
            del self._waiting[work.key]
            for number in work.numbers:
                self._settle(number, self._entry(number, done), dict(reply.cost))

    def _keep(self, work: _Work, reply: Reply) -> Finished:
        """Stages, commits and publishes one document's outputs; a disk that refuses is an entry."""
        folder = folder_name(pipeline.stem_of(work.name), work.key) if reply.files else ""
        sizes = {file.path: len(file.data) for file in reply.files}
        done = Finished(work.key, work.sha256, work.name, folder, reply.status, reply.record, sizes)
        if folder:
            saved = stage(self.batch.out, folder, reply.files)
            if saved.value is None:
                return self._refuse(done, saved.diagnostics)
        try:
            if reply.status in FINISHED:
                self._journal.add(done, reply.rows)
            if folder:
                publish(self.batch.out, folder)
        except (sqlite3.Error, OSError) as error:
            # A row that was committed without its folder is found not whole, and done again.
            unstage(self.batch.out, folder)
            reason = getattr(error, "strerror", None) or error
            return self._refuse(done, (diagnose("batch.unwritable", folder=self.batch.out, reason=reason),))
        self._unsaved = 0
        return done

    def _refuse(self, done: Finished, told: Sequence[Diagnostic]) -> Finished:
        self._unsaved += 1
        record = {"diagnostics": [plain(item) for item in told]}
        return replace(done, status="unsaved", folder="", record=record, outputs={})

    def _entry(self, number: int, done: Finished) -> Entry:
        label = self.batch.inputs[number].label
        return Entry(label, done.status, done.key, done.folder, done.record)

    def _settle(self, number: int, entry: Entry, cost: dict[str, float] | None = None) -> None:
        self._entries[number] = entry
        if self._watch is not None:
            self._watch(Step(number, entry, cost or {}))


def _reply(future: Future[Reply], cluster: str) -> Reply:
    """The reply of a job. A document that took machine after machine of a cluster with it was killed;
    anything else that a cluster fails of is no document's doing."""
    try:
        return future.result()
    except (WorkerUnfit, KeyboardInterrupt):
        raise
    except (Exception, CancelledError) as error:
        if not cluster:
            raise
        told = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        if type(error).__name__ != "KilledWorker":
            raise ClusterUnavailable(told) from error
        return Reply("killed", {"reason": "crash", "detail": told, "attempts": 1})
