"""Variants as they are answered."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.reply import Prompt, Usage
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


class Refusal(_Frozen):
    """A kind of which there is no text that passed."""

    kind: KindName
    reason: str


class Variants(_Frozen):
    """The answer of `POST /briefings/{id}/variants`."""

    briefing: str = Field(description="Id of the briefing.")
    language: str
    variants: tuple[Variant, ...]
    refused: tuple[Refusal, ...] = Field(description="Kinds that were asked for and cannot be offered, each with why.")
    model: str | None = Field(description="The model that wrote; null where nothing was written.")
    prompt: Prompt | None
    usage: Usage
    warnings: tuple[str, ...]
