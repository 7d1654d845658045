"""Bare text of a page: prose that stands in a block without a paragraph, with links or emphasis in its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_INLINE = frozenset(
    {"a", "abbr", "b", "br", "cite", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "u"}
)
_PROSE = 12
"""Words of a block's own from which it holds prose: a line of links with bars between them has fewer."""


def wrap_bare_text(tree: HtmlElement) -> None:
    """Set a paragraph around each run of text that stands in a block, with the elements in its lines.

    The extractor makes a line of each of those: a name that is a link would be cut off from its sentence.
    """
    for block in list(tree.xpath("//body//div | //body//section | //body//article")):
        in_line = [child for child in block if _is_in_line(child)]
        own = sum(len(text.split()) for text in block.xpath("./text()"))
        if own >= _PROSE and any(child.tag != "br" for child in in_line):
            _wrap_runs(block)


def _is_in_line(element: HtmlElement) -> bool:
    return element.tag in _INLINE and all(e.tag in _INLINE for e in element.iterdescendants())


def _wrap_runs(block: HtmlElement) -> None:
    children = list(block)
    paragraph = _make_paragraph(block, block.text)
    block.text = None
    block.insert(0, paragraph)
    for child in children:
        if _is_in_line(child) and child.tag != "br":
            paragraph.append(child)
            continue
        paragraph = _make_paragraph(block, child.tail)
        child.tail = None
        child.addnext(paragraph)
        if child.tag == "br":
            child.drop_tree()
    for empty in [e for e in block if e.tag == "p" and not len(e) and not (e.text or "").strip()]:
        empty.drop_tree()


def _make_paragraph(block: HtmlElement, text: str | None) -> HtmlElement:
    paragraph = block.makeelement("p")
    paragraph.text = text
    return paragraph
