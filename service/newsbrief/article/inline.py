"""Parts of a line that a page strikes out, raises or lowers: read as letters alone, 24 with a note is 241."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_NUMBER = regex.compile(r"\s*[+\-−]?\d+\s*")
_STRUCK = regex.compile(r"text-decoration(?:-line)?\s*:[^;]*\bline-through", regex.IGNORECASE)
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
"""Characters in raised numbers, as they are written without a tag."""
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def mend_lines(tree: HtmlElement) -> None:
    """Take out what is struck out and the marks of notes, and write raised numbers in characters of their own."""
    _drop_struck(tree)
    for raised in tree.xpath("//sup"):
        if (mark := _find_mark_of_note(raised)) is not None:
            mark.drop_tree()
        else:
            _write_number(raised, RAISED)
    for lowered in tree.xpath("//sub"):
        # The 2 of CO2 is told in any form.
        if _find_last_character(lowered) in "/⁄":
            _write_number(lowered, _LOWERED)


def _drop_struck(tree: HtmlElement) -> None:
    """Take out what is struck out; where that is most of a page, a tag was left open."""
    struck = [
        e
        for e in tree.xpath("//body//del | //body//s | //body//strike | //body//*[@style]")
        if e.tag in ("del", "s", "strike") or _STRUCK.search(e.get("style") or "")
    ]
    if 2 * sum(len(e.text_content()) for e in struck) > len(tree.text_content()):
        return
    for element in struck:
        element.drop_tree()


def _find_mark_of_note(raised: HtmlElement) -> HtmlElement | None:
    """Return the element that is the mark of a note, for a raised one: it is a link into the page, or holds no more."""
    text = raised.text_content().strip()
    if raised.get("data-fn") or raised.get("role") == "doc-noteref":
        return raised
    if any(link.text_content().strip() == text for link in raised.xpath(".//a[contains(@href, '#')]")):
        return raised
    around = raised.getparent()
    is_link = around is not None and around.tag == "a" and "#" in (around.get("href") or "")
    return around if is_link and around.text_content().strip() == text else None


def _write_number(element: HtmlElement, characters: dict[int, int]) -> None:
    if not _NUMBER.fullmatch(element.text_content()):
        return
    for part in element.iter():
        part.text = (part.text or "").translate(characters)
        if part is not element:
            part.tail = (part.tail or "").translate(characters)


def _find_last_character(element: HtmlElement) -> str:
    """Return the character before an element, in the same parent; a space where there is none."""
    before, around = element.getprevious(), element.getparent()
    text = around.text if before is None else before.tail
    return (text or " ")[-1]
