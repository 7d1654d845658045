"""A second model, on another server or the same, for what the first cannot do."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from service.article import Article
from service.drafting.draft import Corrected, Correction, Drafted, Engine, EngineName, Strategy, Usage, Written
from service.drafting.errors import DraftingError

T = TypeVar("T")


class FallbackEngine:
    """Asks `first`, and where it fails, for whatever reason, `second`.

    `first` has half of the time that is left, so that a server that hangs leaves the other half to `second`.
    """

    def __init__(self, first: Engine, second: Engine) -> None:
        self.name: EngineName = first.name
        self.model: str | None = first.model
        self._first, self._second = first, second

    async def aclose(self) -> None:
        """Close both."""
        await self._first.aclose()
        await self._second.aclose()

    async def draft(
        self,
        article: Article,
        *,
        language: str,
        strategy: Strategy,
        deadline: float,
        written: Written | None = None,
    ) -> Drafted:
        """The first draft that can be had.

        Raises:
            DraftingError: the second's; its `usage` is that of both.
        """

        def asked(engine: Engine, until: float) -> Awaitable[Drafted]:
            return engine.draft(article, language=language, strategy=strategy, deadline=until, written=written)

        drafted, failure = await self._one_of(asked, deadline)
        if failure is None:
            return drafted
        said = f"The model {self._first.model} could not be had, so {self._second.model} wrote: {failure}"
        return replace(drafted, usage=failure.usage + drafted.usage, warnings=(*drafted.warnings, said))

    async def correct(
        self, article: Article, corrections: tuple[Correction, ...], *, language: str, deadline: float
    ) -> Corrected:
        """The first corrections that can be had.

        Raises:
            DraftingError: as `draft`.
        """

        def asked(engine: Engine, until: float) -> Awaitable[Corrected]:
            return engine.correct(article, corrections, language=language, deadline=until)

        corrected, failure = await self._one_of(asked, deadline)
        return replace(corrected, usage=(failure.usage if failure else Usage()) + corrected.usage)

    async def _one_of(
        self, asked: Callable[[Engine, float], Awaitable[T]], deadline: float
    ) -> tuple[T, DraftingError | None]:
        """What one of the two answers, and why it was not the first."""
        now = time.monotonic()
        try:
            return await asked(self._first, now + (deadline - now) / 2), None
        except DraftingError as error:
            failure = error
        try:
            return await asked(self._second, deadline), failure
        except DraftingError as error:
            error.usage = failure.usage + error.usage
            raise
