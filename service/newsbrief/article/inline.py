"""Parts of a line that a page strikes out, raises or lowers: read as letters alone, 24 with a note is 241."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from newsbrief.article.hidden import drop_unless_most, find_styled_names, list_names

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_NUMBER = regex.compile(r"\s*[+\-−]?\d+(?:\s*[,–-]\s*\d+)*+\s*")
"""A number, or those of several notes."""
_STRUCK = frozenset({"text-decoration", "text-decoration-line"})
_STRIKES = regex.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b", regex.IGNORECASE)
_GOES_ON = regex.compile(r"\p{Ll}")
"""What stands behind an initial that is set apart: the rest of its word."""
_MARK_OF_NOTE = regex.compile(r"\S{1,4}|[\[(].{1,20}[\])]")
RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
"""Characters in raised numbers, as they are written without a tag."""
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def mend_lines(tree: HtmlElement) -> None:
    """Take out what is struck out and the marks of notes, and write raised numbers in characters of their own."""
    _drop_struck(tree)
    for initial in tree.xpath("//div[string-length(normalize-space()) = 1]"):
        if _GOES_ON.match(initial.tail or ""):
            initial.tag = "span"
    for raised in tree.xpath("//sup | //body//*[@style]"):
        if raised.tag != "sup" and not _is_styled(raised, frozenset({"vertical-align"}), "super"):
            continue
        if (mark := _find_mark_of_note(raised)) is not None:
            mark.drop_tree()
        else:
            _write_number(raised, RAISED)
    for lowered in tree.xpath("//sub"):
        # The 2 of CO2 is told in any form.
        if find_last_character(lowered) in "/⁄":
            _write_number(lowered, _LOWERED)


def _drop_struck(tree: HtmlElement) -> None:
    """Take out what is struck out; where that is most of a page, a tag was left open."""
    names = find_styled_names(tree, _STRIKES) | {".line-through"}
    struck = [
        e
        for e in tree.xpath("//body//del | //body//s | //body//strike | //body//*[@style or @class or @id]")
        if e.tag in ("del", "s", "strike")
        or _is_styled(e, _STRUCK, "line-through")
        or not names.isdisjoint(list_names(e))
    ]
    drop_unless_most(tree, struck)


def _is_styled(element: HtmlElement, names: frozenset[str], value: str) -> bool:
    """Return whether a style of one of these names has a value; each is looked at once, however long the attribute."""
    styles = (style.partition(":") for style in (element.get("style") or "").lower().split(";"))
    return any(name.strip() in names and value in given for name, _, given in styles)


def _find_mark_of_note(raised: HtmlElement) -> HtmlElement | None:
    """Return the element that is the mark of a note, for a raised one: it is a link into the page, or holds no more."""
    text = raised.text_content().strip()
    if raised.get("data-fn") or raised.get("role") == "doc-noteref":
        return raised
    if not _MARK_OF_NOTE.fullmatch(text):
        return None
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


def find_last_character(element: HtmlElement) -> str:
    """Return the character before an element, in the same parent; a space where there is none."""
    before, around = element.getprevious(), element.getparent()
    text = around.text if before is None else before.tail
    return (text or " ")[-1]
