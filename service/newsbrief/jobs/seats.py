"""How many articles are at work at once in this process, and what becomes of those that wait when it is to end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Seats:
    """So many places to work at."""

    def __init__(self, number: int) -> None:
        self._free, self._closed = asyncio.Semaphore(number), False

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """A seat while the block runs.

        Raises:
            asyncio.CancelledError: the seats were closed meanwhile, and nothing is begun.
        """
        async with self._free:
            if self._closed:
                raise asyncio.CancelledError
            yield

    def close(self) -> None:
        """Who sits may finish; who waits is let go as seats become free."""
        self._closed = True
