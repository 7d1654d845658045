"""A process that works on jobs, as it starts."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
from dbos import DBOS
from sqlalchemy import URL

from newsbrief.jobs import lazy_worker
from newsbrief.jobs.assignment import Assignment
from newsbrief.jobs.executor import _recover_dead, locate_system_database, work_on_queue
from newsbrief.jobs.lazy_worker import open_lazy_worker
from newsbrief.jobs.worker import Worker, open_worker
from newsbrief.jobs.workflows import WEBHOOKS
from newsbrief.pipeline import Options, Submission
from newsbrief.service import Service
from newsbrief.store import executors
from newsbrief.store.jobs import JobOrder, Jobs
from newsbrief.store.store import Store
from tests.support.settings import make_settings
from tests.support.waiting import wait_until


@pytest.mark.parametrize(
    ("file", "queue"),
    [
        ("/srv/newsbrief.sqlite3", "/srv/newsbrief-jobs.sqlite3"),
        ("/srv/news.example.com/newsbrief", "/srv/news.example.com/newsbrief-jobs"),
        ("./newsbrief", "newsbrief-jobs"),
        ("../.newsbrief", "../.newsbrief-jobs"),
    ],
)
def test_the_queue_lies_beside_the_briefings(file: str, queue: str) -> None:
    assert locate_system_database(URL.create("sqlite", database=file)).database == queue


async def test_a_start_that_fails_midway_is_not_in_the_way_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(engine="extractive", database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}")

    async def fails(*_: object, **__: object) -> None:
        raise OSError("the database went away")

    async with open_worker(settings) as worker:
        with monkeypatch.context() as patched:
            patched.setattr(DBOS, "register_queue_async", fails)
            with pytest.raises(OSError, match="went away"):
                async with work_on_queue(worker, "articles", at_once=1, stop_s=0):
                    pytest.fail("it started")
        async with work_on_queue(worker, "articles", at_once=1, stop_s=0) as feeder:
            feeder.feed_now()


async def test_it_fails_no_longer_once_another_process_did_the_work_that_it_could_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lazy_worker, "LEASE_S", 0.2)
    (tmp_path / "own-jobs.sqlite3").mkdir()
    settings = make_settings(engine="extractive", database_url=f"sqlite:///{tmp_path / 'own.sqlite3'}")
    async with open_worker(settings) as worker:
        job = worker.store.jobs.accept(JobOrder("", lazy_worker.ARTICLES), ["{}"])
        assert job
        async with open_lazy_worker(worker) as lazy:
            await asyncio.to_thread(wait_until, lambda: lazy.is_failing)
            worker.store.jobs.record_outcome((job.id, 0), problem="article-too-short It is.")
            await asyncio.to_thread(wait_until, lambda: not lazy.is_failing)


async def test_a_process_does_not_take_up_its_own_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lease runs out where the machine sleeps or the database is away, and its work goes on after that."""
    recovered: list[str] = []

    async def list_work(**_: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(executor_id=id) for id in ("own", "living", "ended", "killed", "forgotten")]

    monkeypatch.setattr(DBOS, "list_workflows_async", list_work)
    monkeypatch.setattr(DBOS, "_recover_pending_workflows", recovered.extend)
    store = Store(make_settings(database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}"))
    for executor in ("living", "ended"):
        store.executors.renew(executor)
    store.executors.end("ended")
    monkeypatch.setattr(executors, "LEASE_S", -1.0)
    for executor in ("own", "killed"):
        store.executors.renew(executor)
    recovering = asyncio.create_task(_recover_dead(store, "own"))
    await asyncio.to_thread(wait_until, lambda: recovered)
    recovering.cancel()
    store.executors.delete_ended()
    assert store.executors.list_living() == ("living",)
    store.close()
    assert sorted(recovered) == ["ended", "forgotten", "killed"]


async def test_a_style_that_is_not_there_is_told_as_such(tmp_path: Path, seed_article: str) -> None:
    settings = make_settings(engine="extractive", database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}")
    assignment = Assignment(Submission(seed_article), Options(style="opera"), {}).to_json()
    async with open_worker(settings) as worker:
        job = worker.store.jobs.accept(JobOrder("", "articles"), [assignment])
        assert job
        await worker.settle_article((job.id, 0))
        (outcome,) = worker.store.jobs.list_outcomes(job.id, after=-1, limit=1)
    assert (outcome.problem or "").startswith("unknown-style There is no style “opera”")


async def test_an_article_of_a_process_that_ends_is_left_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = ThreadPoolExecutor(1)
    taken.shutdown()
    asyncio.get_running_loop().set_default_executor(taken)
    store = Mock()

    async def fails(*_: object) -> None:
        await asyncio.to_thread(int)

    monkeypatch.setattr(Worker, "_fulfil_assignment", fails)
    worker = Worker(Service(Mock(), None, Mock(), store))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(worker._settle_waiting((uuid4(), 0), Mock()), 0.2)
    assert store.mock_calls == []


@pytest.mark.parametrize(
    ("whose", "fails"), [(Jobs, "is_complete"), (Worker, "settle_article"), (DBOS, "enqueue_workflow_async")]
)
async def test_a_batch_that_failed_is_done_again_and_its_end_is_told(
    whose: type, fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed_article: str
) -> None:
    secret = "whsec_" + "a" * 32
    settings = make_settings(
        engine="extractive", webhook_secret=secret, database_url=f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    )
    assignment = Assignment(Submission(seed_article), Options(), {}).to_json()
    done, failures = getattr(whose, fails), [True]

    def fail_once(*args: Any, **kwargs: Any) -> Any:
        if failures and (whose is not DBOS or WEBHOOKS in args):
            failures.pop()
            raise RuntimeError("nobody foresaw it")
        return done(*args, **kwargs)

    monkeypatch.setattr(whose, fails, fail_once)
    monkeypatch.setattr("newsbrief.jobs.workflows.AGAIN_S", 0.05)
    async with open_worker(settings) as worker:
        job = worker.store.jobs.accept(JobOrder("", "articles", "http://127.0.0.1:9/"), [assignment])
        assert job
        async with work_on_queue(worker, "articles", at_once=1, stop_s=0) as feeder:
            feeder.feed_now()
            list_told = partial(DBOS.list_workflows, workflow_id_prefix=f"job.completed.{job.id}")
            await asyncio.to_thread(wait_until, list_told, within_s=60, every_s=0.1)
        found = worker.store.jobs.find_progress(job.id, "")
    assert found
    assert (found.done, failures) == (1, [])
