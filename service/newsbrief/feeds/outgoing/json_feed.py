"""A digest as a feed: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from newsbrief.briefing.renderings.times import format_instant
from newsbrief.feeds.edition import Edition, Item
from newsbrief.feeds.outgoing.html import render_fragment

MEDIA_TYPE = "application/feed+json"


def render(edition: Edition, address: str) -> str:
    """Return a JSON Feed, which is read at `address`, or under a path alone: then it does not name it."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": edition.title,
        "items": [_build_item(item) for item in edition.items],
    }
    if not address.startswith("/"):
        feed["feed_url"] = address
    return json.dumps(feed, ensure_ascii=False)


def _build_item(item: Item) -> dict[str, Any]:
    item_json: dict[str, Any] = {
        "id": f"urn:uuid:{item.id}",
        "title": item.title,
        "content_html": render_fragment(item),
        "date_published": format_instant(item.made_at),
        "date_modified": format_instant(item.changed_at),
        "tags": [item.status],
        "_newsbrief": {
            "about": "https://www.jsonfeed.org/version/1.1/#extensions",
            "disclosure": item.disclosure,
            "claims": [{"section": line.section, "text": line.text, "verified": not line.mark} for line in item.lines],
        },
    }
    if item.url:
        item_json["url"] = item.url
    if item.language != "und":
        item_json["language"] = item.language
    return item_json
