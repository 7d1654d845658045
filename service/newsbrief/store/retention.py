"""Delete what is too old: at the start, and every hour."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.store import Store

EVERY_S = 3600
log = logging.getLogger(__name__)


async def sweep(store: Store, days: int | None) -> int:
    """Delete expired keys and sessions, and jobs and briefings older than `days` where that is set.

    Return how many briefings there were.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    await store.ask(store.keys.delete_expired)
    await store.ask(store.sessions.delete_expired)
    if days is None:
        return 0
    await store.ask(store.jobs.delete_older, timedelta(days=days), today=datetime.now(UTC))
    return await store.ask(store.briefings.delete_older, timedelta(days=days), today=datetime.now(UTC))


async def sweeping(store: Store, days: int | None) -> None:
    """Sweep now and every hour, for ever. A database that is away for a while is swept the next time."""
    while True:
        try:
            if deleted := await sweep(store, days):
                log.info("deleted old briefings", extra={"briefings": deleted})
        except StoreUnavailable as error:
            log.warning("could not delete old briefings: %s", error)
        await asyncio.sleep(EVERY_S)
