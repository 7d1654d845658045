"""Bodies about a kept briefing: a step of its review, and edits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from newsbrief.article.normalise import to_visible
from newsbrief.briefing.review import Status
from newsbrief.verification import editing

MOST_EDITS = 100
Name = Annotated[
    str | None,
    Field(
        max_length=200,
        examples=["Ada Lovelace"],
        description="Who does this; needed where there are no keys. Else it is the key's reviewer, whatever is sent.",
    ),
]
Words = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
ClaimId = Annotated[str, Field(max_length=100, examples=["key_points.0"])]
Place = Annotated[int, Field(ge=0, le=10_000)]
Reason = Annotated[
    str,
    Field(
        max_length=1000,
        description="Why the words are saved although the checks refuse them. It takes the scope `review`, stands in "
        "the history and beside the claim, and the claim keeps its verdict.",
    ),
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReviewBody(_Strict):
    """A step of the review: approved, published, or a draft again."""

    status: Status
    by: Name = None


class ReplaceEdit(_Strict):
    """Other words for a claim. Several sentences in a paragraph become as many claims."""

    op: Literal["replace"]
    claim: ClaimId
    text: Words
    reason: Reason = ""

    def edit(self) -> editing.Edit:
        return editing.Replace(self.claim, self.text, to_visible(self.reason))


class DeleteEdit(_Strict):
    """A claim leaves the briefing; it is then in `faithfulness.dropped`."""

    op: Literal["delete"]
    claim: ClaimId

    def edit(self) -> editing.Edit:
        return editing.Delete(self.claim)


class MoveEdit(_Strict):
    """A claim goes to another place of its section."""

    op: Literal["move"]
    claim: ClaimId
    to: Place = Field(description="From 0.")

    def edit(self) -> editing.Edit:
        return editing.Move(self.claim, self.to)


class RestoreEdit(_Strict):
    """Restore a dropped claim, in other words where `text` is sent."""

    op: Literal["restore"]
    dropped: Place = Field(description="Its place in `faithfulness.dropped`, from 0.")
    text: Words | None = None
    to: Place | None = Field(default=None, description="Its place in the section, from 0; else where it was.")

    reason: Reason = ""

    def edit(self) -> editing.Edit:
        return editing.Restore(self.dropped, self.text, self.to, to_visible(self.reason))


class AcceptEdit(_Strict):
    """Accept a claim, or a dropped one, unchanged after reading it. No verdict changes."""

    op: Literal["accept"]
    claim: ClaimId | None = None
    dropped: Place | None = Field(default=None, description="Its place in `faithfulness.dropped`, from 0.")

    @model_validator(mode="after")
    def _one_of_two(self) -> AcceptEdit:
        if (self.claim is None) == (self.dropped is None):
            raise ValueError("send either 'claim' or 'dropped'")
        return self

    def edit(self) -> editing.Edit:
        return editing.Accept(self.claim or "", self.dropped)


class RestoreBody(_Strict):
    """A version is brought back."""

    by: Name = None


class EditBody(_Strict):
    """Edits, made in turn. Ids and places in `dropped` are those of the version that `If-Match` names."""

    edits: list[
        Annotated[ReplaceEdit | DeleteEdit | MoveEdit | RestoreEdit | AcceptEdit, Field(discriminator="op")]
    ] = Field(min_length=1, max_length=MOST_EDITS)
    by: Name = None
    text: str | None = Field(
        default=None, description="The article, as it was sent: needed where there are new words and it is not kept."
    )
