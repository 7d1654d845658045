"""Work that takes the processor, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LIGHT = 60_000
"""Characters of an article up to which work on it is a matter of milliseconds."""
# Python runs one thread at a time: with several at work each waits for the others, and the event loop for all of them.
_one_by_one = ThreadPoolExecutor(1, "aside")


async def aside(weight: int, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` on an article of `weight` characters comes to, without holding up the loop.

    Light work is done in turn; heavy work, in a thread of its own, holds up nothing that is light for long.
    """
    call = partial(copy_context().run, partial(work, *args, **kwargs))
    threads = _one_by_one if weight <= LIGHT else None
    return await asyncio.get_running_loop().run_in_executor(threads, call)
