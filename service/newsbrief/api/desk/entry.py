"""The routes by which articles come in: pasted, dropped, fetched, several at once, newer ones; and texts to check."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ValidationError

from newsbrief.api import responses, verifying
from newsbrief.api.desk import checking, forms, texts
from newsbrief.api.desk.responses import DeskRoute, load_words, render_page
from newsbrief.api.gate import within_budget
from newsbrief.api.kept_briefings import find_briefing
from newsbrief.api.lifetime import while_connected
from newsbrief.api.problems import ProblemError, describe_invalid
from newsbrief.api.request_body import read_body, read_media_type
from newsbrief.api.state import read_state
from newsbrief.api.styles import list_styles
from newsbrief.article import Article
from newsbrief.article.documents import parse_documents
from newsbrief.article.encoding import decode
from newsbrief.article.errors import ArticleError
from newsbrief.article.reading import read
from newsbrief.briefing.source import make_link
from newsbrief.desk.choices import Choices, list_choices
from newsbrief.fetching.articles import fetch_article
from newsbrief.pipeline import Options
from newsbrief.workers import LIGHT_CHARACTERS, run_in_worker

routes = APIRouter(prefix="/desk", route_class=DeskRoute, include_in_schema=False)


class FoundArticle(BaseModel):
    """An article that came from an address, the clipboard or a file."""

    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published_at: datetime | None

    @classmethod
    def of(cls, article: Article) -> FoundArticle:
        return cls(
            text=article.source,
            title=article.title,
            outlet=article.outlet,
            url=article.url,
            published_at=article.published_at,
        )


@routes.get("")
async def compose(request: Request) -> Response:
    """Show the page where an article is pasted."""
    return _compose(request)


@routes.get("/briefings/{id}/update")
async def show_update(request: Request, id: UUID) -> Response:
    """Show the page where a newer article on the story of a briefing is pasted."""
    kept = await find_briefing(request, id)
    return _compose(request, revises=kept.reply)


@routes.get("/briefings/{id}/again")
async def show_again(request: Request, id: UUID) -> Response:
    """Show the page where an article is pasted, with that of a briefing: for another length, tone or language."""
    kept = await find_briefing(request, id)
    source = kept.reply.meta.source
    given = FoundArticle(
        text=await texts.find_text(request, kept, "") or "",
        title=source.title,
        outlet=source.outlet,
        url=make_link(source.url),
        published_at=source.published_at,
    )
    return _compose(request, again=kept.reply.id, given=given.model_dump_json())


@routes.post("/article")
async def read_article(request: Request) -> Response:
    """Read an article for the form: from an address, from a page in the clipboard, or from a file. JSON."""
    kind, charset = read_media_type(request)
    if kind == "text/html":
        return await _read_pasted(await read_body(request), charset)
    if kind == "application/octet-stream":
        return await _read_file(await read_body(request), unquote(request.headers.get("x-file-name", "")))
    sent = await forms.fields(request)
    try:
        fetched = await fetch_article(sent.get("url", ""), read_state(request).settings)
        article = await run_in_worker(len(fetched.text), read, fetched.text, html=fetched.html, url=fetched.url)
    except ArticleError as error:
        raise ProblemError("page-not-fetched", str(error)) from None
    return responses.respond_json(FoundArticle.of(article))


@routes.get("/verify")
async def show_verify(request: Request) -> Response:
    """Show the page where a text is pasted beside its article."""
    return render_page(request, "verify", sent={}, report=None)


@routes.post("/verify")
async def verify(request: Request) -> Response:
    """Check a text, in the fixed format or one claim a line, against an article."""
    sent = await forms.fields(request)
    try:
        body = await run_in_worker(len(sent.get("claims", "")), checking.build_body, sent)
    except ValidationError as error:
        raise describe_invalid(error) from None
    verification = await while_connected(request, verifying.verify_body(request, body))
    report = await run_in_worker(len(body.text), checking.report, verification, body, load_words(request))
    return render_page(request, "verify", sent=sent, report=report)


async def _read_pasted(data: bytes, charset: str | None) -> Response:
    text = await run_in_worker(len(data), decode, data, charset or "utf-8")
    return responses.respond_json(FoundArticle.of(await run_in_worker(len(text), lambda: read(text, html=True))))


async def _read_file(data: bytes, name: str) -> Response:
    # However short a file is, it may be long work: a page of a PDF file is a program.
    documents = await run_in_worker(max(len(data), LIGHT_CHARACTERS + 1), parse_documents, data, name)
    if not documents:
        raise ProblemError("no-article-found", "There is no article in that file.")
    first = documents[0]
    article = await run_in_worker(len(first.text), lambda: read(first.text, html=first.html))
    facts = {"title": first.title, "outlet": first.outlet, "url": first.url, "published_at": first.published_at}
    known = {field: value for field, value in facts.items() if value is not None}
    return responses.respond_json(FoundArticle.of(article).model_copy(update=known))


def _compose(request: Request, **shown: Any) -> Response:
    settings = read_state(request).settings
    days = 0 if settings.keep_text else settings.desk_text_days
    known = {"fetches": settings.fetch_urls, "days": days, "choices": _choices(request)}
    known |= {"revises": None, "again": None}
    return render_page(request, "compose", **known | shown)


def _choices(request: Request) -> Choices | None:
    """Return the styles, lengths and languages that can be had; None where no model writes."""
    service = read_state(request).service
    if service.engine.model is None:
        return None
    styles = list_styles(request)
    judges = service.judge is not None and within_budget(request, Options()).judge is not False
    return list_choices(styles.styles, styles.default or "", load_words(request).language, translates=judges)
