"""A draft: a briefing before it was checked, each item one claim with the sentences it names as its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from service.article import Article
from service.briefing.schema import Kind, Section

Strategy = Literal["single", "parallel"]
EngineName = Literal["openai", "local", "extractive"]


class Item(BaseModel):
    """One claim of a draft."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    sources: tuple[int, ...] = Field(description="Numbers of the source sentences that carry the claim.")
    kind: Kind


class Draft(BaseModel):
    """What a model writes. Paragraph sections are a list of sentences; bullet sections a list of bullets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Item
    the_story: tuple[Item, ...]
    key_points: tuple[Item, ...]
    critical_analysis: tuple[Item, ...]
    key_takeaways: tuple[Item, ...]
    impact_analysis: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PromptStamp:
    """Which prompt wrote a draft."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What model calls cost. Tokens as the server counted them, else as we did."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = None
    """Dollars; None where any of the calls has no price."""
    cache_read_tokens: int = 0
    """Those of the prompt that the server had in its cache."""
    cache_write_tokens: int = 0
    by_model: tuple[ModelUsage, ...] = field(default=(), compare=False)
    """The same, told apart."""

    def __add__(self, other: Usage) -> Usage:
        if not self.calls or not other.calls:
            return self if self.calls else other
        models = {part.model: part for part in self.by_model}
        for part in other.by_model:
            models[part.model] = models[part.model] + part if part.model in models else part
        return Usage(
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            _both(self.cost_usd, other.cost_usd),
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            tuple(models.values()),
        )

    def of(self, model: str, cost_usd: float | None) -> Usage:
        """The same, of this model and at this cost."""
        part = ModelUsage(model, self.calls, self.prompt_tokens, self.completion_tokens, cost_usd)
        return replace(self, cost_usd=cost_usd, by_model=(part,))


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What the calls to one model cost."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None

    def __add__(self, other: ModelUsage) -> ModelUsage:
        return ModelUsage(
            self.model,
            self.calls + other.calls,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            _both(self.cost_usd, other.cost_usd),
        )


def _both(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round(one + other, 12)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with what it took to write it."""

    draft: Draft
    model: str | None = None
    prompt: PromptStamp | None = None
    usage: Usage = field(default_factory=Usage)
    warnings: tuple[str, ...] = ()


Written = Callable[[Section, Item], None]
"""Told an item of a section that has just been written."""


class Engine(Protocol):
    """Writes drafts. `deadline` is a `time.monotonic()` instant after which no work may go on.

    `written` is told the items that are whole while the draft is written, as far as the engine can tell before its
    end; some may come twice, and the draft need not hold them, where the engine had to begin anew.

    Raises `DraftingError` (see `errors.py`) when no draft can be had.
    """

    name: EngineName
    model: str | None

    async def draft(
        self,
        article: Article,
        *,
        language: str,
        strategy: Strategy,
        deadline: float,
        written: Written | None = None,
    ) -> Drafted: ...

    async def aclose(self) -> None: ...
