"""Equal requests at once share one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Shared(Generic[T]):
    task: asyncio.Task[T]
    waiting: int = 0


class Twins(Generic[T]):
    """Work that is under way, by a name that equal requests share."""

    def __init__(self) -> None:
        self._shared: dict[str, _Shared[T]] = {}

    async def once(self, name: str, work: Callable[[], Coroutine[Any, Any, T]]) -> tuple[T, bool]:
        """What `work` comes to, and whether it was under way already for another.

        One who is cancelled leaves the others their work; it ends when nobody waits for it any more.
        """
        joined = name in self._shared
        if not joined:
            self._shared[name] = _Shared(asyncio.create_task(work()))
        shared = self._shared[name]
        shared.waiting += 1
        try:
            return await asyncio.shield(shared.task), joined
        finally:
            shared.waiting -= 1
            if shared.task.done() or not shared.waiting:
                if self._shared.get(name) is shared:
                    del self._shared[name]
                shared.task.cancel()
