"""Admission: a bound on the requests at work, each until it is done or its client is gone."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

from newsbrief.api.problems import ProblemError

T = TypeVar("T")


class Turnstile:
    """At most `places` requests work at once; `most_waiting`, or as many again, may wait, for `patience_s` at most."""

    def __init__(
        self,
        places: int,
        patience_s: float,
        seen: Callable[[int, int], None] = lambda taken, waiting: None,
        *,
        most_waiting: int | None = None,
    ) -> None:
        """Start with all `places` free; when they change, `seen` gets the places taken and the requests waiting."""
        self._free = asyncio.Semaphore(places)
        self._patience_s, self._taken, self._waiting = patience_s, 0, 0
        self._most_waiting = places if most_waiting is None else most_waiting
        self._seen = seen

    @asynccontextmanager
    async def place(self, until: float = math.inf) -> AsyncIterator[None]:
        """Hold a place while the block runs; wait for it at most until the `time.monotonic()` instant `until`.

        Raises:
            ProblemError: `busy`: the queue is full, or did not move in time.
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
            raise ProblemError("busy", "As many requests as the service takes are already waiting.")
        self._count(waiting=1)
        try:
            async with asyncio.timeout(patience_s):
                await self._free.acquire()
        except TimeoutError:
            raise ProblemError("busy", "No place became free in time.") from None
        finally:
            self._count(waiting=-1)

    def _count(self, taken: int = 0, waiting: int = 0) -> None:
        self._taken += taken
        self._waiting += waiting
        self._seen(self._taken, self._waiting)


def read_deadline(request: Request) -> float:
    """Return the `time.monotonic()` instant at which the answer to a request is due, counted from its arrival."""
    deadline: float = request.scope["deadline"]
    return deadline


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return the result of `work`; cancel it when the client goes away. The body must have been read.

    Raises:
        ClientDisconnect: the client is gone, so nobody reads an answer.
    """
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(_wait_for_disconnect(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _wait_for_disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
