"""A digest as the payload of a signed webhook, by Standard Webhooks."""

from __future__ import annotations

import json
from typing import Any

from newsbrief.briefing.renderings.times import format_instant
from newsbrief.feeds.edition import Edition, Item

EVENT = "digest.published"
BYTES = 20_000
"""Standard Webhooks asks for small payloads: of a longer digest the last briefings are named by their ids alone."""


def render(edition: Edition) -> str:
    """Return the payload, with as many briefings in full as fit."""
    for number in range(len(edition.items), -1, -1):
        text = json.dumps(_build_payload(edition, number), ensure_ascii=False)
        if len(text.encode()) <= BYTES or number == 0:
            return text
    raise AssertionError


def _build_payload(edition: Edition, whole: int) -> dict[str, Any]:
    items = [_build_item(item, whole=place < whole) for place, item in enumerate(edition.items)]
    data = {"digest": edition.name, "title": edition.title, "due_at": format_instant(edition.at), "briefings": items}
    return {"type": EVENT, "timestamp": format_instant(edition.at), "data": {**data, "more": edition.more}}


def _build_item(item: Item, *, whole: bool) -> dict[str, Any]:
    named = {"id": str(item.id), "links": {"briefing": f"/briefings/{item.id}"}}
    if not whole:
        return named
    return named | {
        "title": item.title,
        "language": item.language,
        "status": item.status,
        "claims": [{"section": line.section, "text": line.text, "verified": not line.mark} for line in item.lines],
        "sources": [{"name": origin.name, "url": origin.url} for origin in item.origins],
        "disclosure": item.disclosure,
    }
