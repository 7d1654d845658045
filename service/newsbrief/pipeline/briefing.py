"""The briefing of an article, or of several on one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from uuid_utils.compat import uuid7

from newsbrief.article import Article
from newsbrief.models.together import gather_bounded
from newsbrief.pipeline import making, reply_parts
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import Listener, MakingRequest
from newsbrief.pipeline.reply_parts import publish
from newsbrief.pipeline.submission import Submission
from newsbrief.reply import CitedSource, Reply, Together
from newsbrief.stories.comparison import compare, mark_disagreements, prepare_claims
from newsbrief.verification.checking import JudgedClaims
from newsbrief.verification.claim import CheckedClaim
from newsbrief.verification.verdict import report_faithfulness
from newsbrief.workers import due_by, run_in_worker


async def summarize(submission: Submission, asked: MakingRequest, listener: Listener | None = None) -> Reply:
    """Return a verified briefing of an article, or of several on one event.

    With a `listener`, the model streams its draft, and the listener gets each claim as soon as its checks are final;
    the reply has all of them. For several articles it gets no claims before the end: only then are the contradictions
    between them known.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    with due_by(asked.deadline):
        return await (
            _brief_together(submission, asked) if submission.further else _brief_alone(submission, asked, listener)
        )


async def _brief_alone(submission: Submission, asked: MakingRequest, listener: Listener | None) -> Reply:
    """Return the briefing of one article."""
    clock = Clock()
    if listener:
        listener.stage("reading")
    with clock.step("read"):
        article = await run_in_worker(len(submission.text), submission.read)
    made = await making.make_briefing(article, asked, clock, listener)
    return Reply(
        id=str(uuid7()),
        briefing=publish(made.repaired.claims),
        faithfulness=report_faithfulness(made.repaired.claims, made.repaired.dropped),
        meta=reply_parts.make_meta(article, clock, made),
        source_text=article.extracted_text,
    )


async def _brief_together(submission: Submission, asked: MakingRequest) -> Together:
    """Return one briefing of several articles: drafted and checked as one text, then checked against each."""
    clock = Clock()
    with clock.step("read"):
        dossier = await run_in_worker(submission.weight, submission.read_together)
    made = await making.make_briefing(dossier.whole, replace(asked, is_fixed=True), clock)
    with clock.step("verify"):
        language = made.shape.language or dossier.whole.language
        claims = made.repaired.claims
        held = await gather_bounded(
            lambda article: _check_against_article(claims, article, asked, language), dossier.articles
        )
        by_source = [own for own, _ in held]
        for _, ruling in held:
            made = made.with_more(ruling.usage.spent_on("judge"), ruling.warnings)
        compared = await run_in_worker(submission.weight, compare, made.repaired.claims, by_source, dossier, language)
    sources = tuple(map(CitedSource.model_validate, dossier.articles))
    return Together(
        id=str(uuid7()),
        briefing=publish(compared.claims),
        faithfulness=mark_disagreements(
            report_faithfulness(compared.claims, (*made.repaired.dropped, *compared.dropped)), compared.disagreements
        ),
        meta=reply_parts.make_meta(dossier.whole, clock, made).model_copy(update={"sources": sources}),
        source_text=None,
        source_texts=tuple(a.extracted_text for a in dossier.articles),
        disagreements=compared.disagreements,
    )


async def _check_against_article(
    claims: Sequence[CheckedClaim], article: Article, asked: MakingRequest, language: str
) -> JudgedClaims:
    """Return the claims, which are in `language`, as one article carries them, and the ruling of the judge on them."""
    across = language if language != article.language else ""
    return await asked.checker.check(prepare_claims(claims, across), article, across)
