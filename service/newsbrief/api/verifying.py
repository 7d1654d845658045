"""Somebody's briefing, or a list of claims, held against an article: for the API and for the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from fastapi import Request

from newsbrief.api import bodies
from newsbrief.api.gate import within_budget
from newsbrief.api.problems import ProblemError
from newsbrief.briefing.markdown import MalformedBriefing, parse
from newsbrief.briefing.schema import Briefing
from newsbrief.pipeline import Options
from newsbrief.reply import Verification
from newsbrief.verification import itemise
from newsbrief.verification.claim import Claim


async def verify(request: Request, sent: bodies.VerifyBody) -> Verification:
    """Return the report on what was sent.

    Raises:
        MalformedBriefing: it is Markdown, but not the fixed format.
        ArticleError: there is no article in what was sent, or too little of one.
        ProblemError: there is no place for it.
    """
    claims, state = claims_of(sent), request.app.state
    options = within_budget(request, Options(judge=sent.options.judge, output_language=sent.options.output_language))
    async with state.turnstile.place():
        found: Verification = await state.service.verify(sent.submission(), claims, options)
    state.metrics.count_answer("verify", found)
    return found


def claims_of(sent: bodies.VerifyBody) -> Callable[[str], Sequence[Claim]]:
    """Return the function that gives the claims of a body for the article's language.

    Raises:
        MalformedBriefing: it is Markdown, but not the fixed format.
    """
    if sent.claims is not None:
        listed = tuple(sent.claims)
        return lambda _: itemise.of_list(listed)
    if sent.summary is not None:
        return partial(_itemise_summary, sent.summary)
    briefing = _parse_markdown(sent.briefing) if isinstance(sent.briefing, str) else sent.briefing
    assert briefing is not None  # noqa: S101 - the body's validator has seen to it
    return lambda language: itemise.of_briefing(briefing, language)


def _itemise_summary(summary: str, language: str) -> tuple[Claim, ...]:
    claims = itemise.of_text(summary, language)
    if not claims:
        raise ProblemError("invalid-request", "The summary has headings alone: there is no sentence to check.")
    if len(claims) > bodies.MOST_CLAIMS:
        raise ProblemError("invalid-request", f"A summary may have {bodies.MOST_CLAIMS} sentences.")
    return claims


def _parse_markdown(markdown: str) -> Briefing:
    briefing = parse(markdown)[0]
    try:
        bodies.check_lengths(briefing)
    except ValueError as error:
        raise MalformedBriefing(str(error)) from None
    return briefing
