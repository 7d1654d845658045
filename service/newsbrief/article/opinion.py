"""Opinion: what a page, an address or a text says of itself where it tells somebody's view rather than news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import regex

from newsbrief.article.headings import count_words
from newsbrief.article.page_head import find_addresses, find_titles, list_items
from newsbrief.resources import read_language_table, read_table

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_KICKER = regex.compile(r"\W*([^:：|｜–—]{2,30}?)(?:\s*[:：）】\]]|\s+[–—-]\s)")
"""What stands before the headline in a title, and is set apart from it."""
_BAR = regex.compile(r"\s*[|｜]\s*")
"""What sets apart a label on either side of it."""
_SECTIONS = (
    "//meta[@property='article:section' or @name='article:section' or @property='og:article:section' or "
    "@name='parsely-section' or @itemprop='articleSection']/@content"
)
OPINION = "The article is an opinion piece: what it holds is its author’s view."
OPENING_LINES = 4
"""First lines of a text among which its kicker stands."""
_FEWEST_WORDS = 4
"""Words of the line below a kicker: in a menu that was copied with its page, the next line is as short."""
_TABLE, _ENGLISH = "article/opinion.toml", "en"


class PageStatements(NamedTuple):
    """The statements of a page about itself."""

    sections: tuple[str, ...] = ()
    """Its sections, and its kinds as linked data name them."""
    titles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def is_opinion(stated: PageStatements, lines: Sequence[str], language: str) -> bool:
    """Return whether an article is somebody's opinion: by its section, its address, or the kicker of its title.

    `lines` are the first of its text.
    """
    labels = _labels(language)
    apart = chain.from_iterable(map(list_labels, (*stated.titles, *lines[:1])))
    return (
        any(fold_label(name) in labels for name in (*stated.sections, *apart, *find_heads(lines)))
        or any(fold_label(name) in _labels(_ENGLISH) for name in stated.sections)
        or any(map(_is_of_opinion, stated.addresses))
    )


def names_opinion(title: str, language: str) -> bool:
    """Return whether a title says itself that it is of an opinion."""
    return any(fold_label(label) in _labels(language) for label in list_labels(title))


def is_opinion_label(line: str, language: str) -> bool:
    """Return whether a line is a label that heads opinions, or letters of readers."""
    return fold_label(line) in _labels(language)


def find_stated(tree: HtmlElement, url: str | None) -> PageStatements:
    """Return what a page states of itself."""
    listed = chain.from_iterable(
        _list(item.get(key)) for item in list_items(tree) for key in ("@type", "articleSection")
    )
    sections = (*map(str, tree.xpath(_SECTIONS)), *listed)
    titles = (tree.findtext(".//title") or "", *find_titles(tree))
    return PageStatements(sections, titles, (*filter(None, [url]), *find_addresses(tree)))


def write_opinion_mark(language: str) -> str:
    """Return the word for an opinion in a language; in English where there is no wording of ours."""
    return str((read_language_table(_TABLE, language) or read_language_table(_TABLE, _ENGLISH))["word"])


def list_labels(title: str) -> Iterator[str]:
    """Yield what is set apart in a title: before a colon, or by bars."""
    if kicker := _KICKER.match(title):
        yield kicker[1]
    yield from _BAR.split(title)


def _list(value: object) -> Iterator[str]:
    return (name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str))


def find_heads(lines: Sequence[str]) -> Iterable[str]:
    """Return the lines above a longer one."""
    return (line for line, below in pairwise(lines) if count_words(below) >= _FEWEST_WORDS)


def _is_of_opinion(address: str) -> bool:
    """Return whether a part of an address but the last, which names the article, is of opinion."""
    try:
        parts = urlsplit(address).path.casefold().strip("/").split("/")
    except ValueError:
        return False
    return not _parts().isdisjoint(parts[:-1])


@cache
def _parts() -> frozenset[str]:
    return frozenset(read_table(_TABLE)["addresses"])


def fold_label(name: str) -> str:
    """Return a label as tables have it."""
    return name.strip(" \t\r\n#*:.,!،–—-").replace("’", "'").casefold()


@cache
def _labels(language: str) -> frozenset[str]:
    return frozenset(read_language_table(_TABLE, language).get("labels", ()))
