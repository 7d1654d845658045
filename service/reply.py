"""What the service answers: a briefing, the report on its faithfulness, and how both were made."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from service.briefing.review import Review
from service.briefing.schema import Briefing
from service.briefing.source import Source
from service.drafting.draft import EngineName
from service.faithfulness.claim import Faithfulness


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True, ser_json_inf_nan="null")


class Prompt(_Frozen):
    """Which prompt wrote the draft."""

    name: str
    version: str
    sha256: str


class ModelUsage(_Frozen):
    """What the calls to one model cost."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


class Usage(_Frozen):
    """What the model calls cost, failed and corrective ones included."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = Field(default=None, description="Dollars; null where a call has no price.")
    by_model: tuple[ModelUsage, ...] = Field(default=(), description="The same, told apart by model.")


class Timings(_Frozen):
    """Milliseconds of each step; `total` includes what lies between them."""

    read: float = 0
    draft: float = 0
    verify: float = 0
    repair: float = 0
    total: float = 0


class Meta(_Frozen):
    """How an answer was made."""

    engine: EngineName
    model: str | None
    degraded: bool = Field(description="The configured engine failed and the extractive one answered.")
    degraded_reason: str | None
    language: str = Field(description="BCP 47 primary subtag of the briefing.")
    prompt: Prompt | None
    usage: Usage
    timings_ms: Timings
    source: Source = Field(default=Source(), description="The article, as far as the sender or its page told.")
    source_sha256: str = Field(description="SHA-256 of the source text in UTF-8, in hexadecimal.")
    created_at: datetime
    warnings: tuple[str, ...]


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
