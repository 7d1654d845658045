"""Work that takes the processor, beside the event loop."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar, copy_context
from functools import partial
from itertools import count
from queue import PriorityQueue
from threading import Lock, Thread
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LIGHT = 60_000
"""Characters of an article up to which work on it is a matter of milliseconds."""
due: ContextVar[float] = ContextVar("due", default=math.inf)
"""The `time.monotonic()` instant at which somebody wants the answer that work in this context is for."""


class _InTurn:
    """A thread that does one thing after another, and first what is due first."""

    def __init__(self) -> None:
        self._waiting: PriorityQueue[tuple[float, int, Callable[[], Any], Future[Any]]] = PriorityQueue()
        self._numbers, self._starting = count(), Lock()
        self._thread: Thread | None = None

    def submit(self, call: Callable[[], T], due: float) -> Future[T]:
        future: Future[T] = Future()
        self._waiting.put((due, next(self._numbers), call, future))
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="aside", daemon=True)
                self._thread.start()
        return future

    def _work(self) -> None:
        while True:
            _, _, call, future = self._waiting.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(call())
            except BaseException as error:
                future.set_exception(error)
            # Until the next comes, this would keep an article alive.
            del call, future


# Python runs one thread at a time: with several at work each waits for the others, and the event loop for all of them.
_in_turn = _InTurn()


async def aside(weight: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` on an article of `weight` characters comes to, without holding up the loop.

    Light work is done in turn, by when it is `due`: an answer that is late already waits for no other. Heavy work, in a
    thread of its own, holds up nothing that is light for long.
    """
    call = partial(copy_context().run, partial(work, *args, **kwargs))
    if weight > LIGHT:
        return await asyncio.get_running_loop().run_in_executor(None, call)
    return await asyncio.wrap_future(_in_turn.submit(call, due.get()))
