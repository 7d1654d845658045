"""Fetch an article from its address, for whoever asks: a chat, a tool, the desk, a command."""

from __future__ import annotations

from newsbrief.article.documents import KINDS, Document
from newsbrief.article.encoding import decode
from newsbrief.fetching.errors import NotFetched
from newsbrief.settings import Settings
from newsbrief.workers import run_in_worker


async def fetch_article(url: str, settings: Settings) -> Document:
    """Return the article at an address, within the bounds of the settings.

    Raises:
        NotFetched: the settings do not allow it, or no page came.
        NotText: the page is no text.
    """
    (article,) = await _fetch(url, settings, takes_feeds=False)
    return article


async def fetch_articles(url: str, settings: Settings) -> tuple[Document, ...]:
    """Return the article at an address, or those of the feed that is there.

    Raises:
        NotFetched: the settings do not allow it, or neither a text nor a feed came.
        ArticleError: it is no text, or no feed.
    """
    return await _fetch(url, settings, takes_feeds=True)


async def _fetch(url: str, settings: Settings, *, takes_feeds: bool) -> tuple[Document, ...]:
    if not settings.fetch_urls:
        raise NotFetched("Addresses are not fetched here: give the article's text, or set NEWSBRIEF_FETCH_URLS=true.")
    # Imported by need: the client's packages take a tenth of a start.
    from newsbrief.fetching.pages import FEEDS, TEXTS, fetch

    types = TEXTS + FEEDS if takes_feeds else TEXTS
    page = await fetch(url, most=settings.max_body_bytes, private=settings.fetch_private_targets, types=types)
    if page.media_type in FEEDS:
        return await run_in_worker(len(page.body), KINDS[".rss"], page.body)
    text = await run_in_worker(len(page.body), decode, page.body, page.charset)
    return (Document(text, html=page.media_type != "text/plain", url=page.url),)
