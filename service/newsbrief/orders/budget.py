"""The budget of model tokens that each name has in a day."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from newsbrief.models.usage import CallUsage


class DailyTokens:
    """So many tokens of models, prompt and completion together, for each name in a day (UTC).

    Work is begun while any are left: what is at work at once can go over, each by what it takes. They are counted in
    this process alone: several each allow as much, and a restart forgets.
    """

    def __init__(self, tokens: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.tokens, self._now = tokens, now
        self._day = now().date()
        self._spent: dict[str, int] = {}

    def count_left(self, name: str) -> int:
        """Return how many tokens a name has left today."""
        self._start_day()
        return max(0, self.tokens - self._spent.get(name, 0))

    def find_wait(self) -> int:
        """Return the seconds until the next day."""
        now = self._now()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
        return math.ceil((midnight - now).total_seconds())

    def spend(self, name: str, usage: CallUsage) -> None:
        """Count what a call to a model took."""
        self._start_day()
        if tokens := usage.prompt_tokens + usage.completion_tokens:
            self._spent[name] = self._spent.get(name, 0) + tokens

    def describe_end(self) -> str:
        """Return in words that a name has none left."""
        return f"The {self.tokens} tokens for today are spent."

    def _start_day(self) -> None:
        if (day := self._now().date()) != self._day:
            self._day = day
            self._spent.clear()
