"""Bodies of requests for variants of a kept briefing."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.api.bodies import Style
from newsbrief.variants.kind import NAMES, KindName


class VariantsBody(BaseModel):
    """The variants that are wanted, and the article that they are checked against."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kinds: Annotated[list[KindName], Field(min_length=1, max_length=len(NAMES))] = Field(
        default=list(NAMES), description="All unless some are named."
    )
    text: str | None = Field(
        default=None,
        description="The article, as it was sent: needed where a judge is to check new words and none is kept.",
    )
    judge: bool | None = Field(
        default=None, description="`false`: only those that are checked claims word for word; nothing is written."
    )
    style: Style = Field(default=None, description="As for `/summarize`.")
