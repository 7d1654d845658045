"""The route that brings a kept briefing up to date with a newer article."""

from __future__ import annotations

import time
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response

from newsbrief import pipeline
from newsbrief.api import answers, bodies, documentation, idempotency, keeping
from newsbrief.api.admission import while_connected
from newsbrief.api.briefings import kept_reply
from newsbrief.api.gate import within_budget
from newsbrief.api.making import made
from newsbrief.api.negotiation import chosen
from newsbrief.api.problems import ProblemError
from newsbrief.earlier import Earlier, of_reply
from newsbrief.reply import Reply, Update
from newsbrief.settings import Settings

routes = APIRouter(prefix="/briefings", tags=["briefings"])
"""Included behind the gate by the application."""


@routes.post("/{id}/update", response_model=Update, **documentation.UPDATE)
async def update(request: Request, id: UUID) -> Response:
    """Hold a kept briefing against a newer article on the same story: what holds, what is out of date and by what, on
    what the article is silent, what is new; and a revised briefing, kept under an id of its own."""
    until = time.monotonic() + request.app.state.settings.deadline_s
    media_type = chosen(request.headers.get("accept"), answers.KEPT)
    if media_type is None:
        raise ProblemError("not-acceptable", f"The revised briefing can be written as {', '.join(answers.KEPT)}.")
    body = await bodies.whole(request)
    claim = idempotency.claim(request, body)
    submission, sent = await bodies.summarize_request(request, body)
    options = within_budget(request, sent.options.chosen() if sent else pipeline.Options())
    earlier = of_reply(await kept_reply(request, id))
    make = partial(made, request, "update", until, partial(_updated, request, submission, earlier, options))
    work = keeping.recalled(request, submission, options, claim, make, until, revises=str(id))
    recalled = await while_connected(request, work)
    return answers.answer(recalled.reply, media_type, headers=keeping.cache_status(recalled))


async def _updated(
    request: Request,
    submission: pipeline.Submission,
    earlier: Earlier,
    options: pipeline.Options,
    settings: Settings,
) -> Reply:
    state = request.app.state
    return await pipeline.update(
        submission, earlier, engine=state.engine, settings=settings, options=options, judge=state.judge
    )
