"""Run CPU-bound work in threads, and stop it when nobody waits for the result."""

from __future__ import annotations

import asyncio
import ctypes
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from functools import partial
from itertools import count
from queue import PriorityQueue
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LIGHT_CHARACTERS = 60_000
"""Characters of an article up to which work on it is a matter of milliseconds."""
GRACE_S = 5.0
"""Seconds past the deadline at which work is ended: what a model left no time for is done in them."""
SLOW_S = 0.25
"""Seconds after which work that was thought to be light lets the next begin."""
HEAVY_SLOW_S = 10.0
"""The same of heavy work: 1 MB takes some four."""
_RETRY_END_S = 0.2
due: ContextVar[float] = ContextVar("due", default=math.inf)
"""The `time.monotonic()` instant at which somebody wants the answer that work in this context is for."""


@contextmanager
def due_by(at: float) -> Iterator[None]:
    """Set the deadline of work in the block: the `time.monotonic()` instant `at`."""
    token = due.set(at)
    try:
        yield
    finally:
        due.reset(token)


class DeadlinePassed(Exception):
    """The work was ended: it went on for more than `GRACE_S` seconds past its deadline."""

    reason = "deadline-exceeded"

    def __init__(self) -> None:
        super().__init__("The time allowed for the request is over.")


class _WorkEnded(BaseException):
    """Raised in a thread, wherever it is, to end its work. No `except Exception` holds it up."""


class _Work(Generic[T]):
    """One piece of work that a coroutine waits for: it is run by one thread, and can be ended by another."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._loop = asyncio.get_running_loop()
        self.result: asyncio.Future[T] = self._loop.create_future()
        self.is_over = False
        """It was done or ended, whether or not the loop knows that yet."""
        self._call: Callable[[], T] | None = call
        self._thread: int | None = None
        self._is_ended = False
        self._lock = threading.Lock()

    def run(self) -> None:
        """Do the work in the current thread and pass on the result; do nothing if nobody waits for it."""
        call, self._call = self._call, None
        if call is None or self.result.cancelled():
            self.is_over = True
            return
        try:
            with self._register_thread():
                result = call()
        except _WorkEnded:
            self._deliver(self.result.set_exception, DeadlinePassed())
        except BaseException as error:
            self._deliver(self.result.set_exception, error)
        else:
            self._deliver(self.result.set_result, result)

    def _deliver(self, give: Callable[[Any], None], what: Any) -> None:
        self.is_over = True
        # A loop that is closed has nobody who waits.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._set_result, give, what)

    def _set_result(self, give: Callable[[Any], None], what: Any) -> None:
        if not self.result.done():
            give(what)

    def end(self) -> None:
        """Raise `_WorkEnded` in the thread that does the work, if any. C code ends only when it returns to Python."""
        with self._lock:
            if self._thread is not None:
                self._is_ended = True
                _UnraisableHook.install()
                _raise_in(self._thread, _WorkEnded)

    @contextmanager
    def _register_thread(self) -> Iterator[None]:
        thread = threading.get_ident()
        with self._lock:
            self._thread = thread
        try:
            yield
        finally:
            with self._lock:
                self._thread = None
                if self._is_ended:
                    # Raised, but not yet noticed, it would end whatever the thread does next.
                    _raise_in(thread, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    # Python has no other way to end what a thread computes. https://docs.python.org/3/c-api/threads.html
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)


class _UnraisableHook:
    """Reports what is raised in vain in a finalizer, but for `_WorkEnded`: such work is ended again soon."""

    def __init__(self, report: Callable[[Any], object]) -> None:
        self._report = report

    def __call__(self, unraisable: Any) -> None:
        if unraisable.exc_type is not _WorkEnded:
            self._report(unraisable)

    @classmethod
    def install(cls) -> None:
        """Put one before the hook that stands, unless one stands there."""
        if not isinstance(sys.unraisablehook, cls):
            sys.unraisablehook = cls(sys.unraisablehook)


class _Worker:
    """A thread that does one piece of work after another, until another replaces it."""

    def __init__(self, waiting: PriorityQueue[tuple[float, int, _Work[Any]]]) -> None:
        self.began = math.inf
        """When it began with what it does now; infinite while it waits."""
        self.is_replaced = False
        self._waiting = waiting
        threading.Thread(target=self._serve, name="worker", daemon=True).start()

    def _serve(self) -> None:
        while not self.is_replaced:
            _, _, work = self._waiting.get()
            self.began = time.monotonic()
            work.run()
            self.began = math.inf
            # Until the next comes, this would keep an article alive.
            del work


class _WorkQueue:
    """A queue by deadline, worked off by one thread at a time; slow work holds up nothing that comes after it."""

    def __init__(self, slow_s: float) -> None:
        self.slow_s = slow_s
        self._waiting: PriorityQueue[tuple[float, int, _Work[Any]]] = PriorityQueue()
        self._numbers, self._changing = count(), threading.Lock()
        self._worker: _Worker | None = None

    def submit(self, work: _Work[Any], due: float) -> None:
        """Queue the work."""
        self._waiting.put((due, next(self._numbers), work))
        with self._changing:
            if self._worker is None:
                self._worker = _Worker(self._waiting)

    def replace_busy_worker(self) -> None:
        """Start another thread if the present one has been busy with one piece of work for `slow_s` seconds."""
        with self._changing:
            if self._worker and time.monotonic() - self._worker.began >= self.slow_s and not self._waiting.empty():
                self._worker.is_replaced = True
                self._worker = _Worker(self._waiting)


# Python runs one thread at a time: several at work take turns at a cost (four articles of 1 MB at once took three times
# as long in four threads as one after another), and the event loop waits for all of them.
_light, _heavy = _WorkQueue(SLOW_S), _WorkQueue(HEAVY_SLOW_S)


def _start_anew() -> None:
    """Forget the threads and locks of the parent: a process that was forked has none of its threads."""
    global _light, _heavy
    _light, _heavy = _WorkQueue(SLOW_S), _WorkQueue(HEAVY_SLOW_S)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)


async def run_in_worker(characters: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return the result of `work` on an article of so many `characters`, without holding up the loop.

    Light work is done in order of its `due` instant, so that a late answer waits for no other. Heavy work is ordered
    the same way in a thread of its own, so that it never delays light work. Work that nobody waits for is ended.

    Raises:
        DeadlinePassed: it went on for more than `GRACE_S` seconds past the instant at which it is `due`.
    """
    wanted = due.get()
    task = _Work(partial(copy_context().run, partial(work, *args, **kwargs)))
    turn = _light if characters <= LIGHT_CHARACTERS else _heavy
    turn.submit(task, wanted)
    watching = _Repetition(turn.slow_s, turn.replace_busy_worker)
    left = None if wanted == math.inf else max(wanted - time.monotonic(), 0) + GRACE_S
    try:
        async with asyncio.timeout(left) as limit:
            return await task.result
    except TimeoutError:
        if not limit.expired():
            raise
        raise DeadlinePassed from None
    finally:
        watching.cancel()
        _end_until_over(task)


class _Repetition:
    """A call made every so many seconds until it is cancelled; lighter than a task."""

    def __init__(self, every_s: float, call: Callable[[], None]) -> None:
        self._every_s, self._call = every_s, call
        self._next = asyncio.get_running_loop().call_later(every_s, self._again)

    def _again(self) -> None:
        self._call()
        self._next = asyncio.get_running_loop().call_later(self._every_s, self._again)

    def cancel(self) -> None:
        self._next.cancel()


def _end_until_over(work: _Work[Any]) -> None:
    """End the work; try again if something in it caught the exception."""
    if not work.is_over:
        work.end()
        asyncio.get_running_loop().call_later(_RETRY_END_S, _end_until_over, work)
