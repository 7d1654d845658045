"""The briefing as a feed of one item: RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.news_item import NewsItem
from newsbrief.briefing.renderings.characters import strip_unwritable
from newsbrief.briefing.renderings.html import render_fragment
from newsbrief.briefing.renderings.times import format_rfc5322
from newsbrief.briefing.source import make_link


def render(item: NewsItem) -> str:
    """Return an RSS 2.0 document. The item's description is the HTML fragment, escaped; its link is the article's."""
    meta, name = item.meta, f"urn:uuid:{item.id}"
    address = make_link(meta.source.url)
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    add(channel, "title", item.briefing.title)
    add(channel, "link", address or name)
    add(channel, "description", disclose(item).text)
    if meta.language != "und":
        add(channel, "language", meta.language)
    add(channel, "generator", "newsbrief")
    entry = SubElement(channel, "item")
    add(entry, "title", item.briefing.title)
    if address:
        add(entry, "link", address)
    add(entry, "guid", name, isPermaLink="false")
    add(entry, "pubDate", format_rfc5322(item.review.at or meta.created_at))
    add(entry, "category", item.review.status, domain="urn:newsbrief:status")
    add(entry, "description", render_fragment(item))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    """Add an element with a text, from which characters that XML cannot hold are left out."""
    SubElement(parent, tag, attributes).text = strip_unwritable(text)
