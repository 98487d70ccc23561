"""The warm engine says what a fresh Arelle process says."""

from __future__ import annotations

import json
import random
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pilu.engine import EngineOptions, EngineRun, run, warm_engine
from pilu.engine.archives import zip_folder
from pilu.engine.warm import WarmEngine
from pilu.model.diagnostic import Outcome, Severity
from pilu.validation import validate

CORPUS = runpy.run_path(str(Path(__file__).parent / "faults.py"))["CORPUS"]
NAMES = [name for name, _, _ in CORPUS]
SERIAL = re.compile(r"\b([mM]odel\w+\[)(?:__)?\d+(?:, |(?=\]))")
Key = tuple[str, str, str, tuple[tuple[str, str, int], ...]]

# Reports that load more than their taxonomy, another one that cannot be shared, or not at all.
SENT_ELSEWHERE = {
    "xbrl-no-schema-ref",
    "xbrl-missing-schema",
    "xbrl-schema-beside",
    "xbrl-linkbase-ref",
    "xbrl-schema-location",
    "xbrl-taxonomy-inside-a-fact",
    "inline-no-schema-ref",
    "json-missing-schema",
    "json-number-as-number",
    "json-decimals-word",
    "json-extra-property",
    "json-document-type",
}


@pytest.fixture(scope="module")
def corpus(small: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every faulty report written to a folder of its own, by name."""
    written = {}
    for name, base, changes in CORPUS:
        folder = tmp_path_factory.mktemp("corpus") / name
        source = small / base
        if source.parent == small:
            folder.mkdir()
            shutil.copy(source, folder)
        else:
            shutil.copytree(source.parent, folder)
        for old, new in changes:
            holders = [path for path in folder.iterdir() if old in path.read_text(encoding="utf-8")]
            assert holders, f"{name}: nothing to replace"
            for path in holders:
                path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        written[name] = folder / source.name
    return written


@pytest.fixture(scope="module")
def fresh(
    small: Path, corpus: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Key]]:
    """What Arelle's own command line says of every report, one process each."""
    folder = tmp_path_factory.mktemp("fresh")
    package = folder / "package.zip"
    package.write_bytes(zip_folder(small / "package", "package"))
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(
            lambda item: command_line(item[1], package, folder / f"{item[0]}.json"), corpus.items()
        )
        return dict(zip(corpus, said, strict=True))


def command_line(path: Path, package: Path, log: Path) -> list[Key]:
    """The messages of one run of Arelle's command line, sorted."""
    options = {
        "--file": path, "--packages": package, "--calc": "c11r", "--validateDuplicateFacts": "inconsistent",
        "--baseTaxonomyValidation": "all", "--internetConnectivity": "offline", "--uiLang": "en-US",
        "--cacheDirectory": log.parent / "cache", "--logFile": log, "--logFormat": "%(message)s",
    }  # fmt: skip
    words = [str(word) for pair in options.items() for word in pair]
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--validate", "--disablePersistentConfig", *words]
    subprocess.run(command, capture_output=True, check=False, timeout=120)
    entries = json.loads(log.read_text(encoding="utf-8"))["log"]
    return sorted(entry_key(entry, path.parent) for entry in entries if not is_chatter(entry))


def is_chatter(entry: dict[str, Any]) -> bool:
    """Whether Arelle speaks of itself."""
    return entry["code"] in {"", "info", "info:profileActivity"} and entry["level"] in {"info", "debug", ""}


def entry_key(entry: dict[str, Any], folder: Path) -> Key:
    """A message of the log as code, level, text, and file, id and line of each reference."""
    text = SERIAL.sub(r"\1", entry["message"]["text"].replace(f"{folder}/", "").strip())
    refs = []
    for ref in entry.get("refs", ()):
        file, _, fragment = ref["href"].partition("#")
        line = str(ref.get("sourceLine"))
        refs.append((file.rsplit("/", 1)[-1], fragment, int(line) if line.isdigit() else 0))
    return entry["code"], entry["level"].upper(), text, tuple(sorted(refs))


def keys(run: EngineRun) -> list[Key]:
    """The same of an engine's run."""
    return sorted(
        (code, level, text, tuple(sorted((file.rsplit("/", 1)[-1], id_, line) for file, id_, line in refs)))
        for code, level, text, refs in (message.key for message in run.messages)
    )


@pytest.fixture(scope="module", params=["validated", "known"])
def warm(
    request: pytest.FixtureRequest,
    options: EngineOptions,
    small: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[WarmEngine]:
    """One warm engine for all tests of the module, other files validated in this process: one that has
    validated the taxonomy itself, and one that has found what another process said of it."""
    with pytest.MonkeyPatch.context() as patch:
        cache = tmp_path_factory.mktemp("cache") if request.param == "known" else "off"
        patch.setenv("PILU_CACHE", str(cache))
        if request.param == "known":
            with warm_engine(options, run) as first:
                first.run(small / "clean.xbrl")
        with warm_engine(options, run) as engine:
            yield engine


def test_corpus_is_large() -> None:
    """The corpus has at least sixty faulty reports, in XBRL and in Inline XBRL, under unique names."""
    assert len(set(NAMES)) == len(NAMES)
    assert sum(name.startswith(("xbrl-", "inline-")) for name in NAMES) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_same_as_fresh_process(
    name: str, corpus: dict[str, Path], fresh: dict[str, list[Key]], warm: WarmEngine
) -> None:
    """Code, level, text, fact and line of every message are those of Arelle's command line."""
    outcome = warm.run(corpus[name])
    assert outcome.value is not None, outcome.diagnostics
    assert keys(outcome.value) == fresh[name]
    assert outcome.value.path == ("run" if name in SENT_ELSEWHERE else "warm")


@pytest.mark.slow
def test_order_does_not_matter(
    corpus: dict[str, Path], fresh: dict[str, list[Key]], warm: WarmEngine
) -> None:
    """Whatever report came before, each gives its own messages: the corpus in three random orders."""
    for seed in range(3):
        names = random.Random(seed).sample(NAMES, len(NAMES))
        for name in names:
            outcome = warm.run(corpus[name])
            assert outcome.value is not None
            assert keys(outcome.value) == fresh[name], name


def test_formula_sees_the_facts(warm: WarmEngine, spoiled: Callable[..., Path], small: Path) -> None:
    """An assertion fires on a report validated after the empty one, a clean one, and itself.

    Arelle indexes a report's facts on the way; with the empty report's index left in place every
    formula would pass.
    """
    wrong = spoiled("clean.xbrl", (">1000.25</s:Assets>", ">1001.25</s:Assets>"))
    for path, expected in ((wrong, ["message:A1"]), (small / "clean.xbrl", []), (wrong, ["message:A1"])):
        outcome = warm.run(path)
        assert outcome.value is not None
        assert outcome.value.path == "warm"
        assert [message.code for message in outcome.value.messages] == expected


@pytest.mark.parametrize("calculation", ["1.0", "1.1", "1.1-truncation", "none"])
def test_calculation_modes(
    calculation: Any, options: EngineOptions, spoiled: Callable[..., Path], small: Path
) -> None:
    """In each calculation mode the warm engine agrees with a run in this process."""
    asked = replace(options, calculation=calculation)
    with warm_engine(asked, run) as engine:
        for name in ("clean.xbrl", "clean.xhtml", "clean.json"):
            path = spoiled(name, ("600.00", "601.00"))
            here, there = run(path, asked).value, engine.run(path).value
            assert here is not None
            assert there == replace(here, path="warm")


@pytest.mark.parametrize(
    "change", [{"formula": False}, {"duplicates": "none"}, {"duplicates": "all"}, {"units": True}]
)
def test_options(
    change: dict[str, Any], options: EngineOptions, spoiled: Callable[..., Path], small: Path
) -> None:
    """With each option changed the warm engine agrees with a run in this process."""
    again = '<s:Revenue id="f5b" contextRef="c2" unitRef="CNY" decimals="2">10.00</s:Revenue></xbrli:xbrl>'
    path = spoiled("clean.xbrl", ("</xbrli:xbrl>", again), ("iso4217:CNY", "iso4217:QQQ"))
    asked = replace(options, **change)
    here = run(path, asked).value
    assert here is not None
    with warm_engine(asked, run) as engine:
        assert engine.run(path).value == replace(here, path="warm")
    assert here.messages != run(path, options).value.messages  # type: ignore[union-attr]


def test_a_strange_report_harms_no_other(
    options: EngineOptions, small: Path, spoiled: Callable[..., Path]
) -> None:
    """After a report on which Arelle dies, the next ones are validated as ever."""
    deep = spoiled("clean.xhtml", ("<h1>", "<div>" * 3000 + "</div>" * 3000 + "<h1>"))
    with warm_engine(options, run) as engine:
        for _ in range(2):
            assert engine.run(small / "clean.xbrl").value == replace(
                run(small / "clean.xbrl", options).value,
                path="warm",  # type: ignore[type-var]
            )
            strange = engine.run(deep)
            assert strange.value is None or not strange.value.ok
        assert engine.counts["warm"] >= 2


def test_fallback_is_asked_and_counted(options: EngineOptions, corpus: dict[str, Path]) -> None:
    """A report with a schema of its own goes to the fallback; a refused one to nobody."""
    asked: list[Path] = []

    def fallback(path: Path, given: EngineOptions) -> Outcome[EngineRun]:
        asked.append(path)
        return Outcome(EngineRun((), finished=True, facts=0, engine="e", path="stock"))

    with warm_engine(options, fallback) as engine:
        engine.run(corpus["xbrl-clean"])
        engine.run(corpus["xbrl-schema-beside"])
        engine.run(corpus["xbrl-clean"].parent / "absent.xbrl")
        assert asked == [corpus["xbrl-schema-beside"]]
        assert dict(engine.counts) == {"warm": 1, "stock": 1, "refused": 1}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("xbrl-schema-beside", "names no taxonomy by an absolute address"),
        ("xbrl-linkbase-ref", "loads documents besides its taxonomy"),
        ("xbrl-missing-schema", "empty report of its taxonomy is not clean"),
        ("json-decimals-word", "changes what its taxonomy consists of"),
    ],
)
def test_it_is_said_why_a_report_left(
    name: str, reason: str, corpus: dict[str, Path], warm: WarmEngine
) -> None:
    """A report that was validated in a run of its own carries a note that names the reason, in both
    languages; one that was not carries none."""
    (told,) = warm.run(corpus[name]).diagnostics
    assert (told.code, told.severity, told.source) == ("validate.not-warm", Severity.INFO, corpus[name].name)
    assert reason in told.text
    assert dict(told.fields)["reason_zh"] in told.text_zh
    assert warm.run(corpus["xbrl-wrong-sum"]).diagnostics == ()


def test_the_exception_is_named(options: EngineOptions, spoiled: Callable[..., Path]) -> None:
    """A report on which Arelle dies says of what."""
    deep = spoiled("clean.xhtml", ("<h1>", "<div>" * 3000 + "</div>" * 3000 + "<h1>"))
    with warm_engine(options, run) as engine:
        told = [item for item in engine.run(deep).diagnostics if item.code == "validate.not-warm"]
    assert len(told) <= 1
    assert all("RecursionError" in item.text for item in told)


def test_a_wording_that_fails_is_told(small: Path, tmp_path: Path, spoiled: Callable[..., Path]) -> None:
    """A message whose English wording cannot be evaluated keeps its Chinese one and says what is lost."""
    package = tmp_path / "package"
    shutil.copytree(small / "package", package)
    formula = package / "dts" / "formula.xml"
    text = formula.read_text(encoding="utf-8")
    broken = text.replace("Total assets {", "Total assets {$assets idiv 0} {", 1)
    assert broken != text
    formula.write_text(broken, encoding="utf-8")
    wrong = spoiled("clean.xbrl", (">1000.25</s:Assets>", ">1001.25</s:Assets>"))
    for engine in ("auto", "stock"):
        made = validate([wrong], packages=[package], engine=engine)
        assert made.value is not None
        (lost,) = [told for told in made.diagnostics if told.code == "validate.translation-lost"]
        assert dict(lost.fields)["language"] == "en"
        assert any("1001.25" in finding.text_zh for finding in made.value.findings)


def test_two_engines_and_a_run_side_by_side(options: EngineOptions, small: Path, tmp_path: Path) -> None:
    """Engines with other packages, and single runs, do not disturb one another in one process."""
    clean = small / "clean.xbrl"
    with warm_engine(options, run) as one, warm_engine(EngineOptions(), run) as other:
        assert one.taxonomy_hash != other.taxonomy_hash
        for _ in range(2):
            first = one.run(clean).value
            assert first is not None
            assert (first.ok, first.path) == (True, "warm")
            assert other.run(clean).diagnostics[0].code == "validate.taxonomy-unknown"
            assert run(clean, options).value == replace(first, path="run")


def test_refused_package(options: EngineOptions, small: Path, tmp_path: Path) -> None:
    """An engine whose package is refused says so of every report."""
    with warm_engine(EngineOptions(packages=(tmp_path / "absent.zip",)), run) as engine:
        outcome = engine.run(small / "clean.xbrl")
        assert [found.code for found in outcome.diagnostics] == ["validate.package-missing"]


def test_taxonomy_with_messages_of_its_own(small: Path, tmp_path: Path) -> None:
    """What Arelle says of the taxonomy itself is said of every report, as by a fresh run."""
    package = tmp_path / "package"
    shutil.copytree(small / "package", package)
    linkbase = package / "dts" / "calculation.xml"
    text = linkbase.read_text(encoding="utf-8").replace('xlink:to="liabilities"', 'xlink:to="equity"', 1)
    linkbase.write_text(text, encoding="utf-8")
    options = EngineOptions(packages=(package,))
    here = run(small / "clean.xbrl", options).value
    assert here is not None
    assert any(message.code == "xlink:dupArcs" for message in here.messages)
    with warm_engine(options, run) as engine:
        for _ in range(2):
            assert engine.run(small / "clean.xbrl").value == replace(here, path="warm")


@pytest.mark.parametrize(
    ("test", "path"),
    [
        ("1 eq", "run"),
        ("nope:what(1) eq 1", "run"),
        ("s:what(1) eq 1", "run"),
        ("1 idiv 0 eq 1", "warm"),
        ("1 eq 2", "warm"),
    ],
)
def test_assertions_of_the_same_text(test: str, path: str, small: Path, tmp_path: Path) -> None:
    """Of two assertions with the same expression each is told of, with its own place, as by a fresh run;
    where they cannot be compiled, Arelle evaluates none, and such a taxonomy is not held."""
    package = tmp_path / "package"
    shutil.copytree(small / "package", package)
    formula = package / "dts" / "formula.xml"
    text = formula.read_text(encoding="utf-8")
    same = re.sub(r' test="[^"]*"', f' test="{test}"', text)
    assert same.count(f'"{test}"') == 2
    formula.write_text(same, encoding="utf-8")
    options = EngineOptions(packages=(package,))
    here = run(small / "clean.xbrl", options).value
    assert here is not None
    assert len({(ref.file, ref.line) for message in here.messages for ref in message.refs}) > 1
    with warm_engine(options, run) as engine:
        assert engine.run(small / "clean.xbrl").value == replace(here, path=path)


def test_concept_inside_an_annotation(small: Path, tmp_path: Path) -> None:
    """A taxonomy with a concept where none can be declared, to which its linkbases point, is not held."""
    package = tmp_path / "package"
    shutil.copytree(small / "package", package)
    entry = package / "dts" / "entry.xsd"
    text = entry.read_text(encoding="utf-8")
    concept = next(line for line in text.splitlines() if 'name="Listed"' in line)
    moved = text.replace(concept, "").replace("</link:usedOn>", concept + "</link:usedOn>", 1)
    entry.write_text(moved, encoding="utf-8")
    options = EngineOptions(packages=(package,))
    here = run(small / "clean.xbrl", options).value
    with warm_engine(options, run) as engine:
        assert engine.run(small / "clean.xbrl").value == here
