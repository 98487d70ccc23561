"""Every table of every full report: which are recognised, and what became of their figures.

    python benchmarks/tables.py [CORPUS] [--only WORD] [--unknown N]

CORPUS is the folder of the collection (default ``../shared/corpus`` beside the checkout). Printed are,
per report and per chapter, the tables that hold figures and how many are recognised, the figures and how
many of them stand in recognised tables, are facts, or are explained by the reason that they are none;
and with ``--unknown`` the headings under which most figures were not recognised.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pilu import pipeline
from pilu.extraction.sections import sections_at
from pilu.model.extraction import Extraction
from pilu.model.filing import Mapped
from pilu.values.numbers import parse_number

CHAPTERS = (
    "profile-part", "discussion", "governance-part", "responsibility", "important", "shares", "bonds",
    "financial-statements", "note-items", "note-parent", "financial-report",
)  # fmt: skip
STATED = frozenset({"fact", "duplicate"})


@dataclass
class Count:
    """What was counted: tables, recognised tables, figures, and figures by what became of them."""

    tables: int = 0
    known: int = 0
    figures: int = 0
    in_known: int = 0
    facts: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: Count) -> None:
        self.tables += other.tables
        self.known += other.known
        self.figures += other.figures
        self.in_known += other.in_known
        self.facts += other.facts
        self.reasons += other.reasons

    def line(self, name: str) -> str:
        """A row of the printed table."""
        tables = f"{self.known:5}/{self.tables:<5} {self.known / max(self.tables, 1):6.1%}"
        figures = f"{self.in_known:6}/{self.figures:<6} {self.in_known / max(self.figures, 1):6.1%}"
        return f"{name:40} {tables}  {figures}  {self.facts:6} {self.facts / max(self.in_known, 1):6.1%}"


def main(arguments: list[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).parents[2] / "shared" / "corpus"
    parser.add_argument("corpus", nargs="?", type=Path, default=beside)
    parser.add_argument("--only", default="", help="reports whose name has this word")
    parser.add_argument("--unknown", type=int, default=0, metavar="N", help="the N poorest headings")
    given = parser.parse_args(arguments)
    prepared = pipeline.prepare(pipeline.Options())
    assert prepared.value is not None, prepared.diagnostics
    chapters: dict[str, Count] = defaultdict(Count)
    lost: Counter[tuple[str, str]] = Counter()
    print(f"{'':40} {'tables':>11} {'known':>6}  {'figures':>13} {'known':>6}  {'facts':>6} {'of known':>6}")
    for path in _full_reports(given.corpus):
        outcome = pipeline.map_facts(path, prepared.value) if given.only in path.name else None
        if outcome is None:
            continue
        if outcome.value is None:
            print(f"{path.name:40} {outcome.diagnostics[-1].code}")
            continue
        _, extraction, mapped = outcome.value
        counted = count(extraction, mapped, lost)
        whole = Count()
        for chapter, part in counted.items():
            chapters[chapter].add(part)
            whole.add(part)
        print(whole.line(path.name), flush=True)
    _summary(chapters)
    for (section, caption), figures in lost.most_common(given.unknown):
        print(f"{figures:6} {section:24} {caption}")
    return 0


def count(extraction: Extraction, mapped: Mapped, lost: Counter[tuple[str, str]]) -> dict[str, Count]:
    """By chapter, what the tables of one report came to; ``lost`` collects the tables not recognised."""
    counted: dict[str, Count] = defaultdict(Count)
    where: dict[int, tuple[str, bool]] = {}
    for table in extraction.tables:
        if not table.numeric_cells:
            continue
        around = sections_at(extraction.sections, table.block)
        chapter = next((name for name in CHAPTERS if name in around), "elsewhere")
        where[table.block] = chapter, bool(table.kinds)
        part = counted[chapter]
        part.tables += 1
        part.known += bool(table.kinds)
        if not table.kinds:
            lost[around[0] if around else "", table.caption[:40]] += table.numeric_cells
    for entry in mapped.ledger:
        if entry.place.block not in where or entry.place.cell is None or parse_number(entry.raw) is None:
            continue
        chapter, known = where[entry.place.block]
        part = counted[chapter]
        part.figures += 1
        part.in_known += known
        part.facts += entry.status in STATED
        part.reasons[entry.reason or entry.status] += known
    return counted


def _summary(chapters: dict[str, Count]) -> None:
    whole = Count()
    print()
    for chapter in (*CHAPTERS, "elsewhere"):
        if chapter in chapters:
            print(chapters[chapter].line(chapter))
            whole.add(chapters[chapter])
    print(whole.line("all"))
    print("\nfigures of recognised tables, by what became of them")
    for reason, figures in whole.reasons.most_common():
        print(f"{figures:8} {reason}")


def _full_reports(corpus: Path) -> list[Path]:
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        names = sorted({row["file"] for row in csv.DictReader(stream) if row["kind"].startswith("annual")})
    return [corpus / "reports" / name for name in names if "abstract" not in name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
