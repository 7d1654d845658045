"""Limits of a page's markup, looked at before a tree is made of it: some shapes take parsers minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from newsbrief.article.errors import ArticleTooLong

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

MOST_ATTRIBUTES = 500
"""Attributes of one element. libxml2 takes quadratic time over them."""
MOST_IN_ALL = 200_000
"""Attributes of a page: ten times what the largest news pages have."""
MOST_ROOTS = 1_000
"""Start tags of `html` and `body`, whose attributes all go to one element."""
MOST_ELEMENTS = 30_000
"""Elements of a page that the extractor is given: ten times what a news page has. It takes 0.1 ms for each."""
MOST_NESTING = 1_000_000
"""The depths of all elements of such a page, added up: sixteen times what the deepest of 500 news pages have. What is
around an element is looked at again for each that it holds."""
_ROOT = regex.compile(r"<(?:html|body)\b", regex.IGNORECASE)


def check_markup(page: str) -> None:
    """Refuse a page with more attributes than any has. Linear in the length of `page`; builds no tree.

    Raises:
        ArticleTooLong: an element, or the page, has too many.
    """
    from lxml import etree  # type: ignore[import-untyped,unused-ignore]

    if sum(1 for _ in _ROOT.finditer(page)) > MOST_ROOTS:
        raise ArticleTooLong(f"The page begins more than {MOST_ROOTS} times.")
    try:
        etree.fromstring(page.encode(), etree.HTMLParser(target=_Counter(), encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        # Nothing to count; what the page is will be told by whoever reads it.
        return


def is_too_large(tree: HtmlElement) -> bool:
    """Return whether a page has more elements, or nests them deeper, than the extractor can be given."""
    count = nesting = 0
    left = [(tree, 1)]
    while left:
        element, depth = left.pop()
        count, nesting = count + 1, nesting + depth
        if count > MOST_ELEMENTS or nesting > MOST_NESTING:
            return True
        left.extend((inner, depth + 1) for inner in element)
    return False


class _Counter:
    """A parser target that counts the attributes of start tags."""

    def __init__(self) -> None:
        self._all = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._all += len(attributes)
        if len(attributes) > MOST_ATTRIBUTES:
            raise ArticleTooLong(f"An element of the page has more than {MOST_ATTRIBUTES} attributes.")
        if self._all > MOST_IN_ALL:
            raise ArticleTooLong(f"The page has more than {MOST_IN_ALL} attributes.")

    def end(self, tag: str) -> None: ...

    def close(self) -> None: ...
