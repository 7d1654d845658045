"""A draft: a briefing before it was checked, each item one claim with the sentences it names as its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.article import Article
from newsbrief.briefing.schema import Kind, Section
from newsbrief.models.prompts import PromptStamp
from newsbrief.models.usage import CallUsage

Strategy = Literal["single", "parallel"]
EngineName = Literal["openai", "local", "extractive"]


class Item(BaseModel):
    """One claim of a draft."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    sources: tuple[int, ...] = Field(description="Numbers of the source sentences that carry the claim.")
    kind: Kind
    is_whole: bool = False
    """Its sentences make one claim: the later ones are understood after the first alone."""


class Draft(BaseModel):
    """A briefing as written. Paragraph sections are a list of sentences; bullet sections a list of bullets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Item
    the_story: tuple[Item, ...]
    key_points: tuple[Item, ...]
    critical_analysis: tuple[Item, ...]
    key_takeaways: tuple[Item, ...]
    impact_analysis: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DraftResult:
    """A draft with what it took to write it."""

    draft: Draft
    model: str | None = None
    prompt: PromptStamp | None = None
    usage: CallUsage = field(default_factory=CallUsage)
    warnings: tuple[str, ...] = ()


OnItem = Callable[[Section, Item], None]
"""Called with the section and each item that has just been written."""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """An article to draft: in which language, in which manner, and until when."""

    article: Article
    language: str
    deadline: float
    """A `time.monotonic()` instant after which no work may go on."""
    strategy: Strategy = "single"
    style: str = ""
    """A house style as fenced lines; empty where there is none."""
    across: bool = False
    """Whether the draft is in another language than the article."""
    on_item: OnItem | None = None
    """Called with complete items while the draft is written, as far as the engine can tell before its end.

    If the engine had to start anew, some items come twice, and the draft may lack some.
    """


class Engine(Protocol):
    """Writes drafts. One that copies the article's sentences has no use for their manner."""

    name: EngineName
    model: str | None

    async def draft(self, request: DraftRequest) -> DraftResult:
        """Return the draft that is asked for.

        Raises:
            DraftingError: no draft can be had; its `usage` tells what was spent.
        """

    async def aclose(self) -> None: ...
