"""The review of a briefing: still a draft, approved by a person, or published."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["draft", "reviewed", "published"]


class Review(BaseModel):
    """The state of the review, and who answers for the briefing; the disclosure follows (EU AI Act, Article 50(4))."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Status = Field(default="draft", description="`reviewed` and `published` say that a person approved it.")
    by: str | None = Field(default=None, description="Name of who approved it; null on a draft.")
    at: datetime | None = Field(default=None, description="When it was approved; null on a draft.")
    edited: bool = Field(default=False, description="A person changed its text since it was made.")
