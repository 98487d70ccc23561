"""Every cross-check passes on figures that agree, fires on one that does not, and says so well."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pilu import engine, taxonomies
from pilu.engine import EngineMessage, EngineOptions

_TEXTS = {"[^@]+@[^@]+[.][^@]+": ("ir@example.com", "example.com"), "^[0-9]{6}": ("688316", "6883")}
_PATTERNS = {"pattern", "code-pattern"}
_RECORDS = {"RestrictedShares": "[ShareholderRankAxis=1]", "=Bond[A-Z]": "[BondAxis=1]"}
_PHONE = ("010-8305 1688".replace(" ", ""), "8305")


def _rows(sheets: Path, financial: bool = False) -> list[dict[str, str]]:
    """The checks of general enterprises, or those that only financial institutions have."""
    rows: list[dict[str, str]] = []
    for sheet in sorted(sheets.glob("rules*.csv")):
        with sheet.open(encoding="utf-8", newline="") as stream:
            rows += [row for row in csv.DictReader(stream) if row["vehicle"] == "formula"]
    return [row for row in rows if (row["format"] == "financial") == financial]


def _case(row: dict[str, str], cases: dict[str, dict[str, str]]) -> tuple[str, str]:
    """The facts that agree and those that do not, for one row of rules.csv."""
    given = dict(pair.split("=", 1) for pair in row["concepts"].split())
    rows = next((axis for part, axis in _RECORDS.items() if re.search(part, row["concepts"])), "")
    given |= {
        "rows": rows,
        "enough": given.get("low", ""),
        "little": "-1" if given.get("low") == "0" else "9",
    }
    if row["kind"] in _PATTERNS:
        good, bad = _TEXTS.get(given["pattern"], _PHONE)
        return f"{given['value']}@C={good}", f"{given['value']}@C={bad}"
    case = {
        key: re.sub(r"\{(\w+)\}", lambda m: given[m[1]], text) for key, text in cases[row["kind"]].items()
    }
    facts = case["facts"] + " "
    assert case["printed"] in facts, row["id"]
    return facts, facts.replace(case["printed"], case["changed"])


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, str]]:
    """The facts of each kind of check."""
    with (Path(__file__).parent / "rule_cases.csv").open(encoding="utf-8", newline="") as stream:
        return {row.pop("kind"): row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def validated(
    instance: Callable[[Mapping[str, str], str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., dict[str, list[EngineMessage]]]:
    """Validate texts of facts, one entity each, and give back the messages by entity."""

    def run(texts: dict[str, str], entry: str = "annual-report") -> dict[str, list[EngineMessage]]:
        path = tmp_path_factory.mktemp("rules") / "facts.xbrl"
        path.write_text(instance(texts, entry), encoding="utf-8")
        package = taxonomies.package_folder("cn-listed/2021")
        outcome = engine.run(
            path, EngineOptions(packages=(package,), base_taxonomy=False, calculation="none")
        )
        assert outcome.value is not None, outcome.diagnostics
        assert outcome.value.finished
        assert outcome.value.facts == sum(len(text.split()) for text in texts.values())
        found: dict[str, list[EngineMessage]] = defaultdict(list)
        for message in outcome.value.messages:
            entities = {ref.id.partition(".")[0] for ref in message.refs if ref.is_fact}
            found[entities.pop() if len(entities) == 1 else f"?{message.text}"].append(message)
        return found

    return run


def test_every_kind_in_use_has_a_case(sheets: Path, cases: dict[str, dict[str, str]]) -> None:
    """A kind of check without figures to try it on cannot be trusted."""
    rows = (*_rows(sheets), *_rows(sheets, financial=True))
    assert {row["kind"] for row in rows} - _PATTERNS == set(cases)


@pytest.mark.parametrize("entry", ["annual-report", "annual-report-financial"])
def test_checks_pass_and_fire(
    sheets: Path, cases: dict[str, dict[str, str]], validated: Any, entry: str
) -> None:
    """Each check is silent on its good figures, and fires with its severity on the changed one."""
    texts, severities = {}, {}
    for row in _rows(sheets, entry.endswith("financial")):
        texts[f"{row['id']}-good"], texts[f"{row['id']}-bad"] = _case(row, cases)
        severities[row["id"]] = row["severity"].upper()
    found = validated(texts, entry)
    fired = {(entity, message.code): message for entity, messages in found.items() for message in messages}
    own = {key: m for key, m in fired.items() if key[1] == f"message:{key[0].rpartition('-')[0]}"}
    assert {key[0] for key in own} == {f"{id}-bad" for id in severities}
    for (entity, _), message in own.items():
        assert message.level == severities[entity.rpartition("-")[0]], entity
        assert not re.search(r"[{}«»]", message.text), message.text
    strangers = {key for key in fired if not key[1].startswith("message:")}
    assert strangers == set()


def test_messages_speak_both_languages_and_carry_the_figures(validated: Any) -> None:
    """A failed sum names the label, every figure, the difference and the tolerance, zh first."""
    quarters = " ".join(f"OperatingRevenue@Q{n}={n}.00" for n in (1, 2, 3, 4))
    (message,) = validated({"x": f"{quarters} OperatingRevenue@Y=10.50"})["x"]
    for word in ("营业收入", "1", "2", "3", "4", "10.5", "-0.5", "0.025"):
        assert word in message.text
    texts = dict(message.texts)
    assert "营业收入" in texts["zh"]
    assert "Operating revenue" in texts["en"]


def test_missing_and_nil_operands_are_silent(
    sheets: Path, cases: dict[str, dict[str, str]], validated: Any
) -> None:
    """With any one figure gone or nil, a check of figures says nothing."""
    texts = {}
    for row in _rows(sheets):
        if row["kind"] not in {
            "quarter-sum",
            "change-rate",
            "point-change",
            "movement",
            "sum",
            "share-total",
        }:
            continue
        bad = _case(row, cases)[1].split()
        for gone in range(len(bad)):
            name = bad[gone].rpartition("=")[0]
            texts[f"{row['id']}-{gone}-without"] = " ".join(bad[:gone] + bad[gone + 1 :])
            texts[f"{row['id']}-{gone}-nil"] = " ".join([*bad[:gone], f"{name}=nil", *bad[gone + 1 :]])
    assert {entity for entity, found in validated(texts).items() if found} == set()


def test_prior_year_losses_and_restatements(validated: Any) -> None:
    """A negative base counts as its absolute value; a restated prior year is the adjusted one."""
    found = validated(
        {
            "negative": "NetCashFlowsFromOperatingActivities@Y=-15000.00"
            " NetCashFlowsFromOperatingActivities@P=-10000.00"
            " NetCashFlowsFromOperatingActivitiesChangeRate@Y=-0.5000",
            "adjusted": "Assets@E=12000.00 Assets@S=10000.00 AssetsChangeRate@E=0.2000"
            " Assets[RestatementAxis=BeforeAdjustmentMember]@S=8000.00",
            "unadjusted": "Assets@E=12000.00 Assets@S=10000.00 AssetsChangeRate@E=0.5000"
            " Assets[RestatementAxis=BeforeAdjustmentMember]@S=8000.00",
            "foreign": "StockCode[ShareClassAxis=HShareMember]@Y=06127",
            "scaled": "OperatingRevenue@Q1=1.00 OperatingRevenue@Q2=2.00 OperatingRevenue@Q3=3.00"
            " OperatingRevenue@Q4=4.00 OperatingRevenue@Y=100000.00",
        }
    )
    codes = {entity: {message.code for message in messages} for entity, messages in found.items()}
    assert codes == {"unadjusted": {"message:A05"}, "scaled": {"message:A01"}}


def test_zeros_do_not_stop_the_validator(
    sheets: Path, cases: dict[str, dict[str, str]], validated: Any
) -> None:
    """With all figures zero every check can still be evaluated: nothing is divided by nothing."""
    texts = {}
    for row in _rows(sheets):
        if row["kind"] not in _PATTERNS:
            texts[row["id"]] = re.sub(r"=-?\d[\d.]*(?= |$)", "=0", _case(row, cases)[0])
    codes = {message.code for found in validated(texts).values() for message in found}
    assert not {code for code in codes if code.startswith("exception")}
