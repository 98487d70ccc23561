"""CPU time of validating one more report: a fresh Arelle process each, and the warm engine.

    python benchmarks/engine.py [--fresh 3] [--warm 20] [--no-formula]

The reports are the example as XBRL and as Inline XBRL (about 250 facts each) and one of about 3,000
facts made of it by repeating the lines of its record tables. CPU seconds are user + system, children
included. The floor is parsing the report with lxml and checking it against the taxonomy's schemas,
compiled once. Exits with 1 where the two engines' messages differ, or a ratio misses its target.
"""

from __future__ import annotations

import argparse
import copy
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lxml import etree

from pilu import pipeline
from pilu.engine import EngineOptions, run_stock, warm_engine
from pilu.engine.core_schemas import shipped_urls
from pilu.engine.warm import WarmEngine
from pilu.model.document import SourceFile
from pilu.resources import data_root

T = TypeVar("T")
XBRLI = "{http://www.xbrl.org/2003/instance}"
TYPED = f"{XBRLI}scenario/{{http://xbrl.org/2006/xbrldi}}typedMember"
TARGETS = {"250 facts, XBRL": 30.0, "3,000 facts, XBRL": 6.0, "250 facts, Inline": 12.0}


def main() -> None:
    """Prints a table of CPU times and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--fresh", type=int, default=3, help="fresh processes per report")
    parser.add_argument("--warm", type=int, default=20, help="warm validations per report")
    parser.add_argument("--no-formula", action="store_true", help="leave the taxonomy's assertions out")
    given = parser.parse_args()
    ground = pipeline.prepare(pipeline.Options())
    package = pipeline.package_of(pipeline.Options())
    assert ground.value is not None
    assert package.value is not None
    options = EngineOptions(packages=(package.value,), formula=not given.no_formula)
    with tempfile.TemporaryDirectory() as folder, warm_engine(options) as engine:
        reports = written(Path(folder))
        started = time.process_time()
        engine.run(reports["250 facts, XBRL"])
        print(f"taxonomy loaded and validated once: {time.process_time() - started:.2f} CPU s")
        print(
            f"{'report':<20}{'fresh s':>9}{'warm ms':>9}{'ratio':>7}{'target':>8}"
            f"{'floor ms':>10}{'x floor':>9}"
        )
        good = [
            measure(name, path, engine, options, fresh=given.fresh, warm=given.warm, package=package.value)
            for name, path in reports.items()
        ]
        print(f"validated: {dict(engine.counts)}")
    sys.exit(0 if all(good) else 1)


def written(folder: Path) -> dict[str, Path]:
    """The three reports, by name."""
    source = data_root("examples") / "annual-report-abstract.txt"
    converted = pipeline.convert(
        SourceFile(source.name, source.read_bytes()), pipeline.Options(validate=False)
    )
    paths = {}
    assert converted.value is not None, converted.diagnostics
    for file in converted.value.files:
        if file.kind in {"xbrl", "ixbrl"}:
            path = folder / Path(file.path).name
            path.write_bytes(file.data)
            paths[file.kind] = path
    large = folder / "large.xbrl"
    large.write_bytes(repeated(paths["xbrl"].read_bytes(), facts=3000))
    return dict(zip(TARGETS, (paths["xbrl"], large, paths["ixbrl"]), strict=True))


def repeated(instance: bytes, *, facts: int) -> bytes:
    """The instance with the lines of its record tables (typed dimensions) repeated under further
    line numbers and names, until it has as many facts."""
    root = etree.fromstring(instance)
    contexts = [context for context in root.iter(f"{XBRLI}context") if context.find(TYPED) is not None]
    ids = {context.get("id") for context in contexts}
    lines = [element for element in root if element.get("contextRef") in ids]
    have = sum(1 for element in root if element.get("contextRef"))
    for number in range(1, (facts - have) // len(lines) + 1):
        for original in (*contexts, *lines):
            again = copy.deepcopy(original)
            again.set("id", f"{again.get('id')}-{number}")
            if again.get("contextRef"):
                again.set("contextRef", f"{again.get('contextRef')}-{number}")
            for member in again.findall(TYPED):
                text = member[0].text or ""
                member[0].text = str(int(text) + 100 * number) if text.isdigit() else f"{text} {number}"
            root.append(again)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def measure(
    name: str, path: Path, engine: WarmEngine, options: EngineOptions, *, fresh: int, warm: int, package: Path
) -> bool:
    """One row; whether messages agree and the target is met."""
    fresh_runs, fresh_time = timed(lambda: run_stock(path, options), fresh, resource.RUSAGE_CHILDREN)
    warm_runs, warm_time = timed(lambda: engine.run(path), warm, resource.RUSAGE_SELF)
    first, second = fresh_runs.value, warm_runs.value
    assert first is not None
    assert second is not None
    same = first.messages == second.messages and second.path == "warm"
    ratio = fresh_time / warm_time
    floor = floor_time(path, package, inline=path.suffix == ".xhtml", times=warm)
    print(
        f"{name:<20}{fresh_time:>9.2f}{warm_time * 1000:>9.1f}{ratio:>7.1f}{TARGETS[name]:>8.0f}"
        f"{floor * 1000:>10.2f}{warm_time / floor:>9.0f}"
        f"  {second.facts} facts, {len(second.messages)} messages{'' if same else ', NOT THE SAME'}"
    )
    return same and ratio >= TARGETS[name]


def timed(action: Callable[[], T], times: int, who: int) -> tuple[T, float]:
    """The last result, and the median CPU seconds of one call."""
    spent = []
    for _ in range(times):
        before = resource.getrusage(who)
        result = action()
        after = resource.getrusage(who)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return result, statistics.median(spent)


class Addresses(etree.Resolver):
    """Resolves the addresses of core schemas and of the package to local files."""

    def __init__(self, package: Path) -> None:
        super().__init__()
        self._shipped = dict(shipped_urls())
        self._package = package

    def resolve(self, url: str, public: str | None, context: object) -> object:
        """lxml's hook: a file for an address, or nothing."""
        if url in self._shipped:
            return self.resolve_filename(self._shipped[url], context)
        inside = self._package / "taxonomy" / url.rsplit("/", 1)[-1]
        return self.resolve_filename(str(inside), context) if inside.is_file() else None


def floor_time(path: Path, package: Path, *, inline: bool, times: int) -> float:
    """Median CPU seconds of parsing with lxml and checking against a compiled schema."""
    parser = etree.XMLParser()
    parser.resolvers.add(Addresses(package))
    shipped = dict(shipped_urls())
    schema = (
        shipped["http://www.xbrl.org/2013/inlineXBRL/xhtml-inlinexbrl-1_1.xsd"]
        if inline
        else str(package / "taxonomy" / "core.xsd")
    )
    check = etree.XMLSchema(etree.parse(schema, parser))
    data = path.read_bytes()
    _, seconds = timed(lambda: check.validate(etree.fromstring(data)), max(times, 50), resource.RUSAGE_SELF)
    return max(seconds, 1e-6)


if __name__ == "__main__":
    main()
