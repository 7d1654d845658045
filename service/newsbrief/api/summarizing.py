"""The route that briefs an article, or several on one event."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response

from newsbrief.api import (
    documentation,
    events,
    idempotency,
    jobs,
    orders,
    problems,
    responses,
)
from newsbrief.api.accept_header import choose_media_type, negotiate_media_type
from newsbrief.api.lifetime import while_connected
from newsbrief.api.request_body import parse_article, read_body
from newsbrief.api.state import read_state
from newsbrief.api.styles import settle_options
from newsbrief.orders.idempotency import refuse_reused
from newsbrief.pipeline import Options
from newsbrief.reply import Reply, Together

routes = APIRouter(tags=["briefings"])
"""Included behind the gate by the application."""


@routes.post("/summarize", response_model=Reply | Together, **documentation.SUMMARIZE)
async def summarize(request: Request) -> Response:
    """Summarize one article, or several on one event. Every claim printed has passed its checks; dropped claims are
    listed with reasons, and disagreements between articles are shown."""
    media_type = negotiate_media_type(request, responses.OFFERS, "The briefing")
    body = await read_body(request)
    keyed = await idempotency.find_keyed_request(request, body)
    submission, sent = await parse_article(request, body, several=True)
    options = settle_options(request, Options.of(sent and sent.options))
    if jobs.prefers_async(request):
        return await jobs.create_single_job(request, submission, options, keyed)
    streamed = media_type == responses.EVENTS or (sent and sent.options.stream and _takes_events(request))
    if streamed:
        await refuse_reused(read_state(request).store, keyed)
    work = partial(orders.fulfil_order, request, orders.build_order(request, submission, options, keyed))
    if streamed:
        return events.stream(work, problems.format_instance(request))
    outcome = await while_connected(request, work())
    return responses.respond(outcome.reply, media_type, headers=orders.format_cache_status(outcome))


def _takes_events(request: Request) -> bool:
    return choose_media_type(request.headers.get("accept"), (responses.EVENTS,)) is not None
