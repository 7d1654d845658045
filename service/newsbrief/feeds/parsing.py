"""From the bytes of a feed or sitemap to its entries: RSS, Atom, RDF, JSON Feed, sitemaps and their indexes.

All of it is untrusted. XML is first read by lxml (see `untrusted_xml`), and is cut to `MOST_ENTRIES` entries and to the
elements that are wanted of each; only what it writes again reaches feedparser.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser
import regex
from lxml import etree
from pydantic import BaseModel, ConfigDict, ValidationError

from newsbrief.article.documents.feed import longest_text, published_at
from newsbrief.article.reading import YEARS
from newsbrief.briefing.source import make_link
from newsbrief.feeds.untrusted_xml import NotAFeed, local_name, parse_xml, unzip

MOST_ENTRIES = 500
"""Entries of a feed that are looked at: its first ones, of a sitemap its newest."""
LONGEST_TITLE = 500
LONGEST_ADDRESS = 2_000
_CONTENT = frozenset({"description", "summary", "content", "encoded"})
_DATES = frozenset({"pubDate", "published", "updated", "issued", "modified", "created", "date"})
_SHORT = frozenset({"title", "link", "guid", "id", "language"}) | _DATES
"""Elements of an entry that are read, by their local names: in others, such as an author's, somebody could hold
feedparser's expressions up for hours."""
_TAG = regex.compile(r"<(?:/?[A-Za-z]|[!?])[^<>]{0,2000}>")
"""As HTML begins one; any other "<" is a sign of the text."""
_INVISIBLE = regex.compile(r"[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed tells of."""

    url: str
    """An `http` or `https` address."""
    title: str | None = None
    """Plain text on one line."""
    published_at: datetime | None = None
    html: str | None = None
    """The article as far as the feed has it: HTML, untrusted."""
    language: str | None = None
    changed_at: datetime | None = None
    """When a sitemap says that it was last changed: it was published then or earlier."""

    @property
    def newest_at(self) -> datetime:
        """Return the latest instant at which it can have been published, as far as it is told; the earliest of all if
        nothing is."""
        return self.published_at or self.changed_at or datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a feed. `sitemaps`: other sitemaps, newest first, where it is an index."""

    entries: tuple[Entry, ...]
    title: str | None = None
    language: str | None = None
    sitemaps: tuple[str, ...] = ()


def read_listing(data: bytes, url: str) -> Listing:
    """Return what a feed lists, which came from `url`: relative addresses count from it.

    Raises:
        NotAFeed: it is none.
    """
    data = unzip(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _parse_json_feed(data, url)
    root = parse_xml(data)
    name = local_name(root)
    if name == "urlset":
        return _parse_sitemap(root, url)
    if name == "sitemapindex":
        return _parse_index(root, url)
    if name not in ("rss", "feed", "RDF"):
        raise NotAFeed(f"It is no feed and no sitemap: its outermost element is <{name[:40]}>.")
    return _read_feed(root, url)


def to_plain_text(text: object) -> str | None:
    """Return a title as text on one line: without tags, whatever is escaped, and without what cannot be seen."""
    if not isinstance(text, str):
        return None
    text = text[: 4 * LONGEST_TITLE]
    for _ in range(2):
        # A feed may escape its markup once or twice.
        text = html.unescape(_TAG.sub(" ", text))
    line = " ".join(_INVISIBLE.sub(" ", _TAG.sub(" ", text)).split())
    return line[:LONGEST_TITLE] or None


def _read_feed(root: Any, url: str) -> Listing:
    items = [element for element in root.iter() if local_name(element) in ("item", "entry")]
    for item in items[MOST_ENTRIES:]:
        parent = item.getparent()
        if parent is not None:
            parent.remove(item)
    for item in items[:MOST_ENTRIES]:
        _reduce(item)
    for channel in (root, *(element for element in root if local_name(element) == "channel")):
        _reduce(channel, also=frozenset({"channel", "item", "entry"}))
    # Sanitized it would lose nothing that matters here: it is escaped, or read as HTML, wherever it goes.
    parsed = feedparser.parse(etree.tostring(root, encoding="utf-8"), sanitize_html=False, resolve_relative_uris=False)
    feed = parsed.get("feed", {})
    language = _read_language(feed.get("language"))
    entries = (_read_entry(entry, url) for entry in parsed.get("entries", ()))
    return Listing(tuple(filter(None, entries)), to_plain_text(feed.get("title")), language)


def _reduce(element: Any, also: frozenset[str] = frozenset()) -> None:
    """Remove the children of `element` that are not read, and cut the text of short ones to what is read."""
    for child in list(element):
        name = local_name(child)
        if name not in _CONTENT | _SHORT | also:
            element.remove(child)
        elif name in _SHORT and child.text:
            child.text = child.text[: 2 * LONGEST_ADDRESS]


def _read_entry(entry: Any, base: str) -> Entry | None:
    address = _resolve_address(entry.get("link") or (entry.get("id") if entry.get("guidislink") else None), base)
    if not address:
        return None
    return Entry(address, to_plain_text(entry.get("title")), published_at(entry), longest_text(entry) or None)


def _resolve_address(value: object, base: str) -> str | None:
    """Return an absolute address that may be asked and printed; None for any other, such as `javascript:`."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ADDRESS:
        return None
    try:
        return make_link(urljoin(base, value.strip()))
    except ValueError:
        return None


def _read_language(value: object) -> str | None:
    match = regex.match(r"[A-Za-z]{2,3}(?=$|[-_])", value) if isinstance(value, str) else None
    return match[0].lower() if match else None


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Item(_Lenient):
    url: Any = None
    external_url: Any = None
    title: Any = None
    content_html: Any = None
    content_text: Any = None
    date_published: Any = None
    language: Any = None


class _JsonFeed(_Lenient):
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

    version: str
    title: Any = None
    language: Any = None
    items: list[_Item]


def _parse_json_feed(data: bytes, url: str) -> Listing:
    try:
        feed = _JsonFeed.model_validate_json(data.removeprefix(b"\xef\xbb\xbf").strip())
    except (ValidationError, RecursionError):
        raise NotAFeed("It is no JSON Feed.") from None
    if not regex.match(r"https?://(www\.)?jsonfeed\.org/version/", feed.version):
        raise NotAFeed("It is no JSON Feed.")
    entries = (_of_item(item, url) for item in feed.items[:MOST_ENTRIES])
    return Listing(tuple(filter(None, entries)), to_plain_text(feed.title), _read_language(feed.language))


def _of_item(item: _Item, base: str) -> Entry | None:
    address = _resolve_address(item.url, base) or _resolve_address(item.external_url, base)
    if not address:
        return None
    body = item.content_html if isinstance(item.content_html, str) else None
    if body is None and isinstance(item.content_text, str):
        body = "".join(f"<p>{html.escape(part)}</p>" for part in item.content_text.split("\n\n"))
    return Entry(
        address, to_plain_text(item.title), _parse_instant(item.date_published), body, _read_language(item.language)
    )


def _parse_instant(value: object) -> datetime | None:
    """Return an instant of W3C's profile of ISO 8601, in `YEARS`; a day alone is its beginning in UTC."""
    if not isinstance(value, str):
        return None
    try:
        instant = datetime.fromisoformat(value.strip()[:40])
    except ValueError:
        return None
    if instant.year not in YEARS:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _parse_sitemap(root: Any, url: str) -> Listing:
    return Listing(_sort_newest_first(_list_locations(root, url))[:MOST_ENTRIES])


def _list_locations(root: Any, base: str) -> Iterator[Entry]:
    """Yield the addresses of a sitemap, with what the news extension tells of them."""
    for element in root:
        if not (address := _resolve_address(_find_text(element, "loc"), base)):
            continue
        news = next((child for child in element if local_name(child) == "news"), None)
        yield Entry(
            address,
            to_plain_text(_find_text(news, "title")),
            _parse_instant(_find_text(news, "publication_date")),
            language=_read_language(_find_text(news, "publication", "language")),
            # No day of publication: an old article is not news since somebody touched it.
            changed_at=_parse_instant(_find_text(element, "lastmod")),
        )


def _find_text(element: Any, *path: str) -> str | None:
    """Return the text of a child, or of a child's child: pictures and videos in an entry have addresses and titles
    of their own."""
    for name in path:
        if element is not None:
            element = next((child for child in element if local_name(child) == name), None)
    return None if element is None else (element.text or "").strip()


def _sort_newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.newest_at, reverse=True))


def _parse_index(root: Any, base: str) -> Listing:
    return Listing((), sitemaps=tuple(entry.url for entry in _sort_newest_first(_list_locations(root, base))))


def merge_sitemaps(listings: list[Listing]) -> Listing:
    """Return the newest `MOST_ENTRIES` entries of several sitemaps."""
    return Listing(_sort_newest_first(entry for listing in listings for entry in listing.entries)[:MOST_ENTRIES])
