"""Batches of generated abstracts: speed on one and two workers, verdicts, memory, kills, a cluster.

    python benchmarks/batch.py [--count 2000] [--formats xbrl,ixbrl,json,csv] [--cluster] [--kills 20]

Prints a table: for each number of workers, and the cluster, documents per second, CPU seconds of a document
in its worker and of the batch itself beside it, wrong verdicts (a faultless report that is not valid, a
faulty one without its check), and the largest worker's memory after its 1st, 100th, 500th and last
document. Then what two workers do compared with one, by the clock and by CPU time: on a machine that does
other work too only the latter says something. With ``--kills`` a batch process is killed that many times at
random moments and resumed, and its outputs are compared with those of an undisturbed one. Exits with 1
where anything is not as it must be.
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
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from abstracts import Abstract, abstracts

from pilu.batch import Batch, Plan, Summary, find_inputs, run_batch
from pilu.batch.batching import Step
from pilu.batch.journal import open_journal
from pilu.writers import KINDS

MARKS = (1, 100, 500)
WARM = 100  # documents per worker after which its memory must be flat
GROWTH = 1.10
TARGET = 1.8


def main() -> int:
    """Runs what was asked and prints one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="reports to generate")
    parser.add_argument("--workers", default="1,2", help="numbers of workers to measure, by comma")
    parser.add_argument("--formats", default=",".join(KINDS), help="outputs, by comma")
    parser.add_argument("--cluster", action="store_true", help="the same on a Dask cluster of two workers")
    parser.add_argument("--kills", type=int, default=0, help="kill and resume this often")
    parser.add_argument("--kill-count", type=int, default=60, help="reports of the kill test")
    given = parser.parse_args()
    kinds = tuple(kind for kind in KINDS if kind in given.formats.split(","))
    bad = 0
    rows: dict[str, Row] = {}
    with tempfile.TemporaryDirectory(prefix="pilu-bench-") as name:
        place = Path(name)
        made = generate(place / "in", given.count)
        for workers in [int(one) for one in given.workers.split(",") if one]:
            rows[f"{workers} here"] = measured(place, made, kinds, workers=workers)
        if given.cluster:
            rows["2 on Dask"] = on_a_cluster(place, made, kinds)
        faulty = sum(1 for one in made if one.fault)
        print(f"{given.count} reports, {faulty} of them faulty; load of the machine {os.getloadavg()[0]:.1f}")
        print_table(rows)
        bad += sum(row.wrong + row.grows for row in rows.values()) + scaling(rows)
        if given.kills:
            bad += killed(place, given.kills, given.kill_count, given.formats)
    return 1 if bad else 0


@dataclass(frozen=True, slots=True)
class Row:
    """One batch: ``speed`` in documents per second, CPU seconds per document in its worker and in the
    batch process, wrong verdicts, the largest worker's MiB at MARKS, whether memory grows."""

    speed: float
    cpu: float
    own: float
    wrong: int
    sizes: tuple[float, ...]
    grows: bool


def print_table(rows: dict[str, Row]) -> None:
    """A line per batch."""
    marks = "".join(f"{f'MiB@{mark}':>9}" for mark in (*MARKS, "end"))
    print(f"{'workers':<10}{'docs/s':>8}{'CPU s':>8}{'own ms':>8}{'wrong':>7}{marks}")
    for name, row in rows.items():
        sizes = "".join(f"{size:>9.0f}" if size else f"{'-':>9}" for size in row.sizes)
        grows = "  GROWS" if row.grows else ""
        print(f"{name:<10}{row.speed:>8.2f}{row.cpu:>8.3f}{1000 * row.own:>8.1f}{row.wrong:>7}{sizes}{grows}")


def scaling(rows: dict[str, Row]) -> int:
    """Prints how much two workers do of what one does; 1 where that is too little."""
    one, two = rows.get("1 here"), rows.get("2 here")
    if one is None or two is None:
        return 0
    by_clock = two.speed / one.speed
    by_cpu = 2 * one.cpu / (two.cpu + two.own)
    print(
        f"two workers over one: {by_clock:.2f} times by the clock (target {TARGET}), {by_cpu:.2f} by CPU time"
        f" on two idle processors; the batch itself takes {100 * two.own / two.cpu:.1f}% of a document"
    )
    return int(by_clock < TARGET)


def generate(folder: Path, count: int) -> list[Abstract]:
    """Writes the reports and returns them."""
    folder.mkdir(parents=True)
    made = list(abstracts(count))
    for report in made:
        (folder / report.name).write_text(report.text, encoding="utf-8")
    return made


def measured(
    place: Path, made: Sequence[Abstract], kinds: tuple[str, ...], *, workers: int, cluster: str = ""
) -> Row:
    """One batch over all reports."""
    out = place / f"out-{workers}-{bool(cluster)}"
    found = find_inputs([str(place / "in")], out=out).value
    assert found is not None
    steps: list[Step] = []
    began, ours = time.perf_counter(), time.process_time()
    done = run_batch(Batch(found, out, Plan("cn-listed/2021", kinds), workers, cluster), steps.append)
    taken, ours = time.perf_counter() - began, time.process_time() - ours
    assert done.value is not None, done.diagnostics
    shutil.rmtree(out)
    sizes, grows = memory(steps)
    return Row(
        speed=len(made) / taken,
        cpu=sum(step.cost["cpu_seconds"] for step in steps) / len(steps),
        own=ours / len(made),
        wrong=wrong_verdicts(made, done.value),
        sizes=sizes,
        grows=grows,
    )


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


def memory(steps: Sequence[Step]) -> tuple[tuple[float, ...], bool]:
    """The largest worker's memory at MARKS and at its end, 0 where none got so far; whether that of any
    grows after its first hundred documents."""
    found: dict[float, list[float]] = defaultdict(list)
    for step in steps:
        found[step.cost["process"]].append(step.cost["resident_bytes"] / 2**20)
    at = [
        max((sizes[mark - 1] for sizes in found.values() if len(sizes) >= mark), default=0) for mark in MARKS
    ]
    grows = [max(sizes[WARM:]) > GROWTH * sizes[WARM - 1] for sizes in found.values() if len(sizes) > WARM]
    return (*at, max(sizes[-1] for sizes in found.values())), any(grows)


def on_a_cluster(place: Path, made: Sequence[Abstract], kinds: tuple[str, ...]) -> Row:
    """The same batch through the futures of a local Dask cluster."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        return measured(place, made, kinds, workers=2, cluster=cluster.scheduler_address)


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
