"""Calls at once, some at a time; the first failure ends the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")
AT_ONCE = 16
"""Calls in flight for one article: 200,000 words take some 35 parts, and a minute is all there is."""


async def gather_bounded(call: Callable[[S], Awaitable[T]], each: Sequence[S], at_once: int = AT_ONCE) -> list[T]:
    """Return what `call` gives for each, in order. If one fails the others are cancelled, and its error is raised."""
    gate = asyncio.Semaphore(at_once)

    async def one(subject: S) -> T:
        async with gate:
            return await call(subject)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(subject)) for subject in each]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
