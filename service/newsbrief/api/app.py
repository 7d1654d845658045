"""The application: routes, and what surrounds them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from fastapi.security import HTTPAuthorizationCredentials

import newsbrief
from newsbrief import pipeline
from newsbrief.api import (
    answers,
    bodies,
    briefings,
    cms,
    desk,
    documentation,
    events,
    idempotency,
    jobs,
    keeping,
    problems,
    reviewing,
    updates,
)
from newsbrief.api.admission import Turnstile, while_connected
from newsbrief.api.cross_origin import allow
from newsbrief.api.envelope import Envelope
from newsbrief.api.gate import Gate, bearer, within_budget
from newsbrief.api.making import made
from newsbrief.api.negotiation import chosen
from newsbrief.api.problems import ProblemError
from newsbrief.api.proxies import ForwardedHeaders
from newsbrief.api.readiness import Readiness
from newsbrief.briefing.markdown import MalformedBriefing, parse
from newsbrief.briefing.schema import Briefing
from newsbrief.drafting.draft import Engine
from newsbrief.models.errors import DraftingError
from newsbrief.pipeline.engines import engine_for, judge_for
from newsbrief.recall import Recalled
from newsbrief.reply import Reply, Together, Verification
from newsbrief.settings import Settings
from newsbrief.store import StoreUnavailable
from newsbrief.telemetry import tracing
from newsbrief.telemetry.metrics import MEDIA_TYPE, Metrics
from newsbrief.verification import itemise
from newsbrief.verification.claim import Claim
from newsbrief.verification.entailment import EncoderError, encoder_at
from newsbrief.verification.judge.panel import Panel


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service over HTTP, with `settings` or those of the environment."""
    settings = settings or Settings()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.turnstile = Turnstile(settings.max_concurrency, settings.deadline_s, metrics.places)
        async with AsyncExitStack() as opened:
            opened.push_async_callback(asyncio.to_thread, tracing.flush)
            try:
                await asyncio.to_thread(encoder_at, settings.entailment_model)
                app.state.engine = await asyncio.to_thread(engine_for, settings, circuit=metrics.circuit)
                opened.push_async_callback(app.state.engine.aclose)
                app.state.judge = judge_for(settings, app.state.engine, metrics.circuit, watch=metrics.canaries)
                if app.state.judge:
                    opened.push_async_callback(app.state.judge.aclose)
                await opened.enter_async_context(keeping.opened(app, settings))
                app.state.readiness = Readiness(app.state.store)
                await opened.enter_async_context(jobs.opened(app, settings))
            except (DraftingError, EncoderError, StoreUnavailable) as failure:
                app.state.failure = str(failure)
                raise
            yield

    app = FastAPI(
        title="Newsbrief",
        version=newsbrief.__version__,
        summary="Raw article in, verified fixed-format briefing out.",
        description=documentation.DESCRIPTION,
        lifespan=lifespan,
        redoc_url=None,
        # A span for each request. What the framework would log of a failure is what its exception says.
        telemetry={"operation_spans": False, "metrics": False, "logs": False},
    )
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.gate = Gate(settings)
    app.state.failure = None
    app.state.cms = cms.mappings(settings)
    app.include_router(open_routes)
    for behind_the_gate in (routes, briefings.routes, updates.routes, reviewing.routes, jobs.routes):
        app.include_router(behind_the_gate, dependencies=[Depends(_admitted)])
    app.include_router(cms.routes)
    desk.install(app, routes, briefings.routes, updates.routes, reviewing.routes)
    problems.install(app)
    documentation.install(app)
    allow(app, settings.cors_origins)
    app.add_middleware(Envelope)
    if settings.trusted_proxies:
        app.add_middleware(ForwardedHeaders, trusted=settings.trusted_proxies)
    return app


async def _admitted(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    await request.app.state.gate.admit(request, credentials)


open_routes = APIRouter(tags=["health"])
routes = APIRouter(tags=["briefings"])
"""Included behind the gate by the application."""


@routes.post("/summarize", response_model=Reply | Together, **documentation.SUMMARIZE)
async def summarize(request: Request) -> Response:
    """Brief an article, or several on one event. What is in the briefing has passed its checks; what was dropped is
    listed with the reason, and what the articles disagree on is shown."""
    until = time.monotonic() + request.app.state.settings.deadline_s
    media_type = chosen(request.headers.get("accept"), answers.OFFERS)
    if media_type is None:
        raise ProblemError("not-acceptable", f"The briefing can be written as {', '.join(answers.OFFERS)}.")
    body = await bodies.whole(request)
    claim = idempotency.claim(request, body)
    submission, sent = await bodies.summarize_request(request, body, several=True)
    options = within_budget(request, sent.options.chosen() if sent else pipeline.Options())
    if jobs.prefers_async(request):
        return await jobs.one(request, body, submission, options)
    streamed = media_type == answers.EVENTS or (sent and sent.options.stream and _takes_events(request))
    if streamed:
        await idempotency.refuse_other(request.app.state.store, claim)

    def work(listener: pipeline.Listener | None = None) -> Coroutine[Any, Any, Recalled]:
        make = partial(made, request, "summarize", until, partial(_summarized, request, submission, options, listener))
        return keeping.recalled(request, submission, options, claim, make, until)

    if streamed:
        return events.stream(work, problems.instance_of(request))
    recalled = await while_connected(request, work())
    return answers.answer(recalled.reply, media_type, headers=keeping.cache_status(recalled))


@routes.post("/verify", response_model=Verification, **documentation.VERIFY)
async def verify(request: Request) -> Response:
    """Hold somebody's briefing, or a list of claims, against an article. Nothing is repaired."""
    if chosen(request.headers.get("accept"), (answers.JSON,)) is None:
        raise ProblemError("not-acceptable", "The report can be written as application/json.")
    if bodies.media_type(request)[0] != answers.JSON:
        raise bodies.unsupported("application/json")
    sent = await asyncio.to_thread(bodies.parsed, await bodies.whole(request), bodies.VerifyBody)
    claims = claims_of(sent)
    state = request.app.state
    options = within_budget(request, pipeline.Options(judge=sent.options.judge))

    async def work() -> Verification:
        async with state.turnstile.place():
            found = await pipeline.verify(
                sent.submission(), claims, settings=state.settings, options=options, judge=state.judge
            )
        state.metrics.answered("verify", found)
        state.gate.spend(request, found.meta.usage)
        return found

    return answers.as_json(await while_connected(request, work()))


@open_routes.get("/healthz")
async def healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "ok"}


@open_routes.get("/readyz", responses=documentation.UNREADY)
async def readyz(request: Request) -> dict[str, str]:
    """Able to serve: the engine is there, and the database can be written to.

    `judge` says what its verdicts are worth, `entailment` which model of one's own gives scores.
    """
    await request.app.state.readiness.check()
    engine: Engine = request.app.state.engine
    judge: Panel | None = request.app.state.judge
    folder = request.app.state.settings.entailment_model
    return {
        "status": "ready",
        "engine": engine.name,
        "judge": judge.describe() if judge else "off",
        "entailment": folder.name if folder else "off",
    }


@open_routes.get("/metrics", response_class=PlainTextResponse, responses=documentation.METRICS)
async def numbers(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Response:
    """What was counted, in Prometheus' text format: with a key where keys are set, else only from this machine."""
    state = request.app.state
    await state.gate.admit_scraper(request, credentials)
    with suppress(StoreUnavailable):  # the other numbers are wanted then more than ever
        state.metrics.waiting(await state.store.ask(state.store.jobs.backlog))
    return Response(await asyncio.to_thread(state.metrics.exposition), media_type=MEDIA_TYPE)


def claims_of(sent: bodies.VerifyBody) -> Callable[[str], Sequence[Claim]]:
    """How what was sent becomes claims.

    Raises:
        MalformedBriefing: it is Markdown, but not the fixed format.
    """
    if sent.claims is not None:
        listed = tuple(sent.claims)
        return lambda _: itemise.of_list(listed)
    briefing = _parsed(sent.briefing) if isinstance(sent.briefing, str) else sent.briefing
    assert briefing is not None  # noqa: S101 - the body's validator has seen to it
    return lambda language: itemise.of_briefing(briefing, language)


def _parsed(markdown: str) -> Briefing:
    briefing = parse(markdown)[0]
    try:
        bodies.check_lengths(briefing)
    except ValueError as error:
        raise MalformedBriefing(str(error)) from None
    return briefing


async def _summarized(
    request: Request,
    submission: pipeline.Submission,
    options: pipeline.Options,
    listener: pipeline.Listener | None,
    settings: Settings,
) -> Reply:
    state = request.app.state
    return await pipeline.summarize(
        submission, engine=state.engine, settings=settings, options=options, judge=state.judge, listener=listener
    )


def _takes_events(request: Request) -> bool:
    return chosen(request.headers.get("accept"), (answers.EVENTS,)) is not None
