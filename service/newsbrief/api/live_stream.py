"""A stream that is sent while it is made: items that a task gives, one by one, and then its result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from typing import Any, Generic, TypeVar

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from newsbrief.api.responses import EVENTS

Item = TypeVar("Item")
T = TypeVar("T")
KEEP_ALIVE_S = 10
"""Seconds of silence after which a stream sends a comment, so that no proxy takes it for dead."""


class LiveStream(Generic[Item, T]):
    """The items of one task, and its result."""

    def __init__(self, work: Callable[[Callable[[Item], None]], Coroutine[Any, Any, T]]) -> None:
        """Start the task; `work` gets the function that takes its items."""
        self._queue: asyncio.Queue[Item | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(work))
        self._waiting: list[Item] = []
        self._is_over = False

    async def begin(self) -> None:
        """Wait until there is a first item, the work has come to an end, or `KEEP_ALIVE_S` seconds have passed.

        Raises:
            Exception: the work failed before it gave anything.
        """
        with suppress(TimeoutError):
            await self._take()
        if self._is_over and not self._waiting:
            await self._task

    async def __aiter__(self) -> AsyncIterator[Item | None]:
        """Yield each item; None after `KEEP_ALIVE_S` seconds of silence."""
        while self._waiting or not self._is_over:
            if self._waiting:
                yield self._waiting.pop(0)
                continue
            try:
                await self._take()
            except TimeoutError:
                yield None

    async def result(self) -> T:
        """Return what the work came to.

        Raises:
            Exception: it failed.
        """
        return await self._task

    async def stop(self) -> None:
        """Stop the work if it still runs."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _take(self) -> None:
        async with asyncio.timeout(KEEP_ALIVE_S):
            item = await self._queue.get()
        if item is None:
            self._is_over = True
        else:
            self._waiting.append(item)

    async def _run(self, work: Callable[[Callable[[Item], None]], Coroutine[Any, Any, T]]) -> T:
        try:
            return await work(self._queue.put_nowait)
        finally:
            self._queue.put_nowait(None)


class _LiveResponse(StreamingResponse):
    """A response whose stream ends with it, also where the client left before anything was sent."""

    def __init__(self, events: AsyncIterator[bytes], stream: LiveStream[Any, Any]) -> None:
        super().__init__(events, media_type=EVENTS, headers={"X-Accel-Buffering": "no"})
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._stream.stop()


def respond(events: AsyncIterator[bytes], stream: LiveStream[Any, Any]) -> Response:
    """Return the response that sends `events`, made of the `stream`, as they come, through proxies too."""
    return _LiveResponse(events, stream)
