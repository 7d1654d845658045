"""A summary between the request and the pipeline: known again by its key, found in the store, or made and kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI, Request

from newsbrief.api import idempotency
from newsbrief.api.gate import key_in
from newsbrief.pipeline import Options, Submission
from newsbrief.recall import Make, Recall, Recalled
from newsbrief.recipe import recipe
from newsbrief.settings import Settings
from newsbrief.store.keys import Claim
from newsbrief.store.retention import sweeping
from newsbrief.store.store import Store

_STATUS = {
    "hit": "newsbrief; hit",
    "miss": "newsbrief; fwd=miss",
    "collapsed": "newsbrief; fwd=miss; collapsed",
    "fresh": "newsbrief; fwd=request",
    "replay": "newsbrief; hit; detail=idempotency-key",
}


async def recalled(
    request: Request,
    submission: Submission,
    options: Options,
    claim: Claim | None,
    make: Make,
    until: float,
    revises: str | None = None,
) -> Recalled:
    """The summary of `submission`, or the revision of the briefing `revises` with it, with `make` where none is known.

    One who waits for a twin under the same key does so until the `time.monotonic()` instant `until`.
    """
    state, settings = request.app.state, request.app.state.settings
    key = key_in(request)

    async def work() -> Recalled:
        made_of = recipe(submission, options, state.engine, settings, revises)
        found: Recalled = await state.recall.briefing(
            submission,
            made_of,
            make,
            model=state.engine.model,
            fresh=wants_fresh(request),
            apart=options.on_failure or settings.on_failure,
            team=(key and key.team) or "",
            owner=key.name if key else "",
        )
        return found

    answered = work() if claim is None else idempotency.once(state.store, claim, submission, work, until=until)
    found = await answered
    state.metrics.recalled(found.origin)
    return found


def cache_status(recalled: Recalled) -> dict[str, str]:
    """`Cache-Status` (RFC 9211): whether the reply was kept already, and what was done where it was not."""
    stored = "; stored" if recalled.kept and recalled.origin in ("miss", "fresh") else ""
    return {"Cache-Status": _STATUS[recalled.origin] + stored}


def wants_fresh(request: Request) -> bool:
    """Return whether the client takes nothing that was kept (`Cache-Control: no-cache`)."""
    directives = ",".join(request.headers.getlist("cache-control")).lower().split(",")
    return any(d.partition("=")[0].strip() == "no-cache" for d in directives)


@asynccontextmanager
async def opened(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """The store of `app` while the block runs, swept now and then.

    Raises:
        StoreUnavailable: it cannot be opened.
    """
    state: Any = app.state
    state.store = await asyncio.to_thread(Store, settings)
    state.recall = Recall(state.store, keep_text=settings.keep_text)
    swept = asyncio.create_task(sweeping(state.store, settings.retention_days))
    try:
        yield
    finally:
        swept.cancel()
        with suppress(asyncio.CancelledError):
            await swept
        await asyncio.to_thread(state.store.close)
