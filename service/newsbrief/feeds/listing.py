"""Asking a feed what it lists; of an index of sitemaps its newest sitemaps too."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from newsbrief.feeds.client import Client
from newsbrief.feeds.configuration import Feed
from newsbrief.feeds.parsing import Listing, merge_sitemaps, read_listing
from newsbrief.feeds.untrusted_xml import NotAFeed
from newsbrief.fetching.pages import PageAnswer
from newsbrief.store.feeds import FeedState
from newsbrief.workers import DeadlinePassed, due_by, run_in_worker

PARSE_S = 15.0
"""Seconds that a feed may take to read; then its thread is ended."""
SITEMAPS = 3
"""Sitemaps of an index that are read: the newest."""
_MOST_HEADER = 500
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, */*;q=0.5"


@dataclass(slots=True)
class IndexProgress:
    """The part of an index of sitemaps that was read: where its server asks for long pauses it takes several checks."""

    left: list[str] | None = None
    """Addresses of the sitemaps still to be read; None where the feed itself is."""
    listings: list[Listing] = field(default_factory=list)


async def fetch_listing(
    client: Client, feed: Feed, known: FeedState, progress: IndexProgress | None = None, until: float = math.inf
) -> tuple[Listing | None, FeedState]:
    """Return what a feed lists, None where that is as it was, and what its server sent with it.

    What is read of an index of sitemaps is added to `progress`, from which another call goes on.

    Raises:
        Queued: the turn of a request would come after the instant `until`.
        NotFetched, NotAFeed: it cannot be read.
    """
    progress = IndexProgress() if progress is None else progress
    if progress.left is None:
        answer = await client.get(feed.url, _make_headers(known), until - time.monotonic())
        if answer.status == 304:
            return None, known
        listing = await read_answer(answer)
        if not listing.sitemaps:
            return listing, FeedState(_find_header(answer, "etag"), _find_header(answer, "last-modified"))
        progress.left = list(listing.sitemaps[:SITEMAPS])
    while progress.left:
        answer = await client.get(progress.left[0], patience_s=until - time.monotonic())
        progress.listings.append(await read_answer(answer))
        del progress.left[0]
    # The index may be as it was where a sitemap is not.
    return merge_sitemaps(progress.listings), FeedState()


async def read_answer(answer: PageAnswer) -> Listing:
    """Return what an answer lists.

    Raises:
        NotAFeed: it is none, or takes too long to read.
    """
    try:
        with due_by(time.monotonic() + PARSE_S):
            return await run_in_worker(len(answer.body), read_listing, answer.body, answer.url)
    except DeadlinePassed:
        raise NotAFeed(f"It takes longer than {PARSE_S:g} seconds to read.") from None


def _make_headers(known: FeedState) -> dict[str, str]:
    headers = {"accept": _ACCEPT}
    if known.etag:
        headers["if-none-match"] = known.etag
    if known.last_modified:
        headers["if-modified-since"] = known.last_modified
    return headers


def _find_header(answer: PageAnswer, name: str) -> str | None:
    value = answer.headers.get(name, "")
    return value if 0 < len(value) <= _MOST_HEADER and value.isascii() and value.isprintable() else None
