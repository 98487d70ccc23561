"""Filing rules of authorities: found by name, applied, and never with messages that vary by process."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pilu.engine import EngineOptions, disclosure_systems, run, run_stock, warm_engine
from pilu.engine.disclosure_systems import find_disclosure_system

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[4] / "shared"))


def test_names() -> None:
    """Every name leads to one set of rules, and the plug-in of each is there."""
    systems = disclosure_systems()
    names = [name for system in systems for name in system.names]
    assert len(names) == len(set(names)) > 20
    assert all(find_disclosure_system(name) is not None for name in names)
    assert {system.plugin for system in systems if system.looks_on} == {"validate/DBA"}


def test_rules_are_applied(small: Path, options: EngineOptions) -> None:
    """Codes of the rules stand beside those of the specifications, in this process and a fresh one."""
    asked = replace(options, disclosure_system="cipc")
    here, fresh = run(small / "clean.xbrl", asked).value, run_stock(small / "clean.xbrl", asked).value
    assert here is not None
    assert fresh is not None
    assert {message.code for message in here.messages} >= {"cipc:instanceMustBeInlineXBRL"}
    assert [message.key for message in fresh.messages] == [message.key for message in here.messages]


def test_unknown_name_is_refused(small: Path, options: EngineOptions) -> None:
    """Both ways say that there are no such rules."""
    asked = replace(options, disclosure_system="nobody")
    with warm_engine(asked, run) as engine:
        for outcome in (run(small / "clean.xbrl", asked), engine.run(small / "clean.xbrl")):
            assert outcome.value is None
            assert [told.code for told in outcome.diagnostics] == ["validate.no-such-rules"]


@pytest.mark.parametrize(
    ("name", "words"), [("cipc", "how reports are loaded"), ("arl-2024-preview", "hashes")]
)
def test_rules_that_leave_the_warm_way(
    name: str, words: str, small: Path, options: EngineOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules that take part in loading, or that list names by hash in an unseeded process."""
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    with warm_engine(replace(options, disclosure_system=name), run) as engine:
        outcome = engine.run(small / "clean.xbrl")
    assert outcome.value is not None
    assert outcome.value.path == "run"
    assert words in outcome.diagnostics[0].text


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(not (SHARED / "instances").is_dir(), reason="needs the shared instances")
def test_danish_rules_warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports with seeded errors give the codes they expect, warm as in a run of their own."""
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    expected = {"fr/fr41-invalid.xhtml": "DBA.FR41", "fr/fr1-invalid.xhtml": "DBA.FR1"}
    with zipfile.ZipFile(SHARED / "instances" / "arelle-dba-2022.zip") as archive:
        archive.extractall(tmp_path, [f"dba_2022/{name}" for name in expected])
    packages = (SHARED / "taxonomies" / "taggercache.zip",)
    asked = EngineOptions(packages=packages, disclosure_system="arl-2022-preview")
    with warm_engine(asked, run) as engine:
        for name, code in expected.items():
            path = tmp_path / "dba_2022" / name
            here, warm = run(path, asked).value, engine.run(path).value
            assert here is not None
            assert code in {message.code for message in here.messages}
            assert warm == replace(here, path="warm")
