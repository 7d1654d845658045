"""Labels of a page: the kicker within its headline, and the name that leads to its home."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import regex

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_NAME = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+")
_KICKERS = frozenset({"kicker", "eyebrow", "overline", "topline", "roofline", "dachzeile", "spitzmarke", "antetitulo"})
_KICKERS |= {"volanta", "surtitre", "occhiello", "chapeu", "bovenkop", "vignet"}
"""Words in the class of what stands above a headline, as newspapers call it."""


def without_label(heading: HtmlElement) -> HtmlElement:
    """Return a heading without the kicker that is marked in it, where a headline is left."""
    if not any(map(_is_kicker, heading.iterdescendants())):
        return heading
    left = deepcopy(heading)
    for part in [part for part in left.iterdescendants() if _is_kicker(part)]:
        part.drop_tree()
    return left if "".join(left.itertext()).strip() else heading


def find_home_names(tree: HtmlElement) -> Iterator[str]:
    """Yield what the links to the home of a page say, or the pictures in them."""
    for link in tree.xpath("//a[@href]"):
        if _leads_home(link.get("href")):
            yield " ".join(" ".join(link.itertext()).split())
            yield from map(str, link.xpath(".//img/@alt | ./@title | ./@aria-label"))


def _is_kicker(element: HtmlElement) -> bool:
    return any(name.lower() in _KICKERS for name in _NAME.findall(element.get("class") or ""))


def _leads_home(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path in ("/", "") and bool(parts.path or parts.netloc) and not (parts.query or parts.fragment)
