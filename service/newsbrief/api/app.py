"""The application: routes, and what surrounds them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from newsbrief.api import (
    answers,
    briefings,
    chat_completions,
    cms,
    desk,
    documentation,
    events,
    feeds,
    idempotency,
    jobs,
    openapi,
    orders,
    problems,
    reference,
    reviewing,
    styles,
    updates,
    variants,
    verifying,
)
from newsbrief.api.accept_header import choose_media_type, negotiate_media_type
from newsbrief.api.admission import while_connected
from newsbrief.api.bodies import VerifyBody
from newsbrief.api.cross_origin import allow
from newsbrief.api.envelope import Envelope
from newsbrief.api.gate import Credentials, Gate
from newsbrief.api.proxies import ForwardedHeaders
from newsbrief.api.readiness import Readiness
from newsbrief.api.request_body import parse_article, read_body, read_json
from newsbrief.api.state import State, read_state
from newsbrief.api.styles import settle_options
from newsbrief.jobs.lazy_worker import open_lazy_worker
from newsbrief.jobs.worker import Worker
from newsbrief.models.errors import DraftingError
from newsbrief.models.hooks import ModelHooks
from newsbrief.orders.idempotency import refuse_reused
from newsbrief.orders.places import Places
from newsbrief.pipeline import Options
from newsbrief.reply import Reply, Together, Verification
from newsbrief.service import open_service
from newsbrief.settings import Settings
from newsbrief.store import StoreUnavailable
from newsbrief.store.retention import sweep_hourly
from newsbrief.style.reading import MalformedStyle
from newsbrief.telemetry import tracing
from newsbrief.telemetry.metrics import MEDIA_TYPE, Metrics
from newsbrief.verification.entailment import EncoderError
from newsbrief.version import __version__

if TYPE_CHECKING:
    from newsbrief.cms.mapping import CmsMapping
    from newsbrief.feeds.configuration import Feeds


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the service over HTTP, with `settings` or those of the environment."""
    settings = settings or Settings()
    gate, mappings, digests = Gate(settings), cms.load_mappings(settings), feeds.load_feeds(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as opened:
            opened.push_async_callback(asyncio.to_thread, tracing.flush)
            try:
                app.state.parts = await opened.enter_async_context(_open_state(settings, gate, mappings, digests))
            except (DraftingError, EncoderError, StoreUnavailable, MalformedStyle) as failure:
                app.state.failure = str(failure)
                raise
            yield

    app = FastAPI(
        title="Newsbrief",
        version=__version__,
        summary="Raw article in, verified fixed-format briefing out.",
        description=documentation.DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # A span for each request. What the framework would log of a failure is what its exception says.
        telemetry={"operation_spans": False, "metrics": False, "logs": False},
    )
    app.state.failure = None
    app.include_router(open_routes)
    rooms = (briefings, updates, reviewing, jobs, chat_completions, styles, variants)
    for behind_the_gate in (routes, *(room.routes for room in rooms)):
        app.include_router(behind_the_gate, dependencies=[Depends(gate.admit)])
    app.include_router(cms.routes)
    app.include_router(feeds.routes)
    desk.install(app, routes, briefings.routes, updates.routes, reviewing.routes)
    problems.install(app)
    openapi.install(app)
    reference.install(app)
    allow(app, settings.cors_origins)
    app.add_middleware(Envelope)
    if settings.trusted_proxies:
        app.add_middleware(ForwardedHeaders, trusted=settings.trusted_proxies)
    return app


@asynccontextmanager
async def _open_state(
    settings: Settings, gate: Gate, mappings: Mapping[str, CmsMapping], digests: Feeds | None
) -> AsyncIterator[State]:
    """Yield the parts that routes work with, open while the block runs.

    Raises:
        DraftingError, EncoderError, StoreUnavailable, MalformedStyle: one of them cannot be had.
    """
    styles.load_styles(settings)
    metrics = Metrics()
    hooks = ModelHooks(metrics.set_circuit, metrics.count_canaries)
    places = Places(settings.max_concurrency, settings.deadline_s, metrics.set_places)
    async with (
        open_service(settings, hooks=hooks, places=places) as service,
        sweep_hourly(service.store, settings.retention_days),
        open_lazy_worker(Worker(service, metrics, gate.spend)) as worker,
    ):
        yield State(
            settings=settings,
            metrics=metrics,
            gate=gate,
            service=service,
            readiness=Readiness(service.store),
            job_worker=worker,
            large_bodies=jobs.make_places(settings),
            cms=mappings,
            feeds=digests,
        )


open_routes = APIRouter(tags=["health"])
routes = APIRouter(tags=["briefings"])
"""Included behind the gate by the application."""


@routes.post("/summarize", response_model=Reply | Together, **documentation.SUMMARIZE)
async def summarize(request: Request) -> Response:
    """Summarize one article, or several on one event. Every claim printed has passed its checks; dropped claims are
    listed with reasons, and disagreements between articles are shown."""
    media_type = negotiate_media_type(request, answers.OFFERS, "The briefing")
    body = await read_body(request)
    claim = await idempotency.find_claim(request, body)
    submission, sent = await parse_article(request, body, several=True)
    options = settle_options(request, Options.of(sent and sent.options))
    if jobs.prefers_async(request):
        return await jobs.create_single_job(request, submission, options, claim)
    streamed = media_type == answers.EVENTS or (sent and sent.options.stream and _takes_events(request))
    if streamed:
        await refuse_reused(read_state(request).store, claim)
    work = partial(orders.brief, request, orders.order_of(request, submission, options, claim))
    if streamed:
        return events.stream(work, problems.instance_of(request))
    found = await while_connected(request, work())
    return answers.answer(found.reply, media_type, headers=orders.format_cache_status(found))


@routes.post("/verify", response_model=Verification, **documentation.VERIFY)
async def verify(request: Request) -> Response:
    """Check a briefing, a list of claims or a summary against an article. Nothing is repaired."""
    negotiate_media_type(request, (answers.JSON,), "The report")
    sent = await read_json(request, VerifyBody)
    return answers.as_json(await while_connected(request, verifying.verify(request, sent)))


@open_routes.get("/healthz")
async def healthz() -> dict[str, str]:
    """Report that the process is alive."""
    return {"status": "ok"}


@open_routes.get("/readyz", responses=documentation.UNREADY)
async def readyz(request: Request) -> dict[str, str]:
    """Report that the service can answer: the engine is loaded, the database can be written to, and the queue of jobs,
    once there are any, can be opened.

    `judge` describes the judge and the result of its exam, `entailment` names the local model that gives scores.
    """
    state, service = read_state(request), read_state(request).service
    await state.readiness.check()
    if state.job_worker.is_failing:
        raise StoreUnavailable("The queue of jobs cannot be opened.")
    judge, folder = service.judge, service.settings.entailment_model
    return {
        "status": "ready",
        "engine": service.engine.name,
        "judge": judge.describe() if judge else "off",
        "entailment": folder.name if folder else "off",
    }


@open_routes.get("/metrics", response_class=PlainTextResponse, responses=documentation.METRICS)
async def read_metrics(request: Request, credentials: Credentials) -> Response:
    """Return metrics in the Prometheus text format. Needs a key if keys are set; else it answers this machine only."""
    state = read_state(request)
    await state.gate.admit_scraper(request, credentials)
    with suppress(StoreUnavailable):  # the other metrics matter most when the store is down
        state.metrics.set_waiting_articles(await state.store.ask(state.store.jobs.count_waiting))
    return Response(await asyncio.to_thread(state.metrics.exposition), media_type=MEDIA_TYPE)


def _takes_events(request: Request) -> bool:
    return choose_media_type(request.headers.get("accept"), (answers.EVENTS,)) is not None
