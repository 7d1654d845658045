"""A second model, on another server or the same, for what the first cannot do."""

from __future__ import annotations

import time
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.drafting.draft import Drafted, Engine, EngineName, Strategy, Written
from newsbrief.models.errors import DraftingError


class FallbackEngine:
    """Asks `first`, and where it fails, for whatever reason, `second`.

    `first` has half of the time that is left, so that a server that hangs leaves the other half to `second`.
    """

    def __init__(self, first: Engine, second: Engine) -> None:
        self.name: EngineName = first.name
        self.model: str | None = first.model
        self.first, self.second = first, second

    async def aclose(self) -> None:
        """Close both."""
        await self.first.aclose()
        await self.second.aclose()

    async def draft(
        self,
        article: Article,
        *,
        language: str,
        strategy: Strategy,
        deadline: float,
        written: Written | None = None,
    ) -> Drafted:
        """Return the first draft that can be had.

        Raises:
            DraftingError: the second's; its `usage` is that of both.
        """
        now = time.monotonic()
        try:
            return await self.first.draft(
                article, language=language, strategy=strategy, deadline=now + (deadline - now) / 2, written=written
            )
        except DraftingError as error:
            failure = error
        try:
            drafted = await self.second.draft(
                article, language=language, strategy=strategy, deadline=deadline, written=written
            )
        except DraftingError as error:
            error.usage = failure.usage + error.usage
            raise
        said = f"The model {self.first.model} could not be had, so {self.second.model} wrote: {failure}"
        return replace(drafted, usage=failure.usage + drafted.usage, warnings=(*drafted.warnings, said))
