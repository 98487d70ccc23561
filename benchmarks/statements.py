"""The four statements of every full report: cells that are facts, identities that hold, figures of others.

    python benchmarks/statements.py [CORPUS] [--only WORD] [--failures FILE]

CORPUS is the folder of the collection (default ``../shared/corpus`` beside the checkout). Printed are,
per report, the figures that stand in the statements and how many of them are facts; per check, how often
it holds, beside what was measured when the checks were collected; each failure with its facts and
places; and the third-party figures of the collection (``third_party.py``) that no fact agrees with.
``--failures`` writes the failed tests as CSV.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from third_party import Compared, Known, compare, known_figures, show

from pilu import pipeline
from pilu.mapping.checks import Test, every_test
from pilu.model.extraction import LedgerEntry
from pilu.model.filing import Mapped
from pilu.model.report import Duration, Fact, Instant
from pilu.model.span import describe
from pilu.values.numbers import parse_number

STATEMENTS = ("balance-sheet", "income", "cash-flow", "equity-changes")
CHECKS = "BICE"
MEASURED = {  # check: (held, tested), collected over 86 reports before there was a parser
    "B01": (329, 330), "B04": (390, 392), "B09": (476, 484), "I05": (758, 762), "I06": (788, 803),
    "I10": (317, 322), "I03": (68, 70), "C04": (558, 560),
}  # fmt: skip
NOT_FIGURES = frozenset({"header", "label", "title", "column-other", "blank", "text"})


@dataclass(slots=True)
class Measured:
    """What the reports gave so far."""

    held: Counter[str] = field(default_factory=Counter)
    tested: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, Test]] = field(default_factory=list)
    compared: Compared = field(default_factory=Compared)


def main(arguments: list[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).parents[2] / "shared" / "corpus"
    parser.add_argument("corpus", nargs="?", type=Path, default=beside)
    parser.add_argument("--only", default="", help="reports whose name has this word")
    parser.add_argument("--failures", type=Path, help="write the failed tests to this CSV file")
    given = parser.parse_args(arguments)
    prepared = pipeline.prepare(pipeline.Options())
    assert prepared.value is not None, prepared.diagnostics
    known = known_figures(given.corpus / "truth")
    measured = Measured()
    print(
        f"{'report':36} {'found':>6} {'figures':>8} {'facts':>7} {'share':>7}"
        f" {'identities':>12} {'seconds':>8}"
    )
    for path in full_reports(given.corpus):
        if given.only in path.name:
            _report(path, prepared.value, known, measured)
    _identities(measured)
    _failed(measured)
    show(measured.compared)
    if given.failures:
        write_failures(given.failures, measured.failures)
    return 0


def full_reports(corpus: Path) -> list[Path]:
    """The full annual reports of a collection, by its own list."""
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        names = sorted(row["file"] for row in csv.DictReader(stream) if row["kind"].startswith("annual"))
    return [corpus / "reports" / name for name in names if "abstract" not in name]


def statement_figures(mapped: Mapped) -> Iterator[LedgerEntry]:
    """Every figure that the statements print, fact or not."""
    for entry in mapped.ledger:
        figure = parse_number(entry.raw)
        if entry.table.startswith(STATEMENTS) and entry.reason not in NOT_FIGURES and figure is not None:
            yield entry


def identities(mapped: Mapped, ground: pipeline.Ground) -> tuple[Test, ...]:
    """Every test of a statement's checks on the facts of a report."""
    sums = [summed for role in ground.taxonomy.roles.values() for summed in role.sums]
    tests = every_test(mapped.report.facts, ground.grammar.checks, sums)
    return tuple(test for test in tests if test.check[0] in CHECKS)


def write_failures(path: Path, failures: list[tuple[str, Test]]) -> None:
    """The failed tests as CSV, for whoever explains them."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("file", "check", "total", "period", "scope", "difference"))
        writer.writerows(sorted((file, *key_of(test)) for file, test in failures))


def key_of(test: Test) -> tuple[str, str, str, str, str]:
    """What tells a test from the others of its report: check, last fact, period, dimensions, difference."""
    total = test.facts[-1]
    members = ",".join(d.member.local if d.member else str(d.typed) for d in total.dimensions)
    return test.check, total.concept.local, _when(total), members, f"{test.difference:f}"


def _report(path: Path, ground: pipeline.Ground, known: Known, measured: Measured) -> None:
    started = time.process_time()
    outcome = pipeline.map_facts(path, ground)
    spent = time.process_time() - started
    if outcome.value is None:
        print(f"{path.name:36} {outcome.diagnostics[-1].code}")
        return
    document, _, mapped = outcome.value
    figures = list(statement_figures(mapped))
    found = sum(entry.status in ("fact", "duplicate") for entry in figures)
    tests = identities(mapped, ground)
    for test in tests:
        measured.tested[test.check] += 1
        measured.held[test.check] += test.holds
        if not test.holds:
            measured.failures.append((path.name, test))
    held = sum(test.holds for test in tests)
    share = f"{found / len(figures):7.4f}" if figures else "      -"
    statements = {entry.table for entry in figures}
    print(
        f"{path.name:36} {len(statements):4}/8 {len(figures):8} {found:7} {share}"
        f" {held:6}/{len(tests):5} {spent:8.1f}"
    )
    for entry in figures:
        if entry.status not in ("fact", "duplicate"):
            print(f"    unread: {entry.row_label} {entry.raw!r} {entry.reason} {describe(entry.span)}")
    compare(document, mapped, known, measured.compared)


def _identities(measured: Measured) -> None:
    print(f"\n{'check':6} {'held':>6} {'tested':>7} {'share':>8}   collected before")
    for check in sorted(measured.tested):
        held, tested = measured.held[check], measured.tested[check]
        before = f"{MEASURED[check][0]} of {MEASURED[check][1]}" if check in MEASURED else ""
        print(f"{check:6} {held:6} {tested:7} {held / tested:8.4f}   {before}")
    held, tested = sum(measured.held.values()), sum(measured.tested.values())
    print(f"{'all':6} {held:6} {tested:7} {held / max(tested, 1):8.4f}")


def _failed(measured: Measured) -> None:
    by_file: dict[str, list[Test]] = defaultdict(list)
    for file, test in measured.failures:
        by_file[file].append(test)
    for file, tests in by_file.items():
        print(f"\n{file}: {len(tests)} failed")
        for test in tests:
            print(f"  {' '.join(key_of(test))}  {test.repair.text if test.repair else ''}")
            for fact in test.facts:
                raw = fact.provenance.raw.strip()
                print(f"      {fact.concept.local} {raw} ({describe(fact.provenance.span)})")


def _when(fact: Fact) -> str:
    match fact.period:
        case Instant(day):
            return day.isoformat()
        case Duration(start, end):
            return f"{start.isoformat()}/{end.isoformat()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
