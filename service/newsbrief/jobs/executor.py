"""Run jobs in this process: start DBOS, feed its queue, take over work from dead processes."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy
from dbos import DBOS, DBOSConfig
from sqlalchemy import URL, event

from newsbrief.jobs.slots import Slots
from newsbrief.jobs.webhooks import Webhooks
from newsbrief.jobs.worker import Worker
from newsbrief.jobs.workflows import ARTICLES_PER_WORKFLOW, VERSION, WEBHOOKS, Runtime, enqueue_batch
from newsbrief.store import StoreUnavailable
from newsbrief.store.executors import LEASE_S
from newsbrief.store.lease import renew_lease
from newsbrief.store.store import Store

THREADS = 16
"""Threads of DBOS; it makes them those of the event loop too, where articles are read and checked."""
SCHEMA = "newsbrief_jobs"
"""Of DBOS's own tables in PostgreSQL."""
POLLS_S = 0.25
"""Seconds between two looks at a queue."""
_AHEAD = 2
"""Articles taken from the queue for each one at work, so that a free slot never waits for the queue or a slow batch."""
_FEED = 64
"""Articles put in the queue at once."""
_TOLD_AT_ONCE, _TOLD_OF_ONE = 100, 20
"""Webhooks sent at once, and those of one owner: an address that answers nobody holds up its owner's alone."""
_only = threading.Lock()
"""DBOS is one in a process."""
log = logging.getLogger(__name__)


@asynccontextmanager
async def work_on_queue(worker: Worker, queue: str, *, at_once: int, stop_s: float) -> AsyncIterator[Feeder]:
    """Work on the jobs of `queue`, `at_once` articles at a time, while the block runs.

    At the end of the block, running articles have `stop_s` seconds to finish. Another process, or the next to start,
    takes over what did not finish.

    Raises:
        StoreUnavailable: the queue cannot be used.
    """
    if not _only.acquire(blocking=False):
        raise StoreUnavailable("Another service in this process works on jobs.")
    try:
        async with _run_tasks(worker, queue, at_once, stop_s) as feeder:
            yield feeder
    finally:
        _only.release()


@asynccontextmanager
async def _run_tasks(worker: Worker, queue: str, at_once: int, stop_s: float) -> AsyncIterator[Feeder]:
    executor = str(uuid4())
    await worker.store.ask(worker.store.executors.delete_ended)
    await worker.store.ask(worker.store.executors.renew, executor)
    secret = worker.settings.webhook_secret
    webhooks = Webhooks(
        worker.store,
        secret.get_secret_value() if secret else None,
        private=worker.settings.webhook_private_targets,
        on_attempt=worker.observer.count_webhook,
    )
    Runtime.worker, Runtime.slots, Runtime.webhooks = worker, Slots(at_once), webhooks
    try:
        await _launch_dbos(worker.store.url, executor, queue, at_once)
    except BaseException:
        # What runs of it already would be in the way of the next attempt: DBOS is launched but once.
        await _stop_dbos(0)
        await webhooks.aclose()
        raise
    feeder = Feeder(worker.store, queue)
    renew = partial(worker.store.executors.renew, executor)
    work = (feeder.run(), renew_lease(worker.store, renew, LEASE_S / 4), _recover_dead(worker.store, executor))
    tasks = [asyncio.create_task(task) for task in work]
    try:
        yield feeder
    finally:
        for task in (tasks[0], tasks[2]):
            task.cancel()
        Runtime.slots.close()
        await _stop_dbos(stop_s)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(StoreUnavailable):
            await worker.store.ask(worker.store.executors.end, executor)
        await webhooks.aclose()


class Feeder:
    """Puts accepted articles in the queue: at once after `feed_now`, else every few seconds."""

    def __init__(self, store: Store, queue: str) -> None:
        self._store, self._queue, self._wanted = store, queue, asyncio.Event()

    def feed_now(self) -> None:
        """Feed the queue now: there are new articles."""
        self._wanted.set()

    async def run(self) -> None:
        """Feed the queue until cancelled."""
        while True:
            self._wanted.clear()
            try:
                while places := await self._store.ask(self._store.jobs.list_unqueued, self._queue, _FEED):
                    batches = dict.fromkeys((job, number - number % ARTICLES_PER_WORKFLOW) for job, number in places)
                    await asyncio.gather(*(enqueue_batch(self._queue, batch) for batch in batches))
                    await self._store.ask(self._store.jobs.mark_enqueued, places)
            except StoreUnavailable as error:
                log.warning("could not put articles in the queue: %s", error)
            except Exception:
                log.exception("could not put articles in the queue")
            with suppress(TimeoutError):
                async with asyncio.timeout(LEASE_S / 3):
                    await self._wanted.wait()


async def _recover_dead(store: Store, executor: str) -> None:
    """Return the work of dead processes to the queue, until cancelled. `executor` is this process: never dead."""
    list_work = partial(DBOS.list_workflows_async, status="PENDING", app_version=VERSION)
    while True:
        try:
            working = {work.executor_id for work in await list_work(load_input=False, load_output=False)}
            # Asked after that: whoever has begun to work meanwhile holds a lease.
            living = await store.ask(store.executors.list_living)
            if dead := [id for id in working.difference(living, (executor,)) if id]:
                await asyncio.to_thread(DBOS._recover_pending_workflows, dead)
        except StoreUnavailable as error:
            log.warning("could not look for dead processes: %s", error)
        except Exception:
            log.exception("could not take up the work of a dead process")
        await asyncio.sleep(LEASE_S / 4)


async def _launch_dbos(url: URL, executor: str, queue: str, at_once: int) -> None:
    config: DBOSConfig = {
        "name": "newsbrief",
        "application_version": VERSION,
        "executor_id": executor,
        "log_level": "WARNING",
        "max_executor_threads": THREADS,
        "use_listen_notify": False,
        "scheduler_polling_interval_sec": 3600,
        "system_database_url": locate_system_database(url).render_as_string(hide_password=False),
        "dbos_system_schema": SCHEMA,
    }
    if url.get_backend_name() == "sqlite":
        config["system_database_engine"] = _sqlite_engine(locate_system_database(url))
    # With a handler there, DBOS adds none of its own: its lines go where ours go.
    logger = logging.getLogger("dbos")
    logger.handlers[:], logger.propagate = [logging.NullHandler()], True
    DBOS(config=config)
    # It finds the running loop, so that articles share its connections with the requests.
    DBOS.listen_queues([queue, WEBHOOKS])
    DBOS.launch()
    batches = ceil(_AHEAD * at_once / ARTICLES_PER_WORKFLOW)
    await DBOS.register_queue_async(
        queue, worker_concurrency=batches, polling_interval_sec=POLLS_S, on_conflict="always_update"
    )
    await DBOS.register_queue_async(
        WEBHOOKS,
        worker_concurrency=_TOLD_AT_ONCE,
        partition_worker_concurrency=_TOLD_OF_ONE,
        on_conflict="always_update",
    )


def locate_system_database(url: URL) -> URL:
    """Return where DBOS keeps its own tables: in the same PostgreSQL, or in a file beside that of the briefings."""
    if url.get_backend_name() != "sqlite":
        return url
    file = Path(str(url.database))
    return url.set(database=str(file.with_name(f"{file.stem}-jobs{file.suffix}")))


def _sqlite_engine(url: URL) -> sqlalchemy.Engine:
    # Few connections: those who wait for one go on in turn, where SQLite lets those who wait for a lock sleep.
    engine = sqlalchemy.create_engine(url, hide_parameters=True, pool_size=2, max_overflow=0)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        # As DBOS sets its own connections up, and with a log that spares most of the waiting for the disk.
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


async def _stop_dbos(within_s: float) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, lambda: None)
    with ThreadPoolExecutor(1) as own:
        # Not in a thread of DBOS, which it is about to end.
        await loop.run_in_executor(own, lambda: DBOS.destroy(workflow_completion_timeout_sec=round(within_s)))
    loop.set_default_executor(ThreadPoolExecutor(THREADS))
