"""The batch process killed at random moments, and resumed: nothing lost, nothing done twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pilu.batch.batching import key_of
from pilu.batch.journal import Finished, Journal, open_journal
from pilu.batch.outputs import publish, recover, stage, staging
from pilu.model.output import OutputFile

HERE = Path(__file__).parent
KILLS = 5
DOCUMENTS = 40

Read = Callable[[Path], dict[str, bytes]]
Log = Callable[[], list[str]]


def start(place: Path, out: Path, workers: int, log: Path) -> subprocess.Popen[bytes]:
    """The batch as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(HERE), "BATCH_TEST_LOG": str(log)}
    return subprocess.Popen(
        [sys.executable, str(HERE / "batch_main.py"), str(place), str(out), str(workers)],
        env=environment,
        preexec_fn=_hearing,
    )


def _hearing() -> None:
    """Ctrl-C means something to the process, also where these tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(out: Path) -> set[str]:
    """The names that a killed batch had committed."""
    opened = open_journal(out)
    assert opened.value is not None, opened.diagnostics
    with opened.value as journal:
        return {done.name for done in journal.all()}


@pytest.mark.slow
def test_killed_at_random_moments_and_resumed(
    documents: Callable[..., Path], outputs: Read, log: Log, tmp_path: Path
) -> None:
    """Every document exactly once, committed ones never again, the bytes of an undisturbed run."""
    place = documents({f"{number:02d}.txt": "sleep 0.05" for number in range(DOCUMENTS)})
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    assert start(place, calm, 2, tmp_path / "other-log").wait() == 0
    chance = random.Random(20)
    for _ in range(KILLS):
        process = start(place, rough, 2, tmp_path / "log")
        time.sleep(chance.uniform(0.3, 2.0))
        process.kill()
        process.wait()
        committed, lines = finished(rough), len(log())
        time.sleep(1.0)  # workers that outlive their batch would still be writing
        begun = {line.split()[1] for line in log()[lines:] if line.startswith("begin")}
        assert not begun & committed
    assert start(place, rough, 2, tmp_path / "log").wait() == 0
    assert outputs(rough) == outputs(calm)
    assert not list(staging(rough).iterdir())


@pytest.mark.skipif(os.name != "posix", reason="process groups are of POSIX")
def test_workers_end_with_their_batch(documents: Callable[..., Path], log: Log, tmp_path: Path) -> None:
    """No worker outlives a killed batch, not even one that is busy."""
    place = documents({"a.txt": "sleep 60", "b.txt": "sleep 60"})
    process = start(place, tmp_path / "out", 2, tmp_path / "log")
    _until(lambda: len(log()) == 2)
    process.kill()
    process.wait()
    pids = [int(line.split()[2]) for line in log()]
    _until(lambda: not any(_runs(pid) for pid in pids))


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")
def test_an_interrupted_batch_leaves_no_worker_and_goes_on_later(
    documents: Callable[..., Path], log: Log, tmp_path: Path
) -> None:
    """Ctrl-C ends the workers at once; what was committed stays."""
    place = documents({"a.txt": "ok", "b.txt": "sleep 60"})
    process = start(place, tmp_path / "out", 1, tmp_path / "log")
    _until(lambda: any(line.startswith("begin b.txt") for line in log()))
    _until(lambda: any((tmp_path / "out").glob("a-*")))  # in place, so committed
    process.send_signal(signal.SIGINT)
    process.wait(timeout=10)
    pids = {int(line.split()[2]) for line in log()}
    _until(lambda: not any(_runs(pid) for pid in pids))
    assert finished(tmp_path / "out") == {"a.txt"}


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _entry(journal: Journal, name: str, folder: str, outputs: dict[str, int]) -> Finished:
    done = Finished(key_of("0", name, ""), "0", name, folder, "valid", {}, outputs)
    journal.add(done, b"")
    return done


def test_a_kill_between_commit_and_rename_is_made_good(tmp_path: Path) -> None:
    """Committed and staged: renamed at the next start. Staged only, or staged in part: cleared away."""
    out = tmp_path / "out"
    opened = open_journal(out)
    assert opened.value is not None
    with opened.value as journal:
        recover(out, journal)
        stage(out, "whole-1", [OutputFile("a.xbrl", b"abc", "xbrl")])
        _entry(journal, "a.txt", "whole-1", {"a.xbrl": 3})
        stage(out, "partly-2", [OutputFile("b.xbrl", b"ab", "xbrl")])
        _entry(journal, "b.txt", "partly-2", {"b.xbrl": 3, "b.json": 1})
        stage(out, "never-3", [OutputFile("c.xbrl", b"abc", "xbrl")])
        recover(out, journal)
    assert (out / "whole-1" / "a.xbrl").read_bytes() == b"abc"
    assert sorted(path.name for path in out.iterdir()) == [".pilu", "whole-1"]
    assert not list(staging(out).iterdir())


def test_publishing_over_a_folder_of_a_lost_journal(tmp_path: Path) -> None:
    """A folder that is already there gives way to the new one."""
    out = tmp_path / "out"
    for data in (b"old", b"new"):
        stage(out, "a-1", [OutputFile("a.xbrl", data, "xbrl")])
        publish(out, "a-1")
    assert (out / "a-1" / "a.xbrl").read_bytes() == b"new"
    assert not list(staging(out).iterdir())
