"""The moment at which a page says it was published."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import regex

from newsbrief.article.page_head import find_addresses, find_host, list_scripts

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_DATES = (
    "//meta[@property='article:published_time' or @name='article:published_time' or @itemprop='datePublished' or "
    "@name='parsely-pub-date' or @name='date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
_OTHER_DATES = "//meta[contains(@property, '_time')]/@content | //time/@datetime"
_DATE_IN_JSON = regex.compile(r'"date(?:Published|Modified|Created)"\s*+:\s*+"([^"]{8,40}+)"')
_PUBLISHED_IN_JSON = regex.compile(r'"datePublished"\s*+:\s*+"([^"]{8,40}+)"')
_ZERO = date(1970, 1, 1)


def find_published_at(tree: HtmlElement, extracted: str | None, url: str | None = None) -> datetime | None:
    """Return when a page says it was published: to the minute where it says so, else the day.

    Of two that say the same but for the zone, an offset is believed before UTC, as is a time on a day that has none.

    A time without a zone is local: in the zone of another moment that the page states, else in that of the country in
    its address or language, where that has one; else it is read as UTC.
    """
    stated = [str(value) for path in _DATES for value in tree.xpath(path)]
    stated += [m.group(1) for script in list_scripts(tree) for m in _PUBLISHED_IN_JSON.finditer(script)]
    moments = [when for value in (*stated, extracted or "") if (when := _read_moment(value))]
    if not moments:
        return None
    when = next((other for other in moments if _tells_more(other, moments[0])), moments[0])
    return when if when.tzinfo else _set_zone(when, tree, url)


def _tells_more(other: datetime, first: datetime) -> bool:
    """Return whether a moment is on the same day as the `first`, and has a time, or an offset, that this one lacks."""
    clock, wall = first.replace(tzinfo=None), other.replace(tzinfo=None)
    if clock == wall:
        return bool(other.utcoffset()) and not first.utcoffset()
    return clock.time() == time.min and clock.date() == wall.date()


def _read_moment(value: str) -> datetime | None:
    """Return the moment that a value states; none where it is the zero from which computers count."""
    try:
        moment = datetime.fromisoformat(html.unescape(value).strip())
    except ValueError:
        return None
    return None if moment.date() == _ZERO else moment


def _set_zone(when: datetime, tree: HtmlElement, url: str | None) -> datetime:
    """Return the zoneless time `when` in the zone of its page."""
    others = [str(value) for value in tree.xpath(_OTHER_DATES)]
    others += [m.group(1) for script in list_scripts(tree) for m in _DATE_IN_JSON.finditer(script)]
    zoned = (moment.tzinfo for value in others if (moment := _read_moment(value)) and moment.utcoffset())
    return when.replace(tzinfo=next(zoned, None) or _find_zone(when, tree, url) or UTC)


def _find_zone(when: datetime, tree: HtmlElement, url: str | None) -> ZoneInfo | None:
    """Return the zone of the page's country, where all of that country has one time."""
    from babel.core import get_global

    domains = [find_host(address).rpartition(".")[2] for address in (url, *find_addresses(tree)) if address]
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
