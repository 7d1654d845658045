"""Apply people's edits to the claims of a reply."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.briefing.review import Review
from newsbrief.editorial.dependents import update_dependents
from newsbrief.editorial.original import read_original
from newsbrief.pipeline import Submission, publish
from newsbrief.reply import Reply, Together
from newsbrief.stories.comparison import mark_disagreements
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.editing import EditResult, edit_claims
from newsbrief.verification.edits import AcceptEdit, Edit, EditError, TextNeeded
from newsbrief.verification.translated import mark_quotations
from newsbrief.verification.verdict import report_faithfulness
from newsbrief.workers import due_by, run_in_worker


class SeveralArticles(EditError):
    """The briefing is of several articles: new words cannot be checked without all of them."""


async def apply_edits(
    reply: Reply,
    edits: Sequence[Edit],
    submission: Submission | None,
    *,
    by: str,
    checker: Checker | None = None,
) -> Reply:
    """Return `reply` with `edits` made by the person `by`. `submission` holds the article.

    It is a draft again, unless claims were only looked at.

    New words are checked by `checker`; without one, by code alone.

    Raises:
        EditImpossible, TextNeeded, EditRefused: as `newsbrief.verification.editing.edit_claims`.
        OtherArticle, ArticleError: what was sent is not the article.
        SeveralArticles: there are new words, and the briefing is of several.
    """
    several = isinstance(reply, Together)
    weight = submission.weight if submission else 0
    checker = checker or Checker(None, math.inf)
    try:
        with due_by(checker.deadline):
            article = (
                await run_in_worker(weight, read_original, reply, submission) if submission and not several else None
            )
            found, warnings = await _edit_claims(reply, edits, article, by, checker)
    except TextNeeded:
        if several:
            raise SeveralArticles("New words cannot be checked: the briefing is of several articles.") from None
        raise
    dependents = update_dependents(reply, found)
    report = report_faithfulness(found.claims, found.dropped)
    return reply.model_copy(
        update={
            "briefing": publish(found.claims),
            "faithfulness": mark_disagreements(report, dependents.get("disagreements", ())),
            "meta": reply.meta.model_copy(update={"warnings": tuple(dict.fromkeys((*reply.meta.warnings, *warnings)))}),
            "review": reply.review if all(isinstance(edit, AcceptEdit) for edit in edits) else Review(edited=True),
            **dependents,
        }
    )


async def _edit_claims(
    reply: Reply,
    edits: Sequence[Edit],
    article: Article | None,
    by: str,
    checker: Checker,
) -> tuple[EditResult, Sequence[str]]:
    """Return the claims after `edits`, and the warnings of the judge."""
    warnings: list[str] = []

    async def check(claims: Sequence[Claim]) -> Sequence[CheckedClaim]:
        assert article is not None  # noqa: S101 - given only where there is one
        language = reply.meta.translated_into
        if language:
            claims = [_in_language(claim, article, language) for claim in claims]
        found, ruling = await checker.check(claims, article, language)
        warnings.extend(ruling.warnings)
        return found

    edited = await edit_claims(
        reply.faithfulness.claims,
        reply.faithfulness.dropped,
        edits,
        by=by,
        language=reply.meta.language,
        check=check if article else None,
    )
    return edited, warnings


def _in_language(claim: Claim, article: Article, language: str) -> Claim:
    return replace(claim, text=mark_quotations(claim.text, article, language), translated_into=language)
