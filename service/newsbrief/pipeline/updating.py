"""The update of an older briefing with a newer article on the same story."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from uuid_utils.compat import uuid7

from newsbrief.article import Article
from newsbrief.article.language import read_primary_subtag
from newsbrief.briefing.difference import compare_lines
from newsbrief.pipeline import making, reply_parts
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import MakingRequest
from newsbrief.pipeline.older_briefing import OlderBriefing
from newsbrief.pipeline.reply_parts import publish
from newsbrief.pipeline.shape import TranslationUnavailable, other_language
from newsbrief.pipeline.submission import Options, Submission
from newsbrief.reply import CitedSource, Update
from newsbrief.stories.correction import correct_standings
from newsbrief.stories.revision import RevisedBriefing, revise
from newsbrief.stories.touched import settle
from newsbrief.verification.checking import JudgedClaims, check_claims_by_code
from newsbrief.verification.verdict import report_faithfulness, warn_of_other_article
from newsbrief.workers import due_by, run_in_worker

_READ_S = 1.0
"""Seconds after which a server has read the article for the draft, so that what else is asked finds it in its cache."""


async def update(submission: Submission, older: OlderBriefing, asked: MakingRequest) -> Update:
    """Update an older briefing from a newer article on the same story.

    The newer article is briefed like any other, in the language of the older briefing; the older claims are checked
    against it; and both are joined by `revise`.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        TranslationUnavailable: the article is in another language than the older briefing, and nothing can judge that.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    with due_by(asked.deadline):
        return await _join_update(submission, older, replace(asked, is_fixed=True))


async def _join_update(submission: Submission, older: OlderBriefing, asked: MakingRequest) -> Update:
    """Return the newer article's briefing and the older one's claims as one."""
    clock = Clock()
    with clock.step("read"):
        article = await run_in_worker(len(submission.text), submission.read)
    asked = replace(asked, options=_in_language_of(older, article, asked.options))
    language = other_language(article, asked.options) or article.language
    holding = asyncio.create_task(_check_older_claims(older, article, asked))
    try:
        made = await making.make_briefing(article, asked, clock)
        with clock.step("verify"):
            examined, ruling = await holding
    finally:
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)
    with clock.step("repair"):
        fresh = made.repaired.claims
        revised = await run_in_worker(len(article.source), revise, older.claims, examined, fresh, article, language)
    foreign = warn_of_other_article(examined)
    warnings = (*ruling.warnings, *([foreign] if foreign else []))
    meta = reply_parts.make_meta(article, clock, made.with_more(ruling.usage.spent_on("judge"), warnings))
    sources, writer = (CitedSource.model_validate(article), *older.sources), _writer_of_kept(made, older, revised)
    return Update(
        id=str(uuid7()),
        briefing=publish(revised.claims),
        faithfulness=report_faithfulness(revised.claims, made.repaired.dropped),
        meta=meta.model_copy(update={"sources": sources, "revises": older.id, "earlier_writer": writer}),
        source_text=article.extracted_text,
        standings=revised.standings,
        new=revised.new,
        diff=compare_lines(reply_parts.group_lines(older.claims.claims), reply_parts.group_lines(revised.claims)),
        correction=correct_standings(revised.standings, revised.claims, language),
        follows_edits=True,
    )


async def _check_older_claims(older: OlderBriefing, article: Article, asked: MakingRequest) -> JudgedClaims:
    """Return the older claims against the newer article, while that is drafted: judged where it touches them."""
    if asked.engine.model is not None:
        await asyncio.sleep(_READ_S)
    language = other_language(article, asked.options)
    checked = await check_claims_by_code(older.claims.held_against(language), article)
    if language:
        return await asked.checker.ask_judge(checked, article, language)
    known, left = await run_in_worker(len(article.source), settle, checked, older.claims.verified, article)
    asked_of = tuple(claim for claim in known if claim.id not in left)
    judged, ruling = await asked.checker.ask_judge(asked_of, article)
    by_id = {claim.id: claim for claim in (*known, *judged)}
    return tuple(by_id[claim.id] for claim in known), ruling


def _in_language_of(older: OlderBriefing, article: Article, options: Options) -> Options:
    """Return the options of an update, with the language of the older briefing where the article is in another.

    Raises:
        TranslationUnavailable: the request asks for another: what stays of the older briefing is in its language.
    """
    spoken, wanted = read_primary_subtag(older.language), read_primary_subtag(options.output_language)
    if spoken and wanted and wanted != spoken:
        raise TranslationUnavailable(
            f"The older briefing is in {spoken}, and so is its revision: leave out output_language, or brief the newer "
            f"article by itself in {wanted[:20]}."
        )
    is_told = spoken is None or article.language in (spoken, "und")
    return options if is_told else replace(options, output_language=spoken)


def _writer_of_kept(made: making.MadeBriefing, older: OlderBriefing, revised: RevisedBriefing) -> str | None:
    """Return the model whose words the older briefing left; None if there are none, or a model wrote this draft."""
    if made.written.drafted.model or all(claim.is_copied for claim in revised.claims):
        return None
    return older.writer or None
