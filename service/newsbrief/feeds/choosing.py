"""The choice of briefings for a digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import get_args
from uuid import UUID

from newsbrief.briefing.review import Status
from newsbrief.feeds.configuration import Digest, Feeds
from newsbrief.feeds.edition import Edition, make_edition
from newsbrief.store.store import Store
from newsbrief.store.stories import Choice

STATUSES: tuple[Status, ...] = get_args(Status)
"""In the order in which a briefing has them."""


def build_choice(feeds: Feeds, digest: Digest) -> Choice:
    """Return which stories a digest is made of."""
    statuses = STATUSES[STATUSES.index(digest.status) :]
    return Choice(feeds.list_feeds(digest), digest.languages, statuses, feeds.team)


async def build_edition(
    store: Store, feeds: Feeds, name: str, at: datetime, ids: Sequence[UUID], *, most: int | None = None
) -> Edition:
    """Return the digest `name` of some briefings, as they are now; those that were deleted are not in it.

    `most`: how many it shows; `most` of the digest unless given.
    """
    digest = feeds.digests[name]
    least = STATUSES.index(digest.status)
    kept = await store.ask(store.briefings.find_replies, ids)
    # What was taken back since is not told.
    replies = (reply for reply in kept if STATUSES.index(reply.review.status) >= least)
    return make_edition(
        name, digest.title, at, replies, most=most or digest.most, unverified=digest.unverified == "mark"
    )
