"""Everything that can go wrong over HTTP, as problem details (RFC 9457): one table, `problems.toml`, and one place that
writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from newsbrief.article.errors import ArticleError
from newsbrief.briefing.markdown import MalformedBriefing
from newsbrief.fetching.errors import NotFetched
from newsbrief.models.errors import DraftingError
from newsbrief.orders.order import KeyInUse, KeyReused, RefusedBefore
from newsbrief.orders.places import Busy
from newsbrief.pipeline.shape import UnknownStyle
from newsbrief.problem import PREFIX
from newsbrief.resources import read_table
from newsbrief.store import StoreUnavailable
from newsbrief.style.reading import MalformedStyle
from newsbrief.validation import Fault, list_faults, read_fault
from newsbrief.verification.edits import EditError, EditImpossible, EditRefused
from newsbrief.verification.itemise import UnusableText
from newsbrief.workers import DeadlinePassed

MEDIA_TYPE = "application/problem+json"
PROBLEMS: dict[str, tuple[int, str]] = {
    name: (row["status"], row["title"]) for name, row in read_table("api/problems.toml").items()
}
"""Status and title of each, by its name."""
_BY_STATUS = {status: reason for reason, (status, _) in reversed(PROBLEMS.items()) if status not in (422, 503)} | {
    503: "busy"
}
RETRY_AFTER_S = 5
"""The default of `Retry-After`."""


class ErrorAt(BaseModel):
    """The error of one field."""

    pointer: str = Field(description="JSON Pointer (RFC 6901) to the field; of a parameter `/query/…` or `/path/…`.")
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="Stable URN that names the kind of problem.", examples=[PREFIX + "article-too-short"])
    title: str = Field(description="The kind of problem in words; the same for every problem of the type.")
    status: int
    detail: str = Field(description="What went wrong this time.")
    instance: str = Field(description="Names this one occurrence by the request's id.")
    errors: list[ErrorAt] | None = Field(default=None, description="Each field that is wrong, or each edit that is.")


Known = (
    ArticleError
    | Busy
    | DraftingError
    | EditError
    | KeyInUse
    | KeyReused
    | MalformedBriefing
    | MalformedStyle
    | NotFetched
    | DeadlinePassed
    | RefusedBefore
    | StoreUnavailable
    | UnknownStyle
    | UnusableText
)
"""Errors of the service: each has its `reason`, a key of `PROBLEMS`."""


class ProblemError(Exception):
    """Raised anywhere below a route to answer with the problem named `reason`, a key of `PROBLEMS`."""

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[ErrorAt] | None = None,
    ) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.headers, self.errors = reason, detail, dict(headers or {}), errors


ANSWERED: tuple[type[Exception], ...] = (ProblemError, *get_args(Known), HTTPException, RequestValidationError)
"""Errors that are answered with a problem."""


def describe_invalid(error: ValidationError) -> ProblemError:
    """Return the problem for a body of the wrong shape, without repeating its content."""
    faults = list_faults(error)
    if faults and faults[0].type == "json_invalid":
        return ProblemError("malformed-request", faults[0].message)
    return _point_out("Wrong or missing", faults)


def _point_out(said: str, faults: Sequence[Fault]) -> ProblemError:
    errors = [ErrorAt(pointer=_format_pointer(fault.place), detail=_say(fault)) for fault in faults[:20]]
    where = ", ".join(e.pointer or "the whole body" for e in errors[:5])
    return ProblemError("invalid-request", f"{said}: {where}.", errors=errors)


def _say(fault: Fault) -> str:
    return "There is no such field here" if fault.type == "extra_forbidden" else fault.message


def describe_error(error: Exception, instance: str) -> tuple[Problem, dict[str, str]]:
    """Return the problem details for `error`, and the headers that go with them."""
    known = as_problem(error)
    # Another version of the service may have stored a reason that this one does not have.
    reason = known.reason if known.reason in PROBLEMS else "drafting-failed"
    status, title = PROBLEMS[reason]
    problem = Problem(
        type=PREFIX + reason,
        title=title,
        status=status,
        detail=known.detail,
        instance=instance,
        errors=list(known.errors) if known.errors else None,
    )
    return problem, ({"Retry-After": str(RETRY_AFTER_S)} if status == 503 else {}) | known.headers


def to_response(error: Exception, instance: str) -> Response:
    """Return the HTTP response for `error`."""
    problem, headers = describe_error(error, instance)
    return Response(
        problem.model_dump_json(exclude_none=True), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers
    )


def format_instance(request: Request) -> str:
    """Return the URN of one request."""
    return f"urn:newsbrief:request:{request.scope.get('request_id', 'unknown')}"


def install(app: FastAPI) -> None:
    """Answer every known error of the service, and the framework's own, with a problem."""

    async def handle(request: Request, error: Exception) -> Response:
        return to_response(error, format_instance(request))

    for kind in ANSWERED:
        app.add_exception_handler(kind, handle)


def as_problem(error: Exception) -> ProblemError:
    """Return the problem for an error of the service or the framework."""
    match error:
        case ProblemError():
            return error
        case DraftingError():
            wait = math.ceil(error.retry_after_s) if error.retry_after_s else RETRY_AFTER_S
            return ProblemError(error.reason, str(error), headers={"Retry-After": str(wait)})
        case EditImpossible():
            where = [ErrorAt(pointer=f"/edits/{error.edit}/{error.field}", detail=str(error))]
            return ProblemError(error.reason, str(error), errors=where)
        case EditRefused():
            where = [
                ErrorAt(pointer=f"/edits/{number}", detail=f"{claim.verdict}: {said}")
                for number, claim in error.refused
                for said in tuple(map(str, claim.failures)) or ("the article does not carry it",)
            ]
            return ProblemError(error.reason, "; ".join(e.detail for e in where)[:1000], errors=where[:50])
        case MalformedBriefing():
            return ProblemError(error.reason, f"{str(error)[:200]}.")
        case _ if isinstance(error, Known):
            return ProblemError(error.reason, str(error))
        case RequestValidationError():
            return _point_out("Wrong", list(map(read_fault, error.errors())))
        case HTTPException():
            reason = _BY_STATUS.get(error.status_code, "malformed-request")
            return ProblemError(reason, f"{error.detail}.", headers=error.headers)
        case _:
            return ProblemError("internal-error", "The service failed; its log has the cause under this request's id.")


def _format_pointer(loc: tuple[Any, ...]) -> str:
    """Return the location as a JSON Pointer, without the tags of unions."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in loc if not str(step).startswith("union:"))
    return "".join(f"/{step[:100]}" for step in steps).encode("utf-8", "replace").decode()
