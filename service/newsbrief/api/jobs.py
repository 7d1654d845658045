"""The routes of jobs: many articles, or one, briefed in the background."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from newsbrief.api import documentation, idempotency, responses
from newsbrief.api.accept_header import negotiate_media_type
from newsbrief.api.gate import read_team
from newsbrief.api.job_bodies import NDJSON, Job, parse_job, parse_job_lines
from newsbrief.api.problems import ProblemError, describe_error
from newsbrief.api.request_body import read_body, require_media_type, require_size
from newsbrief.api.state import read_state
from newsbrief.api.styles import settle_options
from newsbrief.jobs.assignment import Assignment
from newsbrief.jobs.lazy_worker import ARTICLES
from newsbrief.orders.places import Places
from newsbrief.pipeline import Options, Submission
from newsbrief.problem import RecordedProblem
from newsbrief.settings import Settings
from newsbrief.store.jobs import ArticleOutcome, JobOrder
from newsbrief.store.keys import LIVES_S, KeyedRequest
from newsbrief.store.replies import read_reply
from newsbrief.store.store import Store
from newsbrief.telemetry import tracing

BODIES = 32
"""A job may have as many bytes as so many articles of `NEWSBRIEF_MAX_BODY_BYTES`."""
LARGE_AT_ONCE, LARGE_WAITING = 2, 32
"""Jobs of more than `LARGE` bytes that are read at once, each in several times its bytes of memory, and that wait."""
_PAGE = 50
"""Results read from the store at once."""
routes = APIRouter(tags=["jobs"])
"""Included behind the gate by the application."""


@routes.post("/jobs", status_code=202, response_model=Job, **documentation.JOBS)
async def create_job(request: Request) -> Response:
    """Brief many articles in the background. Once this returns 202, no article is lost in a crash."""
    kind = require_media_type(request, responses.JSON, NDJSON)
    places = read_state(request).large_bodies
    async with AsyncExitStack() as held:
        body = await read_body(request, times=BODIES, take_place=lambda: held.enter_async_context(places.hold()))
        return await _parse_and_accept(request, body, kind)


async def _parse_and_accept(request: Request, body: bytes, kind: str) -> Response:
    most = read_state(request).settings.max_body_bytes
    sent = await asyncio.to_thread(
        parse_job_lines if kind == NDJSON else parse_job, body, request.query_params.get("callback_url")
    )
    await asyncio.to_thread(require_size, (article.text for article in sent.articles), most)
    assignments = await asyncio.to_thread(
        lambda: [
            build_assignment(a.submission(), settle_options(request, Options.of(a.options))) for a in sent.articles
        ]
    )
    keyed = await idempotency.find_keyed_request(request, body)
    return await accept_job(request, assignments, sent.callback_url, keyed)


@routes.get("/jobs/{id}", response_model=Job, **documentation.JOB)
async def read_job(request: Request, id: UUID) -> Response:
    """Return the job's status now."""
    return responses.respond_json(await _find_job(request, id))


@routes.delete("/jobs/{id}", response_model=Job, **documentation.JOB)
async def cancel_job(request: Request, id: UUID) -> Response:
    """Cancel the articles that are not done. Finished articles and finished jobs stay."""
    store = read_state(request).store
    await store.ask(store.jobs.cancel, id, read_owner(request))
    return responses.respond_json(await _find_job(request, id))


@routes.get(
    "/jobs/{id}/results",
    response_class=StreamingResponse,
    operation_id="results_jobs__id__results_get",
    **documentation.RESULTS,
)
async def read_results(request: Request, id: UUID) -> Response:
    """Return one line of JSON per article, in the order sent: the reply, as of `POST /summarize`, or a problem."""
    negotiate_media_type(request, (NDJSON,), "Results")
    await _find_job(request, id)
    return StreamingResponse(_stream_results(read_state(request).store, id), media_type=NDJSON)


def make_places(settings: Settings) -> Places:
    """Return the places of large jobs."""
    return Places(LARGE_AT_ONCE, settings.deadline_s, most_waiting=LARGE_WAITING)


def prefers_async(request: Request) -> bool:
    """Return whether the client prefers the address of the answer to waiting (`Prefer: respond-async`, RFC 7240)."""
    preferences = ",".join(request.headers.getlist("prefer")).lower().split(",")
    return any(p.partition(";")[0].strip() == "respond-async" for p in preferences)


async def create_single_job(
    request: Request, submission: Submission, options: Options, keyed: KeyedRequest | None
) -> Response:
    """Accept one article as a job, and answer with it."""
    answer = await accept_job(request, [build_assignment(submission, options)], None, keyed)
    answer.headers["Preference-Applied"] = "respond-async"
    return answer


def read_owner(request: Request) -> str:
    """Return the name of the caller's key, which owns its jobs; empty if there are no keys: then all share all jobs."""
    name: str = request.scope.get("key_name") or ""
    return name


def build_assignment(submission: Submission, options: Options) -> str:
    """Return an article as a job stores it."""
    return Assignment(submission, options, tracing.trace_headers()).to_json()


async def accept_job(
    request: Request,
    assignments: list[str],
    callback_url: str | None,
    keyed: KeyedRequest | None,
    status: int = 202,
    key_lives_s: float | None = LIVES_S,
) -> Response:
    """Accept a job of `assignments` and answer with it; for a repeated request, answer with its first job.

    `key_lives_s`: as in `JobOrder`.

    Raises:
        ProblemError: no webhooks can be sent, or the key is another request's.
    """
    state = read_state(request)
    if callback_url and state.settings.webhook_secret is None:
        raise ProblemError("webhooks-unavailable", "No secret is set to sign webhooks: send no callback_url.")
    key, asked = (keyed.key, keyed.request) if keyed else (None, None)
    order = JobOrder(read_owner(request), ARTICLES, callback_url, key, asked, read_team(request) or "", key_lives_s)
    accepted = await state.store.ask_to_the_end(state.store.jobs.accept, order, assignments)
    if accepted is None:
        raise ProblemError("idempotency-key-reused", "This Idempotency-Key was used for a different request.")
    state.job_worker.wake()
    answer = responses.respond_json(Job.model_validate(accepted), headers={"Location": f"/jobs/{accepted.id}"})
    answer.status_code = status
    return answer


async def _find_job(request: Request, id: UUID) -> Job:
    store = read_state(request).store
    progress = await store.ask(store.jobs.find_progress, id, read_owner(request))
    if progress is None:
        raise ProblemError("not-found", "There is no job with that id.")
    return Job.model_validate(progress)


async def _stream_results(store: Store, id: UUID) -> AsyncIterator[str]:
    after = -1
    while outcomes := await store.ask(store.jobs.list_outcomes, id, after=after, limit=_PAGE):
        yield "".join(format_result(id, outcome) + "\n" for outcome in outcomes)
        after = outcomes[-1].place


def format_result(job: UUID, outcome: ArticleOutcome) -> str:
    """Return the result of one article of a job as a line of JSON, without its line end."""
    match outcome.state:
        case "done" if outcome.reply and outcome.source_text is None:
            return outcome.reply
        case "done" if outcome.reply:
            return read_reply(outcome.reply, outcome.source_text).model_dump_json()
        case "done":
            problem = RecordedProblem("not-found", "The briefing was deleted.")
        case "failed":
            problem = RecordedProblem.from_text(outcome.problem or "internal-error ")
        case "cancelled":
            problem = RecordedProblem("job-cancelled", "The article was not done when the job was cancelled.")
        case _:
            problem = RecordedProblem("article-pending", "The article is not done yet.")
    shown, _ = describe_error(ProblemError(problem.reason, problem.detail), f"urn:newsbrief:job:{job}:{outcome.place}")
    return shown.model_dump_json(exclude_none=True)
