"""Feeds and sitemaps as they come, and as an attacker would send them."""

import asyncio
import contextlib
import gzip
import json
import sys
import threading
import time
from datetime import UTC, datetime
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.feeds.listing import read_answer
from newsbrief.feeds.parsing import MOST_ENTRIES, Entry, Listing, read_listing, to_plain_text
from newsbrief.feeds.untrusted_xml import NotAFeed
from newsbrief.fetching.pages import PageAnswer
from tests.feeds.site import rss

BASE = "https://news.example/feeds/all.xml"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Tagblatt</title>
<entry><title type="html">Zug &amp;lt;b&amp;gt; h&auml;lt</title><link rel="alternate" href="../zug.html"/>
<published>2026-02-04T16:00:00Z</published><content type="html">&lt;p&gt;Der Zug.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://old.example/"><title>Old</title></channel>
<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link></item></rdf:RDF>"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/old</loc><lastmod>2026-01-01</lastmod></url>
<url><loc>https://news.example/new</loc><news:news><news:publication><news:name>N</news:name>
<news:language>fr</news:language></news:publication><news:publication_date>2026-02-04T10:00:00+01:00
</news:publication_date><news:title>Neuf &amp; vrai</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/a.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://news.example/b.xml</loc><lastmod>2026-02-01</lastmod></sitemap></sitemapindex>"""


def one(data: bytes | str) -> Entry:
    found = read_listing(data.encode() if isinstance(data, str) else data, BASE).entries
    assert len(found) == 1
    return found[0]


def item(inner: str) -> str:
    return rss(f"<item>{inner}</item>")


@pytest.mark.parametrize(
    "title", ["Inflation <2%, growth >3%", "5 < 7 and 9 > 8: maths", "Zone <3: gates > 40 closed", "I <3 tax > 10%"]
)
def test_signs_of_a_title_are_no_tags(title: str) -> None:
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    link = "<link>https://news.example/1</link>"
    assert one(item(f"<title>{escaped}</title>{link}")).title == title
    assert one(item(f"<title>{escaped.replace('&', '&amp;')}</title>{link}")).title == title
    sitemap = SITEMAP.replace("Neuf &amp; vrai", escaped)
    assert read_listing(sitemap.encode(), BASE).entries[0].title == title
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "https://news.example/1", "title": title}]}
    assert one(json.dumps(feed)).title == title
    assert to_plain_text(f"<b>{escaped}</b><!-- x --><?php y ?></i >") == title


def test_atom() -> None:
    found = read_listing(ATOM.encode(), BASE)
    assert found.title == "Tagblatt"
    entry = found.entries[0]
    assert entry.url == "https://news.example/zug.html"
    assert entry.title == "Zug hält"
    assert entry.published_at == datetime(2026, 2, 4, 16, tzinfo=UTC)
    assert entry.html == "<p>Der Zug.</p>"


def test_rdf_and_rss() -> None:
    assert one(RDF).url == "https://old.example/1"
    found = one(item("<link>https://a.example/x?a=1&amp;b=2#c</link><pubDate>Wed, 04 Feb 2026 03:37:23 GMT</pubDate>"))
    assert (found.url, found.published_at) == (
        "https://a.example/x?a=1&b=2#c",
        datetime(2026, 2, 4, 3, 37, 23, tzinfo=UTC),
    )
    assert one(item('<guid isPermaLink="true">https://a.example/g</guid>')).url == "https://a.example/g"


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "items": [
            {
                "id": "1",
                "url": "/one",
                "title": "One",
                "content_text": "A <b>\n\nB",
                "date_published": "2026-02-04T00:00:00Z",
            },
            {"id": "2", "url": "javascript:alert(1)"},
            {"id": 3, "url": 7, "title": ["x"]},
        ],
    }
    found = one(b"\xef\xbb\xbf " + json.dumps(feed).encode())
    assert found.url == "https://news.example/one"
    assert found.html == "<p>A &lt;b&gt;</p><p>B</p>"


@pytest.mark.parametrize("told", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "0001-01-01"])
def test_a_day_in_no_time_of_ours_is_none(told: str) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "date_published": told}]}
    assert one(json.dumps(feed)).published_at is None
    assert one(item(f"<link>https://news.example/a</link><pubDate>{told}</pubDate>")).published_at is None
    pages = SITEMAP.replace("2026-02-04T10:00:00+01:00", told).replace("2026-01-01", told)
    assert [(e.published_at, e.changed_at) for e in read_listing(pages.encode(), BASE).entries] == [(None, None)] * 2


def test_sitemaps_are_read_newest_first() -> None:
    new, old = read_listing(gzip.compress(SITEMAP.encode()), BASE).entries
    assert (new.url, new.title, new.language) == ("https://news.example/new", "Neuf & vrai", "fr")
    assert new.published_at == datetime(2026, 2, 4, 9, tzinfo=UTC)
    assert (old.published_at, old.changed_at) == (None, datetime(2026, 1, 1, tzinfo=UTC))
    assert read_listing(INDEX.encode(), BASE).sitemaps == ("https://news.example/b.xml", "https://news.example/a.xml")


def test_the_pictures_of_a_sitemap_are_not_its_pages() -> None:
    found = one(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"><url><loc>https://news.example/page</loc>'
        "<news:news><news:title>The page</news:title></news:news>"
        "<image:image><image:loc>https://news.example/a.jpg</image:loc><image:title>A</image:title></image:image>"
        "<video:video><video:title>V</video:title><video:publication_date>2020-01-01</video:publication_date>"
        "</video:video></url></urlset>"
    )
    assert found == Entry("https://news.example/page", "The page")


def test_what_is_not_quite_well_formed_is_read() -> None:
    found = one(
        '<rss version="2.0"><channel><item><title>Caf&eacute; & bar</title><link>https://a.example/1</link></item>'
    )
    assert found.url == "https://a.example/1"
    assert found.title is not None
    assert found.title.startswith("Café")
    utf16 = '<?xml version="1.0" encoding="utf-16"?>' + item("<title>Été</title><link>https://a.example/1</link>")
    assert one(utf16.replace('<?xml version="1.0"?>', "", 1).encode("utf-16")).title == "Été"


BOMB = """<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = '<!DOCTYPE rss [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>'
LINK = "<link>https://a.example/1</link>"


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, PARAMETER, BOMB.replace("ENTITY", "entity", 0)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(head: str, encoding: str) -> None:
    text = rss(f"<item><title>&d;&xxe;</title>{LINK}</item>", head)
    if encoding == "utf-16":
        text = text.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>')
    with pytest.raises(NotAFeed, match="entities"):
        read_listing(text.encode(encoding), BASE)


def test_a_doctype_far_down_or_in_another_encoding_opens_nothing() -> None:
    late = rss(f"<item><title>&xxe;</title>{LINK}</item>", "<!--" + "x" * 70_000 + "-->" + OUTSIDE)
    for data in (late.encode(), late.replace("1.0", "1.0").encode("utf-16-le")):
        try:
            titles = [entry.title or "" for entry in read_listing(data, BASE).entries]
        except NotAFeed:
            continue
        assert not any("root:" in title for title in titles)


def test_huge_and_deep_feeds_end_soon() -> None:
    many = rss(f"<item><title>x</title>{LINK}</item>" * 60_000)
    deep = rss("<item>" + "<a>" * 200_000)
    wide = rss(f"<item {' '.join(f'a{n}=x' for n in range(50_000))}>{LINK}</item>")
    slow = rss(f"<item><title>{'&lt;' * 500_000}</title>{LINK}</item>")
    tags = rss(f"<item><title>{'<' * 500_000}</title>{LINK}</item>")
    for data in (many, deep, wide, slow, tags):
        began = time.monotonic()
        with contextlib.suppress(NotAFeed):
            assert len(read_listing(data.encode(), BASE).entries) <= MOST_ENTRIES
        assert time.monotonic() - began < 20


def test_more_tags_than_any_sitemap_has_are_refused() -> None:
    with pytest.raises(NotAFeed, match="more than 1000000 tags"):
        read_listing(gzip.compress(b"<urlset>" + b"<a/>" * 1_000_000 + b"</urlset>"), BASE)


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(NotAFeed, match="more than"):
        read_listing(gzip.compress(b" " * 60_000_000), BASE)
    with pytest.raises(NotAFeed):
        read_listing(b"\x1f\x8bnone", BASE)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "https://user:secret@a.example/x",
        "http://[::1",
        "https://" + "a" * 3000,
        "mailto:a@b.example",
        "vbscript:x",
        "",
    ],
)
def test_addresses_that_are_none_are_left_out(address: str) -> None:
    found = read_listing(item(f"<title>x</title><link><![CDATA[{address}]]></link>").encode(), BASE).entries
    assert all(entry.url.startswith("https://news.example/") for entry in found)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>Rain",
        "&lt;script&gt;alert(1)&lt;/script&gt;Rain",
        "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Rain",
        "Rain<img src=x onerror=alert(1)>",
        "\u202eRain\u202c",
        "R\u0000ain".replace("\u0000", ""),
    ],
)
def test_titles_are_plain_text(title: str) -> None:
    found = to_plain_text(title)
    assert found is not None
    assert "Rain" in found
    assert "<" not in found
    assert "\u202e" not in found
    assert to_plain_text("x" * 10_000) == "x" * 500
    assert to_plain_text(None) is to_plain_text(" <b></b> ") is None


@given(st.binary(max_size=400))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    for sent in (data, b"<rss><channel><item>" + data, b"{" + data, b'<?xml version="1.0"?><urlset><url>' + data):
        with contextlib.suppress(NotAFeed):
            assert isinstance(read_listing(sent, BASE), Listing)


@given(st.text(max_size=300))
def test_whatever_a_title_is_it_is_one_line(text: str) -> None:
    found = to_plain_text(text)
    assert found is None or (found == found.strip() and len(found.splitlines()) == 1)


RSS = '<rss version="2.0"><channel><title>T</title>{}</channel></rss>'
LINK = "<link>https://a.example/1</link>"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "told",
    [
        f"<item>{LINK}<author>{'a' * 200_000}{' (' * 10_000}</author></item>",
        f"<managingEditor>{'a' * 200_000}</managingEditor><item>{LINK}</item>",
        f"<item>{LINK}<pubDate>{'1' * 500_000}</pubDate></item>",
        f"<item>{LINK}<title>{'&amp;a' * 100_000}</title></item>",
    ],
)
def test_what_would_hold_the_reader_up_for_hours_is_cut_off(told: str) -> None:
    assert [entry.url for entry in read_listing(RSS.format(told).encode(), BASE).entries] == ["https://a.example/1"]


async def test_a_feed_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.feeds.listing.PARSE_S", 0.1)
    monkeypatch.setattr("newsbrief.workers.GRACE_S", 0.1)
    data = RSS.format("".join(f"<item>{LINK}{'<title>a</title>' * 2_000}</item>" for _ in range(100))).encode()
    with pytest.raises(NotAFeed, match="takes longer"):
        await read_answer(PageAnswer(BASE, 200, {}, data))
    threads = {thread.ident for thread in threading.enumerate() if thread.name.startswith("heavy")}
    ends = time.monotonic() + 20
    while any("feedparser" in name for name in _list_running(threads)):
        assert time.monotonic() < ends, "its thread goes on"
        await asyncio.sleep(0.1)


def _list_running(threads: set[int | None]) -> set[str]:
    """Return the files of the functions that are at work in threads."""
    found: set[str] = set()
    for ident, frame in sys._current_frames().items():
        at: FrameType | None = frame if ident in threads else None
        while at:
            found.add(at.f_code.co_filename)
            at = at.f_back
    return found
