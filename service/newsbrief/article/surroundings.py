"""Parts of a page that stand around its article, told by how the page is built: no word of any language is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_SAID_OF_PICTURES = 400
"""Characters at most that a page says of a picture."""
_SMALL = 0.25
"""Part of a page's text at most that something around the article holds."""
_STORY = 1_000
"""Characters from which an element that holds the headline holds its article, too."""
_NAME = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+")
"""A word of a name such as `imgCaption`, `img-caption` or `IMG_caption`."""
_CAPTIONS = frozenset({"caption", "captions", "figcaption"})
_PICTURES = frozenset({"image", "images", "img", "photo", "photos", "picture", "pictures", "foto", "figure"})
_START, _END = "\u2e22" * 3, "\u2e23" * 3
"""Half brackets, of which editors of papyri set one. The extractor drops characters that have no sign of their own."""
_MARKED = regex.compile(rf"{_START}(?:(?!{_START}|{_END}).)*+{_END}", regex.DOTALL)
_NOTICES = frozenset({"cookie", "cookies", "cookiemsg", "cookiebar", "gdpr", "consent", "footer", "copyright"})


def mark_surroundings(tree: HtmlElement, title: str | None) -> None:
    """Set marks around what a page says of its pictures, notices on cookies, its foot, and teasers of other stories.

    The text stays where it is, so that the extractor finds the article as it would. What holds much of the page's text
    is not marked, whatever it is called. By its headline, `title`, the article is told from another that follows it.
    """
    text = _text(tree)
    if _START in text or _END in text:
        return
    most = int(_SMALL * len(text))
    for element in tree.iterdescendants():
        around = _is_of_picture(element) or _is_notice(element) or _is_teaser(element)
        if around and not _holds_more(element, most):
            _mark(element)
    for article in _find_other_articles(tree, title):
        _mark(article)


def without_marked(text: str) -> str:
    """Return `text` without what was marked, and without the lines of which nothing else is left."""
    lines = ((line, line.replace(_END, "").replace(_START, "")) for line in _MARKED.sub(_START, text).splitlines())
    return "\n".join(kept for line, kept in lines if kept == line or any(map(str.isalnum, kept)))


def mend_sentences(tree: HtmlElement) -> None:
    """Take out what breaks sentences: drawings inside of them, and how their characters are read aloud."""
    for element in tree.xpath("//svg | //rt | //rp"):
        element.drop_tree()
    for element in tree.xpath("//ruby"):
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "").rstrip()
        elif element.getparent() is not None:
            element.getparent().text = (element.getparent().text or "").rstrip()
        element.tail = (element.tail or "").lstrip()
    for element in tree.xpath("//ruby | //rb"):
        element.drop_tag()


def _mark(element: HtmlElement) -> None:
    for part in element.iter():
        if isinstance(part.tag, str):
            part.text = _marked(part.text)
        if part is not element:
            part.tail = _marked(part.tail)


def _marked(text: str | None) -> str | None:
    return f"{_START}{text}{_END}" if text and text.strip() and _START not in text else text


def _is_of_picture(element: HtmlElement) -> bool:
    """Return whether an element is a caption, or holds a picture and little else."""
    names = _find_names(element)
    of_picture = bool(names & _PICTURES) and element.find(".//img") is not None
    if not (of_picture or element.tag == "figcaption" or names & _CAPTIONS):
        return False
    return not _holds_more(element, _SAID_OF_PICTURES) and not element.xpath(".//h1 | .//h2 | .//h3")


def _is_notice(element: HtmlElement) -> bool:
    named = element.tag not in ("html", "body") and bool(_find_names(element) & _NOTICES)
    return named and element.find(".//h1") is None


def _is_teaser(element: HtmlElement) -> bool:
    """Return whether an element is a link around paragraphs: it leads to another story."""
    return element.tag == "a" and bool(element.get("href")) and element.find(".//p") is not None


def _find_other_articles(tree: HtmlElement, title: str | None) -> Iterator[HtmlElement]:
    """Yield the articles beside the one under the headline, where a page marks both."""
    articles = tree.xpath("//article[not(ancestor::article)]")
    own = [a for a in articles if title and any(_text(h) == title for h in a.xpath(".//h1"))]
    if len(own) == 1 and _holds_more(own[0], _STORY):
        yield from (a for a in articles if a is not own[0])


def _find_names(element: HtmlElement) -> frozenset[str]:
    """Return the words in an element's class and id."""
    written = f"{element.get('class') or ''} {element.get('id') or ''}"
    return frozenset(name.lower() for name in _NAME.findall(written))


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _holds_more(element: HtmlElement, most: int) -> bool:
    """Return whether an element holds more text than `most` characters; no more of it is read than tells."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > most:
            return True
    return False
