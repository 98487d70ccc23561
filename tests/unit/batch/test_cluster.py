"""The same batch on a Dask cluster of two workers of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pilu.batch import Summary
from pilu.model.diagnostic import Outcome

distributed = pytest.importorskip("distributed", reason="needs the cluster extra")

Run = Callable[..., Outcome[Summary]]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two worker processes with one thread each."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as made:
        yield made


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the cluster's own event loop
def test_a_cluster_gives_the_same_bytes(
    documents: Callable[..., Path],
    run: Run,
    outputs: Callable[[Path], dict[str, bytes]],
    tmp_path: Path,
    cluster: Any,
) -> None:
    """Isolation, order and outputs do not depend on where the work is done."""
    texts = {f"{number:02d}.txt": "ok" for number in range(8)} | {"03.txt": "die", "05.txt": "faulty"}
    place = documents(texts)
    here, there = tmp_path / "here", tmp_path / "there"
    alone = run(place, here)
    shared = run(place, there, cluster=cluster.scheduler_address)
    assert alone.value == shared.value
    assert alone.value.counts == {"valid": 6, "invalid": 1, "killed": 1}
    assert outputs(here) == outputs(there)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_not_there_is_said(documents: Callable[..., Path], run: Run) -> None:
    """An address where nobody listens is one message."""
    done = run(documents({"a.txt": "ok"}), cluster="tcp://127.0.0.1:9")
    assert [told.code for told in done.diagnostics] == ["batch.no-cluster"]
