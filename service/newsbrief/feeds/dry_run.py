"""A dry run: what a check of a feed would find, without keeping anything."""

from __future__ import annotations

from newsbrief.briefing.renderings.times import format_instant
from newsbrief.feeds.client import Client
from newsbrief.feeds.configuration import Feed
from newsbrief.feeds.listing import fetch_listing
from newsbrief.feeds.reading import find_new_entries
from newsbrief.feeds.untrusted_xml import NotAFeed
from newsbrief.fetching.errors import NotFetched
from newsbrief.store.feeds import FeedState
from newsbrief.store.store import Store


async def describe(store: Store, client: Client, name: str, feed: Feed) -> tuple[list[str], bool]:
    """Return lines on what is new in a feed, and whether it can be read."""
    try:
        listing, _ = await fetch_listing(client, feed, FeedState())
    except (NotFetched, NotAFeed) as error:
        return [f"{name}: cannot be read: {error}"], False
    if listing is None:
        return [f"{name}: nothing came"], False
    entries = await find_new_entries(store, name, feed, listing)
    unknown = await store.ask(store.feeds.find_unknown, name, [entry.key for entry in entries])
    new = [entry for entry in entries if entry.key in unknown and not entry.skipped]
    passed_over = sum(1 for entry in entries if entry.key in unknown and entry.skipped)
    lines = [f"{name}: {len(new)} to brief, {passed_over} passed over, {len(entries) - len(unknown)} known"]
    for entry in new:
        at = format_instant(entry.published_at) if entry.published_at else "no date"
        lines.append(f"  {at}  {entry.title or 'no title'}  {entry.url}")
    return lines, True
