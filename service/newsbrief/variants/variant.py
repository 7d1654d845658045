"""Variants as they are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.models.prompts import PromptStamp
from newsbrief.reply import StyleStamp, Usage
from newsbrief.variants.kind import KindName, Unit
from newsbrief.verification.claim import CheckedClaim

Origin = Literal["claims", "model"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True, ser_json_inf_nan="null")


class Variant(_Frozen):
    """A text that passed its checks."""

    kind: KindName
    text: str
    length: int = Field(description="In `unit`.")
    unit: Unit
    limit: str = Field(description="What the length may be, in words.")
    origin: Origin = Field(description="`claims`: checked claims word for word. `model`: written, then judged.")
    claims: tuple[CheckedClaim, ...] = Field(description="Each sentence with its verdict and evidence.")


class WrittenVariant(Variant):
    """A text with what wrote it, as it is kept."""

    model: str | None = Field(description="The model that wrote it; null where it is the claims' own words.")
    style: StyleStamp | None = Field(description="The house style that it was written in; null without one.")


class KeptVariant(WrittenVariant):
    """A text with what has become of its briefing since."""

    version: int = Field(description="The version of the briefing that it was made of.")
    stale: bool = Field(description="The claims of the briefing are others by now: it is to be made anew.")
    made_at: datetime
    made_by: str | None = Field(description="The key, or who signed in at the desk; null where there are no keys.")


class Refusal(_Frozen):
    """A kind of which there is no text that passed."""

    kind: KindName
    reason: str


class Variants(_Frozen):
    """The texts that were made of a briefing, and what was not."""

    briefing: str = Field(description="Id of the briefing.")
    language: str
    variants: tuple[Variant, ...]
    refused: tuple[Refusal, ...] = Field(description="Kinds that were asked for and cannot be offered, each with why.")
    model: str | None = Field(description="The model that wrote; null where nothing was written.")
    prompt: PromptStamp | None
    style: StyleStamp | None = Field(default=None, description="The house style that was followed; null without one.")
    usage: Usage
    warnings: tuple[str, ...]


class MadeVariants(Variants):
    """The answer of `POST /briefings/{id}/variants`."""

    version: int = Field(description="The version of the briefing that they were made of.")
    briefing_version: int = Field(description="The newest version of the briefing.")
    variants: tuple[KeptVariant, ...]


class VariantList(_Frozen):
    """The variants of a briefing that are kept: by kind, and within a kind the newest first."""

    briefing: str = Field(description="Id of the briefing.")
    briefing_version: int = Field(description="The newest version of the briefing.")
    variants: tuple[KeptVariant, ...]
