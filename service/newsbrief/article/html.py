"""The article in a page: what trafilatura finds, checked against what the page holds."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsbrief.article.bare_text import wrap_bare_text
from newsbrief.article.errors import NoArticleFound
from newsbrief.article.flat import flatten
from newsbrief.article.hidden import drop_hidden
from newsbrief.article.inline import mend_lines
from newsbrief.article.markup import check_markup, is_too_large
from newsbrief.article.normalise import replace_unstorable, to_visible
from newsbrief.article.opinion import PageStatements, find_stated
from newsbrief.article.outlet import find_outlet
from newsbrief.article.publication_date import find_published_at
from newsbrief.article.surroundings import (
    mark_surroundings,
    mend_sentences,
    quote_blocks,
    without_marked,
    without_marks,
    without_others,
)
from newsbrief.article.title import find_title

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

FEWEST_WORDS = 5
"""A page from which fewer words can be taken has no article."""
KEPT = 0.6
"""Part of the words in a page's paragraphs that an extraction must hold to be believed."""
ALIKE = 3
"""Paragraphs taken from containers of one tag and class, from which the others in such containers are taken too."""
_SHORT = 6
"""Words of a paragraph at least that is added to what was extracted."""
_BEGINNING = 400
"""Characters of an item of a list in which its first line stands."""
_PROSE = 12
"""Words from which a paragraph counts as prose rather than as a label."""
_AROUND = "ancestor::nav or ancestor::footer or ancestor::aside or ancestor::form or ancestor::figure"


@dataclass(frozen=True, slots=True)
class Page:
    """The article text and the metadata of an HTML page."""

    text: str
    """Paragraphs and headings, a line each; the title first."""
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    """As the page declares it, which is often wrong."""
    stated: PageStatements = field(default_factory=PageStatements)
    warnings: tuple[str, ...] = ()


def extract(page: str, *, url: str | None = None) -> Page:
    """Return the article in `page`.

    The parser drops what is nested too deeply, and the extractor what it takes for the page's surroundings: the
    first is noticed and read again without the layout, the second told as a warning where it is much.

    Raises:
        NoArticleFound: there is none.
        ArticleTooLong: it has more attributes than any page has.
    """
    check_markup(page)
    tree, notes = _tree(page)
    mend_lines(tree)
    mend_sentences(tree)
    wrap_bare_text(tree)
    quote_blocks(tree)
    if is_too_large(tree):
        return _of_paragraphs(tree, _prose(tree), notes)
    mark_surroundings(tree, find_title(tree, None, None))
    prose = _prose(tree)
    extracted = _extract(tree, url)
    text = extracted.get("text") or ""
    if len(text.split()) < KEPT * sum(len(p.split()) for p in prose):
        wider = _extract(tree, url, favor_recall=True)
        if len(wider.get("text") or "") > len(text):
            extracted, text = wider, wider["text"]
    whole = _complete(tree, text)
    text = without_marked(whole)
    text = _mark_items(tree, without_others(tree, without_marks(whole) if _is_too_short(text) else text))
    lost = _count_lost(prose, text)
    if not text and prose:
        text, lost = "\n".join(prose), 0
        notes.append("No article was marked out in the page; all its paragraphs were taken.")
    if _is_too_short(text):
        raise NoArticleFound("There is no article in the page.")
    if lost:
        notes.append(f"The page holds {lost} more words in paragraphs that were not taken as part of the article.")
    outlet = find_outlet(tree, without_marked(extracted.get("sitename") or ""))
    title = find_title(tree, without_marked(extracted.get("title") or ""), outlet)
    return Page(
        text=replace_unstorable(_with_title(title, text)),
        title=title,
        outlet=outlet,
        published_at=find_published_at(tree, extracted.get("date"), url),
        language=tree.get("lang"),
        stated=find_stated(tree, url),
        warnings=tuple(notes),
    )


def _is_too_short(text: str) -> bool:
    return len(to_visible(text).split()) < FEWEST_WORDS and len(to_visible(text)) < 4 * FEWEST_WORDS


def _of_paragraphs(tree: HtmlElement, prose: list[str], notes: list[str]) -> Page:
    """Return the prose of a page that is too large to tell its article from the rest.

    Raises:
        NoArticleFound: it has none.
    """
    if not prose:
        raise NoArticleFound("There is no article in the page.")
    outlet = find_outlet(tree, None)
    title = find_title(tree, None, outlet)
    return Page(
        text=replace_unstorable(_with_title(title, "\n".join(prose))),
        title=title,
        outlet=outlet,
        published_at=find_published_at(tree, None),
        language=tree.get("lang"),
        warnings=(*notes, "The page is too large to tell its article from the rest; all its paragraphs were taken."),
    )


def _tree(page: str) -> tuple[HtmlElement, list[str]]:
    """Return the page as a tree, with what had to be done to get all of it."""
    tree, complete = _parse(page)
    if tree is not None and complete:
        return tree, []
    flat, complete = _parse(flatten(page))
    if flat is None:
        raise NoArticleFound("There is no article in the page.")
    if tree is None:
        return flat, []
    return flat, ["The page nests its parts too deeply to keep its layout; its text was read without it."]


def _parse(page: str) -> tuple[HtmlElement | None, bool]:
    """Return the tree of a page, and whether all of the page is in it.

    libxml2 drops what is nested more than 256 deep, without an exception. It could be told to go to 2,048, where the
    extractor takes minutes for a page; no real page goes past a hundred.
    """
    from lxml import etree  # type: ignore[import-untyped,unused-ignore]
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        tree: HtmlElement = document_fromstring(page.encode(), parser=parser)
    except (etree.ParserError, ValueError):
        return None, False
    _drop_scripts(tree)
    drop_hidden(tree)
    return tree, not any("depth" in entry.message for entry in parser.error_log)


def _drop_scripts(tree: HtmlElement) -> None:
    """Take out all scripts but linked data that is JSON: the extractor takes minutes for some that is not."""
    for script in tree.xpath("//script"):
        try:
            if script.get("type") == "application/ld+json" and json.loads(script.text or ""):
                continue
        except (ValueError, RecursionError):
            pass
        script.drop_tree()


def _extract(tree: HtmlElement, url: str | None, *, favor_recall: bool = False) -> dict[str, Any]:
    """Return text and metadata as trafilatura has them; empty where it finds none, or gives up."""
    from copy import deepcopy

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            deepcopy(tree),
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
            favor_recall=favor_recall,
        )
    except (RecursionError, ValueError, TypeError, AttributeError):
        return {}
    return {} if document is None else document if isinstance(document, dict) else document.as_dict()


def _prose(tree: HtmlElement) -> list[str]:
    """Return the page's paragraphs of prose, those in navigation, asides and captions left out."""
    texts = (to_visible(without_marked(" ".join(p.itertext()))) for p in tree.xpath(f"//p[not({_AROUND})]"))
    return [text for text in texts if len(text.split()) >= _PROSE]


def _complete(tree: HtmlElement, text: str) -> str:
    """Return `text` with the paragraphs that stand in containers like those of `ALIKE` others in it, each in its place.

    A body is often cut into several containers of one class by advertisements; the extractor keeps the largest.
    """
    lines = text.splitlines()
    place = {opening: n for n, opening in enumerate(_openings(lines)) if opening}
    blocks = [
        p for p in tree.xpath(f"//p[not({_AROUND})]") if len(to_visible(" ".join(p.itertext())).split()) >= _SHORT
    ]
    texts = [to_visible(" ".join(p.itertext())) for p in blocks]
    openings = list(_openings(texts))
    containers = Counter(_container(p) for p, opening in zip(blocks, openings, strict=True) if opening in place)
    after: dict[int, list[str]] = {}
    last: int | None = None
    for p, shown, opening in zip(blocks, texts, openings, strict=True):
        if opening in place:
            last = place[opening]
        elif last is not None and opening and _container(p)[1] and containers[_container(p)] >= ALIKE:
            place[opening] = last
            after.setdefault(last, []).append(shown)
    if not after:
        return text
    return "\n".join(line for n, own in enumerate(lines) for line in (own, *after.get(n, ())))


def _mark_items(tree: HtmlElement, text: str) -> str:
    """Return `text` with a bullet before each item of the page's lists: a dash may open speech."""
    lines = text.splitlines()
    if not any(line.startswith("- ") for line in lines):
        return text
    items = {opening for opening in _openings([_find_beginning(e) for e in tree.iter("li")]) if opening}
    listed = [line.startswith("- ") and opening in items for line, opening in zip(lines, _openings(lines), strict=True)]
    return "\n".join(f"• {line[2:]}" if item else line for line, item in zip(lines, listed, strict=True))


def _find_beginning(element: HtmlElement) -> str:
    """Return the beginning of an element's text, enough to know a line by: lists hold lists, and their text."""
    parts, length = [], 0
    for text in element.itertext():
        parts.append(text)
        length += len(text.strip())
        if length > _BEGINNING:
            break
    return " ".join(parts)


def _container(p: HtmlElement) -> tuple[str, str]:
    parent = p.getparent()
    return (str(parent.tag), parent.get("class") or "") if parent is not None else ("", "")


def _count_lost(prose: list[str], text: str) -> int:
    """Return how many words stand in paragraphs of which the extraction holds nothing, where that is much; else 0."""
    held = set(_openings(text.splitlines()))
    lost = [p for p, opening in zip(prose, _openings(prose), strict=True) if opening not in held]
    words = sum(len(p.split()) for p in lost)
    return words if words > (1 - KEPT) * sum(len(p.split()) for p in prose) else 0


def _openings(lines: list[str]) -> Iterator[str]:
    return ("".join(c for c in to_visible(line)[:80] if c.isalnum())[:40] for line in lines)


def _with_title(title: str | None, text: str) -> str:
    """Return `text` with the title as its first line, so that evidence can point at it."""
    first = to_visible(text.split("\n", 1)[0]).lstrip("# ")
    return text if not title or first.casefold() == title.casefold() else f"{title}\n{text}"
