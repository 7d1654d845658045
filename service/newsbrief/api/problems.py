"""Everything that can go wrong over HTTP, as problem details (RFC 9457): one table, one place that writes them.

| type (after `urn:newsbrief:problem:`) | status | when |
| --- | --- | --- |
| `malformed-request` | 400 | the body is not JSON, is compressed, or the request cannot be read |
| `unauthenticated` | 401 | no accepted key was sent |
| `cross-origin` | 403 | another site's page sent it, or it was asked for by a name that is not ours |
| `not-permitted` | 403 | the key lacks the scope that this takes |
| `not-found` | 404 | nothing is at that path |
| `method-not-allowed` | 405 | the path has other methods |
| `not-acceptable` | 406 | nothing the route can write is accepted |
| `request-timeout` | 408 | the headers or the body took too long to arrive |
| `idempotency-key-in-use` | 409 | the first request with the key still runs, past the deadline of this one |
| `article-pending`, `job-cancelled` | 409 | in the results of a job: the article has no briefing yet, or gets none |
| `not-reviewed` | 409 | a draft was to be published, and nobody has approved it |
| `version-changed` | 412 | `If-Match` names a version that is not the newest any more |
| `body-too-large` | 413 | over `NEWSBRIEF_MAX_BODY_BYTES`, or over as much as a job may have |
| `unsupported-media-type` | 415 | neither JSON nor, where they are taken, text or HTML |
| `invalid-request` | 422 | JSON of the wrong shape, or a parameter that is none; `errors` says where |
| `idempotency-key-reused` | 422 | another request came with the key before |
| `webhooks-unavailable` | 422 | a `callback_url` came, and no `NEWSBRIEF_WEBHOOK_SECRET` is set to sign with |
| `edit-impossible` | 422 | no such claim or place, a section left empty, or several articles |
| `edit-refused` | 422 | the article does not carry what was written; `errors` says which check failed |
| `text-needed` | 422 | new words came without the article, whose text is not kept |
| `other-article` | 422 | the text that came along is not the one that the briefing was made of |
| `page-not-fetched` | 422 | at the desk, by a tool or in a chat: no article came from the address |
| `malformed-briefing` | 422 | the Markdown is not in the fixed format |
| `output-language-unavailable` | 422 | in another language than the article's, and there is no judge to check it |
| `unknown-style`, `malformed-style` | 422 | no house style has that name; a house style cannot be used |
| `judge-needed` | 422 | every variant that was asked for takes a model to write it and a judge to check it |
| `article-too-short`, `no-article-found` | 422 | the text is no article, or too little of one |
| `article-too-long` | 422 | more lines, sentences or attributes of HTML than any article has |
| `version-required` | 428 | an edit does not say in `If-Match` which version it is based on |
| `too-many-requests` | 429 | over `NEWSBRIEF_RATE_LIMIT` |
| `token-budget-spent` | 429 | over `NEWSBRIEF_TOKENS_PER_DAY` |
| `headers-too-large` | 431 | the request line and headers have more than 64 kB |
| `internal-error` | 500 | a fault of the service |
| `busy` | 503 | over `NEWSBRIEF_MAX_CONCURRENCY`, and the queue is full or too slow |
| `store-unavailable` | 503 | the database cannot be used, and the answer lies in it |
| `engine-unavailable`, `upstream-failed`, `rate-limited`, `circuit-open`, `deadline-exceeded` | 503 | no server |
| `judge-unavailable` | 503 | a briefing in another language, and the judge gave no verdict |
| `upstream-unauthorised`, `model-refused`, `context-too-long`, `malformed-draft`, `drafting-failed` | 503 | no draft |

The last two rows come only where `on_failure` is `error`; else the extractive engine answers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from newsbrief.article.errors import ArticleError
from newsbrief.briefing.markdown import MalformedBriefing
from newsbrief.models.errors import DraftingError
from newsbrief.order import KeyInUse, KeyReused, RefusedBefore
from newsbrief.pipeline.shape import UnknownStyle
from newsbrief.store import StoreUnavailable
from newsbrief.style.reading import MalformedStyle
from newsbrief.workers import Overdue

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:newsbrief:problem:"
PROBLEMS: dict[str, tuple[int, str]] = {
    "malformed-request": (400, "The request is malformed"),
    "unauthenticated": (401, "A key is missing or wrong"),
    "cross-origin": (403, "The request comes from another site"),
    "not-permitted": (403, "The key lacks a scope"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "Method not allowed"),
    "not-acceptable": (406, "No acceptable media type"),
    "request-timeout": (408, "The request took too long to arrive"),
    "idempotency-key-in-use": (409, "The first request with the Idempotency-Key still runs"),
    "article-pending": (409, "The article is not done yet"),
    "job-cancelled": (409, "The job was cancelled before the article was done"),
    "not-reviewed": (409, "Nobody has approved the briefing"),
    "version-changed": (412, "The briefing was changed meanwhile"),
    "body-too-large": (413, "The request is too large"),
    "unsupported-media-type": (415, "Unsupported media type"),
    "invalid-request": (422, "The request has the wrong shape"),
    "idempotency-key-reused": (422, "The Idempotency-Key belongs to another request"),
    "webhooks-unavailable": (422, "No webhooks can be sent"),
    "edit-impossible": (422, "The edit cannot be made"),
    "edit-refused": (422, "The article does not carry what was written"),
    "text-needed": (422, "The text of the article is needed"),
    "other-article": (422, "The text is another article's"),
    "page-not-fetched": (422, "The page could not be fetched"),
    "malformed-briefing": (422, "The briefing is not in the fixed format"),
    "output-language-unavailable": (422, "The output language is not available"),
    "unknown-style": (422, "Unknown house style"),
    "malformed-style": (422, "The house style cannot be used"),
    "judge-needed": (422, "A judge is needed"),
    "article-too-short": (422, "The article is too short"),
    "article-too-long": (422, "The article is too long"),
    "no-article-found": (422, "No article was found"),
    "version-required": (428, "If-Match is required"),
    "too-many-requests": (429, "Too many requests"),
    "token-budget-spent": (429, "The daily token budget is spent"),
    "headers-too-large": (431, "The headers are too large"),
    "internal-error": (500, "The service failed"),
    "busy": (503, "The service is busy"),
    "store-unavailable": (503, "The database cannot be reached"),
    "drafting-failed": (503, "No draft was written"),
    "circuit-open": (503, "The model's server failed too often and is left alone for a while"),
    "engine-unavailable": (503, "The engine is not available"),
    "upstream-failed": (503, "The model's server failed"),
    "rate-limited": (503, "The model's server limits the rate"),
    "deadline-exceeded": (503, "The time for the request is over"),
    "upstream-unauthorised": (503, "The model's server refused the service's key"),
    "model-refused": (503, "The model refused"),
    "context-too-long": (503, "The article does not fit the model"),
    "malformed-draft": (503, "The model wrote no usable draft"),
    "judge-unavailable": (503, "The judge gave no verdict"),
}
_BY_STATUS = {status: reason for reason, (status, _) in reversed(PROBLEMS.items()) if status not in (422, 503)} | {
    503: "busy"
}
RETRY_AFTER_S = 5
"""What a client is asked to wait when nobody knows better."""


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


def invalid(error: ValidationError) -> ProblemError:
    """The problem that a body of the wrong shape is: malformed where it is no JSON. Echoes nothing that was sent."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    if found and found[0]["type"] == "json_invalid":
        return ProblemError("malformed-request", found[0]["msg"])
    errors = [ErrorAt(pointer=_pointer(e["loc"]), detail=e["msg"].removeprefix("Value error, ")) for e in found[:20]]
    where = ", ".join(e.pointer or "the whole body" for e in errors[:5])
    return ProblemError("invalid-request", f"Wrong or missing: {where}.", errors=errors)


def invalid_parameters(error: RequestValidationError) -> ProblemError:
    """The problem of parameters in the path or the query that are none."""
    found = error.errors()[:20]
    errors = [ErrorAt(pointer=_pointer(e["loc"]), detail=e["msg"].removeprefix("Value error, ")) for e in found]
    return ProblemError("invalid-request", f"Wrong: {', '.join(e.pointer for e in errors[:5])}.", errors=errors)


def describe_error(error: Exception, instance: str) -> tuple[Problem, dict[str, str]]:
    """The problem that `error` is, and the headers that go with it."""
    known = as_problem(error)
    status, title = PROBLEMS[known.reason]
    problem = Problem(
        type=PREFIX + known.reason,
        title=title,
        status=status,
        detail=known.detail,
        instance=instance,
        errors=list(known.errors) if known.errors else None,
    )
    return problem, ({"Retry-After": str(RETRY_AFTER_S)} if status == 503 else {}) | known.headers


def response(error: Exception, instance: str) -> Response:
    """The HTTP answer that `error` becomes."""
    problem, headers = describe_error(error, instance)
    return Response(
        problem.model_dump_json(exclude_none=True), status_code=problem.status, media_type=MEDIA_TYPE, headers=headers
    )


def instance_of(request: Request) -> str:
    """The URN of one request."""
    return f"urn:newsbrief:request:{request.scope.get('request_id', 'unknown')}"


def install(app: FastAPI) -> None:
    """Answer every known error of the service, and the framework's own, with a problem."""

    async def handle(request: Request, error: Exception) -> Response:
        return response(error, instance_of(request))

    for kind in (
        ProblemError,
        ArticleError,
        DraftingError,
        MalformedBriefing,
        MalformedStyle,
        UnknownStyle,
        Overdue,
        StoreUnavailable,
        KeyReused,
        KeyInUse,
        RefusedBefore,
        HTTPException,
        RequestValidationError,
    ):
        app.add_exception_handler(kind, handle)


def as_problem(error: Exception) -> ProblemError:
    """The problem that any error of the service, or of the framework, is."""
    match error:
        case ProblemError():
            return error
        case ArticleError():
            return ProblemError(error.reason, str(error))
        case UnknownStyle():
            return ProblemError("unknown-style", str(error))
        case MalformedStyle():
            return ProblemError("malformed-style", str(error))
        case MalformedBriefing():
            return ProblemError("malformed-briefing", f"{str(error)[:200]}.")
        case DraftingError():
            reason = error.reason if error.reason in PROBLEMS else "drafting-failed"
            wait = math.ceil(error.retry_after_s) if error.retry_after_s else RETRY_AFTER_S
            return ProblemError(reason, str(error), headers={"Retry-After": str(wait)})
        case Overdue():
            return ProblemError("deadline-exceeded", "The time allowed for the request is over.")
        case KeyReused():
            return ProblemError("idempotency-key-reused", str(error))
        case KeyInUse():
            return ProblemError("idempotency-key-in-use", str(error))
        case RefusedBefore():
            return ProblemError(error.reason, error.detail)
        case StoreUnavailable():
            return ProblemError("store-unavailable", str(error))
        case RequestValidationError():
            return invalid_parameters(error)
        case HTTPException():
            reason = _BY_STATUS.get(error.status_code, "malformed-request")
            return ProblemError(reason, f"{error.detail}.", headers=error.headers)
        case _:
            return ProblemError("internal-error", "The service failed; its log has the cause under this request's id.")


def _pointer(loc: tuple[Any, ...]) -> str:
    """The location as a JSON Pointer; tags of a union are no part of it."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in loc if not str(step).startswith("union:"))
    return "".join(f"/{step[:100]}" for step in steps).encode("utf-8", "replace").decode()
