"""Edits of a briefing by a person, and the reasons why one is not made. The API takes them as they are here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from newsbrief.article.normalise import to_visible
from newsbrief.verification.claim import CheckedClaim

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
    AfterValidator(to_visible),
]


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReplaceEdit(_Edit):
    """Other words for a claim. Several sentences in a paragraph become as many claims."""

    op: Literal["replace"]
    claim: ClaimId
    text: Words
    reason: Reason = ""


class DeleteEdit(_Edit):
    """A claim leaves the briefing; it is then in `faithfulness.dropped`."""

    op: Literal["delete"]
    claim: ClaimId


class MoveEdit(_Edit):
    """A claim goes to another place of its section."""

    op: Literal["move"]
    claim: ClaimId
    to: Place = Field(description="From 0.")


class RestoreEdit(_Edit):
    """Restore a dropped claim, in other words where `text` is sent."""

    op: Literal["restore"]
    dropped: Place = Field(description="Its place in `faithfulness.dropped`, from 0.")
    text: Words | None = None
    to: Place | None = Field(default=None, description="Its place in the section, from 0; else where it was.")
    reason: Reason = ""


class AcceptEdit(_Edit):
    """Accept a claim, or a dropped one, unchanged after reading it. No verdict changes."""

    op: Literal["accept"]
    claim: ClaimId | None = None
    dropped: Place | None = Field(default=None, description="Its place in `faithfulness.dropped`, from 0.")

    @model_validator(mode="after")
    def _one_of_two(self) -> AcceptEdit:
        if (self.claim is None) == (self.dropped is None):
            raise ValueError("send either 'claim' or 'dropped'")
        return self


Edit = ReplaceEdit | DeleteEdit | MoveEdit | RestoreEdit | AcceptEdit


class EditError(ValueError):
    """An edit that cannot be made; `str()` says why."""

    reason = "edit-impossible"
    """Stable word for problem types."""


class EditImpossible(EditError):
    """The edit numbered `edit` cannot be made; `str()` says why, `field` is what in it is wrong."""

    def __init__(self, edit: int, field: str, why: str) -> None:
        super().__init__(why)
        self.edit, self.field = edit, field


class TextNeeded(EditError):
    """There are words to check, and no article to check them against."""

    reason = "text-needed"

    def __init__(self) -> None:
        super().__init__("The service keeps no text of this article: send it as 'text'.")


class EditRefused(EditError):
    """The article does not carry what was written; `refused` has each edit's number and the claim as checked."""

    reason = "edit-refused"

    def __init__(self, refused: Sequence[tuple[int, CheckedClaim]]) -> None:
        super().__init__("The article does not carry what was written.")
        self.refused = tuple(refused)
