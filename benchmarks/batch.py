"""Batches of generated abstracts: speed on one and two workers, verdicts, memory, kills, a cluster.

    python benchmarks/batch.py [--count 2000] [--formats xbrl,ixbrl,json,csv] [--cluster] [--kills 20]

Prints documents per second, CPU seconds per document, wrong verdicts (a faultless report that is not
valid, a faulty one without its check), and the memory of each worker over its documents. With
``--kills`` a batch process is killed that many times at random moments and resumed, and its outputs
are compared with those of an undisturbed one. Exits with 1 where anything is not as it must be.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from abstracts import Abstract, abstracts

from pilu.batch import Batch, Plan, Summary, find_inputs, run_batch
from pilu.batch.batching import Step
from pilu.batch.journal import open_journal
from pilu.writers import KINDS

WARM = 100  # documents per worker after which its memory must be flat
GROWTH = 1.10
TARGET = 1.8


def main() -> int:
    """Runs what was asked and prints one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="reports to generate")
    parser.add_argument("--workers", default="1,2", help="numbers of workers to measure, by comma")
    parser.add_argument("--formats", default="xbrl,ixbrl,json,csv,facts,ledger", help="outputs, by comma")
    parser.add_argument("--cluster", action="store_true", help="the same on a Dask cluster of two workers")
    parser.add_argument("--kills", type=int, default=0, help="kill and resume this often")
    parser.add_argument("--kill-count", type=int, default=60, help="reports of the kill test")
    given = parser.parse_args()
    kinds = tuple(kind for kind in KINDS if kind in given.formats.split(","))
    bad = 0
    with tempfile.TemporaryDirectory(prefix="pilu-bench-") as name:
        place = Path(name)
        made = generate(place / "in", given.count)
        speeds = {}
        for workers in [int(one) for one in given.workers.split(",") if one]:
            speeds[workers], wrong = measured(place, made, kinds, workers=workers)
            bad += wrong
        if {1, 2} <= speeds.keys():
            print(f"two workers over one: {speeds[2] / speeds[1]:.2f} times (target {TARGET})")
        if given.cluster:
            bad += on_a_cluster(place, made, kinds)
        if given.kills:
            bad += killed(place, given.kills, given.kill_count, given.formats)
    return 1 if bad else 0


def generate(folder: Path, count: int) -> list[Abstract]:
    """Writes the reports and returns them."""
    folder.mkdir(parents=True)
    made = list(abstracts(count))
    for report in made:
        (folder / report.name).write_text(report.text, encoding="utf-8")
    return made


def measured(
    place: Path, made: Sequence[Abstract], kinds: tuple[str, ...], *, workers: int, cluster: str = ""
) -> tuple[float, int]:
    """Documents per second, and how much was wrong."""
    out = place / f"out-{workers}-{bool(cluster)}"
    found = find_inputs([str(place / "in")], out=out).value
    assert found is not None
    steps: list[Step] = []
    began, ours = time.perf_counter(), time.process_time()
    done = run_batch(Batch(found, out, Plan("cn-listed/2021", kinds), workers, cluster), steps.append)
    taken, ours = time.perf_counter() - began, time.process_time() - ours
    assert done.value is not None, done.diagnostics
    wrong = wrong_verdicts(made, done.value)
    cpu = sum(step.cost["cpu_seconds"] for step in steps) / len(steps)
    where = "a cluster of" if cluster else "here,"
    print(
        f"{where} {workers} worker(s): {len(made) / taken:.2f} documents/s, {cpu:.2f} CPU s each "
        f"and {1000 * ours / len(made):.0f} CPU ms of the batch itself, "
        f"{wrong} wrong verdicts of {len(made)} ({sum(1 for one in made if one.fault)} faulty), "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    wrong += memory(steps)
    shutil.rmtree(out)
    return len(made) / taken, wrong


def wrong_verdicts(made: Sequence[Abstract], summary: Summary) -> int:
    """Reports whose verdict is not what was put into them."""
    wrong = 0
    for report, entry in zip(made, summary.entries, strict=True):
        codes = entry.record.get("codes", ())
        right = (
            (entry.status == "invalid" and report.fault in codes) if report.fault else entry.status == "valid"
        )
        if not right:
            wrong += 1
            print(f"  wrong: {entry.input} is {entry.status} {' '.join(codes)} {entry.detail[:200]}")
    return wrong


def memory(steps: Sequence[Step]) -> int:
    """Prints each worker's memory over its documents; 1 where it grows after the first hundred."""
    found: dict[float, list[float]] = defaultdict(list)
    for step in steps:
        found[step.cost["process"]].append(step.cost["resident_bytes"] / 2**20)
    grown = 0
    for sizes in found.values():
        marks = sizes[:: max(len(sizes) // 8, 1)]
        print("  worker memory, MiB: " + " ".join(f"{size:.0f}" for size in marks), end="")
        if len(sizes) > WARM:
            ratio = max(sizes[WARM:]) / sizes[WARM - 1]
            grown += ratio > GROWTH
            print(f"; at most {ratio:.3f} of document {WARM}'s after it", end="")
        print()
    return int(grown > 0)


def on_a_cluster(place: Path, made: Sequence[Abstract], kinds: tuple[str, ...]) -> int:
    """The same batch through the futures of a local Dask cluster."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        return measured(place, made, kinds, workers=2, cluster=cluster.scheduler_address)[1]


def killed(place: Path, kills: int, count: int, formats: str) -> int:
    """Kills a batch at random moments, resumes it, and compares with an undisturbed one."""
    source, calm, rough = place / "kill-in", place / "calm", place / "rough"
    generate(source, count)
    began = time.perf_counter()
    first = start(source, calm, formats)
    while first.poll() is None and not list(calm.glob("report-*")):
        time.sleep(0.1)
    lead = time.perf_counter() - began  # until the first report is finished
    first.wait()
    whole = time.perf_counter() - began
    chance = random.Random(7)
    repeated = 0
    done: dict[str, int] = {}
    for number in range(kills):
        process = start(source, rough, formats)
        time.sleep(chance.uniform(0.1 * lead, 1.5 * lead + whole / kills))
        process.kill()
        process.wait()
        now = committed(rough)
        repeated += sum(1 for key, when in done.items() if now.get(key) != when)
        done = now
        print(f"  kill {number + 1}: {len(done)} of {count} finished", flush=True)
        if len(done) == count:
            shutil.rmtree(rough)
            done = {}
    start(source, rough, formats).wait()
    once = len(committed(rough)) == count
    left, right = tree(calm), tree(rough)
    odd = sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))
    for path in odd[:5]:
        print(f"  differs: {path}, in one only: {path not in left or path not in right}")
    same = not odd
    print(f"{kills} kills: every document once {once}, bytes equal {same}, finished work repeated {repeated}")
    return int(not same or not once) + repeated


def start(source: Path, out: Path, formats: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "pilu", "batch", str(source), "-o", str(out), "-j", "2", "-q"]
    return subprocess.Popen([*command, "--formats", formats])


def committed(out: Path) -> dict[str, int]:
    """The keys a journal has, each with the moment its folder was written, to see what is repeated."""
    if not (out / ".pilu" / "journal.sqlite").exists():
        return {}
    opened = open_journal(out)
    assert opened.value is not None, opened.diagnostics
    with opened.value as journal:
        return {done.key: _written(out, done.folder) for done in journal.all()}


def _written(out: Path, folder: str) -> int:
    """When the first file of a folder was written, wherever the folder stands by now."""
    for place in (out / folder, out / ".pilu" / "staging" / folder):
        if place.is_dir():
            return min(path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file())
    return 0


def tree(out: Path) -> dict[str, bytes]:
    """Every output, the journal left out."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".pilu" not in path.parts
    }


if __name__ == "__main__":
    sys.exit(main())
