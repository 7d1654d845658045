"""Limits for each caller: requests in a moving window, and tokens of models in a day.

Both are counted in this process alone: several workers each allow as much, and a restart forgets. Whoever needs them
exact across machines puts a gateway in front.
"""

from __future__ import annotations

import math
import time
from contextlib import suppress

from newsbrief.api.problems import ProblemError
from newsbrief.orders.budget import DailyTokens


class RateLimit:
    """So many requests of a caller in any stretch of so much time."""

    def __init__(self, text: str) -> None:
        """Parse a limit such as `60/minute` or `1000 per day`."""
        from limits import parse
        from limits.aio.storage import MemoryStorage
        from limits.aio.strategies import MovingWindowRateLimiter

        self._limit = parse(text)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    async def take(self, caller: str) -> dict[str, str]:
        """Count a request, and return the headers that tell how many are left (draft-ietf-httpapi-ratelimit-headers).

        Raises:
            ProblemError: `too-many-requests`, with the seconds until the next is let in.
        """
        taken = await self._window.hit(self._limit, caller)
        frees_at, left = await self._window.get_window_stats(self._limit, caller)
        wait = max(1, math.ceil(frees_at - time.time()))
        headers = _format_headers("requests", self._limit.amount, self._limit.get_expiry(), left, wait)
        if not taken:
            raise ProblemError(
                "too-many-requests",
                f"The limit is {self._limit}.",
                headers={**headers, "Retry-After": str(wait)},
            )
        return headers

    async def wait_s(self, caller: str) -> int:
        """Return the seconds until the next request of a caller is let in; 0 if it is now. Counts no request."""
        if await self._window.test(self._limit, caller):
            return 0
        frees_at, _ = await self._window.get_window_stats(self._limit, caller)
        return max(1, math.ceil(frees_at - time.time()))


class FailedKeys:
    """Wrong keys by address: after too many in a minute, an address is refused until some time has passed."""

    _LIMIT = "20/minute"

    def __init__(self) -> None:
        self._limiter: RateLimit | None = None

    async def check(self, address: str) -> None:
        """Refuse an address that has sent too many wrong keys.

        Raises:
            ProblemError: `too-many-requests`.
        """
        if self._limiter and (wait := await self._limiter.wait_s(address)):
            raise ProblemError(
                "too-many-requests", "Too many wrong keys came from this address.", headers={"Retry-After": str(wait)}
            )

    async def count(self, address: str) -> None:
        """Count a wrong key."""
        # Made when needed: its imports would slow the start of a service without limits.
        self._limiter = self._limiter or RateLimit(self._LIMIT)
        with suppress(ProblemError):
            await self._limiter.take(address)


def check_budget(budget: DailyTokens, caller: str, *, spends: bool = True) -> dict[str, str]:
    """Return the headers that tell how many tokens of models a caller has left today.

    Raises:
        ProblemError: `token-budget-spent`, with the seconds until the next day, for a request that `spends`: what was
            made before can be fetched and deleted.
    """
    wait, left = budget.find_wait(), budget.count_left(caller)
    headers = _format_headers("tokens", budget.tokens, 86_400, left, wait)
    if not left and spends:
        raise ProblemError("token-budget-spent", budget.describe_end(), headers={**headers, "Retry-After": str(wait)})
    return headers


def _format_headers(name: str, quota: int, window_s: int, left: int, resets_s: int) -> dict[str, str]:
    return {
        "RateLimit-Policy": f'"{name}";q={quota};w={window_s}',
        "RateLimit": f'"{name}";r={max(0, left)};t={resets_s}',
    }
