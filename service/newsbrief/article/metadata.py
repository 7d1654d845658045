"""Metadata of a page: headline, outlet, date."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import regex

from newsbrief.article.headings import count_words
from newsbrief.article.labels import find_home_names, without_label
from newsbrief.article.normalise import replace_unstorable, to_visible
from newsbrief.article.surroundings import without_marked

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
_HOST = regex.compile(r"(?!www\.)[\p{L}\p{N}-]+(?:\.[\p{L}-]{2,}){1,2}")
"""A name that is an address, such as `SE.pl`: better than none."""
_SEPARATED = regex.compile(r"\s+[|–—•·»«:/_-]+\s+|\s*[|｜_]\s*|\s*--+\s*")
_CUT = regex.compile(r"\s*[|｜–—•·»«:：/_-]+\s*")
"""What may stand between a headline and what follows it in a title; in a headline it can be a mark of its own."""
_HANDLES = "//meta[@name='twitter:site' or @property='twitter:site']/@content"
_MARKS = " \t\r\n\u00a0|–—•·:：/_-"
"""What may stand between what a heading holds before its headline, and that."""
_LONGEST_NAME = 60
"""Characters of an outlet's name: longer ones are its description."""
_LONGEST_TITLE = 1_000
"""Characters from which what is stated as a title or a name is none."""
_COMMA = regex.compile(r"[,،，、]")
_MOST_PARTS = 20
"""Texts at the start of a heading that are held against the page's titles."""
_ZERO = date(1970, 1, 1)
_FEWEST_TITLE_WORDS = 3
_SHARED = 0.5
"""Part of a heading's words that a title must share for both to be of one story."""


def linked_data(tree: HtmlElement) -> tuple[str, ...]:
    """Return the scripts of linked data in a page."""
    return tuple(str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()"))


def name(found: str | None) -> str | None:
    """Return a title or outlet as a reader sees it; what has no letter in it, or is longer than any, is none."""
    shown = to_visible(replace_unstorable(found or ""))
    return shown if len(shown) <= _LONGEST_TITLE and any(map(str.isalpha, shown)) else None


def title(tree: HtmlElement, found: str | None, outlet: str | None) -> str | None:
    """Return the headline of a page's article.

    That is its main heading, where the page's other titles hold it or share its words: those are written for networks
    and search engines, and the outlet's name stands in them. Else the headline of its linked data that is like them,
    else what was found, without what follows the text of a line of the page in it, and without the outlet's name.
    """
    stated = [t for t in (name(tree.findtext(".//title")), *find_titles(tree)) if t]
    others = stated or [t for t in (name(found),) if t]
    listed = [shown for item in list_items(tree) if (shown := name(_text(item.get("headline"))))]
    known = [*listed, *(found for other in stated if (found := _without_outlet(other, outlet)))]
    names = {_letters(one): one for one in known}
    headings = [shown for h in tree.xpath("//h1") if (shown := name(without_marked(_find_own_text(h, names))))]
    told = [h for h in headings if count_words(h) >= _FEWEST_TITLE_WORDS or any(_opens(o, h) for o in others)]
    opening = (h for h in told if any(_opens(other, h) for other in others))
    held = (h for h in told if any(h.casefold() in other.casefold() for other in others))
    if heading := next(opening, None) or next(held, None):
        return heading
    if len(told) == 1 and told[0] != outlet and (not others or any(_are_alike(told[0], other) for other in others)):
        return told[0]
    headline = next((h for h in listed if not others or any(_are_alike(h, other) for other in others)), None)
    return headline or (_cut(others[0], tree, outlet) if others else None)


def outlet(tree: HtmlElement, found: str | None) -> str | None:
    """Return who published a page: as its linked data says, else as its other data do; an address is no name.

    Of several names the one that stands in the page's title, or in its address, is what readers know. Only where there
    is no other name is it an address: some outlets are called so.
    """
    stated = [_text(_name_of(item.get("publisher"))) for item in list_items(tree)]
    stated += [m.group(1) for script in linked_data(tree) for m in _JSON_PUBLISHER.finditer(script)]
    for attribute in ("@property='og:site_name' or @name='og:site_name'", "@name='application-name'"):
        stated += map(str, tree.xpath(f"//meta[{attribute}]/@content"))
    stated = [one for one in stated if one and len(one) <= _LONGEST_TITLE]
    page_title = name(tree.findtext(".//title")) or ""
    parts = _SEPARATED.split(page_title)
    headline = max(parts, key=len)
    known = {_letters(part) for part in parts if part is not headline}
    written = [part for one in stated for part in _SEPARATED.split(html.unescape(one or ""))]
    names = [shown for one in written if (shown := _outlet_name(one, headline))]
    around = [shown for part in parts if part is not headline and (shown := _outlet_name(part, headline))]
    home = set(map(_letters, find_home_names(tree)))
    at_home = (one for one in around if _letters(one) in home)
    if named := next((one for one in names if _letters(one) in known), None) or next(at_home, None):
        return named
    hosts = {_letters(label) for address in find_addresses(tree) for label in _host(address).split(".")[:-1]}
    if spelled := [one for one in (*names, *around) if _letters(one) in hosts]:
        return max(spelled, key=lambda one: (len(one.split()), one != one.lower()))
    heads = [shown for h in tree.xpath("//h1 | //h2") if (shown := name(without_marked(" ".join(h.itertext()))))]
    heads += filter(None, (*find_titles(tree), _cut(page_title, tree, None)))
    tails = (_outlet_name(_find_tail(page_title, head), head) for head in heads)
    first = (shown for one in stated if (shown := _outlet_name(one, headline)))
    # Where a page names nobody, the extractor takes its handle on a network: a name only where its address has it, too.
    handle = found and _letters(found) in {_letters(str(value)) for value in tree.xpath(_HANDLES)}
    return (
        next(first, None)
        or next(filter(None, tails), None)
        or (None if handle else _outlet_name(found, headline))
        or next((one for one in (*reversed(parts), *map(name, stated)) if one and _HOST.fullmatch(one)), None)
        or (_outlet_name(found, headline) if found and _letters(found) in hosts else None)
        or next((host for a in find_addresses(tree) if _HOST.fullmatch(host := _host(a).removeprefix("www."))), None)
    )


def _outlet_name(stated: str | None, headline: str) -> str | None:
    """Return an outlet's name without what describes it; None for what is an address, a list or a headline."""
    shown = name(_SEPARATED.split(name(html.unescape(stated or "")) or "")[0])
    if not shown or len(shown) > _LONGEST_NAME or _ADDRESS.search(shown) or len(_COMMA.findall(shown)) > 1:
        return None
    return None if _letters(headline) and _letters(headline) in _letters(shown) else shown


def _find_tail(page_title: str, headline: str) -> str | None:
    """Return the last part of a page's title that opens with a headline; None where there is none, or an address."""
    opens = page_title[: len(headline)].casefold() == headline.casefold()
    rest = page_title[len(headline) :] if opens else ""
    mark = _CUT.match(rest)
    parts = [p for p in _SEPARATED.split(rest[mark.end() :]) if len(_COMMA.findall(p)) < 2] if mark else []
    return parts[-1] if parts and not any(map(_ADDRESS.search, parts)) else None


def _find_own_text(heading: HtmlElement, names: Mapping[str, str]) -> str:
    """Return the text of a heading; of one that holds a byline, a place or the outlet too, the title that is stated.

    `names` are the stated titles by their letters. Where they are the whole heading, spaces stand as in them.
    """
    texts = [str(text) for text in heading.itertext()]
    parts = range(1, min(len(texts), _MOST_PARTS))
    pieces = chain((" ".join(texts[:n]) for n in parts), (" ".join(texts[n:]).lstrip(_MARKS) for n in parts))
    whole = " ".join(texts)
    bare = " ".join(map(str, without_label(heading).itertext())).lstrip(_MARKS)
    own = to_visible(next((text for text in (*pieces, whole) if _letters(text) and _letters(text) in names), bare))
    spelled = to_visible(names.get(_letters(own), own))
    return spelled if spelled.split() and "".join(spelled.split()) == "".join(own.split()) else own


def _opens(title: str, headline: str) -> bool:
    """Return whether a title is a headline, or that and what is set apart from it."""
    rest = title[len(headline) :]
    return title.startswith(headline) and (not rest or _CUT.match(rest) is not None)


def _cut(headline: str, tree: HtmlElement, outlet: str | None) -> str | None:
    """Return a title without what follows its headline: all after a line of the page, addresses, the outlet's name."""
    lines = {
        to_visible(without_marked("".join(e.itertext()))) for e in tree.xpath("//body//*[not(*)] | //h1 | //h2 | //h3")
    }
    for mark in reversed(list(_CUT.finditer(headline))):
        if 2 * mark.start() >= len(headline) and headline[: mark.start()] in lines:
            return headline[: mark.start()]
    for mark in _CUT.finditer(headline):
        if 2 * (len(headline) - mark.end()) >= len(headline) and headline[mark.end() :] in lines:
            return headline[mark.end() :]
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


def find_titles(tree: HtmlElement) -> list[str]:
    """Return the titles that a page states for networks."""
    values = tree.xpath("//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content")
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


def list_items(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
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


def find_addresses(tree: HtmlElement) -> list[str]:
    """Return the addresses that a page states as its own."""
    stated = "//link[@rel='canonical']/@href | //meta[@property='og:url' or @name='og:url']/@content"
    return list(map(str, tree.xpath(stated)))


def _host(address: str) -> str:
    return "" if "[" in address else urlsplit(address).hostname or ""


def _zone(when: datetime, tree: HtmlElement, url: str | None) -> ZoneInfo | None:
    """Return the zone of the page's country, where all of that country has one time."""
    from babel.core import get_global

    domains = [_host(address).rpartition(".")[2] for address in (url, *find_addresses(tree)) if address]
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
