"""`newsbrief worker`, several of them on one queue in PostgreSQL."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from uuid import UUID

from evals.performance.articles import bodies, read_seed
from evals.performance.database import database
from evals.performance.figure import Figure
from evals.performance.processes import Server, model_settings, run_server, upstream
from newsbrief.jobs.assignment import Assignment
from newsbrief.jobs.lazy_worker import ARTICLES
from newsbrief.pipeline import Options, Submission
from newsbrief.settings import Settings
from newsbrief.store.jobs import JobOrder, Progress
from newsbrief.store.store import Store

AT_ONCE = 64
"""Articles at once, of all workers together."""
LATENCY_S = 0.2
WARM = 16
"""Articles to a worker before it counts."""
_OWNER = "performance"
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class WorkResult:
    """The work of workers on a job, from its first article that was done to its last."""

    rate: float
    """Articles a second."""
    processor_ms: float
    """Of the workers alone, an article."""


def figures(articles: int, server: str) -> Iterator[Figure]:
    """Yield articles a second by 1, 2 and 4 workers, and as a multiple of what one does.

    `server`: the address of a PostgreSQL server, without a database; one is made and dropped for each.
    """
    alone: float | None = None
    with upstream(LATENCY_S) as slow:
        for workers in (1, 2, 4):
            with database(server) as address:
                worked = _time_work(articles, workers, address, slow)
            name = f"PostgreSQL, {workers} worker{'s' * (workers > 1)}"
            yield Figure(name, worked.rate, "/s")
            yield Figure(f"{name}: processor time an article", worked.processor_ms, "ms")
            alone = alone or worked.rate
            if workers > 1:
                yield Figure(f"{name}: to one", worked.rate / alone, "x")


def _time_work(articles: int, number: int, address: str, base_url: str) -> WorkResult:
    environment = model_settings(base_url, address)
    arguments = ["-c", "from newsbrief.cli import main; main()", "worker", "--metrics-port", "{port}"]
    arguments += ["--concurrency", str(AT_ONCE // number)]
    with closing(Store(Settings(_env_file=None, database_url=address))) as store, ExitStack() as stack:  # type: ignore
        workers = [stack.enter_context(run_server(arguments, environment, "/metrics")) for _ in range(number)]
        _until(store, _accept_job(store, WARM * number, " "), WARM * number)
        job = _accept_job(store, articles)
        first, began, before = _until(store, job, 1).done, time.perf_counter(), _processor_s(workers)
        counted = _until(store, job, articles).done - first
        return WorkResult(counted / (time.perf_counter() - began), (_processor_s(workers) - before) / counted * 1000)


def _accept_job(store: Store, number: int, apart: str = "") -> UUID:
    texts = [json.loads(body)["text"] + apart for body in bodies(number, read_seed())]
    job = store.jobs.accept(
        JobOrder(_OWNER, ARTICLES), [Assignment(Submission(text), Options()).to_json() for text in texts]
    )
    assert job
    return job.id


def _until(store: Store, job: UUID, done: int) -> Progress:
    while True:
        found = store.jobs.find_progress(job, _OWNER)
        assert found
        if found.failed:
            raise RuntimeError(f"{found.failed} articles failed")
        if found.done >= done:
            return found
        time.sleep(_POLL_S)


def _processor_s(workers: list[Server]) -> float:
    return sum(worker.processor_s() for worker in workers)
