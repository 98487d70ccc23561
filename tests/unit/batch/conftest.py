"""Folders of scripted documents, and a batch over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pilu.batch import Batch, Limits, Plan, Summary, find_inputs, run_batch
from pilu.batch.batching import Step
from pilu.model.diagnostic import Outcome

Run = Callable[..., Outcome[Summary]]
HERE = Path(__file__).parent


@pytest.fixture
def documents(tmp_path: Path) -> Callable[..., Path]:
    """Writes a folder of documents: name -> what its conversion does."""

    def write(texts: dict[str, str], folder: str = "in") -> Path:
        place = tmp_path / folder
        for name, text in texts.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        return place

    return write


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a batch of scripted documents; the log of what workers did is ``log`` in tmp_path."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.setenv("BATCH_TEST_LOG", str(tmp_path / "log"))

    def start(
        inputs: Path,
        out: Path | None = None,
        *,
        workers: int = 1,
        steps: list[Step] | None = None,
        task: str = "batch_tasks:scripted",
        **given: object,
    ) -> Outcome[Summary]:
        limits = Limits(seconds=4.0, memory_bytes=2**29, recycle=int(str(given.pop("recycle", 500))))
        plan = Plan("cn-listed/2021", ("xbrl",), limits=limits, task=task)
        target = out or tmp_path / "out"
        found = find_inputs([str(inputs)], out=target)
        assert found.value is not None
        watch = None if steps is None else steps.append
        return run_batch(Batch(found.value, target, plan, workers, **given), watch)  # type: ignore[arg-type]

    return start


@pytest.fixture
def outputs() -> Callable[[Path], dict[str, bytes]]:
    """Every output of a batch by path, the journal left out."""

    def read(out: Path) -> dict[str, bytes]:
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file() and ".pilu" not in path.parts
        }

    return read


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], list[str]]:
    """The lines that workers wrote."""

    def read() -> list[str]:
        path = tmp_path / "log"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    return read
