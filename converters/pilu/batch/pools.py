"""Where jobs run: threads of this process, or a Dask cluster, behind one futures interface.

In both places a thread hands its job to a supervised worker process, so limits, retries and
isolation are the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pilu.batch.jobs import Job, Plan, Reply
from pilu.batch.supervising import Bench


@dataclass(frozen=True, slots=True)
class Pool:
    """``submit`` takes a job and promises its reply; ``width``: how many run at once."""

    submit: Callable[[Job], Future[Reply]]
    width: int


class ClusterUnavailable(RuntimeError):
    """The cluster cannot be used: no such library, no answer, or no workers."""


@contextmanager
def local_pool(plan: Plan, workers: int) -> Iterator[Pool]:
    """``workers`` processes of this machine."""
    with Bench(plan) as bench:
        threads = ThreadPoolExecutor(workers, thread_name_prefix="pilu-batch")
        try:
            yield Pool(lambda job: threads.submit(bench.convert, job), workers)
        except BaseException:
            bench.stop()
            raise
        finally:
            threads.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster_pool(plan: Plan, address: str, *, seconds: float = 10.0) -> Iterator[Pool]:
    """The workers of the Dask scheduler at ``address``, one document per thread of theirs."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterUnavailable(f"{error}; run: pip install 'pilu[cluster]'") from error
    try:
        connect: Any = Client
        client = connect(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterUnavailable(str(error) or type(error).__name__) from error
    with client:
        width = sum(client.nthreads().values())
        if not width:
            raise ClusterUnavailable("the scheduler has no workers")
        executor: Executor = client.get_executor(pure=False, retries=0)
        try:
            yield Pool(lambda job: executor.submit(convert_there, job, plan), width)
        finally:
            executor.shutdown(wait=False)


def convert_there(job: Job, plan: Plan) -> Reply:
    """What a cluster's worker runs: the job, on the bench of its process."""
    return _bench(plan).convert(job)


@lru_cache(maxsize=1)
def _bench(plan: Plan) -> Bench:
    """One bench per process and plan; its workers end when the process does."""
    return Bench(plan)
