"""Single-flight: concurrent calls with the same key share one run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Flight(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class SingleFlight(Generic[T]):
    """The runs under way, by key."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight[T]] = {}

    async def run(
        self,
        key: str,
        work: Callable[[], Coroutine[Any, Any, T]],
        is_tried_again: Callable[[Exception], bool] = lambda error: False,
    ) -> tuple[T, bool]:
        """Return the result of `work`, of which one run is under way at a time, and whether another caller began it.

        A caller that is cancelled leaves the others their run; the run ends when nobody waits for it any more. Another
        caller's run that fails in a way that `is_tried_again` is followed by a new one.
        """
        while True:
            has_joined = key in self._flights
            try:
                return await self._join(key, work), has_joined
            except Exception as error:
                if not (has_joined and is_tried_again(error)):
                    raise

    async def _join(self, key: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        if key not in self._flights:
            self._flights[key] = _Flight(asyncio.create_task(work()))
        flight = self._flights[key]
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if flight.task.done() or not flight.waiting:
                if self._flights.get(key) is flight:
                    del self._flights[key]
                flight.task.cancel()
