"""A second model, on another server or the same, for what the first cannot do."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from newsbrief.drafting.draft import Drafted, DraftRequest, EngineName
from newsbrief.drafting.openai_engine import OpenAIEngine
from newsbrief.drafting.writer import Task, TaskResult
from newsbrief.models.errors import DraftingError

M = TypeVar("M", bound=BaseModel)


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

    async def draft(self, request: DraftRequest) -> Drafted:
        """Return the first draft that can be had.

        Raises:
            DraftingError: the second's; its `usage` is that of both.
        """
        now = time.monotonic()
        try:
            return await self.first.draft(replace(request, deadline=now + (request.deadline - now) / 2))
        except DraftingError as error:
            failure = error
        try:
            drafted = await self.second.draft(request)
        except DraftingError as error:
            error.usage = failure.usage + error.usage
            raise
        said = f"The model {self.first.model} could not be had, so {self.second.model} wrote: {failure}"
        return replace(drafted, usage=failure.usage + drafted.usage, warnings=(*drafted.warnings, said))

    async def write(self, task: Task[M], deadline: float) -> TaskResult[M]:
        """Return what the first writes, or where it fails, the second.

        Raises:
            DraftingError: neither can; its `usage` is that of both.
        """
        now = time.monotonic()
        try:
            return await self.first.write(task, now + (deadline - now) / 2)
        except DraftingError as error:
            failure = error
        try:
            wrote = await self.second.write(task, deadline)
        except DraftingError as error:
            error.usage = failure.usage + error.usage
            raise
        return replace(wrote, usage=failure.usage + wrote.usage)
