"""The head of a page: its titles, its addresses, and its linked data."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsbrief.article.normalise import replace_unstorable, to_visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

LONGEST_TITLE = 1_000
"""Characters from which what is stated as a title or a name is none."""


def list_scripts(tree: HtmlElement) -> tuple[str, ...]:
    """Return the scripts of linked data in a page."""
    return tuple(str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()"))


def list_items(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the things that the page's linked data describe, those in lists and graphs too."""
    for script in list_scripts(tree):
        try:
            left: list[Any] = [json.loads(script)]
        except (ValueError, RecursionError):
            continue
        for _ in range(200):
            if not left:
                break
            item = left.pop(0)
            if isinstance(item, list):
                left.extend(item[:100])
            elif isinstance(item, dict):
                left.extend(v for key, v in item.items() if key in ("@graph", "mainEntity"))
                yield item


def find_titles(tree: HtmlElement) -> list[str]:
    """Return the titles that a page states for networks."""
    values = tree.xpath("//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content")
    return [shown for value in values if (shown := clean_name(str(value)))]


def find_addresses(tree: HtmlElement) -> list[str]:
    """Return the addresses that a page states as its own."""
    stated = "//link[@rel='canonical']/@href | //meta[@property='og:url' or @name='og:url']/@content"
    return list(map(str, tree.xpath(stated)))


def find_host(address: str) -> str:
    """Return the host in an address; empty where there is none."""
    return "" if "[" in address else urlsplit(address).hostname or ""


def clean_name(text: str | None) -> str | None:
    """Return a title or outlet as a reader sees it; what has no letter in it, or is longer than any, is none."""
    shown = to_visible(replace_unstorable(text or ""))
    return shown if len(shown) <= LONGEST_TITLE and any(map(str.isalpha, shown)) else None


def fold_letters(text: str) -> str:
    """Return the letters and digits of a name, to compare names: without case, and without an article or `com`."""
    return "".join(c for c in text.casefold() if c.isalnum()).removeprefix("the").removesuffix("com")


def unescape_text(value: object) -> str | None:
    """Return a value of linked data as text; None where it is none."""
    return html.unescape(value) if isinstance(value, str) else None
