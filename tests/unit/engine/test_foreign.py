"""Other people's reports and taxonomies, and a server that must hear nothing."""

from __future__ import annotations

import os
import runpy
import shutil
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pilu.engine import EngineOptions, run, warm_engine

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[4] / "shared"))


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and a list of the connections made to it."""
    heard: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                connection, address = server.accept()
            except TimeoutError:
                continue
            heard.append(str(address))
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], heard
    stop.set()
    thread.join()
    server.close()


def test_no_request_leaves_the_machine(listener: tuple[int, list[str]], small: Path, tmp_path: Path) -> None:
    """A taxonomy that imports from a server and an instance that locates a schema there load nothing."""
    port, heard = listener
    package = tmp_path / "package"
    shutil.copytree(small / "package", package)
    entry = package / "dts" / "entry.xsd"
    far = f'<xs:import namespace="urn:far" schemaLocation="http://127.0.0.1:{port}/far.xsd"/>\n  <xs:import '
    entry.write_text(entry.read_text(encoding="utf-8").replace("<xs:import ", far, 1), encoding="utf-8")
    located = (
        '<s:Profit xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="urn:far http://127.0.0.1:{port}/other.xsd" '
    )
    text = (small / "clean.xbrl").read_text(encoding="utf-8").replace("<s:Profit ", located)
    path = tmp_path / "report.xbrl"
    path.write_text(text, encoding="utf-8")
    options = EngineOptions(packages=(package,))
    outcome = run(path, options)
    with warm_engine(options, run) as engine:
        engine.run(path)
    assert outcome.value is not None
    assert any(message.code == "IOerror" for message in outcome.value.messages)
    assert heard == []


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(not (SHARED / "instances").is_dir(), reason="needs the shared instances")
def test_danish_reports_warm_and_fresh(tmp_path: Path) -> None:
    """Reports of another country's taxonomy give the same messages warm as in a run of their own."""
    with zipfile.ZipFile(SHARED / "instances" / "arelle-dba-2022.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")][:2]
        archive.extractall(tmp_path, names)
    options = EngineOptions(packages=(SHARED / "taxonomies" / "taggercache.zip",))
    with warm_engine(options, run) as engine:
        for name in names:
            here = run(tmp_path / name, options).value
            assert here is not None
            assert here.facts > 100
            assert engine.run(tmp_path / name).value == replace(here, path="warm")


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(not (SHARED / "instances").is_dir(), reason="needs the shared instances")
def test_report_with_its_own_extension() -> None:
    """An instance with an extension taxonomy beside it and a package that maps every address."""
    folder = SHARED / "instances" / "sec-mlac"
    options = EngineOptions(packages=(folder / "taxonomy_package.zip",), calculation="1.0")
    outcome = run(folder / "mlac-20251231.xml", options)
    assert outcome.value is not None, outcome.diagnostics
    assert outcome.value.ok
    assert outcome.value.facts == 480


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.skipif(not (SHARED / "conformance").is_dir(), reason="needs the shared conformance suites")
@pytest.mark.parametrize("suite", ["xbrl", "dimensions"])
def test_conformance_samples_warm_and_plain(suite: str, tmp_path: Path) -> None:
    """A sample of a conformance suite has the same messages warm and plainly, some of them warm."""
    suites = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks" / "suites.py"))
    options, cases = suites["prepared"](suite, tmp_path.resolve())
    with warm_engine(options, run) as engine:
        for case in cases[5::25]:
            assert suites["said"](engine.run(case.report)) == suites["said"](run(case.report, options))
        assert engine.counts["warm"] > 0
