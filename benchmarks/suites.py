"""Other people's reports through the warm engine and through plain Arelle: same verdicts, same messages.

    python benchmarks/suites.py [xbrl] [dimensions] [danish] [--every 1] [--fresh]

The XBRL 2.1 and Dimensions conformance suites and a suite of Danish reports, from ../shared (or the
folder that PILU_SHARED names). The reports of the conformance suites lie beside their taxonomies; here
each suite becomes a taxonomy package, and its reports name their schemas by the package's addresses,
as filings do, so that the warm engine can take them. The Danish reports stay where they are, and are
checked by the filing rules of the Danish Business Authority, whose codes their test cases expect.
``--every 10`` takes every tenth report.

Plain Arelle runs in this process, or with ``--fresh`` in one of its own per report. Printed for each
suite: how many reports went the warm way, how many were sent to plain Arelle, how many verdicts are
those the suite expects, the CPU time of both and its ratio. Exits with 1 where messages differ, unless
those of plain Arelle differ from its own, as where it takes the first of a set of facts.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from pilu.engine import EngineOptions, EngineRun, run, run_stock, warm_engine
from pilu.engine.stock import is_seeded
from pilu.model.diagnostic import Outcome

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[2] / "shared"))
_AGAIN = 5  # runs that show whether plain Arelle agrees with itself
BASE = "http://suite.example/"
LOCATION = re.compile(r"""(schemaLocation\s*=\s*["'])([^"']+)""")
HREF = re.compile(r"""(xlink:href\s*=\s*["'])([^"'#:]+)(?=[#"'])""")
ARCHIVES = {
    "xbrl": "conformance/XBRL-CONF-2025-07-16.zip",
    "dimensions": "conformance/XBRL-XDT-CONF-2025-09-09.zip",
    "danish": "instances/arelle-dba-2022.zip",
}
CATALOG = (
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
    f'<rewriteURI uriStartString="{BASE}" rewritePrefix="../suite/"/></catalog>'
)
DESCRIPTION = (
    '<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">'
    f"<tp:identifier>{BASE}</tp:identifier><tp:name>suite</tp:name><tp:description>suite</tp:description>"
    "<tp:version>1</tp:version></tp:taxonomyPackage>"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A report of a suite, and whether the suite calls it valid; None where it does not say. ``errors``:
    codes it must give; ``source``: where the suite has it."""

    name: str
    report: Path
    valid: bool | None
    source: Path
    errors: frozenset[str] = frozenset()

    def is_met_by(self, run: EngineRun) -> bool:
        """Whether the run has every code that the suite names, be it a warning's, or else the verdict."""
        codes = {message.code for message in run.messages}
        return self.errors <= codes if self.errors else run.ok == self.valid


def main() -> None:
    """Prints a line for each suite, and every report whose messages differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("suites", nargs="*", default=[], choices=[*ARCHIVES, []])
    parser.add_argument("--every", type=int, default=1, help="take every nth report")
    parser.add_argument("--fresh", action="store_true", help="plain Arelle in a process per report")
    given = parser.parse_args()
    if not is_seeded():  # filing rules list names in the order of a process's hashes
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})
    same = True
    for suite in given.suites or ARCHIVES:
        if not (SHARED / ARCHIVES[suite]).is_file():
            print(f"{suite}: skipped, {ARCHIVES[suite]} is not in {SHARED}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            options, cases = prepared(suite, Path(folder).resolve())
            same = compared(suite, options, cases[:: given.every], fresh=given.fresh) and same
    sys.exit(0 if same else 1)


def prepared(suite: str, folder: Path) -> tuple[EngineOptions, list[Case]]:
    """The options and the reports of a suite, unpacked below the folder."""
    with zipfile.ZipFile(SHARED / ARCHIVES[suite]) as archive:
        archive.extractall(folder / "package" / "suite")
    if suite == "danish":
        packages = (SHARED / "taxonomies" / "taggercache.zip",)
        options = EngineOptions(packages=packages, disclosure_system="arl-2022-preview")
        return options, list(_cases(folder / "package" / "suite", None))
    (folder / "package" / "META-INF").mkdir()
    (folder / "package" / "META-INF" / "catalog.xml").write_text(CATALOG, encoding="utf-8")
    (folder / "package" / "META-INF" / "taxonomyPackage.xml").write_text(DESCRIPTION, encoding="utf-8")
    options = EngineOptions(packages=(folder / "package",), calculation="1.0", duplicates="none")
    return options, list(_cases(folder / "package" / "suite", folder / "reports"))


def _cases(suite: Path, reports: Path | None) -> Iterator[Case]:
    """The variations whose first file is an instance, each instance once, copied into the folder
    ``reports`` with the addresses of its package unless it stays where it is."""
    seen: set[Path] = set()
    for path in sorted(suite.rglob("*.xml")):
        if b"<testcase" not in path.read_bytes()[:2000]:
            continue
        for variation in etree.parse(path).getroot().iterfind("{*}variation"):
            first = variation.find("{*}data/{*}instance[@readMeFirst='true']")
            source = path.parent / (first.text or "").strip() if first is not None else path
            if first is None or source in seen or not source.is_file():
                continue
            seen.add(source)
            report = source
            if reports is not None:
                report = reports / str(len(seen)) / source.name
                report.parent.mkdir(parents=True)
                report.write_bytes(_by_address(source.read_bytes(), source.relative_to(suite).as_posix()))
            errors = _codes(variation) if reports is None else frozenset[str]()
            yield Case(f"{path.stem} {variation.get('id')}", report, _expected(variation), source, errors)


def _by_address(instance: bytes, place: str) -> bytes:
    """The instance with the references relative to its place in the suite made absolute, but for those
    to itself."""
    text = instance.decode("latin-1")  # bytes of any encoding survive; addresses are ASCII
    own = place.rsplit("/", 1)[-1]

    def addressed(found: re.Match[str]) -> str:
        return found[0] if found[2] == own else found[1] + urljoin(BASE + place, found[2])

    text = HREF.sub(addressed, text)

    def located(found: re.Match[str]) -> str:
        words = found[2].split()
        words[1::2] = [urljoin(BASE + place, address) for address in words[1::2]]
        return found[1] + " ".join(words)

    return LOCATION.sub(located, text).encode("latin-1")


def _expected(variation: etree._Element) -> bool | None:
    result = variation.find("{*}result")
    if result is None:
        return None
    if result.get("expected"):
        return result.get("expected") == "valid"
    return result.find("{*}error") is None


def _codes(variation: etree._Element) -> frozenset[str]:
    """The codes of the errors that a variation expects."""
    return frozenset((error.text or "").strip() for error in variation.iterfind("{*}result/{*}error"))


def compared(suite: str, options: EngineOptions, cases: list[Case], *, fresh: bool) -> bool:
    """Run both ways, print a line; whether all messages and verdicts agree."""
    plain = (lambda path: run_stock(path, options)) if fresh else (lambda path: run(path, options))
    different, as_expected, told = 0, 0, 0
    spent = {"warm": 0.0, "stock": 0.0, "sent on": 0.0}
    with warm_engine(options, run_stock if fresh else run) as engine:
        for case in cases:
            mine, seconds = _timed(lambda path=case.report: engine.run(path))
            other, stock_seconds = _timed(lambda path=case.report: plain(path))
            is_warm = mine.value is not None and mine.value.path == "warm"
            spent["warm" if is_warm else "sent on"] += seconds
            spent["stock"] += stock_seconds if is_warm else 0.0
            if said(mine) != said(other):
                varies = any(said(plain(case.report)) != said(other) for _ in range(_AGAIN))
                different += not varies
                words = "plain Arelle's own messages vary from run to run" if varies else "different messages"
                print(f"  {case.name} {case.report.name}: {words}", flush=True)
            if case.valid is not None and other.value is not None:
                told += 1
                right = case.is_met_by(other.value)
                as_expected += right
                if not right:
                    print(f"  {case.name} {case.report.name}: {_explained(case, other.value, options)}")
        counts = dict(engine.counts)
    ratio = spent["stock"] / spent["warm"] if spent["warm"] else 0.0
    print(
        f"{suite}: {len(cases)} reports, {counts}, {different} different; {as_expected} of {told} verdicts as"
        f" the suite expects; warm way {spent['warm']:.1f} CPU s, the same reports plainly"
        f" {spent['stock']:.1f} CPU s, ratio {ratio:.1f}"
    )
    return different == 0


def _explained(case: Case, moved: EngineRun, options: EngineOptions) -> str:
    """What a verdict that the suite does not expect comes from: the place of the report here (some refer
    to themselves or are referred to by their place in the suite), or Arelle itself."""
    codes = " ".join(sorted({message.code for message in moved.messages if message.level == "ERROR"}))
    wanted = " ".join((_word(case.valid), *sorted(case.errors)))
    words = f"expected {wanted}, is {_word(moved.ok)} {codes}".rstrip()
    there = run(case.source, options).value
    if there is None:
        return f"{words}; refused where the suite has it"
    cause = "its place" if case.is_met_by(there) else "Arelle"
    return f"{words}; where the suite has it {_word(there.ok)}: comes from {cause}"


def _word(valid: bool | None) -> str:
    return "valid" if valid else "invalid"


def said(outcome: Outcome[EngineRun]) -> object:
    """Everything but the way it was made."""
    if outcome.value is None:
        return [found.code for found in outcome.diagnostics]
    return outcome.value.messages, outcome.value.facts, outcome.value.finished


def _timed(action: Callable[[], Outcome[EngineRun]]) -> tuple[Outcome[EngineRun], float]:
    before = _cpu()
    result = action()
    return result, _cpu() - before


def _cpu() -> float:
    """CPU seconds of this process and of its ended children."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    main()
