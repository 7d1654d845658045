"""RSS, read by a feed reader and by a strict XML parser."""

from calendar import timegm

import feedparser
from hypothesis import given
from lxml import etree

from newsbrief.briefing.disclosure import disclose
from newsbrief.briefing.renderings.characters import strip_unwritable
from newsbrief.briefing.renderings.html import render_fragment
from newsbrief.briefing.renderings.rss import render
from newsbrief.briefing.source import Source
from newsbrief.reply import Reply
from tests.briefing.renderings.items import APPROVED, MADE, NASTY, item, texts


def read(reply: Reply) -> feedparser.FeedParserDict:
    feed = feedparser.parse(render(reply).encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo
    assert feed.version == "rss20"
    assert len(feed.entries) == 1
    return feed


def test_a_reader_reads_it(seed_reply: Reply) -> None:
    feed = read(seed_reply)
    entry = feed.entries[0]
    assert feed.feed.language == "en"
    assert feed.feed.subtitle == disclose(seed_reply).text
    assert entry.title == seed_reply.briefing.title
    assert entry.id == f"urn:uuid:{seed_reply.id}"
    assert not entry.guidislink
    assert entry.link == "https://example.org/iran"
    assert entry.category == "draft"
    assert timegm(entry.published_parsed) == int(seed_reply.meta.created_at.timestamp())
    assert entry.summary == render_fragment(seed_reply).strip()


def test_once_approved_it_is_of_then() -> None:
    entry = read(item(review=APPROVED)).entries[0]
    assert entry.published == "Wed, 04 Feb 2026 09:00:00 GMT"
    assert entry.category == "reviewed"


@given(texts, texts)
def test_any_briefing_is_well_formed(text: str, other: str) -> None:
    for said in (text, NASTY):
        source = Source(url=other, title=other, outlet=other, published_at=MADE)
        reply = item(said, source=source, model=other)
        channel = etree.fromstring(render(reply).encode()).find("channel")
        assert channel.findtext("item/title") == strip_unwritable(said)
        assert channel.findtext("item/description") == render_fragment(reply)
        assert channel.findtext("link") == f"urn:uuid:{reply.id}"
