"""Limit how many articles are at work at once in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Slots:
    """A number of slots for articles at work."""

    def __init__(self, number: int) -> None:
        self._free, self._closed = asyncio.Semaphore(number), False

    @asynccontextmanager
    async def take(self) -> AsyncIterator[None]:
        """Hold a slot while the block runs.

        Raises:
            asyncio.CancelledError: the slots were closed meanwhile, and nothing is begun.
        """
        async with self._free:
            if self._closed:
                raise asyncio.CancelledError
            yield

    def close(self) -> None:
        """Let the articles at work finish, and refuse those that wait."""
        self._closed = True
