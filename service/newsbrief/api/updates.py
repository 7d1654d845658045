"""The route that updates a stored briefing from a newer article."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from newsbrief.api import documentation, idempotency, orders, responses
from newsbrief.api.accept_header import negotiate_media_type
from newsbrief.api.kept_briefings import find_briefing
from newsbrief.api.lifetime import while_connected
from newsbrief.api.request_body import parse_article, read_body
from newsbrief.api.styles import settle_options
from newsbrief.pipeline import Options
from newsbrief.pipeline.older_briefing import read_older_reply
from newsbrief.reply import Update

routes = APIRouter(prefix="/briefings", tags=["briefings"])
"""Included behind the gate by the application."""


@routes.post("/{id}/update", response_model=Update, **documentation.UPDATE)
async def update(request: Request, id: UUID) -> Response:
    """Compare a stored briefing with a newer article: what still holds, what is out of date, what is new. Returns a
    revised briefing with its own id."""
    media_type = negotiate_media_type(request, responses.KEPT, "The revised briefing")
    body = await read_body(request)
    keyed = await idempotency.find_keyed_request(request, body)
    submission, sent = await parse_article(request, body)
    options = settle_options(request, Options.of(sent and sent.options))
    older = read_older_reply((await find_briefing(request, id)).reply)
    order = orders.build_order(request, submission, options, keyed, older)
    outcome = await while_connected(request, orders.fulfil_order(request, order))
    return responses.respond(outcome.reply, media_type, headers=orders.format_cache_status(outcome))
