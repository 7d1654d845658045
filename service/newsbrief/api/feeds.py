"""The routes of outgoing feeds: a digest's newest briefings, for feed readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request, Response

from newsbrief.api import documentation
from newsbrief.api.gate import Credentials, read_team
from newsbrief.api.problems import ProblemError
from newsbrief.api.state import read_state
from newsbrief.settings import Settings
from newsbrief.store.store import Store

if TYPE_CHECKING:
    from newsbrief.feeds.configuration import Digest, Feeds
    from newsbrief.feeds.edition import Edition

MOST_STORIES = 50
"""Briefings of an outgoing feed."""
_FRESH_S = 60
Name = Annotated[
    str, Path(description="The name of a digest in `NEWSBRIEF_FEEDS`.", pattern="^[a-z0-9][a-z0-9_-]{0,59}$")
]
routes = APIRouter(prefix="/feeds", tags=["feeds"])
"""Included without the gate: a digest may be public."""


def load_feeds(settings: Settings) -> Feeds | None:
    """Return the feeds that the settings name.

    Raises:
        MalformedFeeds: the file cannot be used.
    """
    if not settings.feeds:
        return None
    # Only here: most services have none.
    from newsbrief.feeds.file import read_feeds

    return read_feeds(settings.feeds)


@routes.get("/{name}.rss", response_class=Response, operation_id="rss_feeds__name__rss_get", **documentation.FEED_RSS)
async def read_rss(request: Request, name: Name, credentials: Credentials) -> Response:
    """Return the newest briefings of a digest as RSS 2.0: claims that passed, and how each briefing was made."""
    from newsbrief.feeds.outgoing.rss import render

    return await _answer(request, name, credentials, render, "application/rss+xml")


@routes.get(
    "/{name}.json", response_class=Response, operation_id="json_feeds__name__json_get", **documentation.FEED_JSON
)
async def read_json(request: Request, name: Name, credentials: Credentials) -> Response:
    """Return the newest briefings of a digest as JSON Feed 1.1."""
    from newsbrief.feeds.outgoing.json_feed import MEDIA_TYPE, render

    return await _answer(request, name, credentials, render, MEDIA_TYPE)


async def _answer(
    request: Request,
    name: str,
    credentials: Credentials,
    render: Callable[[Edition, str], str],
    media_type: str,
) -> Response:
    """Return the feed, or 304 if the client has it already."""
    feeds, digest = await _admit(request, name, credentials)
    edition = await _make_edition(read_state(request).store, feeds, name, digest)
    body = render(edition, _find_address(request)).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"{'public' if digest.public else 'private'}, max-age={_FRESH_S}"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _find_address(request: Request) -> str:
    """Return where the feed is read: under the public address that is set, else by its path alone.

    The name in the request is its sender's word, and shared caches would hand it on to everybody.
    """
    base = read_state(request).settings.public_url
    return (base or "").rstrip("/") + request.url.path


async def _admit(request: Request, name: str, credentials: Credentials) -> tuple[Feeds, Digest]:
    """Return the digest if the caller may read it: anybody may read a public one, within the limits of an address.

    Raises:
        ProblemError: there is none of that name, or it takes a key.
    """
    feeds = read_state(request).feeds
    gate = read_state(request).gate
    digest = feeds.digests.get(name) if feeds else None
    if digest and digest.public:
        await gate.count_attempt(request)
    else:
        await gate.admit(request, credentials)
    if feeds is None or digest is None or (not digest.public and read_team(request) not in (None, feeds.team)):
        raise ProblemError("not-found", "There is no digest with that name.")
    return feeds, digest


async def _make_edition(store: Store, feeds: Feeds, name: str, digest: Digest) -> Edition:
    from newsbrief.feeds.choosing import build_choice, build_edition

    ids = await store.ask(store.stories.list_newest, build_choice(feeds, digest), MOST_STORIES)
    return await build_edition(store, feeds, name, datetime.now(UTC), ids, most=MOST_STORIES)
