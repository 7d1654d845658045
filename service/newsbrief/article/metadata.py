"""Metadata of a page: headline, outlet, date."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import regex

from newsbrief.article.headings import count_words
from newsbrief.article.normalise import replace_unstorable, visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_DATES = (
    "//meta[@property='article:published_time' or @name='article:published_time' or @itemprop='datePublished' or "
    "@name='parsely-pub-date' or @name='date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
_OTHER_DATES = "//meta[contains(@property, '_time')]/@content | //time/@datetime"
_JSON_DATE = regex.compile(r'"date(?:Published|Modified|Created)"\s*+:\s*+"([^"]{8,40}+)"')
_JSON_PUBLISHED = regex.compile(r'"datePublished"\s*+:\s*+"([^"]{8,40}+)"')
_JSON_PUBLISHER = regex.compile(r'"publisher"\s*+:\s*+\{[^{}]{0,400}?"name"\s*+:\s*+"([^"\\]{1,120}+)"')
_ADDRESS = regex.compile(r"https?://|www\.|@|^[\w-]+(?:\.[\w-]+)+$")
_SEPARATED = regex.compile(r"\s+[|–—•·»«:/_-]+\s+|\s*[|｜_]\s*")
_CUT = regex.compile(r"\s*[|｜–—•·»«:：/_-]+\s*")
"""What may stand between a headline and what follows it in a title; in a headline it can be a mark of its own."""
_LONGEST_NAME = 60
"""Characters of an outlet's name: longer ones are its description."""
_ZERO = date(1970, 1, 1)
_FEWEST_TITLE_WORDS = 3
_SHARED = 0.5
"""Part of a heading's words that a title must share for both to be of one story."""


def linked_data(tree: HtmlElement) -> tuple[str, ...]:
    """Return the scripts of linked data in a page."""
    return tuple(str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()"))


def name(found: str | None) -> str | None:
    """Return a title or outlet as a reader sees it; what has no letter in it is none."""
    shown = visible(replace_unstorable(found or ""))
    return shown if any(map(str.isalpha, shown)) else None


def title(tree: HtmlElement, found: str | None, outlet: str | None) -> str | None:
    """Return the headline of a page's article.

    That is its main heading, where the page's other titles hold it or share its words: those are written for networks
    and search engines, and the outlet's name stands in them. Else the headline of its linked data that is like them,
    else what was found, without what follows the text of a line of the page in it, and without the outlet's name.
    """
    stated = [t for t in (name(tree.findtext(".//title")), *_meta_titles(tree)) if t]
    others = stated or [t for t in (name(found),) if t]
    headings = [shown for h in tree.xpath("//h1") if (shown := name(" ".join(h.itertext())))]
    told = [h for h in headings if count_words(h) >= _FEWEST_TITLE_WORDS or any(_opens(o, h) for o in others)]
    for heading in told:
        if any(heading.casefold() in other.casefold() for other in others):
            return heading
    if len(told) == 1 and told[0] != outlet and (not others or any(_are_alike(told[0], other) for other in others)):
        return told[0]
    listed = [shown for item in _items(tree) if (shown := name(_text(item.get("headline"))))]
    headline = next((h for h in listed if not others or any(_are_alike(h, other) for other in others)), None)
    return headline or (_cut(others[0], tree, outlet) if others else None)


def outlet(tree: HtmlElement, found: str | None) -> str | None:
    """Return who published a page: as its linked data says, else as its other data do; an address is no name.

    Of several names the one that stands in the page's title is what readers know.
    """
    stated = [_text(_name_of(item.get("publisher"))) for item in _items(tree)]
    stated += [m.group(1) for script in linked_data(tree) for m in _JSON_PUBLISHER.finditer(script)]
    for path in ("//meta[@property='og:site_name']/@content", "//meta[@name='application-name']/@content"):
        stated += map(str, tree.xpath(path))
    page_title = name(tree.findtext(".//title")) or ""
    parts = _SEPARATED.split(page_title)
    headline = max(parts, key=len)
    names = [shown for one in stated if (shown := _outlet_name(one, headline))]
    known = {_letters(part) for part in parts if part is not headline}
    if named := next((one for one in names if _letters(one) in known), names[0] if names else None):
        return named
    heads = [shown for h in tree.xpath("//h1 | //h2") if (shown := name(" ".join(h.itertext())))]
    tails = (_outlet_name(_find_tail(page_title, head), head) for head in (*heads, *_meta_titles(tree)))
    return next(filter(None, tails), None) or _outlet_name(found, headline)


def _outlet_name(stated: str | None, headline: str) -> str | None:
    """Return an outlet's name without what describes it; None for what is an address, or a headline."""
    shown = name(_SEPARATED.split(name(html.unescape(stated or "")) or "")[0])
    if not shown or len(shown) > _LONGEST_NAME or _ADDRESS.search(shown):
        return None
    return None if _letters(headline) and _letters(headline) in _letters(shown) else shown


def _find_tail(page_title: str, headline: str) -> str | None:
    """Return the last part of a page's title that opens with a headline; None where there is none, or an address."""
    rest = page_title[len(headline) :] if page_title.casefold().startswith(headline.casefold()) else ""
    mark = _CUT.match(rest)
    parts = _SEPARATED.split(rest[mark.end() :]) if mark else []
    return parts[-1] if parts and not any(map(_ADDRESS.search, parts)) else None


def _opens(title: str, headline: str) -> bool:
    """Return whether a title is a headline, or that and what is set apart from it."""
    rest = title[len(headline) :]
    return title.startswith(headline) and (not rest or _CUT.match(rest) is not None)


def _cut(headline: str, tree: HtmlElement, outlet: str | None) -> str | None:
    """Return a title without what follows its headline: all after a line of the page, addresses, the outlet's name."""
    lines = {visible("".join(e.itertext())) for e in tree.xpath("//body//*[not(*)] | //h1 | //h2 | //h3")}
    for mark in reversed(list(_CUT.finditer(headline))):
        if headline[: mark.start()] in lines and 2 * mark.start() >= len(headline):
            return headline[: mark.start()]
    parts = list(_SEPARATED.finditer(headline))
    if parts and _ADDRESS.search(headline[parts[-1].end() :]):
        headline = headline[: parts[-1].start()]
    return _without_outlet(headline, outlet)


def find_published_at(tree: HtmlElement, found: str | None, url: str | None = None) -> datetime | None:
    """Return when a page says it was published: to the minute where it says so, else the day.

    A time without a zone is local: in the zone of another moment that the page states, else in that of the country in
    its address or language, where that has one; else it is read as UTC.
    """
    stated = [str(value) for path in _DATES for value in tree.xpath(path)]
    stated += [m.group(1) for script in linked_data(tree) for m in _JSON_PUBLISHED.finditer(script)]
    for value in (*stated, found or ""):
        when = _moment(value)
        if when is not None:
            return when if when.tzinfo else _local(when, tree, url)
    return None


def _meta_titles(tree: HtmlElement) -> list[str]:
    values = tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content")
    return [shown for value in values if (shown := name(str(value)))]


def _are_alike(heading: str, other: str) -> bool:
    """Return whether two titles are of one story."""
    words = {w.casefold() for w in regex.findall(r"\w{3,}", heading)}
    shared = words & {w.casefold() for w in regex.findall(r"\w{3,}", other)}
    return len(shared) >= _SHARED * len(words) > 0


def _without_outlet(headline: str | None, outlet: str | None) -> str | None:
    if not headline or not outlet:
        return headline
    parts = list(_SEPARATED.finditer(headline))
    known = _letters(outlet)
    for cut in (parts[-1:], parts[:1]):
        for mark in cut:
            before, after = headline[: mark.start()], headline[mark.end() :]
            if before and _letters(after) == known:
                return before
            if after and _letters(before) == known:
                return after
    return headline


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()).removeprefix("the").removesuffix("com")


def _items(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the things that the page's linked data describe, those in lists and graphs too."""
    for script in linked_data(tree):
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


def _name_of(found: object) -> object:
    if isinstance(found, list):
        return _name_of(found[0]) if found else None
    return found.get("name") if isinstance(found, dict) else found


def _text(found: object) -> str | None:
    return html.unescape(found) if isinstance(found, str) else None


def _moment(value: str) -> datetime | None:
    """Return the moment that a value states; none where it is the zero from which computers count."""
    try:
        moment = datetime.fromisoformat(html.unescape(value).strip())
    except ValueError:
        return None
    return None if moment.date() == _ZERO else moment


def _local(when: datetime, tree: HtmlElement, url: str | None) -> datetime:
    """Return the zoneless time `when` in the zone of its page."""
    others = [str(value) for value in tree.xpath(_OTHER_DATES)]
    others += [m.group(1) for script in linked_data(tree) for m in _JSON_DATE.finditer(script)]
    zoned = (moment.tzinfo for value in others if (moment := _moment(value)) and moment.utcoffset())
    return when.replace(tzinfo=next(zoned, None) or _zone(when, tree, url) or UTC)


def _zone(when: datetime, tree: HtmlElement, url: str | None) -> ZoneInfo | None:
    """Return the zone of the page's country, where all of that country has one time."""
    from babel.core import get_global

    addresses = [url, *map(str, tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"))]
    domains = [(urlsplit(a).hostname or "").rpartition(".")[2] for a in addresses if a and "[" not in a]
    regions = [*domains, *(tree.get("lang") or "").replace("_", "-").split("-")[1:]]
    for region in regions:
        code = {"UK": "GB"}.get(region.upper(), region.upper())
        try:
            zones = [ZoneInfo(zone) for zone in get_global("territory_zones").get(code, ())]
            offsets = {when.replace(tzinfo=zone).utcoffset() for zone in zones}
        except (ZoneInfoNotFoundError, OverflowError):
            continue
        if len(offsets) == 1:
            return zones[0]
    return None
