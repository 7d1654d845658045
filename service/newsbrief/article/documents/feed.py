"""Articles in a feed: RSS, Atom."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from newsbrief.article.documents.document import Document, DocumentUnreadable
from newsbrief.article.reading import YEARS


def read_feed(data: bytes) -> tuple[Document, ...]:
    """Return the entries of a feed, in its order: the whole text of each where the feed has it, else its summary.

    Raises:
        DocumentUnreadable: it is no feed, has no entries, or the package `feedparser` is missing.
    """
    try:
        import feedparser
    except ImportError:
        raise DocumentUnreadable("Feeds need the extra: pip install 'newsbrief[documents]'") from None
    # As a file: bytes that are the name of one, feedparser would open and read.
    parsed = feedparser.parse(BytesIO(data))
    if not parsed.get("version") or not parsed.get("entries"):
        raise DocumentUnreadable("The file is no RSS or Atom feed with entries.")
    outlet = parsed["feed"].get("title")
    return tuple(_entry(entry, outlet) for entry in parsed["entries"])


def longest_text(entry: Any) -> str:
    """Return the longest text that feedparser has of an entry: what was sent whole, or a summary."""
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    return max((*contents, entry.get("summary") or ""), key=len)


def published_at(entry: Any) -> datetime | None:
    """Return when an entry of feedparser was published, else changed; None where it tells no day in `YEARS`."""
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        published = datetime.fromtimestamp(timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return published if published and published.year in YEARS else None


def _entry(entry: Any, outlet: str | None) -> Document:
    text = longest_text(entry)
    page = f"<html><body><article>{text}</article></body></html>" if "<" in text else text
    return Document(page, "<" in text, entry.get("title"), entry.get("link"), outlet, published_at(entry))
