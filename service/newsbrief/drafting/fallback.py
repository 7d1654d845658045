"""A second model, on another server or the same, for what the first cannot do."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from newsbrief.drafting.draft import DraftRequest, DraftResult, EngineName
from newsbrief.drafting.openai_engine import OpenAIEngine
from newsbrief.drafting.writer import Task, TaskResult
from newsbrief.models.errors import DraftingError

M = TypeVar("M", bound=BaseModel)
W = TypeVar("W", bound=DraftResult | TaskResult[Any])


class FallbackEngine:
    """Asks `first`, and where it fails, for whatever reason, `second`.

    `first` has half of the time that is left, so that a server that hangs leaves the other half to `second`.
    """

    def __init__(self, first: OpenAIEngine, second: OpenAIEngine) -> None:
        self.name: EngineName = first.name
        self.model: str | None = first.model
        self.first, self.second = first, second

    async def aclose(self) -> None:
        """Close both."""
        await self.first.aclose()
        await self.second.aclose()

    async def draft(self, request: DraftRequest) -> DraftResult:
        """Return the first draft that can be had.

        Raises:
            DraftingError: the second's; its `usage` is that of both.
        """
        return await self._ask(
            lambda engine, deadline: engine.draft(replace(request, deadline=deadline)), request.deadline
        )

    async def write(self, task: Task[M], deadline: float) -> TaskResult[M]:
        """Return what the first writes, or where it fails, the second.

        Raises:
            DraftingError: the second's; its `usage` is that of both.
        """
        return await self._ask(lambda engine, deadline: engine.write(task, deadline), deadline)

    async def _ask(self, ask: Callable[[OpenAIEngine, float], Awaitable[W]], deadline: float) -> W:
        now = time.monotonic()
        try:
            return await ask(self.first, now + (deadline - now) / 2)
        except DraftingError as error:
            failure = error
        try:
            wrote = await ask(self.second, deadline)
        except DraftingError as error:
            error.usage = failure.usage + error.usage
            raise
        said = f"The model {self.first.model} could not be had, so {self.second.model} wrote: {failure}"
        return replace(wrote, usage=failure.usage + wrote.usage, warnings=(*wrote.warnings, said))
