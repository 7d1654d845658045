"""Readiness: the database can be written to."""

from __future__ import annotations

import asyncio
import time

from newsbrief.store import StoreUnavailable
from newsbrief.store.store import Store

WITHIN_S = 2.0
"""Seconds that the database may take: probes wait for three."""
HOLDS_S = 1.0
"""Seconds for which an answer is reused, so that probes cannot keep the database busy."""


class Readiness:
    """A test write to the database, shared by all requests within a second."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = asyncio.Lock()
        self._until = 0.0
        self._failure: StoreUnavailable | None = None

    async def check(self) -> None:
        """Check that the database can be written to.

        Raises:
            StoreUnavailable: it is locked, full, read-only or away.
        """
        async with self._turn:
            if time.monotonic() >= self._until:
                self._failure = await self._try_write()
                self._until = time.monotonic() + HOLDS_S
        if self._failure:
            raise StoreUnavailable(str(self._failure))

    async def _try_write(self) -> StoreUnavailable | None:
        try:
            async with asyncio.timeout(WITHIN_S):
                await self._store.ask(self._store.readiness.write)
        except TimeoutError:
            return StoreUnavailable("The database takes no writes.")
        except StoreUnavailable as error:
            return error
        return None
