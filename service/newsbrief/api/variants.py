"""The route that makes variants of a kept briefing: headlines, push, social posts and more."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from fastapi import APIRouter, Request, Response

from newsbrief.api import answers, bodies, documentation, reviewing
from newsbrief.api.admission import while_connected
from newsbrief.api.gate import within_budget
from newsbrief.api.problems import ProblemError
from newsbrief.api.styles import styled
from newsbrief.api.variant_bodies import VariantsBody
from newsbrief.article import Article
from newsbrief.drafting.writer import writer_of
from newsbrief.editorial import OtherArticle, article_of
from newsbrief.pipeline import Options
from newsbrief.pipeline.shape import Shape, find_style
from newsbrief.reply import Together
from newsbrief.service import Service
from newsbrief.store.briefings import Kept
from newsbrief.variants.making import Bench, make_variants
from newsbrief.variants.variant import Variants
from newsbrief.verification.judge.panel import Panel
from newsbrief.workers import aside

SEVERAL = "The briefing is of several articles: only its own claims are offered, as new words cannot be checked."
routes = APIRouter(prefix="/briefings", tags=["variants"])
"""Included behind the gate by the application."""


@routes.post("/{id}/variants", response_model=Variants, **documentation.VARIANTS)
async def variants(request: Request, id: UUID) -> Response:
    """Make headlines, a push notification, posts and scripts of a kept briefing, each from its checked claims alone.

    Each is judged against the article like a claim and held to its length; what does not pass is not offered. Without
    a judge there are only those that are checked claims word for word. Nothing of it is kept.
    """
    settings = request.app.state.settings
    until = time.monotonic() + settings.deadline_s
    if bodies.media_type(request)[0] != answers.JSON:
        raise bodies.unsupported(answers.JSON)
    sent = await asyncio.to_thread(bodies.parsed, await bodies.whole(request), VariantsBody)
    options = within_budget(request, styled(request, Options(judge=sent.judge, style=sent.style)))
    kept = await reviewing.found(request, id)
    shape, service = Shape(find_style(options, settings)), request.app.state.service
    judge = None if options.judge is False else service.judge

    async def work() -> Variants:
        async with request.app.state.turnstile.place(until):
            found = await make_variants(
                kept.reply, tuple(dict.fromkeys(sent.kinds)), await _bench(service, judge, kept, sent, until, shape)
            )
        request.app.state.gate.spend(request, found.usage)
        return found

    found = await while_connected(request, work())
    if isinstance(kept.reply, Together):
        found = found.model_copy(update={"warnings": (*found.warnings, SEVERAL)})
    if not found.variants and judge is None:
        raise ProblemError("judge-needed", found.refused[0].reason)
    return answers.as_json(found)


async def _bench(
    service: Service, judge: Panel | None, kept: Kept, sent: VariantsBody, until: float, shape: Shape
) -> Bench:
    """Return who is to make the variants: nobody, where only the claims' own words are wanted.

    Raises:
        ProblemError: the article is needed, or another one came.
    """
    writer = writer_of(service.engine)
    if judge is None or writer is None or isinstance(kept.reply, Together):
        return Bench(writer, judge, None, until, shape=shape)
    return Bench(writer, judge, await _article(kept, sent), until, service.engine.model, shape)


async def _article(kept: Kept, sent: VariantsBody) -> Article:
    text = sent.text if sent.text is not None else kept.reply.source_text
    if text is None:
        raise ProblemError("text-needed", "The service keeps no text of this article: send it as 'text'.")
    try:
        return await aside(len(text), article_of, kept.reply, reviewing.as_sent(kept, text))
    except OtherArticle as error:
        raise ProblemError("other-article", str(error)) from None
