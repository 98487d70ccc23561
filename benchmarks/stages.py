"""Time of each stage for the example (and other reports given), in this process, best of several runs.

    python benchmarks/stages.py [REPORT…] [--runs 5]

The last line compares the converter's own work (everything but the validator) with parsing the
XBRL instance it wrote with lxml: how far Pilu is from the cheapest thing one can do with its output.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
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
    best: dict[str, float] = {}
    made: Conversion | None = None
    for _ in range(runs):
        clock = Clock()
        outcome = pipeline.convert(source, Options(), ground=ground, progress=clock.begin)
        clock.begin("end")
        assert outcome.value is not None, outcome.diagnostics
        made = outcome.value
        for stage, seconds in clock.spent.items():
            best[stage] = min(seconds, best.get(stage, seconds))
    assert made is not None
    instance = next(file.data for file in made.files if file.kind == "xbrl")
    parse = min(timed(lambda: etree.parse(BytesIO(instance))) for _ in range(runs * 4))
    own = sum(best[stage] for stage in OWN)
    print(
        f"\n{report.name}: {len(source.data):,} bytes, {len(made.mapped.report.facts)} facts, best of {runs}"
    )
    for stage, seconds in best.items():
        print(f"  {stage:10} {seconds * 1000:10.1f} ms")
    print(f"  own work   {own * 1000:10.1f} ms  = {own / parse:,.0f} x lxml parse of the instance "
          f"({len(instance):,} bytes, {parse * 1000:.2f} ms)")  # fmt: skip


class Clock:
    """Time from one announced stage to the next."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._stage = ""
        self._since = 0.0

    def begin(self, stage: str) -> None:
        """A stage begins; the one before it ends."""
        now = time.perf_counter()
        if self._stage:
            self.spent[self._stage] = now - self._since
        self._stage, self._since = stage, now


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
