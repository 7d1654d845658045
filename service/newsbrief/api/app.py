"""The application: routes, and what surrounds them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from newsbrief.api import (
    briefings,
    chat_completions,
    cms,
    desk,
    documentation,
    feeds,
    health,
    jobs,
    openapi,
    problems,
    reference,
    reviewing,
    styles,
    summarizing,
    updates,
    variants,
    verifying,
)
from newsbrief.api.cross_origin import allow
from newsbrief.api.envelope import Envelope
from newsbrief.api.gate import Gate
from newsbrief.api.proxies import ForwardedHeaders
from newsbrief.api.readiness import Readiness
from newsbrief.api.state import State
from newsbrief.jobs.lazy_worker import open_lazy_worker
from newsbrief.jobs.worker import Worker
from newsbrief.models.errors import DraftingError
from newsbrief.models.hooks import ModelHooks
from newsbrief.orders.places import Places
from newsbrief.service import open_service
from newsbrief.settings import Settings
from newsbrief.store import StoreUnavailable
from newsbrief.store.retention import sweep_hourly
from newsbrief.style.reading import MalformedStyle
from newsbrief.telemetry import tracing
from newsbrief.telemetry.metrics import Metrics
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
    app.include_router(health.routes)
    rooms = (summarizing, verifying, briefings, updates, reviewing, jobs, chat_completions, styles, variants)
    for room in rooms:
        app.include_router(room.routes, dependencies=[Depends(gate.admit)])
    app.include_router(cms.routes)
    app.include_router(feeds.routes)
    desk.install(app, summarizing.routes, verifying.routes, briefings.routes, updates.routes, reviewing.routes)
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
        open_lazy_worker(Worker(service, metrics, gate.budget)) as worker,
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
