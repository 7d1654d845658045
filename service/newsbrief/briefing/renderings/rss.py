"""The briefing as a feed of one item: RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.news_item import NewsItem
from newsbrief.briefing.renderings.characters import writable
from newsbrief.briefing.renderings.html import fragment
from newsbrief.briefing.renderings.times import posted
from newsbrief.briefing.source import link


def render(item: NewsItem) -> str:
    """Return an RSS 2.0 document. The item's description is the HTML fragment, escaped; its link is the article's."""
    meta, name = item.meta, f"urn:uuid:{item.id}"
    address = link(meta.source.url)
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    _add(channel, "title", item.briefing.title)
    _add(channel, "link", address or name)
    _add(channel, "description", disclose(item).text)
    if meta.language != "und":
        _add(channel, "language", meta.language)
    _add(channel, "generator", "newsbrief")
    entry = SubElement(channel, "item")
    _add(entry, "title", item.briefing.title)
    if address:
        _add(entry, "link", address)
    _add(entry, "guid", name, isPermaLink="false")
    _add(entry, "pubDate", posted(item.review.at or meta.created_at))
    _add(entry, "category", item.review.status, domain="urn:newsbrief:status")
    _add(entry, "description", fragment(item))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = writable(text)
