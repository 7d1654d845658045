"""The headline of a page's article."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

import regex

from newsbrief.article.headings import count_words
from newsbrief.article.labels import without_label
from newsbrief.article.normalise import to_visible
from newsbrief.article.page_head import clean_name, find_titles, fold_letters, list_items, unescape_text
from newsbrief.article.surroundings import without_marked

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

ADDRESS = regex.compile(r"https?://|www\.|@|^[\w-]+(?:\.[\w-]+)+$")
SEPARATED = regex.compile(r"\s+[|–—•·»«:/_-]+\s+|\s*[|｜_]\s*|\s*--+\s*")
CUT = regex.compile(r"\s*[|｜–—•·»«:：/_-]+\s*")
"""What may stand between a headline and what follows it in a title; in a headline it can be a mark of its own."""
_MARKS = " \t\r\n\u00a0|–—•·:：/_-"
"""What may stand between what a heading holds before its headline, and that."""
_MOST_PARTS = 20
"""Texts at the start of a heading that are held against the page's titles."""
_FEWEST_TITLE_WORDS = 3
_SHARED = 0.5
"""Part of a heading's words that a title must share for both to be of one story."""


def find_title(tree: HtmlElement, extracted: str | None, outlet: str | None) -> str | None:
    """Return the headline of a page's article.

    That is its main heading, where the page's other titles hold it or share its words: those are written for networks
    and search engines, and the outlet's name stands in them. Else the headline of its linked data that is like them,
    else the `extracted` title, without what follows the text of a line of the page, and without the outlet's name.
    """
    stated = [t for t in (clean_name(tree.findtext(".//title")), *find_titles(tree)) if t]
    others = stated or [t for t in (clean_name(extracted),) if t]
    listed = [shown for item in list_items(tree) if (shown := clean_name(unescape_text(item.get("headline"))))]
    known = [*listed, *(bare for other in stated if (bare := _without_outlet(other, outlet)))]
    names = {fold_letters(one): one for one in known}
    headings = [shown for h in tree.xpath("//h1") if (shown := clean_name(without_marked(_find_own_text(h, names))))]
    candidates = [h for h in headings if count_words(h) >= _FEWEST_TITLE_WORDS or any(_opens(o, h) for o in others)]
    opening = (h for h in candidates if any(_opens(other, h) for other in others))
    held = (h for h in candidates if any(h.casefold() in other.casefold() for other in others))
    if heading := next(opening, None) or next(held, None):
        return heading
    if (
        len(candidates) == 1
        and candidates[0] != outlet
        and (not others or any(_are_alike(candidates[0], other) for other in others))
    ):
        return candidates[0]
    headline = next((h for h in listed if not others or any(_are_alike(h, other) for other in others)), None)
    return headline or (cut_title(others[0], tree, outlet) if others else None)


def _find_own_text(heading: HtmlElement, names: Mapping[str, str]) -> str:
    """Return the text of a heading; of one that holds a byline, a place or the outlet too, the title that is stated.

    `names` are the stated titles by their letters. Where they are the whole heading, spaces stand as in them.
    """
    texts = [str(text) for text in heading.itertext()]
    parts = range(1, min(len(texts), _MOST_PARTS))
    pieces = chain((" ".join(texts[:n]) for n in parts), (" ".join(texts[n:]).lstrip(_MARKS) for n in parts))
    whole = " ".join(texts)
    bare = " ".join(map(str, without_label(heading).itertext())).lstrip(_MARKS)
    own = to_visible(
        next((text for text in (*pieces, whole) if fold_letters(text) and fold_letters(text) in names), bare)
    )
    spelled = to_visible(names.get(fold_letters(own), own))
    return spelled if spelled.split() and "".join(spelled.split()) == "".join(own.split()) else own


def _opens(title: str, headline: str) -> bool:
    """Return whether a title is a headline, or that and what is set apart from it."""
    rest = title[len(headline) :]
    return title.startswith(headline) and (not rest or CUT.match(rest) is not None)


def cut_title(headline: str, tree: HtmlElement, outlet: str | None) -> str | None:
    """Return a title without what follows its headline: all after a line of the page, addresses, the outlet's name."""
    lines = {
        to_visible(without_marked("".join(e.itertext()))) for e in tree.xpath("//body//*[not(*)] | //h1 | //h2 | //h3")
    }
    for mark in reversed(list(CUT.finditer(headline))):
        if 2 * mark.start() >= len(headline) and headline[: mark.start()] in lines:
            return headline[: mark.start()]
    for mark in CUT.finditer(headline):
        if 2 * (len(headline) - mark.end()) >= len(headline) and headline[mark.end() :] in lines:
            return headline[mark.end() :]
    parts = list(SEPARATED.finditer(headline))
    if parts and ADDRESS.search(headline[parts[-1].end() :]):
        headline = headline[: parts[-1].start()]
    return _without_outlet(headline, outlet)


def _are_alike(heading: str, other: str) -> bool:
    """Return whether two titles are of one story."""
    words = {w.casefold() for w in regex.findall(r"\w{3,}", heading)}
    shared = words & {w.casefold() for w in regex.findall(r"\w{3,}", other)}
    return len(shared) >= _SHARED * len(words) > 0


def _without_outlet(headline: str | None, outlet: str | None) -> str | None:
    if not headline or not outlet:
        return headline
    parts = list(SEPARATED.finditer(headline))
    known = fold_letters(outlet)
    for cut in (parts[-1:], parts[:1]):
        for mark in cut:
            before, after = headline[: mark.start()], headline[mark.end() :]
            if before and fold_letters(after) == known:
                return before
            if after and fold_letters(before) == known:
                return after
    return headline
