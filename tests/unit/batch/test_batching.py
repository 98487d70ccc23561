"""A batch: order, isolation, resumption, idempotence, disks that refuse."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pilu.batch import Summary
from pilu.batch.batching import Step
from pilu.batch.journal import open_journal
from pilu.model.diagnostic import Outcome
from pilu.writers import disk

Write = Callable[..., Path]
Run = Callable[..., Outcome[Summary]]
Read = Callable[[Path], dict[str, bytes]]
Log = Callable[[], list[str]]


def statuses(done: Outcome[Summary]) -> list[str]:
    """What became of each document, in order."""
    assert done.value is not None
    return [entry.status for entry in done.value.entries]


def test_results_are_ordered_and_the_same_for_any_number_of_workers(
    documents: Write, run: Run, outputs: Read, tmp_path: Path
) -> None:
    """Slow documents first, one worker or three: the same bytes in the same order."""
    texts = {f"{number:02d}.txt": f"sleep {0.2 if number < 3 else 0.0}" for number in range(12)}
    place = documents(texts)
    alone, together = tmp_path / "alone", tmp_path / "together"
    first, second = run(place, alone), run(place, together, workers=3)
    assert first.value == second.value
    assert [Path(entry.input).name for entry in first.value.entries] == sorted(texts)
    assert outputs(alone) == outputs(together)
    assert len(outputs(alone)) == 12 * 2 + 2


def test_bad_documents_cost_their_worker_and_nothing_else(
    documents: Write, run: Run, log: Log, outputs: Read, tmp_path: Path
) -> None:
    """A loop, endless memory, a killed worker and an exception are recorded; the others are converted."""
    place = documents(
        {
            "a.txt": "ok",
            "b.txt": "loop",
            "c.txt": "eat",
            "d.txt": "die",
            "e.txt": "raise odd",
            "f.txt": "faulty",
            "g.txt": "print noise",
            "h.txt": "ok",
        }
    )
    done = run(place, workers=2)
    assert statuses(done) == ["valid", "killed", "killed", "killed", "bug", "invalid", "valid", "valid"]
    reasons = [entry.record["reason"] for entry in done.value.entries if entry.status == "killed"]
    assert reasons == ["time", "memory", "crash"]
    assert done.value.entries[1].said("zh").startswith("达到时间上限")
    assert done.value.entries[1].detail.startswith("time: ")
    assert [line.split()[1] for line in log() if line.startswith("begin")].count("d.txt") == 2
    assert done.value.exit_code == 3
    assert {path.split("/")[0][:2] for path in outputs(tmp_path / "out")} == {"a-", "f-", "g-", "h-", "su"}
    assert "LookupError: odd" in done.value.entries[4].detail


def test_a_worker_that_dies_once_is_replaced(documents: Write, run: Run, tmp_path: Path) -> None:
    """The retry of a document whose worker was lost by chance succeeds."""
    done = run(documents({"a.txt": f"die-once {tmp_path / 'flag'}", "b.txt": "ok"}))
    assert statuses(done) == ["valid", "valid"]


def test_a_second_run_does_nothing_and_changes_nothing(
    documents: Write, run: Run, log: Log, outputs: Read, tmp_path: Path
) -> None:
    """Finished work is not repeated, failures included, unless asked for."""
    place = documents({"a.txt": "ok", "b.txt": "raise odd", "c.txt": "faulty"})
    first, before, lines = run(place), outputs(tmp_path / "out"), log()
    second = run(place)
    assert first.value == second.value
    assert outputs(tmp_path / "out") == before
    assert log() == lines
    run(place, retry=True)
    assert [line.split()[1] for line in log()[len(lines) :]] == ["b.txt"]


def test_a_changed_document_is_new_work_and_replaces_nothing(
    documents: Write, run: Run, outputs: Read, tmp_path: Path
) -> None:
    """A corrected filing gets a folder of its own; the former one stays as it was."""
    run(documents({"a.txt": "ok"}))
    before = outputs(tmp_path / "out")
    run(documents({"a.txt": "ok corrected"}))
    after = outputs(tmp_path / "out")
    former = {path: data for path, data in before.items() if "/" in path}
    assert former.items() <= after.items()
    assert len({path.split("/")[0] for path in after if "/" in path}) == 2


def test_same_names_and_same_bytes_never_meet(documents: Write, run: Run) -> None:
    """Equal stems get different folders; the same file twice is converted once and accounted twice."""
    place = documents({"x/a.txt": "ok", "y/a.txt": "ok other", "z/a.txt": "ok", "z/a.html": "ok"})
    done = run(place)
    folders = [entry.folder for entry in done.value.entries]
    assert len(done.value.entries) == 4
    assert len(set(folders)) == 3
    assert folders[0] == folders[3]


def test_damaged_outputs_are_made_again(documents: Write, run: Run, outputs: Read, tmp_path: Path) -> None:
    """A finished document whose files were deleted or cut is not taken for finished."""
    place = documents({"a.txt": "ok", "b.txt": "ok"})
    done, out = run(place), tmp_path / "out"
    whole = outputs(out)
    (out / done.value.entries[0].folder / "a.xbrl").write_bytes(b"cut")
    (out / done.value.entries[1].folder / "b.xbrl").unlink()
    run(place)
    assert outputs(out) == whole


def test_a_lost_journal_loses_no_output(documents: Write, run: Run, outputs: Read, tmp_path: Path) -> None:
    """Without its journal a batch starts again and ends with the same bytes."""
    place = documents({"a.txt": "ok", "b.txt": "ok"})
    run(place)
    before = outputs(tmp_path / "out")
    for path in (tmp_path / "out" / ".pilu").glob("journal*"):
        path.unlink()
    run(place)
    assert outputs(tmp_path / "out") == before


def test_what_cannot_be_opened_is_recorded(documents: Write, run: Run) -> None:
    """A dangling link is an entry, not the end."""
    place = documents({"a.txt": "ok"})
    (place / "b.txt").symlink_to(place / "nowhere")
    done = run(place)
    assert statuses(done) == ["valid", "unreadable"]
    assert done.value.exit_code == 2


def test_a_full_disk_is_recorded_and_nothing_is_half_written(
    documents: Write, run: Run, outputs: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents that could not be saved are done again when there is room; the batch stops early."""
    place = documents({f"{number}.txt": "ok" for number in range(9)})
    real = os.fsync
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 12:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = run(place)
    assert 3 <= statuses(done).count("unsaved") <= 5  # those already under way are still tried
    assert "waiting" in statuses(done)
    assert done.value.exit_code == 2
    assert any(told.code == "batch.stopped" for told in done.diagnostics)
    kept = statuses(done).count("valid")
    assert kept >= 1
    assert len(outputs(tmp_path / "out")) == kept * 2
    monkeypatch.setattr(os, "fsync", real)
    again = run(place)
    assert statuses(again) == ["valid"] * 9
    assert len(outputs(tmp_path / "out")) == 9 * 2 + 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 KiB; needs the right to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "pilu-test", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a file system here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_really_is_full(documents: Write, run: Run, outputs: Read, small_disk: Path) -> None:
    """On a small file system: whole folders or none, the journal usable, the rest done elsewhere later."""
    place = documents({f"{number:02d}.txt": "ok " + "x" * 400 for number in range(40)})
    out = small_disk / "out"
    done = run(place, out, workers=2)
    assert "unsaved" in statuses(done)
    assert "waiting" in statuses(done)
    folders = {entry.folder for entry in done.value.entries if entry.status == "valid"}
    assert folders
    found = {path.name for path in out.iterdir() if path.is_dir() and path.name != ".pilu"}
    assert found == folders
    assert all(len(list((out / folder).rglob("*.*"))) == 2 for folder in folders)
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    assert set(statuses(run(place, out, workers=2))) == {"valid"}
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refused = run(place, out)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert [told.code for told in refused.diagnostics] == ["batch.unwritable"]
    assert len(outputs(out)) == 40 * 2 + 2


def test_a_folder_that_cannot_be_written_is_refused_at_once(
    documents: Write, run: Run, tmp_path: Path
) -> None:
    """A file where the output folder should be: one clear message, nothing begun."""
    (tmp_path / "out").write_text("in the way")
    done = run(documents({"a.txt": "ok"}))
    assert done.value is None
    assert [told.code for told in done.diagnostics] == ["batch.unwritable"]


def test_a_disk_that_turns_read_only_is_recorded(
    documents: Write, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saving fails with the system's own reason, for every document, and the batch ends."""
    real = disk.save

    def refuse(files: object, folder: Path) -> object:
        if "staging" in folder.parts:
            monkeypatch.setattr(Path, "mkdir", _read_only)
        try:
            return real(files, folder)  # type: ignore[arg-type]
        finally:
            monkeypatch.undo()

    monkeypatch.setattr(disk, "save", refuse)
    done = run(documents({"a.txt": "ok"}))
    assert statuses(done) == ["unsaved"]
    assert "Read-only" in done.value.entries[0].detail


def _read_only(*_: object, **__: object) -> None:
    raise OSError(30, "Read-only file system")


def test_one_batch_at_a_time_in_a_folder(documents: Write, run: Run, tmp_path: Path) -> None:
    """A second batch on the same folder is told so."""
    opened = open_journal(tmp_path / "out")
    assert opened.value is not None
    with opened.value:
        done = run(documents({"a.txt": "ok"}))
    assert [told.code for told in done.diagnostics] == ["batch.in-use"]


def test_a_damaged_journal_is_named(documents: Write, run: Run, tmp_path: Path) -> None:
    """A journal that is no database is a message, not a crash."""
    (tmp_path / "out" / ".pilu").mkdir(parents=True)
    (tmp_path / "out" / ".pilu" / "journal.sqlite").write_bytes(b"no database at all " * 100)
    done = run(documents({"a.txt": "ok"}))
    assert [told.code for told in done.diagnostics] == ["batch.journal-damaged"]


def test_a_journal_damaged_inside_is_named(documents: Write, run: Run, tmp_path: Path) -> None:
    """Pages overwritten in the middle of the file: named as well, at whatever row they come up."""
    place = documents({f"{number:02d}.txt": "ok" for number in range(9)})
    run(place)
    path = tmp_path / "out" / ".pilu" / "journal.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    done = run(place)
    assert [told.code for told in done.diagnostics] == ["batch.journal-damaged"]


def test_a_worker_that_is_lost_while_it_starts_is_replaced(documents: Write, run: Run) -> None:
    """The system may end a worker before it has a document; the batch goes on."""
    done = run(documents({"a.txt": "ok"}), task="batch_tasks:lost_once")
    assert statuses(done) == ["valid"]


def test_a_worker_that_cannot_be_set_up_ends_the_batch(documents: Write, run: Run) -> None:
    """When no worker can start, that is said once and nothing is recorded against documents."""
    done = run(documents({"a.txt": "ok"}), task="batch_tasks:broken")
    assert [told.code for told in done.diagnostics] == ["batch.no-worker"]
    assert "no such taxonomy here" in done.diagnostics[0].text


def test_outputs_never_leave_their_folder(documents: Write, run: Run, tmp_path: Path) -> None:
    """A reply that names a path outside is not saved."""
    done = run(documents({"a.txt": "outside"}))
    assert statuses(done) == ["unsaved"]
    assert not list(tmp_path.rglob("escaped.txt"))


def test_workers_stay_warm_and_are_replaced_in_time(documents: Write, run: Run, log: Log) -> None:
    """One process serves many documents, and gives way to another after the set number."""
    run(documents({f"{number}.txt": "ok" for number in range(6)}), recycle=3)
    served = [line.split()[2] for line in log() if line.startswith("end")]
    assert len(set(served)) == 2
    assert served[:3] == [served[0]] * 3


def test_the_summary_says_everything_and_no_time(documents: Write, run: Run, tmp_path: Path) -> None:
    """summary.json and summary.csv account for each input; costs are for the watcher only."""
    steps: list[Step] = []
    done = run(documents({"a.txt": "ok", "b.txt": "faulty"}), steps=steps)
    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert told["counts"] == {"valid": 1, "invalid": 1} == done.value.counts
    assert told["exit"] == 1
    assert not {"seconds", "time"} & set(told["documents"][0])
    table = (tmp_path / "out" / "summary.csv").read_bytes()
    assert table.startswith(codecs.BOM_UTF8)  # without it spreadsheets take the names for another encoding
    assert len(table.decode("utf-8-sig").splitlines()) == 3
    assert all(step.cost["seconds"] >= 0 and step.cost["resident_bytes"] > 0 for step in steps)
