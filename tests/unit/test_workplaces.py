"""Folders for temporary files: gone with their process, or with the next one where it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pilu.model.output import OutputFile
from pilu.workplaces import Workplace, sweep
from pilu.writers import disk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such locks")
_HOLD = "import sys; from pilu.workplaces import Workplace; w = Workplace({prefix!r}, Path({place!r})); "
_CHILD = (
    "from pathlib import Path; "
    + _HOLD
    + "(w.path / 'file').write_text('x'); {more}print(w.path, flush=True); sys.stdin.read()"
)


def _held(place: Path, prefix: str = "pilu-engine-", more: str = "") -> tuple[subprocess.Popen[str], Path]:
    """A process that has a workplace, and the workplace."""
    code = _CHILD.format(prefix=prefix, place=str(place), more=more)
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    return child, Path(child.stdout.readline().strip())


def _kill(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    """The folder of a living process stays; once it is killed, whoever works there next removes it."""
    child, folder = _held(tmp_path)
    sweep(tmp_path)
    assert (folder / "file").exists()
    _kill(child)
    assert folder.exists()
    with Workplace("pilu-", tmp_path) as own:
        assert not folder.exists()
        assert own.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """Folders of other names, without a lock, or that are links stay, however they are called."""
    for name in ("other", "pilu-nobody"):
        (tmp_path / name).mkdir()
    (tmp_path / "other" / ".held").touch()
    (tmp_path / "pilu-link").symlink_to(tmp_path / "other")
    (tmp_path / "pilu-linked").mkdir()
    (tmp_path / "pilu-linked" / ".held").symlink_to(tmp_path / "other" / ".held")
    os.mkfifo(tmp_path / "pilu-nobody" / ".held")
    sweep(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"other", "pilu-nobody", "pilu-link", "pilu-linked"}


def test_outputs_that_a_killed_run_had_moved_aside_come_back(tmp_path: Path) -> None:
    """A run killed between moving an earlier output aside and the new one in loses neither: the next one
    puts the earlier output back and leaves nothing hidden."""
    aside = "(w.path / 'old').mkdir(); (w.path / 'old' / 'a.xbrl').write_text('before'); "
    child, folder = _held(tmp_path, ".pilu-", aside)
    _kill(child)
    assert folder.exists()
    assert disk.save([OutputFile("b.json", b"{}", "json")], tmp_path).value is not None
    assert {path.name for path in tmp_path.iterdir()} == {"a.xbrl", "b.json"}
    assert (tmp_path / "a.xbrl").read_text() == "before"
