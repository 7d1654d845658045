"""The routes of variants of a kept briefing: headlines, push, social posts and more are made, kept and listed."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from newsbrief.api import documentation, responses, reviewing
from newsbrief.api.kept_briefings import briefing_not_found, find_briefing
from newsbrief.api.lifetime import read_deadline, while_connected
from newsbrief.api.problems import ProblemError
from newsbrief.api.request_body import read_json
from newsbrief.api.state import read_state
from newsbrief.api.styles import settle_options
from newsbrief.api.variant_bodies import VariantsBody
from newsbrief.article import Article
from newsbrief.drafting.draft import Engine
from newsbrief.drafting.writer import as_writer
from newsbrief.editorial.original import read_original
from newsbrief.pipeline import Options
from newsbrief.pipeline.shape import Shape, find_style
from newsbrief.reply import Together
from newsbrief.store.briefings import KeptBriefing
from newsbrief.store.errors import StoreUnavailable
from newsbrief.variants.keeping import answer_made, list_variants, make_rows
from newsbrief.variants.making import VariantTools, make_variants
from newsbrief.variants.variant import MadeVariants, VariantList, Variants
from newsbrief.verification.checking import Checker
from newsbrief.verification.edits import TextNeeded
from newsbrief.workers import run_in_worker

log = logging.getLogger(__name__)
NOT_KEPT = "The variants could not be kept: the database cannot be used."
SEVERAL = "The briefing is of several articles: only its own claims are offered, as new words cannot be checked."
routes = APIRouter(prefix="/briefings", tags=["variants"])
"""Included behind the gate by the application."""


@routes.post(
    "/{id}/variants",
    response_model=MadeVariants,
    operation_id="variants_briefings__id__variants_post",
    **documentation.VARIANTS,
)
async def write_variants(request: Request, id: UUID) -> Response:
    """Make headlines, a push notification, posts and scripts of a kept briefing, each from its checked claims alone.

    Each is judged against the article like a claim and held to its length; what does not pass is not offered. Without
    a judge there are only those that are checked claims word for word. They are kept with the version of the briefing,
    each in place of an earlier one of its kind and version.
    """
    sent = await read_json(request, VariantsBody)
    return responses.respond_json(await make_and_keep(request, await find_briefing(request, id), sent))


@routes.get(
    "/{id}/variants",
    response_model=VariantList,
    operation_id="variant_list_briefings__id__variants_get",
    **documentation.VARIANT_LIST,
)
async def read_variants(
    request: Request,
    id: UUID,
    stale: Annotated[bool, Query(description="`false`: without those of which the claims have changed.")] = True,
) -> Response:
    """List the stored variants of a briefing: by kind, and within a kind the newest first.

    A variant is `stale` if its claims have changed since it was made.
    """
    variants = await find_variants(request, await find_briefing(request, id))
    if not stale:
        variants = variants.model_copy(update={"variants": tuple(each for each in variants.variants if not each.stale)})
    return responses.respond_json(variants)


async def find_variants(request: Request, newest: KeptBriefing) -> VariantList:
    """Return the variants of a briefing that are kept."""
    store = read_state(request).store
    rows = await store.ask(store.variants.list_rows, UUID(newest.reply.id))
    return VariantList(briefing=newest.reply.id, briefing_version=newest.version, variants=list_variants(rows, newest))


async def make_and_keep(request: Request, kept: KeptBriefing, sent: VariantsBody) -> MadeVariants:
    """Return variants of a briefing, made and kept.

    Raises:
        TextNeeded, OtherArticle: the article is needed, or another came.
        ProblemError: none can be had without a judge, or the briefing is gone.
        UnknownStyle: the request names a style that is not there.
    """
    settings, service = read_state(request).settings, read_state(request).service
    deadline = read_deadline(request)
    options = settle_options(request, Options(judge=sent.judge, style=sent.style))
    shape = Shape(find_style(options, settings))
    judge = None if options.judge is False else service.judge
    checker = Checker(judge, deadline, entailment=settings.entailment_model)

    async def work() -> Variants:
        async with service.hold_place(deadline):
            tools = await _build_tools(service.engine, checker, kept, sent, shape)
            return await make_variants(kept.reply, tuple(dict.fromkeys(sent.kinds)), tools)

    variants = await while_connected(request, work())
    if isinstance(kept.reply, Together):
        variants = variants.model_copy(update={"warnings": (*variants.warnings, SEVERAL)})
    if not variants.variants and judge is None:
        raise ProblemError("judge-needed", variants.refused[0].reason)
    return await _keep(request, kept, variants)


async def _keep(request: Request, kept: KeptBriefing, variants: Variants) -> MadeVariants:
    """Store the variants, and return them with the newest version of the briefing.

    Raises:
        ProblemError: the briefing was deleted meanwhile.
    """
    store = read_state(request).store
    rows = make_rows(variants, kept, at=datetime.now(UTC), by=reviewing.read_name(request))
    try:
        if not await store.ask(store.variants.keep, rows):
            raise briefing_not_found()
        newest = await find_briefing(request, UUID(kept.reply.id))
    except StoreUnavailable as error:
        log.warning("could not keep variants: %s", error, exc_info=error)
        variants, newest = variants.model_copy(update={"warnings": (*variants.warnings, NOT_KEPT)}), kept
    return answer_made(variants, rows, kept, newest)


async def _build_tools(
    engine: Engine, checker: Checker, kept: KeptBriefing, sent: VariantsBody, shape: Shape
) -> VariantTools:
    """Return the tools that make the variants; without a writer if only the claims' own words are wanted.

    Raises:
        TextNeeded, OtherArticle: the article is needed, or another one came.
    """
    writer = as_writer(engine)
    is_copied = checker.judge is None or writer is None or isinstance(kept.reply, Together)
    article = None if is_copied else await _read_article(kept, sent)
    return VariantTools(writer, checker, article, engine.model, shape)


async def _read_article(kept: KeptBriefing, sent: VariantsBody) -> Article:
    text = sent.text if sent.text is not None else kept.reply.source_text
    if text is None:
        raise TextNeeded
    return await run_in_worker(len(text), read_original, kept.reply, text)
