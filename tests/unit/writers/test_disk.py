"""Outputs appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pilu.model.output import OutputFile
from pilu.writers import disk


def files(text: str = "new", stem: str = "x") -> list[OutputFile]:
    """A file and a folder of tables."""
    return [
        OutputFile(f"{stem}.json", text.encode(), "json"),
        OutputFile(f"{stem}-csv/{stem}.json", text.encode(), "csv"),
        OutputFile(f"{stem}-csv/texts.csv", text.encode(), "csv", primary=False),
    ]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Everything under the folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_files_are_written_and_nothing_else_stays(tmp_path: Path) -> None:
    """The folder is made, holds the files, and no trace of the work."""
    out = tmp_path / "a" / "b"
    outcome = disk.save(files(), out)
    assert outcome.value == (out / "x.json", out / "x-csv/x.json", out / "x-csv/texts.csv")
    assert set(os.listdir(out)) == {"x.json", "x-csv"}


def test_earlier_outputs_are_replaced_whole(tmp_path: Path) -> None:
    """A table of an earlier run does not survive beside the new ones; other files do."""
    disk.save([*files("old"), OutputFile("x-csv/stale.csv", b"old", "csv", primary=False)], tmp_path)
    (tmp_path / "notes.txt").write_bytes(b"mine")
    assert disk.save(files(), tmp_path).value is not None
    assert snapshot(tmp_path) == {
        "x.json": b"new", "x-csv/x.json": b"new", "x-csv/texts.csv": b"new", "notes.txt": b"mine"
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["../x.json", "/etc/x", "a/../../x", "C:\\x", "a\\..\\x", "x\x00", "", "a//b", "\ud800"]
)
def test_no_path_leaves_the_folder(path: str, tmp_path: Path) -> None:
    """A path that leads out, or that no system can name, is refused before anything is written."""
    outcome = disk.save([OutputFile(path, b"", "json")], tmp_path / "out")
    assert [one.code for one in outcome.diagnostics] == ["write.outside"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fail_at", [1, 2, 3, 4])
def test_a_failure_midway_puts_everything_back(
    fail_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a move fails, the earlier outputs are all there again and nothing new is."""
    disk.save(files("old"), tmp_path)
    before = snapshot(tmp_path)
    calls = 0
    rename = os.rename

    def failing(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == fail_at:
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(os, "rename", failing)
    outcome = disk.save(files(), tmp_path)
    assert [one.code for one in outcome.diagnostics] == ["write.unwritable"]
    assert "No space left" in outcome.diagnostics[0].text
    assert snapshot(tmp_path) == before


def test_a_folder_that_cannot_be_made_is_one_diagnostic(tmp_path: Path) -> None:
    """A file where the folder should be."""
    (tmp_path / "out").write_bytes(b"mine")
    outcome = disk.save(files(), tmp_path / "out" / "deeper")
    assert [one.code for one in outcome.diagnostics] == ["write.unwritable"]
    assert snapshot(tmp_path) == {"out": b"mine"}


def test_a_full_disk_leaves_no_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders made for the outputs go again when the outputs cannot be written."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert disk.save(files(), tmp_path / "a" / "b").value is None
    assert not list(tmp_path.iterdir())


def test_what_is_not_an_earlier_output_is_left_alone(tmp_path: Path) -> None:
    """A folder of the user's with an output's name, or a link, is never replaced."""
    (tmp_path / "x-csv").mkdir()
    (tmp_path / "x-csv" / "photo.png").write_bytes(b"mine")
    assert [one.code for one in disk.save(files(), tmp_path).diagnostics] == ["write.blocked"]
    assert snapshot(tmp_path) == {"x-csv/photo.png": b"mine"}
    (tmp_path / "y.json").symlink_to(tmp_path / "x-csv" / "photo.png")
    assert [one.code for one in disk.save(files(stem="y"), tmp_path).diagnostics] == ["write.blocked"]
