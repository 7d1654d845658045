"""Places: a bound on the work that is done at once."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Busy(Exception):
    """No place is free, and too many wait for one already, or none became free in time."""

    reason = "busy"


class Places:
    """`number` places for work; `most_waiting` callers, or as many as there are places, may wait for one, for
    `patience_s` seconds at most."""

    def __init__(
        self,
        number: int,
        patience_s: float,
        on_change: Callable[[int, int], None] = lambda taken, waiting: None,
        *,
        most_waiting: int | None = None,
    ) -> None:
        """Start with all places free; when they change, `on_change` gets the places taken and the callers waiting."""
        self._free = asyncio.Semaphore(number)
        self._patience_s, self._taken, self._waiting = patience_s, 0, 0
        self._most_waiting = number if most_waiting is None else most_waiting
        self._on_change = on_change

    @asynccontextmanager
    async def hold(self, until: float = math.inf) -> AsyncIterator[None]:
        """Hold a place while the block runs; wait for it at most until the `time.monotonic()` instant `until`.

        Raises:
            Busy: too many wait already, or no place became free in time.
        """
        await self._wait(min(self._patience_s, until - time.monotonic()))
        self._count(taken=1)
        try:
            yield
        finally:
            self._free.release()
            self._count(taken=-1)

    async def _wait(self, patience_s: float) -> None:
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise Busy("As many requests as the service takes are already waiting.")
        self._count(waiting=1)
        try:
            async with asyncio.timeout(patience_s):
                await self._free.acquire()
        except TimeoutError:
            raise Busy("No place became free in time.") from None
        finally:
            self._count(waiting=-1)

    def _count(self, taken: int = 0, waiting: int = 0) -> None:
        self._taken += taken
        self._waiting += waiting
        self._on_change(self._taken, self._waiting)
