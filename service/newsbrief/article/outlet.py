"""The outlet that published a page."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import regex

from newsbrief.article.labels import find_home_names
from newsbrief.article.page_head import (
    LONGEST_TITLE,
    clean_name,
    find_addresses,
    find_host,
    find_titles,
    fold_letters,
    list_items,
    list_scripts,
    unescape_text,
)
from newsbrief.article.surroundings import without_marked
from newsbrief.article.title import ADDRESS, CUT, SEPARATED, cut_title

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_PUBLISHER_IN_JSON = regex.compile(r'"publisher"\s*+:\s*+\{[^{}]{0,400}?"name"\s*+:\s*+"([^"\\]{1,120}+)"')
_HOST = regex.compile(r"(?!www\.)[\p{L}\p{N}-]+(?:\.[\p{L}-]{2,}){1,2}")
"""A name that is an address, such as `SE.pl`: better than none."""
_HANDLES = "//meta[@name='twitter:site' or @property='twitter:site']/@content"
_LONGEST_NAME = 60
"""Characters of an outlet's name: longer ones are its description."""
_COMMA = regex.compile(r"[,،，、]")


def find_outlet(tree: HtmlElement, extracted: str | None) -> str | None:
    """Return who published a page: as its linked data says, else as its other data do; an address is no name.

    Of several names the one that stands in the page's title, or in its address, is what readers know. Only where there
    is no other name is it an address: some outlets are called so.
    """
    stated = [unescape_text(_read_name(item.get("publisher"))) for item in list_items(tree)]
    stated += [m.group(1) for script in list_scripts(tree) for m in _PUBLISHER_IN_JSON.finditer(script)]
    for attribute in ("@property='og:site_name' or @name='og:site_name'", "@name='application-name'"):
        stated += map(str, tree.xpath(f"//meta[{attribute}]/@content"))
    stated = [one for one in stated if one and len(one) <= LONGEST_TITLE]
    page_title = clean_name(tree.findtext(".//title")) or ""
    parts = SEPARATED.split(page_title)
    headline = max(parts, key=len)
    known = {fold_letters(part) for part in parts if part is not headline}
    written = [part for one in stated for part in SEPARATED.split(html.unescape(one or ""))]
    names = [shown for one in written if (shown := _read_outlet_name(one, headline))]
    around = [shown for part in parts if part is not headline and (shown := _read_outlet_name(part, headline))]
    home = set(map(fold_letters, find_home_names(tree)))
    at_home = (one for one in around if fold_letters(one) in home)
    if named := next((one for one in names if fold_letters(one) in known), None) or next(at_home, None):
        return named
    hosts = {fold_letters(label) for address in find_addresses(tree) for label in find_host(address).split(".")[:-1]}
    if spelled := [one for one in (*names, *around) if fold_letters(one) in hosts]:
        return max(spelled, key=lambda one: (len(one.split()), one != one.lower()))
    heads = [shown for h in tree.xpath("//h1 | //h2") if (shown := clean_name(without_marked(" ".join(h.itertext()))))]
    heads += filter(None, (*find_titles(tree), cut_title(page_title, tree, None)))
    tails = (_read_outlet_name(_find_tail(page_title, head), head) for head in heads)
    first = (shown for one in stated if (shown := _read_outlet_name(one, headline)))
    # Where a page names nobody, the extractor takes its handle on a network: a name only where its address has it, too.
    handle = extracted and fold_letters(extracted) in {fold_letters(str(value)) for value in tree.xpath(_HANDLES)}
    return (
        next(first, None)
        or next(filter(None, tails), None)
        or (None if handle else _read_outlet_name(extracted, headline))
        or next((one for one in (*reversed(parts), *map(clean_name, stated)) if one and _HOST.fullmatch(one)), None)
        or (_read_outlet_name(extracted, headline) if extracted and fold_letters(extracted) in hosts else None)
        or next(filter(_HOST.fullmatch, (find_host(a).removeprefix("www.") for a in find_addresses(tree))), None)
    )


def _read_outlet_name(stated: str | None, headline: str) -> str | None:
    """Return an outlet's name without what describes it; None for what is an address, a list or a headline."""
    shown = clean_name(SEPARATED.split(clean_name(html.unescape(stated or "")) or "")[0])
    if not shown or len(shown) > _LONGEST_NAME or ADDRESS.search(shown) or len(_COMMA.findall(shown)) > 1:
        return None
    return None if fold_letters(headline) and fold_letters(headline) in fold_letters(shown) else shown


def _find_tail(page_title: str, headline: str) -> str | None:
    """Return the last part of a page's title that opens with a headline; None where there is none, or an address."""
    opens = page_title[: len(headline)].casefold() == headline.casefold()
    rest = page_title[len(headline) :] if opens else ""
    mark = CUT.match(rest)
    parts = [p for p in SEPARATED.split(rest[mark.end() :]) if len(_COMMA.findall(p)) < 2] if mark else []
    return parts[-1] if parts and not any(map(ADDRESS.search, parts)) else None


def _read_name(publisher: object) -> object:
    if isinstance(publisher, list):
        return _read_name(publisher[0]) if publisher else None
    return publisher.get("name") if isinstance(publisher, dict) else publisher
