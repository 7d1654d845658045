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
    stop_before_delay,
    wait_exponential_jitter,
)

from newsbrief.models.errors import DeadlineExceeded, DraftingError, ModelLoading, RateLimited, UpstreamFailed
from newsbrief.models.failures import TransientFailure

T = TypeVar("T")
FAILED_WITHIN = 500
"""The status of a server that failed within, and not for want of time or room."""
_DOUBTFUL = 2


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of trying a failing server again."""

    attempts: int = 5
    first_s: float = 0.5
    """The first wait is between this and twice this; each later one doubles."""
    longest_s: float = 10.0
    """No wait is longer, unless the server asks for it."""
    loading_s: float = 3.0
    """Nor than this where it loads the model: until then, tries are not counted."""


@asynccontextmanager
async def cancel_at(deadline: float) -> AsyncIterator[None]:
    """Cancel the block at `deadline`, a `time.monotonic()` instant.

    Raises:
        DeadlineExceeded: then.
    """
    try:
        async with asyncio.timeout(deadline - time.monotonic()):
            yield
    except TimeoutError as late:
        raise DeadlineExceeded("The time allowed for the request is over.") from late


async def retry(call: Callable[[], Awaitable[T]], patience: Patience, deadline: float, *, doubtful: bool = False) -> T:
    """Return what `call` gives, tried again while it raises `TransientFailure` and `deadline` has not come.

    `doubtful`: the server may fail within (500) at this very request, so that is tried less often.

    Raises:
        DraftingError: the `final` one of the last failure.
    """
    jittered = wait_exponential_jitter(multiplier=patience.first_s, max=patience.longest_s, jitter=patience.first_s)
    is_late = stop_before_delay(max(0.0, deadline - time.monotonic()))
    failed = 0

    def wait(state: RetryCallState) -> float:
        final = _find_final(state)
        longest = patience.loading_s if isinstance(final, ModelLoading) else patience.longest_s
        asked = final.retry_after_s if final else None
        return max(min(jittered(state), longest), asked or 0.0)

    def is_enough(state: RetryCallState) -> bool:
        nonlocal failed
        final = _find_final(state)
        # A model that loads, or a server that says when to come back, is a matter of time.
        failed += not (isinstance(final, RateLimited) and (final.retry_after_s or isinstance(final, ModelLoading)))
        is_within = doubtful and isinstance(final, UpstreamFailed) and final.status == FAILED_WITHIN
        return failed >= (_DOUBTFUL if is_within else patience.attempts)

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(TransientFailure),
        wait=wait,
        stop=lambda state: is_enough(state) or is_late(state),
        reraise=True,
    )
    try:
        return await retrying(call)
    except TransientFailure as last:
        raise last.final from last


def _find_final(state: RetryCallState) -> DraftingError | None:
    failure = state.outcome.exception() if state.outcome else None
    return failure.final if isinstance(failure, TransientFailure) else None
