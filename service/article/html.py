"""The article in a page: what trafilatura finds, checked against what the page holds."""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import regex

from service.article.comments import without_comments
from service.article.errors import NoArticleFound
from service.article.markup import check_markup
from service.article.normalise import repaired, visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

FEWEST_WORDS = 5
"""A page from which fewer words can be taken has no article."""
KEPT = 0.6
"""Part of the words in a page's paragraphs that an extraction must hold to be believed."""
LARGEST = 30_000
"""Elements of a page that the extractor is given: ten times what a news page has. It takes 0.1 ms for each."""
_PROSE = 12
"""Words from which a paragraph counts as prose rather than as a label."""
_TAG = regex.compile(r"<(/?)([a-zA-Z][\w:-]*+)[^<>]*+>")
_RAW = regex.compile(r"<(/?)(style|noscript|template|svg|textarea)\b[^<>]*+>", regex.IGNORECASE)
_EMPTY = regex.compile(r"<p>(?:\s*+<p>)++")
_INLINE = regex.compile(
    r"a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|su[bp]|time|tt|u|var|wbr"
)
_AROUND = "ancestor::nav or ancestor::footer or ancestor::aside or ancestor::form or ancestor::figure"
_DATES = (
    "//meta[@property='article:published_time' or @name='article:published_time' or @itemprop='datePublished' or "
    "@name='parsely-pub-date' or @name='date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
_JSON_DATE = regex.compile(r'"datePublished"\s*+:\s*+"([^"]{8,40}+)"')
_JSON_PUBLISHER = regex.compile(r'"publisher"\s*+:\s*+\{[^{}]{0,400}?"name"\s*+:\s*+"([^"\\]{1,120}+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """What was found in a page."""

    text: str
    """Paragraphs and headings, a line each; the title first."""
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    """As the page declares it, which is often wrong."""
    warnings: tuple[str, ...] = ()


def extract(page: str, *, url: str | None = None) -> Page:
    """The article in `page`.

    The parser drops what is nested too deeply, and the extractor what it takes for the page's surroundings: the
    first is noticed and read again without the layout, the second told as a warning where it is much.

    Raises:
        NoArticleFound: there is none.
        ArticleTooLong: it has more attributes than any page has.
    """
    check_markup(page)
    tree, notes = _tree(page)
    prose = _prose(tree)
    if sum(1 for _ in islice(tree.iter(), LARGEST + 1)) > LARGEST:
        return _of_paragraphs(tree, prose, notes)
    found = _found(tree, url)
    text = found.get("text") or ""
    if len(text.split()) < KEPT * sum(len(p.split()) for p in prose):
        wider = _found(tree, url, favor_recall=True)
        if len(wider.get("text") or "") > len(text):
            found, text = wider, wider["text"]
    lost = _lost(prose, text)
    if not text and prose:
        text, lost = "\n".join(prose), 0
        notes.append("No article was marked out in the page; all its paragraphs were taken.")
    if len(visible(text).split()) < FEWEST_WORDS and len(visible(text)) < 4 * FEWEST_WORDS:
        raise NoArticleFound("There is no article in the page.")
    if lost:
        notes.append(f"The page holds {lost} more words in paragraphs that were not taken as part of the article.")
    title = _name(found.get("title"))
    return Page(
        text=repaired(_titled(title, text)),
        title=title,
        outlet=_name(found.get("sitename")) or _publisher(tree),
        published_at=_published(tree, found.get("date")),
        language=tree.get("lang"),
        warnings=tuple(notes),
    )


def _of_paragraphs(tree: HtmlElement, prose: list[str], notes: list[str]) -> Page:
    """All prose of a page that is too large to tell its article from the rest.

    Raises:
        NoArticleFound: it has none.
    """
    if not prose:
        raise NoArticleFound("There is no article in the page.")
    title = _name(tree.findtext(".//title"))
    return Page(
        text=repaired(_titled(title, "\n".join(prose))),
        title=title,
        outlet=_publisher(tree),
        published_at=_published(tree, None),
        language=tree.get("lang"),
        warnings=(*notes, "The page is too large to tell its article from the rest; all its paragraphs were taken."),
    )


def _tree(page: str) -> tuple[HtmlElement, list[str]]:
    """The page as a tree, with what had to be done to get all of it."""
    tree, complete = _parsed(page)
    if tree is not None and complete:
        return tree, []
    flat, complete = _parsed(_flattened(page))
    if flat is None:
        raise NoArticleFound("There is no article in the page.")
    if tree is None:
        return flat, []
    return flat, ["The page nests its parts too deeply to keep its layout; its text was read without it."]


def _parsed(page: str) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether all of the page is in it.

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


def _flattened(page: str) -> str:
    """`page` without its layout: every block a paragraph, nothing nested."""
    return _EMPTY.sub("<p>", _TAG.sub(_flat, _without_raw(without_comments(page))))


def _without_raw(page: str) -> str:
    """`page` without the contents of elements that hold no text for readers; one that is never closed keeps its own."""
    kept, at, opened = [], 0, None
    for tag in _RAW.finditer(page):
        closing, name = bool(tag.group(1)), tag.group(2).lower()
        if opened is None and not closing:
            opened = (name, tag.start())
        elif opened and closing and name == opened[0]:
            kept.append(page[at : opened[1]])
            at, opened = tag.end(), None
    return "".join((*kept, page[at:]))


def _flat(tag: regex.Match[str]) -> str:
    name = tag.group(2).lower()
    if _INLINE.fullmatch(name):
        return ""
    if name in ("html", "head", "body", "title", "meta", "script", "h1", "h2", "h3"):
        return tag.group()
    return " " if name == "br" else "<p>"


def _found(tree: HtmlElement, url: str | None, *, favor_recall: bool = False) -> dict[str, Any]:
    """Text and metadata as trafilatura has them; empty where it finds none, or gives up."""
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
    """The page's paragraphs of prose, those in navigation, asides and captions left out."""
    texts = (visible(" ".join(p.itertext())) for p in tree.xpath(f"//p[not({_AROUND})]"))
    return [text for text in texts if len(text.split()) >= _PROSE]


def _lost(prose: list[str], text: str) -> int:
    """Words in paragraphs of which the extraction holds nothing, where that is much; else 0."""
    held = set(_openings(text.splitlines()))
    lost = [p for p, opening in zip(prose, _openings(prose), strict=True) if opening not in held]
    words = sum(len(p.split()) for p in lost)
    return words if words > (1 - KEPT) * sum(len(p.split()) for p in prose) else 0


def _openings(lines: list[str]) -> Iterator[str]:
    return ("".join(c for c in visible(line)[:80] if c.isalnum())[:40] for line in lines)


def _titled(title: str | None, text: str) -> str:
    """`text` with the title as its first line, so that evidence can point at it."""
    first = visible(text.split("\n", 1)[0]).lstrip("# ")
    return text if not title or first.casefold() == title.casefold() else f"{title}\n{text}"


def _name(found: str | None) -> str | None:
    """A title or outlet; what has no letter in it is none."""
    name = visible(repaired(found or ""))
    return name if any(map(str.isalpha, name)) else None


def _publisher(tree: HtmlElement) -> str | None:
    stated = (m.group(1) for script in _linked_data(tree) for m in _JSON_PUBLISHER.finditer(script))
    return _name(next(stated, None))


def _linked_data(tree: HtmlElement) -> list[str]:
    return [str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")]


def _published(tree: HtmlElement, found: str | None) -> datetime | None:
    """When the page says it was published: to the minute where it says so, else the day, in UTC."""
    stated = [str(value) for path in _DATES for value in tree.xpath(path)]
    stated += [m.group(1) for script in _linked_data(tree) for m in _JSON_DATE.finditer(script)]
    for value in (*stated, found or ""):
        try:
            when = datetime.fromisoformat(html.unescape(value).strip())
        except ValueError:
            continue
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    return None
