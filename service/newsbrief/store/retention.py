"""Delete what is too old: at the start, and every hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.store import Store

EVERY_S = 3600
log = logging.getLogger(__name__)


async def sweep(store: Store, days: int | None) -> int:
    """Delete expired keys, sessions and texts of the desk, and jobs and briefings older than `days` where that is set.

    Return how many briefings there were.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    await store.ask(store.keys.delete_expired)
    await store.ask(store.sessions.delete_expired)
    await store.ask(store.desk_texts.delete_expired)
    if days is None:
        return 0
    age, today = timedelta(days=days), datetime.now(UTC)
    # A few at a time: others that want to write come in between.
    while await store.ask(store.jobs.delete_older, age, today=today):
        pass
    number = 0
    while deleted := await store.ask(store.briefings.delete_older, age, today=today):
        number += deleted
    return number


@asynccontextmanager
async def sweep_hourly(store: Store, days: int | None) -> AsyncIterator[None]:
    """Sweep now and every hour while the block runs."""
    sweeper = asyncio.create_task(_sweep_hourly(store, days))
    try:
        yield
    finally:
        sweeper.cancel()
        await asyncio.wait({sweeper})


async def _sweep_hourly(store: Store, days: int | None) -> None:
    # A database that is away for a while is swept the next time.
    while True:
        try:
            if deleted := await sweep(store, days):
                log.info("deleted old briefings", extra={"briefings": deleted})
        except StoreUnavailable as error:
            log.warning("could not delete old briefings: %s", error)
        except Exception:
            log.exception("could not delete old briefings")
        await asyncio.sleep(EVERY_S)
