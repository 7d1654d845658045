"""The path itself: read, draft, verify, repair, publish."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from uuid_utils.compat import uuid7

from newsbrief.article import Article
from newsbrief.article.language import primary
from newsbrief.briefing.difference import difference
from newsbrief.drafting.draft import Engine
from newsbrief.earlier import Earlier
from newsbrief.models.together import gather_bounded
from newsbrief.pipeline import answer, making
from newsbrief.pipeline.answer import publish
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import SOURCE_WORDS, Listener, MakingRequest, Stage
from newsbrief.pipeline.shape import TranslationUnavailable, other_language
from newsbrief.pipeline.submission import Options, Submission
from newsbrief.reply import Reply, Together, Update, Verification
from newsbrief.settings import Settings
from newsbrief.stories.comparison import Compared, claims_to_compare, compare
from newsbrief.stories.correction import correction
from newsbrief.stories.revision import Revised, revise
from newsbrief.stories.touched import settle
from newsbrief.verification.claim import CheckedClaim, Faithfulness
from newsbrief.verification.itemise import Itemise
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.verdict import report, warn_of_other_article
from newsbrief.workers import due_by, run_in_worker

_READ_S = 1.0
"""Seconds after which a server has read the article for the draft, so that what else is asked finds it in its cache."""

__all__ = [
    "SOURCE_WORDS",
    "Listener",
    "Options",
    "Stage",
    "Submission",
    "publish",
    "summarize",
    "update",
    "verify",
]


async def summarize(
    submission: Submission,
    *,
    engine: Engine,
    settings: Settings,
    options: Options | None = None,
    judge: Panel | None = None,
    listener: Listener | None = None,
) -> Reply:
    """A verified briefing of an article, or of several on one event.

    Where a `listener` is, the model is asked to send its draft as it writes it, and claims that clearly stand are told
    at once; what is not told before the end is in the reply. Of several articles nothing is told before the end: only
    then it is known what they disagree on.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    asked = MakingRequest(engine, settings, options or Options(), judge, time.monotonic() + settings.deadline_s)
    with due_by(asked.deadline):
        return await (_brief_together(submission, asked) if submission.further else _alone(submission, asked, listener))


async def _alone(submission: Submission, asked: MakingRequest, listener: Listener | None) -> Reply:
    """Return the briefing of one article."""
    clock = Clock()
    if listener:
        listener.stage("reading")
    with clock.step("read"):
        article = await run_in_worker(len(submission.text), submission.read)
    made = await making.make_briefing(article, asked, clock, listener)
    return Reply(
        id=str(uuid7()),
        briefing=publish(made.mended.claims),
        faithfulness=report(made.mended.claims, made.mended.dropped),
        meta=answer.meta(article, clock, made),
        source_text=article.source if article.extracted else None,
    )


async def _brief_together(submission: Submission, asked: MakingRequest) -> Together:
    """One briefing of several articles: drafted and checked as if they were one, then held against each."""
    clock = Clock()
    with clock.step("read"):
        dossier = await run_in_worker(submission.weight, submission.read_together)
    made = await making.make_briefing(dossier.whole, replace(asked, is_fixed=True), clock)
    with clock.step("verify"):
        language = made.shape.language or dossier.whole.language
        claims = made.mended.claims
        held = await gather_bounded(
            lambda article: _compare_with_older(claims, article, asked, language), dossier.articles
        )
        by_source = [own for own, _ in held]
        for _, ruling in held:
            made = made.with_more(ruling.usage.spent_on("judge"), ruling.warnings)
        compared = await run_in_worker(submission.weight, compare, made.mended.claims, by_source, dossier, language)
    sources = tuple(map(answer.source, dossier.articles))
    return Together(
        id=str(uuid7()),
        briefing=publish(compared.claims),
        faithfulness=_mark_compared(report(compared.claims, (*made.mended.dropped, *compared.dropped)), compared),
        meta=answer.meta(dossier.whole, clock, made).model_copy(update={"sources": sources}),
        source_text=None,
        source_texts=tuple(a.source if a.extracted else None for a in dossier.articles),
        disagreements=compared.disagreements,
    )


async def _compare_with_newer(
    earlier: Earlier, article: Article, asked: MakingRequest
) -> tuple[tuple[CheckedClaim, ...], Ruling]:
    """Return the older claims against the newer article, while that is drafted: judged where it touches them."""
    if asked.engine.model is not None:
        await asyncio.sleep(_READ_S)
    language, entailment = other_language(article, asked.options), asked.settings.entailment_model
    checked = await making.examine_claims(earlier.older.held_against(language), article)
    if language:
        return await making.judge_claims(
            checked, article, asked.options, asked.judge, asked.deadline, language, entailment=entailment
        )
    known, left = await run_in_worker(len(article.source), settle, checked, earlier.older.verified, article)
    asked_of = tuple(claim for claim in known if claim.id not in left)
    judged, ruling = await making.judge_claims(
        asked_of, article, asked.options, asked.judge, asked.deadline, entailment=entailment
    )
    by_id = {claim.id: claim for claim in (*known, *judged)}
    return tuple(by_id[claim.id] for claim in known), ruling


async def _compare_with_older(
    claims: Sequence[CheckedClaim], article: Article, asked: MakingRequest, language: str
) -> tuple[tuple[CheckedClaim, ...], Ruling]:
    """Return the claims, which are in `language`, as one article carries them, and the ruling of the judge on them."""
    across = language if language != article.language else ""
    own = await making.examine_claims(claims_to_compare(claims, across), article)
    entailment = asked.settings.entailment_model
    return await making.judge_claims(
        own, article, asked.options, asked.judge, asked.deadline, across, entailment=entailment
    )


def _mark_compared(found: Faithfulness, compared: Compared) -> Faithfulness:
    """Return the report with the verdict `review` where sources disagree, though all claims are carried."""
    if not compared.disagreements or found.verdict != "pass":
        return found
    return found.model_copy(update={"verdict": "review", "reason": "the articles disagree"})


def _in_language_of(earlier: Earlier, article: Article, options: Options) -> Options:
    """Return the options of an update, with the language of the older briefing where the article is in another.

    Raises:
        TranslationUnavailable: the request asks for another: what stays of the older briefing is in its language.
    """
    older, wanted = primary(earlier.language), primary(options.output_language)
    if older and wanted and wanted != older:
        raise TranslationUnavailable(
            f"The older briefing is in {older}, and so is its revision: leave out output_language, or brief the newer "
            f"article by itself in {wanted[:20]}."
        )
    is_told = older is None or article.language in (older, "und")
    return options if is_told else replace(options, output_language=older)


async def update(
    submission: Submission,
    earlier: Earlier,
    *,
    engine: Engine,
    settings: Settings,
    options: Options | None = None,
    judge: Panel | None = None,
) -> Update:
    """An older briefing, brought up to date with a newer article on the same story.

    The newer article is briefed like any other, in the language of the older briefing, the older claims are held
    against it, and what comes of both is put together; see `revise`.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        TranslationUnavailable: the article is in another language than the older briefing, and nothing can judge that.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    deadline = time.monotonic() + settings.deadline_s
    asked = MakingRequest(engine, settings, options or Options(), judge, deadline, is_fixed=True)
    with due_by(deadline):
        return await _join_update(submission, earlier, asked)


async def _join_update(submission: Submission, earlier: Earlier, asked: MakingRequest) -> Update:
    """Return the newer article's briefing and the older one's claims as one."""
    clock = Clock()
    with clock.step("read"):
        article = await run_in_worker(len(submission.text), submission.read)
    asked = replace(asked, options=_in_language_of(earlier, article, asked.options))
    language = other_language(article, asked.options) or article.language
    holding = asyncio.create_task(_compare_with_newer(earlier, article, asked))
    try:
        made = await making.make_briefing(article, asked, clock)
        with clock.step("verify"):
            examined, ruling = await holding
    finally:
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)
    with clock.step("repair"):
        fresh = made.mended.claims
        revised = await run_in_worker(len(article.source), revise, earlier.older, examined, fresh, article, language)
    foreign = warn_of_other_article(examined)
    warnings = (*ruling.warnings, *([foreign] if foreign else []))
    meta = answer.meta(article, clock, made.with_more(ruling.usage.spent_on("judge"), warnings))
    sources, writer = (answer.source(article), *earlier.sources), _writer_of_kept(made, earlier, revised)
    return Update(
        id=str(uuid7()),
        briefing=publish(revised.claims),
        faithfulness=report(revised.claims, made.mended.dropped),
        meta=meta.model_copy(update={"sources": sources, "revises": earlier.id, "earlier_writer": writer}),
        source_text=article.source if article.extracted else None,
        standings=revised.standings,
        new=revised.new,
        diff=difference(answer.lines(earlier.older.claims), answer.lines(revised.claims)),
        correction=correction(revised.changes, language),
    )


def _writer_of_kept(made: making.MadeBriefing, earlier: Earlier, revised: Revised) -> str | None:
    """Return who wrote what is kept in words of its own; None where nothing is, or a model wrote beside."""
    if made.drafted.model or all(claim.is_copied for claim in revised.claims):
        return None
    return earlier.writer or None


async def verify(
    submission: Submission,
    itemise: Itemise,
    *,
    settings: Settings,
    options: Options | None = None,
    judge: Panel | None = None,
) -> Verification:
    """Return the report on somebody's claims, which `itemise` gives for the language they are in; nothing is repaired.

    They are in the article's language, unless `options.output_language` says otherwise.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        TranslationUnavailable: nothing can be checked in that language.
    """
    options, clock, deadline = options or Options(), Clock(), time.monotonic() + settings.deadline_s
    with due_by(deadline):
        with clock.step("read"):
            article = await run_in_worker(len(submission.text), submission.read)
        with clock.step("verify"):
            language = other_language(article, options)
            claims = [replace(claim, language=language) for claim in itemise(language or article.language)]
            examined = await making.examine_claims(claims, article)
            checked, ruling = await making.judge_claims(
                examined, article, options, judge, deadline, language, entailment=settings.entailment_model
            )
    foreign = warn_of_other_article(checked)
    warnings = (*([foreign] if foreign else []), *ruling.warnings)
    return Verification(
        faithfulness=report(checked),
        meta=answer.meta(article, clock, usage=ruling.usage.spent_on("judge"), warnings=warnings),
        source_text=article.source if article.extracted else None,
    )
