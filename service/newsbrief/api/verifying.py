"""The route that checks a briefing, claims or a summary against an article, and what desk and tools share of it."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response

from newsbrief.api import bodies, documentation, responses
from newsbrief.api.accept_header import negotiate_media_type
from newsbrief.api.gate import within_budget
from newsbrief.api.lifetime import read_deadline, while_connected
from newsbrief.api.request_body import read_json
from newsbrief.api.state import read_state
from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown
from newsbrief.briefing.schema import Briefing
from newsbrief.pipeline import Options, Submission
from newsbrief.reply import Verification
from newsbrief.verification.itemise import Itemise, itemise_text, make_itemiser

routes = APIRouter(tags=["briefings"])
"""Included behind the gate by the application."""


@routes.post("/verify", response_model=Verification, **documentation.VERIFY)
async def verify(request: Request) -> Response:
    """Check a briefing, a list of claims or a summary against an article. Nothing is repaired."""
    negotiate_media_type(request, (responses.JSON,), "The report")
    sent = await read_json(request, bodies.VerifyBody)
    return responses.respond_json(await while_connected(request, verify_body(request, sent)))


async def verify_body(request: Request, sent: bodies.VerifyBody) -> Verification:
    """Return the report on the claims that were sent.

    Raises:
        MalformedBriefing: it is Markdown, but not the fixed format.
        ArticleError: there is no article in what was sent, or too little of one.
        Busy: there is no place for it.
    """
    options = Options(judge=sent.options.judge, output_language=sent.options.output_language)
    return await verify_claims(request, sent.submission(), choose_itemise(sent), options)


async def verify_claims(request: Request, submission: Submission, itemise: Itemise, options: Options) -> Verification:
    """Return the report on claims, in the request's turn, and on its key's budget.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        Busy: there is no place for it.
    """
    state = read_state(request)
    deadline = read_deadline(request)
    async with state.service.hold_place(deadline):
        verification = await state.service.verify(submission, itemise, within_budget(request, options), deadline)
    state.metrics.count_reply("verify", verification)
    return verification


def choose_itemise(sent: bodies.VerifyBody) -> Itemise:
    """Return the function that gives the claims of a body for the article's language.

    Raises:
        MalformedBriefing: it is Markdown, but not the fixed format.
    """
    if sent.claims is not None:
        return make_itemiser(sent.claims)
    if sent.summary is not None:
        return partial(itemise_text, sent.summary, most=bodies.MOST_CLAIMS)
    briefing = _parse_markdown(sent.briefing) if isinstance(sent.briefing, str) else sent.briefing
    assert briefing is not None  # noqa: S101 - the body's validator has seen to it
    return make_itemiser(briefing)


def _parse_markdown(markdown: str) -> Briefing:
    briefing = parse_markdown(markdown)[0]
    try:
        bodies.check_lengths(briefing)
    except ValueError as error:
        raise MalformedBriefing(str(error)) from None
    return briefing
