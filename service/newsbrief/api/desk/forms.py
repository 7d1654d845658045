"""The forms that the desk sends."""

from __future__ import annotations

from typing import Any, Literal, TypeVar, cast
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsbrief.api.problems import ErrorAt, ProblemError
from newsbrief.api.request_body import read_body, require_media_type, require_size
from newsbrief.api.review_bodies import EditBody, ReviewBody
from newsbrief.api.state import read_state
from newsbrief.article.normalise import to_visible
from newsbrief.store.briefings import KeptBriefing
from newsbrief.validation import list_faults
from newsbrief.workers import run_in_worker

F = TypeVar("F", bound=BaseModel)
_FIELDS = 50
Operation = Literal["replace", "accept", "leave", "delete", "up", "down", "restore", "reword"]
Deed = Literal[Operation, "replace-anyway", "restore-anyway", "reword-anyway"]
ANYWAY = "-anyway"
"""What the name of a deed ends with that saves words against the checks."""
_ESCAPED = 3
"""Bytes of a form that one byte of text may take."""
_SAID = {
    "by": "Put in your name first.",
    "text": "Write between 1 and 2,000 characters.",
    "reason": "Say why in at most 1,000 characters.",
}


class EditForm(BaseModel):
    """A button of a claim, and the fields sent with it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    do: Deed
    claim: str = Field(default="", max_length=100)
    """Its id, which goes into a header of the answer."""
    dropped: int = Field(default=0, ge=0)
    text: str = ""
    reason: str = ""
    version: int = 0
    by: str = ""
    article: str = ""

    @property
    def operation(self) -> Operation:
        """Return the operation, without the mark that it overrides the checks."""
        return cast("Operation", self.do.removesuffix(ANYWAY))

    @property
    def on_dropped(self) -> bool:
        """Return whether it is about a dropped claim."""
        return self.operation in ("restore", "reword", "leave")

    @property
    def trouble(self) -> str:
        """Return the id of the element that shows an error."""
        at = f"dropped-{self.dropped}" if self.on_dropped else f"claim-{self.claim.replace('.', '-')}"
        return f"trouble-{at}"

    def body(self, kept: KeptBriefing) -> EditBody:
        """Return the same as the API takes it.

        Raises:
            ProblemError: it lacks a name, or words.
        """
        sent = {"edits": [self._edit(kept)], "by": self.by, "text": self.article or None}
        try:
            return EditBody.model_validate(sent)
        except ValidationError as error:
            raise _form_problem(error) from None

    def _edit(self, kept: KeptBriefing) -> dict[str, Any]:
        anyway = {"reason": self._given_reason()} if self.do.endswith(ANYWAY) else {}
        match self.operation:
            case "replace":
                return {"op": "replace", "claim": self.claim, "text": self.text, **anyway}
            case "accept":
                return {"op": "accept", "claim": self.claim}
            case "leave":
                return {"op": "accept", "dropped": self.dropped}
            case "delete":
                return {"op": "delete", "claim": self.claim}
            case "up" | "down":
                section = self.claim.partition(".")[0]
                order = [c.id for c in kept.reply.faithfulness.claims if c.section == section]
                place = order.index(self.claim) if self.claim in order else 0
                return {
                    "op": "move",
                    "claim": self.claim,
                    "to": max(0, place + (1 if self.operation == "down" else -1)),
                }
            case "reword":
                return {"op": "restore", "dropped": self.dropped, "text": self.text, **anyway}
            case "restore":
                return {"op": "restore", "dropped": self.dropped, **anyway}

    def _given_reason(self) -> str:
        reason = to_visible(self.reason)
        if not reason:
            where = [ErrorAt(pointer="/reason", detail="why the words stand all the same")]
            raise ProblemError("invalid-request", "Say why the words stand all the same.", errors=where)
        return reason


class ReviewForm(BaseModel):
    """A step of the review."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    status: str = ""
    by: str = ""
    version: int = 0

    def body(self) -> ReviewBody:
        """Return the same as the API takes it.

        Raises:
            ProblemError: it lacks a name.
        """
        try:
            return ReviewBody.model_validate({"status": self.status, "by": self.by})
        except ValidationError as error:
            raise _form_problem(error) from None


class PartForm(BaseModel):
    """A section or a claim to redraft, or a version to restore."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    target: str = Field(default="", max_length=100)
    to: int = Field(default=0, ge=0, le=10**9)
    version: int = 0
    by: str = ""
    article: str = ""


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form, as browsers send them.

    Raises:
        ProblemError: it is none, or too large.
    """
    require_media_type(request, "application/x-www-form-urlencoded")
    body = await read_body(request, times=_ESCAPED)
    try:
        sent = await run_in_worker(len(body), _parse, body)
    except ValueError:
        raise ProblemError("malformed-request", "The body is no form.") from None
    require_size(sent.values(), read_state(request).settings.max_body_bytes)
    return sent


def _parse(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS))


def read(form: type[F], sent: dict[str, str]) -> F:
    """Return the fields as `form`.

    Raises:
        ProblemError: one of them is none of it.
    """
    try:
        return form.model_validate(sent)
    except ValidationError as error:
        raise _form_problem(error) from None


def _form_problem(error: ValidationError) -> ProblemError:
    """Return what is wrong with a form, in words for the person who filled it in."""
    faults = list_faults(error)
    where = [str(fault.place[-1]) if fault.place else "" for fault in faults]
    errors = [ErrorAt(pointer=f"/{name}", detail=fault.message) for name, fault in zip(where, faults, strict=True)]
    detail = next((_SAID[name] for name in where if name in _SAID), f"Wrong: {', '.join(where)}.")
    return ProblemError("invalid-request", detail, errors=errors)
