"""Trying again: with jitter, as late as the server asks, and never past the deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from service.drafting.errors import DeadlineExceeded
from service.drafting.failures import Transient

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a failing server is borne with."""

    attempts: int = 5
    first_s: float = 0.5
    """The first wait is between this and twice this; each later one doubles."""
    longest_s: float = 10.0
    """No wait is longer, unless the server asks for it."""


@asynccontextmanager
async def until(deadline: float) -> AsyncIterator[None]:
    """Cancels what runs in it at `deadline`, a `time.monotonic()` instant.

    Raises:
        DeadlineExceeded: then.
    """
    try:
        async with asyncio.timeout(deadline - time.monotonic()):
            yield
    except TimeoutError as late:
        raise DeadlineExceeded("The time allowed for the request is over.") from late


async def retried(call: Callable[[], Awaitable[T]], patience: Patience, deadline: float) -> T:
    """What `call` gives, tried again while it raises `Transient` and the next try would begin before `deadline`.

    Raises:
        DraftingError: the `final` one of the last failure.
    """
    jittered = wait_exponential_jitter(multiplier=patience.first_s, max=patience.longest_s, jitter=patience.first_s)

    def wait(state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        asked = failure.final.retry_after_s if isinstance(failure, Transient) else None
        return max(jittered(state), asked or 0.0)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(Transient),
        wait=wait,
        stop=stop_after_attempt(patience.attempts) | stop_before_delay(max(0.0, deadline - time.monotonic())),
        reraise=True,
    )
    try:
        return await retrying(call)
    except Transient as last:
        raise last.final from last
