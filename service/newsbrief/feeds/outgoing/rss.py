"""A digest as a feed: RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from newsbrief.briefing.renderings.characters import writable
from newsbrief.briefing.renderings.times import posted
from newsbrief.feeds.edition import Edition
from newsbrief.feeds.outgoing.html import fragment


def render(edition: Edition, address: str) -> str:
    """Return an RSS 2.0 document, which is read at `address`, or under a path. An entry links to its first article."""
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    _add(channel, "title", edition.title)
    _add(channel, "link", address)
    _add(channel, "description", f"{edition.title}: verified briefings, each with its sources and how it was made.")
    _add(channel, "generator", "newsbrief")
    if edition.items:
        _add(channel, "lastBuildDate", posted(max(item.changed_at for item in edition.items)))
    for item in edition.items:
        entry = SubElement(channel, "item")
        _add(entry, "title", item.title)
        if item.url:
            _add(entry, "link", item.url)
        _add(entry, "guid", f"urn:uuid:{item.id}", isPermaLink="false")
        _add(entry, "pubDate", posted(item.made_at))
        _add(entry, "category", item.status, domain="urn:newsbrief:status")
        _add(entry, "description", fragment(item))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = writable(text)
