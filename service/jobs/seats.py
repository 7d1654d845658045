"""How many articles are at work at once in this process, and what becomes of those that wait when it is to end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Seats:
    """So many places to work at. Those who wait for one are let go when the process is to end."""

    def __init__(self, number: int) -> None:
        self._free = asyncio.Semaphore(number)
        self._waiting: set[asyncio.Task[object]] = set()
        self._closed = False

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """A seat while the block runs.

        Raises:
            asyncio.CancelledError: the seats are closed; nothing was begun.
        """
        task = asyncio.current_task()
        assert task
        self._waiting.add(task)
        try:
            if self._closed:
                raise asyncio.CancelledError
            await self._free.acquire()
        finally:
            self._waiting.discard(task)
        try:
            yield
        finally:
            self._free.release()

    def close(self) -> None:
        """Let nobody begin any more; who sits may finish."""
        self._closed = True
        for task in self._waiting:
            task.cancel()
