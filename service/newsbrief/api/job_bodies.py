"""Bodies of jobs: as they are sent, and as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from newsbrief.api.bodies import Line, SummarizeBody
from newsbrief.api.problems import ErrorAt, ProblemError, describe_invalid
from newsbrief.api.request_body import parse_json
from newsbrief.validation import list_faults

NDJSON = "application/x-ndjson"
MOST_ARTICLES = 10_000
"""Articles of a job."""


def _callback(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ValueError("an http or https address without a user name")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("an address in ASCII, as a browser sends it")
    _ = parts.port
    return url


Callback = Annotated[Line, AfterValidator(_callback)]
_CALLBACK: TypeAdapter[str] = TypeAdapter(Callback)


class JobBody(BaseModel):
    """Articles to brief, in the background."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    articles: Annotated[list[SummarizeBody], Field(min_length=1, max_length=MOST_ARTICLES)]
    callback_url: Callback | None = Field(default=None, description="Gets signed webhooks (Standard Webhooks 1.0).")


class Job(BaseModel):
    """A job: its status and counts."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    status: Literal["queued", "running", "completed", "cancelled"]
    total: int = Field(description="Articles.")
    done: int = Field(description="Articles that have a briefing.")
    failed: int = Field(description="Articles that came to a problem.")


class IgnoredPayload(BaseModel):
    """The answer to a payload that its mapping takes for no article."""

    ignored: Literal[True] = True
    reason: str


def parse_job(body: bytes, callback_url: str | None) -> JobBody:
    """Parse the articles of a JSON body; `callback_url` of the query counts if the body has none.

    Raises:
        ProblemError: it is no JSON, or of the wrong shape.
    """
    sent = parse_json(body, JobBody)
    return sent if sent.callback_url else sent.model_copy(update={"callback_url": _asked_back(callback_url)})


def parse_job_lines(body: bytes, callback_url: str | None) -> JobBody:
    """Parse the articles of NDJSON, one a line; empty lines are ignored.

    Raises:
        ProblemError: a line is no JSON, or of the wrong shape.
    """
    lines = list(pick_lines(body.split(b"\n")))
    if not 0 < len(lines) <= MOST_ARTICLES:
        raise ProblemError("invalid-request", f"A job has 1 to {MOST_ARTICLES} articles, a line each.")
    articles = []
    for number, line in enumerate(lines):
        try:
            articles.append(parse_line(line))
        except ProblemError as problem:
            raise _on_line(number, problem) from None
    return JobBody.model_construct(articles=articles, callback_url=_asked_back(callback_url))


def pick_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of NDJSON that are not empty, without the byte order mark that Windows puts before all."""
    for number, line in enumerate(lines):
        text = line if number else line.removeprefix(b"\xef\xbb\xbf")
        if text.strip():
            yield text


def parse_line(line: bytes) -> SummarizeBody:
    """Parse an article of NDJSON.

    Raises:
        ProblemError: it is no JSON, or of the wrong shape.
    """
    try:
        return SummarizeBody.model_validate_json(line)
    except ValidationError as error:
        raise describe_invalid(error) from None


def _on_line(number: int, problem: ProblemError) -> ProblemError:
    errors = [ErrorAt(pointer=f"/{number}{e.pointer}", detail=e.detail) for e in problem.errors or ()]
    return ProblemError(problem.reason, f"Line {number + 1}: {problem.detail}", errors=errors)


def _asked_back(sent: str | None) -> str | None:
    try:
        return None if sent is None else _CALLBACK.validate_python(sent)
    except ValidationError as error:
        at = [ErrorAt(pointer="/query/callback_url", detail=list_faults(error)[0].message)]
        raise ProblemError("invalid-request", "Wrong: /query/callback_url.", errors=at) from None
