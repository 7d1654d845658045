"""Who may come in: keys, and how many at once."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from fastapi import Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import ClientDisconnect

from service.api.addresses import on_loopback
from service.api.problems import ProblemError
from service.settings import Settings

T = TypeVar("T")
bearer = HTTPBearer(auto_error=False, description="One of `NEWSBRIEF_API_KEYS`; needed where any is set.")


def admit(settings: Settings, credentials: HTTPAuthorizationCredentials | None) -> None:
    """Let an accepted key in; every key is compared, in constant time.

    Raises:
        ProblemError: keys are set, and none of them was sent.
    """
    if not settings.accepted_keys:
        return
    sent = credentials.credentials.encode("latin-1", "replace") if credentials else b""
    if not sum(hmac.compare_digest(sent, key.encode()) for key in settings.accepted_keys):
        raise ProblemError(
            "unauthenticated", "Send a key: 'Authorization: Bearer …'.", headers={"WWW-Authenticate": "Bearer"}
        )


def admit_scraper(settings: Settings, request: Request, credentials: HTTPAuthorizationCredentials | None) -> None:
    """Let in who may see the numbers: with a key where keys are set, else only from this machine.

    Raises:
        ProblemError: nobody of these.
    """
    admit(settings, credentials)
    if not settings.accepted_keys and request.client and not on_loopback(request.client.host):
        raise ProblemError("unauthenticated", "Without keys, only this machine sees the metrics.")


class Turnstile:
    """At most `places` requests work at once; as many again may wait, for `patience_s` at the longest."""

    def __init__(
        self, places: int, patience_s: float, seen: Callable[[int, int], None] = lambda taken, waiting: None
    ) -> None:
        """`seen` is told how many places are taken and how many requests wait, whenever that changes."""
        self._free = asyncio.Semaphore(places)
        self._places, self._patience_s, self._taken, self._waiting = places, patience_s, 0, 0
        self._seen = seen

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place while the block runs.

        Raises:
            ProblemError: `busy`: the queue is full, or did not move in time.
        """
        await self._wait()
        self._count(taken=1)
        try:
            yield
        finally:
            self._free.release()
            self._count(taken=-1)

    async def _wait(self) -> None:
        if self._free.locked() and self._waiting >= self._places:
            raise ProblemError("busy", "As many requests as the service takes are already waiting.")
        self._count(waiting=1)
        try:
            async with asyncio.timeout(self._patience_s):
                await self._free.acquire()
        except TimeoutError:
            raise ProblemError("busy", "No place became free in time.") from None
        finally:
            self._count(waiting=-1)

    def _count(self, taken: int = 0, waiting: int = 0) -> None:
        self._taken += taken
        self._waiting += waiting
        self._seen(self._taken, self._waiting)


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What `work` comes to; cancelled when the client goes away. The body must have been read.

    Raises:
        ClientDisconnect: the client is gone, so nobody reads an answer.
    """
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
