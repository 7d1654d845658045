"""Watching feeds: once, or for as long as the process lives. All that is known is in the store."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from newsbrief.feeds.briefing import Briefer
from newsbrief.feeds.client import Client
from newsbrief.feeds.configuration import Feeds
from newsbrief.feeds.delivering import Deliverer
from newsbrief.feeds.observer import FeedObserver
from newsbrief.feeds.publishing import Publisher
from newsbrief.feeds.reading import Reader
from newsbrief.jobs.executor import Feeder
from newsbrief.settings import Settings
from newsbrief.store import StoreUnavailable
from newsbrief.store.store import Store

TICK_S = 2.0
"""How often it is looked whether anything is due."""
AT_ONCE = 8
"""Feeds that are checked, and articles that are fetched, at the same time."""
PATIENCE_S = 10.0
"""How long an article waits for its server's turn before those of other servers are fetched first."""
_SWEEP_S = 3600.0
log = logging.getLogger(__name__)
Step = Callable[[], Awaitable[object]]


def make_client(feeds: Feeds, settings: Settings) -> Client:
    """Return who asks the servers of a file's feeds."""
    return Client(
        contact=feeds.contact,
        interval_s=feeds.host_interval,
        most=settings.max_body_bytes,
        private=settings.fetch_private_targets,
    )


@asynccontextmanager
async def watch_feeds(
    store: Store, feeds: Feeds, settings: Settings, feeder: Feeder, observer: FeedObserver | None = None
) -> AsyncIterator[Watcher]:
    """Yield a watcher of the feeds of a file; `feeder` puts its jobs in the queue."""
    client = make_client(feeds, settings)
    observer = observer or FeedObserver()
    deliverer = Deliverer(private=settings.webhook_private_targets, agent=client.agent)
    try:
        await store.ask(store.feeds.declare, {name: feed.url for name, feed in feeds.feeds.items()})
        publisher = Publisher(store, feeds, deliverer, observer)
        await publisher.begin()
        yield Watcher(store, feeds, settings, feeder, Reader(store, feeds, client, observer), publisher, observer)
    finally:
        await deliverer.aclose()


class Watcher:
    """Checks feeds, fetches articles, makes jobs of them and digests of their briefings."""

    def __init__(
        self,
        store: Store,
        feeds: Feeds,
        settings: Settings,
        feeder: Feeder,
        reader: Reader,
        publisher: Publisher,
        observer: FeedObserver,
    ) -> None:
        self._store, self._feeds, self._settings, self._feeder = store, feeds, settings, feeder
        self._reader, self._publisher = reader, publisher
        self._briefer = Briefer(store, feeds, observer)

    async def run(self) -> None:
        """Watch, until cancelled. What fails is logged, and done at the next turn."""
        steps: list[tuple[Step, float]] = [
            (self._check, TICK_S),
            (self._fetch, TICK_S),
            (self._brief, TICK_S),
            (self._publish, TICK_S),
            (self._sweep, _SWEEP_S),
        ]
        async with asyncio.TaskGroup() as group:
            for step, tick_s in steps:
                group.create_task(_repeat(step, tick_s))

    async def once(self, *, at_once: bool = False) -> None:
        """Check every feed that may be asked, brief what is new, send what is due, and wait for all of it.

        `at_once`: send an edition of each digest whatever its times.
        """
        await self._check(early=True)
        while await self._fetch(math.inf):
            pass
        while await self._briefer.join(wait=False):
            pass
        await self._briefer.enqueue()
        self._feeder.feed_now()
        while await self._store.ask(self._store.stories.count_unsettled):
            if not await self._briefer.settle():
                await asyncio.sleep(0.2)
        await self._publisher.make(at_once=at_once)
        while await self._publisher.deliver():
            pass

    async def _check(self, early: bool = False) -> None:
        room = asyncio.Semaphore(AT_ONCE)

        async def check(name: str) -> None:
            while True:
                async with room:
                    pause_s = await self._reader.check(name, early=early)
                if pause_s is None or not early:
                    return
                await asyncio.sleep(pause_s)

        await _await_all(check(name) for name in self._feeds.feeds)

    async def _fetch(self, patience_s: float = PATIENCE_S) -> bool:
        wanted = await self._store.ask(self._store.feeds.take_entries, AT_ONCE)
        await _await_all(self._reader.fetch(entry, patience_s) for entry in wanted)
        return bool(wanted)

    async def _brief(self) -> None:
        await self._briefer.join()
        if await self._briefer.enqueue():
            self._feeder.feed_now()
        await self._briefer.settle()

    async def _publish(self) -> None:
        await self._publisher.make()
        while await self._publisher.deliver():
            pass

    async def _sweep(self) -> None:
        now = datetime.now(UTC)
        await self._store.ask(self._store.feeds.delete_older, today=now)
        if days := self._settings.retention_days:
            await self._store.ask(self._store.stories.delete_older, before=now - timedelta(days=days))


async def _await_all(work: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Do all of it, though some fails; the first failure is raised at the end."""
    ended = await asyncio.gather(*work, return_exceptions=True)
    for end in ended:
        if isinstance(end, BaseException):
            raise end


async def _repeat(step: Step, tick_s: float) -> None:
    while True:
        try:
            await step()
        except StoreUnavailable as error:
            log.warning("feeds wait for the store: %s", error)
        except Exception:
            log.exception("a step of watching feeds failed")
        await asyncio.sleep(tick_s)
