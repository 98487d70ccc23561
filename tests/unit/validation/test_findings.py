"""What a finding carries: facts, numbers, statement and what to check; from the sheets alone."""

from __future__ import annotations

import importlib.util
import re
import shutil
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from pilu import taxonomies
from pilu.engine import EngineMessage, EngineOptions, Ref, run_stock, warm_engine
from pilu.model.output import Finding
from pilu.pipeline import DEFAULT_TAXONOMY
from pilu.taxonomies.rules import Rules, load_rules
from pilu.validation import About, validate
from pilu.validation.about import Known, known, told_numbers
from pilu.validation.codebook import Compared, codebook, compared
from pilu.validation.findings import finding

ENGINE = Path(__file__).parent.parent / "engine"


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The shipped taxonomy's cross-checks."""
    taxonomy = taxonomies.load(DEFAULT_TAXONOMY).value
    assert taxonomy is not None
    loaded = load_rules(taxonomies.package_folder(DEFAULT_TAXONOMY).parent, taxonomy).value
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def faults() -> ModuleType:
    """The corpus of faulty reports that the engine is tested with."""
    spec = importlib.util.spec_from_file_location("faults", ENGINE / "faults.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def messages(faults: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> list[EngineMessage]:
    """What the engine says of every one of them."""
    small, place = ENGINE / "small", tmp_path_factory.mktemp("faults")
    options = EngineOptions(packages=(small / "package",))
    said: list[EngineMessage] = []
    with warm_engine(options, run_stock) as engine:
        for name, file, changes in faults.CORPUS:
            folder = place / name
            shutil.copytree((small / file).parent, folder, ignore=shutil.ignore_patterns("package"))
            path = folder / Path(file).name
            text = path.read_text(encoding="utf-8")
            for old, new in changes:
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
            ran = engine.run(path).value
            said += ran.messages if ran is not None else ()
    return said


def test_every_check_says_what_to_look_at(rules: Rules) -> None:
    """A kind of cross-check without advice in both languages would leave a preparer alone."""
    assert not [rule.id for rule in rules.assertions if not (rule.check["zh"] and rule.check["en"])]


def test_numbers_are_read_back_from_every_message(rules: Rules) -> None:
    """Difference and tolerance come out of a message wherever its template has them."""
    for rule in rules.assertions:
        for language in ("zh", "en"):
            template = rule.message[language]
            filled = re.sub(r"\{[^{}]*\$difference[^{}]*\}", "-1234.50", template)
            filled = re.sub(r"\{[^{}]*\$tolerance[^{}]*\}", "0.025", filled)
            filled = re.sub(r"\{[^{}]*\}", "7", filled)
            difference, tolerance = told_numbers(template, filled)
            assert difference == (Decimal("-1234.50") if "$difference" in template else None), rule.id
            assert tolerance == (Decimal("0.025") if "$tolerance" in template else None), rule.id


def test_a_message_of_other_words_has_no_numbers() -> None:
    """A text that the template does not fit, or one of any length, gives nothing and takes no time."""
    assert told_numbers("a {$difference} b {$tolerance}", "quite different") == (None, None)
    assert told_numbers("{$x}, {$difference}, {$tolerance}", ", " * 100_000) == (None, None)


def test_intervals_of_a_calculation_are_compared_by_their_middles() -> None:
    """Calculation 1.1 reports intervals: half of each is the tolerance."""
    entry = codebook().entry("calc11e:inconsistentCalculationUsingRounding")
    args = {"reportedSum": "[1000.245, 1000.255]", "computedSum": "(1001.240, 1001.260)"}
    numbers = compared(entry, args)
    assert numbers == Compared(Decimal("1000.25"), Decimal("1001.25"), Decimal("0.015"))
    assert str(numbers.difference) == "-1.00"
    assert compared(entry, {"reportedSum": "none"}) is None
    older = codebook().entry("xbrl.5.2.5.2:calcInconsistency")
    numbers = compared(older, {"reportedSum": "1,000", "computedSum": "1,001"})
    assert numbers == Compared(Decimal(1000), Decimal(1001), Decimal(0))


def test_the_sheet_knows_what_the_engine_says(messages: list[EngineMessage]) -> None:
    """Every code that faulty reports bring up has a row of its own kind, and a Chinese sentence."""
    unknown = {message.code for message in messages if codebook().entry(message.code).code == "*"}
    assert unknown == set()
    assert len({message.code for message in messages}) > 40
    about = known(About())
    assert all(finding(message, "x", about).hint_zh for message in messages)


def test_facts_of_other_peoples_files_are_told_in_full(messages: list[EngineMessage]) -> None:
    """Id, line, label, value, unit and period come from the file and its taxonomy."""
    about = known(About())
    sums = [finding(one, "x", about) for one in messages if one.code.startswith("calc11e:inconsistent")]
    total = sums[0].involved[0]
    assert total.label_zh == "负债和所有者权益总计"
    assert (total.unit, total.period, total.decimals) == ("CNY", "2021-12-31", "2")
    assert total.line > 0
    assert total.id
    assert sums[0].difference is not None
    assert sums[0].text_zh == "“负债和所有者权益总计”报告为 1,000.25，其组成项合计为 1,001.25"
    assert all(one.waivable for one in sums)
    schema = [finding(one, "x", about) for one in messages if one.code == "xmlSchema:valueError"]
    assert not any(one.waivable for one in schema)


def test_a_foreign_assertion_is_not_taken_for_one_of_ours(rules: Rules) -> None:
    """An id that another taxonomy uses too gets neither our title nor our policy."""
    taxonomy = taxonomies.load(DEFAULT_TAXONOMY).value
    assert taxonomy is not None
    about = known(About(taxonomy=taxonomy, rules=rules))
    assert _about(about, "{urn:other}Assets").title == "A cross-check of the taxonomy does not hold"
    own = _about(about, f"{{{taxonomy.namespace}}}Assets")
    assert own.title == next(rule.title["en"] for rule in rules.assertions if rule.id == "A02")


def _about(about: Known, concept: str) -> Finding:
    ref = Ref("x.xbrl", "f1", 3, concept=concept, value="1")
    return finding(EngineMessage("message:A02", "ERROR", "text", (ref,)), "x", about)


def test_order_is_severity_code_place(tmp_path: Path) -> None:
    """The same findings in any order of saying give the same verdict."""
    small = ENGINE / "small"
    text = (small / "clean.xbrl").read_text(encoding="utf-8")
    path = tmp_path / "x.xbrl"
    path.write_text(text.replace("600.00", "601.00").replace(">50.00<", ">550.00<"), encoding="utf-8")
    first = validate([path], packages=[small / "package"]).value
    again = validate([path], packages=[small / "package"]).value
    assert first is not None
    assert first == again
    assert [item.severity.value for item in first.findings] == ["error", "error", "warning"]
    keys = [(item.code, item.file, item.line) for item in first.findings[:2]]
    assert keys == sorted(keys)


def test_a_tag_whose_concept_is_missing_is_told_like_a_fact_whose_concept_is() -> None:
    """Inline XBRL has a code of its own for it; whoever lacks a package reads the same advice."""
    inline, plain = (
        codebook().entry(code) for code in ("ix11.12.1.2:missingReferences", "xbrl:schemaImportMissing")
    )
    assert inline.check_en == plain.check_en
    assert inline.check_zh == plain.check_zh
    assert inline.en != codebook().entry("ix11.4.1.1:other").en
