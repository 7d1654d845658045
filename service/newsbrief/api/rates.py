"""Limits for each caller: requests in a moving window, and tokens of models in a day.

Both are counted in this process alone: several workers each allow as much, and a restart forgets. Whoever needs them
exact across machines puts a gateway in front.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from newsbrief.api.problems import ProblemError


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


class DailyTokens:
    """So many tokens of models, prompt and completion together, for a caller in a day (UTC).

    A request is let in while any are left: those at work at once can go over, each by what it takes.
    """

    def __init__(self, tokens: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._tokens, self._now = tokens, now
        self._day = now().date()
        self._spent: dict[str, int] = {}

    def check(self, caller: str, *, spends: bool = True) -> dict[str, str]:
        """Return the headers that tell how many tokens are left.

        Raises:
            ProblemError: `token-budget-spent`, with the seconds until the next day, for a request that `spends`: what
                was made before can be fetched and deleted.
        """
        now = self._start_day()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
        wait, left = math.ceil((midnight - now).total_seconds()), max(0, self._tokens - self._spent.get(caller, 0))
        headers = _format_headers("tokens", self._tokens, 86_400, left, wait)
        if not left and spends:
            raise ProblemError(
                "token-budget-spent",
                f"The {self._tokens} tokens for today are spent.",
                headers={**headers, "Retry-After": str(wait)},
            )
        return headers

    def spend(self, caller: str, tokens: int) -> None:
        """Count what a caller's request took."""
        self._start_day()
        if tokens:
            self._spent[caller] = self._spent.get(caller, 0) + tokens

    def _start_day(self) -> datetime:
        now = self._now()
        if now.date() != self._day:
            self._day = now.date()
            self._spent.clear()
        return now


def _format_headers(name: str, quota: int, window_s: int, left: int, resets_s: int) -> dict[str, str]:
    return {
        "RateLimit-Policy": f'"{name}";q={quota};w={window_s}',
        "RateLimit": f'"{name}";r={max(0, left)};t={resets_s}',
    }
