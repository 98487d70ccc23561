"""Worker processes and who watches them: a document that loops, eats memory or kills its worker
costs that worker, never the batch."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from types import TracebackType

from pilu.batch.jobs import WORKPLACE, Job, Plan, Reply, plan_to_json, read_frame, reply_of, write_frame
from pilu.workplaces import Workplace

CRASH, MEMORY, TIME = "crash", "memory", "time"


class WorkerDied(Exception):
    """The worker is gone; ``reason``: ``crash``, ``memory`` or ``time``; ``detail``: how."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class WorkerUnfit(RuntimeError):
    """A worker could not be set up at all: the installation or the plan is at fault."""


class Worker:
    """One warm process; used by one thread at a time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.served = 0
        self._folder = Workplace(WORKPLACE)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pilu.batch.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": "0",
                "PYTHONIOENCODING": "utf-8",
                "TMPDIR": str(self._folder.path),  # so that nothing stays when it is killed
            },
        )
        self._late = False

    def start(self) -> None:
        """Gives it its plan; raises WorkerUnfit where it cannot be set up, WorkerDied where it ends."""
        header, _ = self._exchange(plan_to_json(self.plan), b"", self.plan.limits.start_seconds)
        if not header.get("ready"):
            raise WorkerUnfit(f"a worker could not be set up: {header.get('reason')}")

    def convert(self, job: Job) -> Reply:
        """The reply on ``job``; raises WorkerDied, after which this worker is of no use."""
        self.served += 1
        header, blobs = self._exchange({"name": job.name}, job.data, self.plan.limits.seconds)
        if "died" in header:
            self.kill()
            raise WorkerDied(str(header["died"]), "the memory limit was reached")
        try:
            return reply_of(header, blobs)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            self.kill()
            raise WorkerDied(CRASH, "the answer was not understood") from error

    def _exchange(
        self, header: dict[str, object], blob: bytes, seconds: float
    ) -> tuple[dict[str, object], list[bytes]]:
        alarm = threading.Timer(seconds, self._too_late)
        alarm.daemon = True
        alarm.start()
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            write_frame(self._process.stdin, header, [blob])
            frame = read_frame(self._process.stdout)
        except (OSError, EOFError, ValueError, RecursionError):
            frame = None
        finally:
            alarm.cancel()
        if frame is None:
            raise self._death(seconds)
        return frame

    def _too_late(self) -> None:
        self._late = True
        self.kill()

    def _death(self, seconds: float) -> WorkerDied:
        self.kill()
        code = self._process.wait()
        if self._late:
            return WorkerDied(TIME, f"the time limit of {seconds:g} seconds was reached")
        if code < 0:
            with contextlib.suppress(ValueError):
                return WorkerDied(CRASH, f"the worker was ended by {signal.Signals(-code).name}")
        return WorkerDied(CRASH, f"the worker ended with {code}")

    def kill(self) -> None:
        """Ends the process and everything it started, at once."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if self._process.returncode is None:
                    os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def close(self) -> None:
        """Ends the process by ending its input, or else by force."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._folder.cleanup()


class Bench:
    """Warm workers for any number of threads: each takes an idle one, or starts one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def convert(self, job: Job) -> Reply:
        """What became of ``job``, whatever it does to its worker; raises WorkerUnfit only."""
        attempts = self.plan.limits.retries + 1
        for _ in range(attempts):
            worker = self._take()
            try:
                reply = worker.convert(job)
            except WorkerDied as death:
                self._drop(worker)
                last = death
                continue
            if worker.served >= self.plan.limits.recycle:
                self._drop(worker)
            else:
                self._idle.put(worker)
            return reply
        record = {"reason": last.reason, "detail": last.detail, "attempts": attempts}
        return Reply("killed", record)

    def _take(self) -> Worker:
        with contextlib.suppress(queue.Empty):
            return self._idle.get_nowait()
        for _ in range(self.plan.limits.retries):
            with contextlib.suppress(WorkerDied):
                return self._started()
        try:
            return self._started()
        except WorkerDied as death:
            raise WorkerUnfit(f"a worker did not start ({death})") from death

    def _started(self) -> Worker:
        """A fresh worker; one that is lost while it starts is no document's doing, and gone again."""
        with self._lock:
            if self._closed:
                raise WorkerUnfit("the batch is being stopped")
            try:
                worker = Worker(self.plan)
            except OSError as error:  # no place for temporary files, or no more processes
                raise WorkerUnfit(f"a worker could not be started: {error}") from error
            self._all.add(worker)
        try:
            worker.start()
        except (WorkerUnfit, WorkerDied):
            self._drop(worker)
            raise
        return worker

    def _drop(self, worker: Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.close()

    def stop(self) -> None:
        """Ends every worker at once, those that are busy or only starting too."""
        with self._lock:
            self._closed = True
            workers = list(self._all)
        for worker in workers:
            worker.kill()

    def close(self) -> None:
        """Ends the workers; none may be busy."""
        with self._lock:
            self._closed = True
            workers, self._all = list(self._all), set()
        for worker in workers:
            worker.close()

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.stop()
        self.close()
