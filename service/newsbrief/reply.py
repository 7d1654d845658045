"""Replies of the service: a briefing, the report on its faithfulness, and how both were made."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, computed_field

from newsbrief.briefing.difference import Difference
from newsbrief.briefing.layout import Layout, PlannedSection, lay_out
from newsbrief.briefing.review import Review
from newsbrief.briefing.schema import Briefing
from newsbrief.briefing.source import Source
from newsbrief.drafting.draft import EngineName
from newsbrief.models.prompts import PromptStamp
from newsbrief.models.usage import ModelUsage, PurposeUsage
from newsbrief.stories.comparison import Disagreement
from newsbrief.stories.standing import Standing
from newsbrief.verification.claim import CheckedClaim, Faithfulness


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True, ser_json_inf_nan="null")


class Usage(_Frozen):
    """Usage of models, failed and corrective calls included."""

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = Field(
        default=0, description="Those of the prompts that servers had in their caches; their price is in the cost."
    )
    completion_tokens: int = 0
    cost_usd: float | None = Field(default=None, description="Dollars; null where a call has no price.")
    by_model: tuple[ModelUsage, ...] = Field(default=(), description="The same, told apart by model.")
    by_purpose: tuple[PurposeUsage, ...] = Field(default=(), description="The same, told apart by purpose.")


class Timings(_Frozen):
    """Milliseconds of each step; `total` includes what lies between them."""

    read: float = 0
    draft: float = 0
    verify: float = 0
    repair: float = 0
    total: float = 0


class CitedSource(Source):
    """One of several articles that claims rest on: `evidence[].source` counts them from 0."""

    sha256: str = Field(description="SHA-256 of its text in UTF-8, in hexadecimal.")
    briefing: str | None = Field(default=None, description="Id of the briefing that was made of it before.")


class StyleStamp(_Frozen):
    """The house style that a briefing follows."""

    name: str
    sha256: str = Field(description="SHA-256 of what the style lays down, in hexadecimal.")
    sections: tuple[PlannedSection, ...] = Field(
        default=(), description="Its sections in order; none where it keeps the fixed format."
    )


class Meta(_Frozen):
    """The making of a reply."""

    engine: EngineName = Field(description="The engine whose words are printed, though it failed after some of them.")
    model: str | None
    degraded: bool = Field(
        description="The configured engine failed, and the extractive one answered: with a `model`, in part."
    )
    degraded_reason: str | None
    language: str = Field(description="BCP 47 primary subtag of the briefing.")
    source_language: str | None = Field(
        default=None, description="Language of the article, where the briefing is in another; else null."
    )
    prompt: PromptStamp | None
    style: StyleStamp | None = Field(default=None, description="The house style that was followed; null without one.")
    usage: Usage
    timings_ms: Timings
    source: Source = Field(default=Source(), description="The article, as far as the sender or its page told.")
    source_sha256: str = Field(description="SHA-256 of the source text in UTF-8, in hexadecimal.")
    created_at: datetime
    warnings: tuple[str, ...]
    partial: bool = Field(
        default=False, description="A part failed, as a warning tells: an equal article is briefed anew."
    )
    earlier_writer: str | None = Field(
        default=None,
        description="In an update without a model: the model that wrote claims kept from the older briefing in words "
        "that are not an article's own, or `unknown`; null where there are none.",
    )
    sources: tuple[CitedSource, ...] = Field(default=(), description="The articles, where claims rest on several.")
    revises: str | None = Field(default=None, description="Id of the older briefing that this one revises.")

    @property
    def article_language(self) -> str:
        """Return the language of the article."""
        return self.source_language or self.language

    @property
    def translated_into(self) -> str:
        """Return the language of the briefing where the article is in another; else nothing."""
        return self.language if self.source_language else ""


class Verification(_Frozen):
    """The answer of `POST /verify`."""

    faithfulness: Faithfulness
    meta: Meta
    source_text: str | None = Field(description="The text that offsets point into, where it was extracted from HTML.")


class Reply(Verification):
    """The answer of `POST /summarize`."""

    id: str = Field(description="UUIDv7 (RFC 9562).")
    briefing: Briefing
    review: Review = Field(default=Review(), description="What people did with it since.")

    @computed_field(description="The briefing in the sections of its house style; null for the fixed format.")  # type: ignore[prop-decorator]
    @property
    def layout(self) -> Layout | None:
        """Return the claims arranged as the house style has it: it follows every edit."""
        style = self.meta.style
        return lay_out(style.sections, self.faithfulness.claims) if style and style.sections else None


class Together(Reply):
    """The answer of `POST /summarize` to several articles on one event."""

    source_texts: tuple[str | None, ...] = Field(
        description="Each article's text, into which offsets point, where it was extracted from HTML."
    )
    disagreements: tuple[Disagreement, ...] = Field(description="What they disagree on: shown, not merged.")


class Update(Reply):
    """The answer of `POST /briefings/{id}/update`: the revised briefing, and the standing of each older claim."""

    standings: tuple[Standing, ...] = Field(description="Each claim of the older briefing against the newer article.")
    new: tuple[CheckedClaim, ...] = Field(description="Claims of the revised briefing that the older one did not have.")
    diff: Difference = Field(description="For each section every line of both briefings: kept, removed or added.")
    correction: str | None = Field(
        description="A note for readers on what the older briefing had that is out of date; null where nothing is."
    )
    follows_edits: bool = Field(
        default=False,
        description="Every edit since it was made is followed by `standings[].became`; false where a version of the "
        "service that did not do so may have kept it.",
    )


def parse_reply(content: str | bytes) -> Reply:
    """Return the reply in JSON, of whichever kind: a revised briefing has what became of the older one, one of several
    articles what they disagree on.

    Raises:
        ValidationError: it is none.
    """
    return _REPLIES.validate_json(content)


def _find_kind(found: Any) -> str:
    names = found if isinstance(found, dict) else ()
    return "update" if "standings" in names else "together" if "disagreements" in names else "reply"


_REPLIES: TypeAdapter[Reply] = TypeAdapter(
    Annotated[
        Annotated[Update, Tag("update")] | Annotated[Together, Tag("together")] | Annotated[Reply, Tag("reply")],
        Discriminator(_find_kind),
    ]
)
