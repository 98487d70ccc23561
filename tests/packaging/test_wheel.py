"""The artefact people install: what is in the wheel, and that it works away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    call = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(call, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("pilu-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked where an installer would put it; the site-packages of this Python lend the rest."""
    place = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed command from another folder; path files, the editable install's too, are not read."""
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    env = {**os.environ, "PYTHONPATH": path, "LANG": "C.UTF-8", "PILU_LANG": "en"}
    call = [sys.executable, "-S", "-m", "pilu", *arguments]
    return subprocess.run(call, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_wheel_carries_code_and_data(wheel: Path) -> None:
    """Package, type marker, licence and all three data folders; nothing else becomes importable."""
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "pilu/__init__.py",
        "pilu/py.typed",
        "pilu/_data/taxonomy/cn-listed/2021/concepts.csv",
        "pilu/_data/taxonomy/cn-listed/2021/package/META-INF/taxonomyPackage.xml",
        "pilu/_data/templates/xbrl/instance.xml",
        "pilu/_data/examples/annual-report-abstract.txt",
    ):
        assert wanted in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pilu"}
    assert not [name for name in names if "/_data/" in name and name.endswith((".py", ".pyc"))]


def test_every_data_file_of_the_checkout_is_in_the_wheel(wheel: Path) -> None:
    """No sheet or template is left behind."""
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "taxonomy", "templates", "examples"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if tracked.returncode != 0:
        pytest.skip("not a git checkout: which files belong to it cannot be told")
    files = [name for name in tracked.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    assert files
    assert not [name for name in files if f"pilu/_data/{name}" not in names]


def test_the_wheel_converts_its_own_example_elsewhere(installed: Path, tmp_path: Path) -> None:
    """From another folder, without the checkout, the main job ends with a valid verdict."""
    example = installed / "pilu" / "_data" / "examples" / "annual-report-abstract.txt"
    done = run(installed, tmp_path, "convert", str(example), "-o", "filings")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("VALID  annual-report-abstract")
    assert (tmp_path / "filings" / "annual-report-abstract.xhtml").is_file()


def test_the_module_in_use_is_the_installed_one(installed: Path, tmp_path: Path) -> None:
    """The test above tests the wheel and not the checkout."""
    code = "import pilu.resources as r; print(r.__file__); print(r.data_root('taxonomy'))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), sysconfig.get_path("purelib")])}
    call = [sys.executable, "-S", "-c", code]
    done = subprocess.run(call, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=True)
    assert all(line.startswith(str(installed)) for line in done.stdout.splitlines())


def test_importing_pilu_is_cheap_and_offers_its_names() -> None:
    """`import pilu` loads neither Arelle nor the readers; every promised name can be had."""
    code = (
        "import sys, pilu; assert 'arelle' not in sys.modules and 'pilu.readers' not in sys.modules;"
        "print([name for name in pilu.__all__ if getattr(pilu, name) is None])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
