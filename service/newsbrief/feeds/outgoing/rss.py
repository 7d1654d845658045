"""A digest as a feed: RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from newsbrief.briefing.renderings.rss import add
from newsbrief.briefing.renderings.times import format_rfc5322
from newsbrief.feeds.edition import Edition
from newsbrief.feeds.outgoing.html import render_fragment


def render(edition: Edition, address: str) -> str:
    """Return an RSS 2.0 document, which is read at `address`, or under a path. An entry links to its first article."""
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    add(channel, "title", edition.title)
    add(channel, "link", address)
    add(channel, "description", f"{edition.title}: verified briefings, each with its sources and how it was made.")
    add(channel, "generator", "newsbrief")
    if edition.items:
        add(channel, "lastBuildDate", format_rfc5322(max(item.changed_at for item in edition.items)))
    for item in edition.items:
        entry = SubElement(channel, "item")
        add(entry, "title", item.title)
        if item.url:
            add(entry, "link", item.url)
        add(entry, "guid", f"urn:uuid:{item.id}", isPermaLink="false")
        add(entry, "pubDate", format_rfc5322(item.made_at))
        add(entry, "category", item.status, domain="urn:newsbrief:status")
        add(entry, "description", render_fragment(item))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"
