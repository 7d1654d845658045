"""Start the job worker only when there is a job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module

from newsbrief.jobs.worker import Worker
from newsbrief.store import StoreUnavailable
from newsbrief.store.executors import LEASE_S

ARTICLES = "articles"
"""The queue of the jobs that came over HTTP."""
TELLS_FOR = timedelta(days=4)
"""Time after a job was made in which webhooks may still be due: their attempts take 75 hours."""
STOP_S = 2.0
"""Seconds that articles at work have left when the process ends; another process does again what is lost."""
log = logging.getLogger(__name__)


class LazyWorker:
    """Starts to work when it is woken, or when the store has work that other processes left."""

    def __init__(self, worker: Worker) -> None:
        self._worker, self._woken = worker, asyncio.Event()
        self.is_failing = False
        """There is work, and its queue cannot be opened."""

    def wake(self) -> None:
        """Wake the worker: there is a new job."""
        self._woken.set()

    async def work(self) -> None:
        """Wait for work, then do it, until cancelled."""
        while True:
            try:
                await self._wait_until_needed()
                await self._work_on_queue()
            except StoreUnavailable as error:
                log.warning("no work on jobs: %s", error)
            except Exception:
                log.exception("no work on jobs")
            await asyncio.sleep(LEASE_S / 3)

    async def _wait_until_needed(self) -> None:
        jobs = self._worker.store.jobs
        while not self._woken.is_set():
            if await self._worker.store.ask(jobs.has_work, ARTICLES, since=datetime.now(UTC) - TELLS_FOR):
                return
            # Another process did what could not be begun here.
            self.is_failing = False
            with suppress(TimeoutError):
                async with asyncio.timeout(LEASE_S / 2):
                    await self._woken.wait()

    async def _work_on_queue(self) -> None:
        # A thread loads it: the loop has requests to answer.
        await asyncio.to_thread(import_module, "newsbrief.jobs.executor")
        from newsbrief.jobs.executor import work_on_queue

        settings = self._worker.settings
        try:
            async with work_on_queue(self._worker, ARTICLES, at_once=settings.max_concurrency, stop_s=STOP_S) as feeder:
                self.is_failing = False
                while True:
                    self._woken.clear()
                    feeder.feed_now()
                    await self._woken.wait()
        except Exception:
            self.is_failing = True
            raise


@asynccontextmanager
async def open_lazy_worker(worker: Worker) -> AsyncIterator[LazyWorker]:
    """Yield a worker that starts when there is work, while the block runs."""
    lazy_worker = LazyWorker(worker)
    working = asyncio.create_task(lazy_worker.work())
    try:
        yield lazy_worker
    finally:
        working.cancel()
        await asyncio.wait({working})
