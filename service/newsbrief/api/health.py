"""The routes that tell how the service is: alive, ready, and its metrics."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from newsbrief.api import documentation
from newsbrief.api.gate import Credentials
from newsbrief.api.state import read_state
from newsbrief.store import StoreUnavailable
from newsbrief.telemetry.metrics import MEDIA_TYPE

routes = APIRouter(tags=["health"])
"""Open to everybody, but for the metrics."""


@routes.get("/healthz")
async def healthz() -> dict[str, str]:
    """Report that the process is alive."""
    return {"status": "ok"}


@routes.get("/readyz", responses=documentation.UNREADY)
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


@routes.get("/metrics", response_class=PlainTextResponse, responses=documentation.METRICS)
async def read_metrics(request: Request, credentials: Credentials) -> Response:
    """Return metrics in the Prometheus text format. Needs a key if keys are set; else it answers this machine only."""
    state = read_state(request)
    await state.gate.admit_scraper(request, credentials)
    with suppress(StoreUnavailable):  # the other metrics matter most when the store is down
        state.metrics.set_waiting_articles(await state.store.ask(state.store.jobs.count_waiting))
    return Response(await asyncio.to_thread(state.metrics.exposition), media_type=MEDIA_TYPE)
