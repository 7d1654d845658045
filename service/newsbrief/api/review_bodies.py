"""Bodies about a kept briefing: a step of its review, and edits."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.briefing.review import Status
from newsbrief.verification.edits import Edit

MOST_EDITS = 100
Name = Annotated[
    str | None,
    Field(
        max_length=200,
        examples=["Ada Lovelace"],
        description="Who does this; needed where there are no keys. Else it is the key's reviewer, whatever is sent.",
    ),
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReviewBody(_Strict):
    """A step of the review: approved, published, or a draft again."""

    status: Status
    by: Name = None


class RestoreBody(_Strict):
    """A version is brought back."""

    by: Name = None


class EditBody(_Strict):
    """Edits, made in turn. Ids and places in `dropped` are those of the version that `If-Match` names."""

    edits: list[Annotated[Edit, Field(discriminator="op")]] = Field(min_length=1, max_length=MOST_EDITS)
    by: Name = None
    text: str | None = Field(
        default=None, description="The article, as it was sent: needed where there are new words and it is not kept."
    )
