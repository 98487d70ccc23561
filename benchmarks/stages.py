"""Time and memory of each stage for the example (or the reports given), in this process.

    python benchmarks/stages.py [REPORT…] [--runs 5]

Milliseconds by the clock and of processor time (children included) are the best of the runs; memory is the
process's largest so far when the stage ended. A whole annual report takes half a minute a run: --runs 1.
The last line compares the converter's own work (everything but the validator) with parsing the
XBRL instance it wrote with lxml: how far Pilu is from the cheapest thing one can do with its output.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree

from pilu import pipeline
from pilu.model.document import SourceFile
from pilu.pipeline import Conversion, Ground, Options
from pilu.resources import data_root

OWN = ("read", "extract", "map", "write")


def main() -> None:
    """Prints one table per report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "reports", nargs="*", type=Path, default=[data_root("examples") / "annual-report-abstract.txt"]
    )
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    started = time.perf_counter()
    ground = pipeline.prepare(Options())
    assert ground.value is not None, ground.diagnostics
    print(f"taxonomy and grammar, once per process: {time.perf_counter() - started:.3f} s")
    for report in given.reports:
        measure(report, ground.value, given.runs)


def measure(report: Path, ground: Ground, runs: int) -> None:
    """Times the stages of one report."""
    source = SourceFile(report.name, report.read_bytes())
    best: dict[str, Spent] = {}
    made: Conversion | None = None
    for _ in range(runs):
        clock = Clock()
        outcome = pipeline.convert(source, Options(), ground=ground, progress=clock.begin)
        clock.begin("end")
        assert outcome.value is not None, outcome.diagnostics
        made = outcome.value
        for stage, spent in clock.spent.items():
            best[stage] = spent.least(best.get(stage, spent))
    assert made is not None
    instance = next(file.data for file in made.files if file.kind == "xbrl")
    parse = min(timed(lambda: etree.parse(BytesIO(instance))) for _ in range(runs * 4))
    own = sum(best[stage].wall for stage in OWN)
    print(
        f"\n{report.name}: {len(source.data):,} bytes, {len(made.mapped.report.facts)} facts, best of {runs}"
    )
    print(f"  {'':10} {'wall ms':>10} {'CPU ms':>10} {'peak MiB':>9}")
    for stage, spent in best.items():
        print(f"  {stage:10} {spent.wall * 1000:10.1f} {spent.cpu * 1000:10.1f} {spent.peak:9.0f}")
    wall, cpu = sum(s.wall for s in best.values()) * 1000, sum(s.cpu for s in best.values()) * 1000
    print(f"  {'all':10} {wall:10.1f} {cpu:10.1f} {max(s.peak for s in best.values()):9.0f}")
    print(f"  own work   {own * 1000:10.1f} ms  = {own / parse:,.0f} x lxml parse of the instance "
          f"({len(instance):,} bytes, {parse * 1000:.2f} ms)")  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of processor time, and the largest memory so far in MiB."""

    wall: float
    cpu: float
    peak: float

    def least(self, other: Spent) -> Spent:
        """The better of two runs, figure by figure."""
        return Spent(min(self.wall, other.wall), min(self.cpu, other.cpu), min(self.peak, other.peak))


class Clock:
    """What passes from one announced stage to the next."""

    def __init__(self) -> None:
        self.spent: dict[str, Spent] = {}
        self._stage = ""
        self._since = (0.0, 0.0)

    def begin(self, stage: str) -> None:
        """A stage begins; the one before it ends."""
        now = (
            time.perf_counter(),
            sum(processor(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)),
        )
        if self._stage:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            self.spent[self._stage] = Spent(now[0] - self._since[0], now[1] - self._since[1], peak)
        self._stage, self._since = stage, now


def processor(who: int) -> float:
    """Processor time of this process or of its children, in seconds."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
