"""Parts of a page that it does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from lxml.html import HtmlElement  # type: ignore[import-untyped,unused-ignore]

_HIDDEN = regex.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|filter\s*:\s*blur\(|font-size\s*:\s*0(?:px|%|em)?\s*(?:;|!|$))",
    regex.IGNORECASE,
)
_OUT_OF_SIGHT = regex.compile(
    r"(?:^|;)\s*(?:text-indent\s*:\s*-(?:999|\d{4})|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?\b|clip-path\s*:\s*inset\(\s*(?:50|100)%)",
    regex.IGNORECASE,
)
_FAR = regex.compile(r"(?:^|;)\s*(?:left|top|right)\s*:\s*-(?:999|\d{4})", regex.IGNORECASE)
_PLACED = regex.compile(r"(?:^|;)\s*position\s*:\s*(?:absolute|fixed)", regex.IGNORECASE)
_FADED = regex.compile(r"(?:^|;)\s*opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)", regex.IGNORECASE)
_BLURRED = regex.compile(r"(?<![\w:-])blur(?:red)?(?:-\w+|-text|-content)?(?![\w-])")
"""What a page shows as a blur to those who have not paid: often letters without sense."""
_READ_ALOUD = regex.compile(r"(?<![\w:-])(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?)(?![\w-])")
"""What only programs that read a page aloud have of it, under the names that frameworks for pages give it."""
_PROSE = 12
"""Words from which a paragraph is prose."""
_SEVERAL = 2
_NEAR = 20
"""Characters on either side of an element that is dropped in which marks around it stand."""
_GAP = regex.compile(r"\s*\(\s*\0\s*\)|,\s*\0\s*(?=[,;:.!?](?!\d))|\s+\0(?=[,.](?!\d))")
"""Marks around an element that is dropped, which NUL stands for."""
_SHOWN = regex.compile(r"(?:^|;)\s*(?:display\s*:(?!\s*none)|visibility\s*:\s*visible)", regex.IGNORECASE)
_NAME = regex.compile(r"[.#](?:[\w-]|\\.)+")
_SIMPLE = regex.compile(r"\w*+(?P<name>[.#](?:[\w-]|\\.)+)")
"""A selector of one class or id. What hides by more than that hides in one place, or until a click."""


class _Names(NamedTuple):
    """Classes and ids, each with its mark: `.intro`, `#lead`."""

    hidden: frozenset[str]
    shown: frozenset[str]


def drop_hidden(tree: HtmlElement) -> None:
    """Take out what a page does not show; a page that hides most of its words shows them later, by a script."""
    drop_unless_most(tree, [e for e in tree.xpath("//body//*[@hidden or @style or @class]") if _is_hidden(e)])
    names, naming = _find_names(tree), _list_naming(tree)
    named = [e for e in tree.xpath("//body//*[@style or @class or @id]") if e not in naming]
    faded = [e for e in named if _is_faded(e, names)]
    unseen = [e for e in named if _is_out_of_sight(e) and not _is_in_line_beside_shown(e)]
    unfolding = _list_unfolding(tree, frozenset(faded))
    drop_unless_most(tree, unseen + [e for e in faded if e not in unfolding])


def _list_naming(tree: HtmlElement) -> Set[HtmlElement]:
    """Return the elements around and in a headline, and around a date: they name the article, shown or not."""
    return {
        e
        for found in tree.iter("h1", "time")
        for e in (*found.iterancestors(), found, *(found.iterdescendants() if found.tag == "h1" else ()))
    }


def _list_unfolding(tree: HtmlElement, faded: Set[HtmlElement]) -> Set[HtmlElement]:
    """Return the elements around faded paragraphs of prose, where a page has several: scripts unfold an article's."""
    around = [
        (p, *p.iterancestors())
        for p in tree.iter("p")
        if not faded.isdisjoint((p, *p.iterancestors())) and _count_words(p) >= _PROSE
    ]
    return {e for elements in around for e in elements} if len(around) >= _SEVERAL else set()


def _is_in_line_beside_shown(element: HtmlElement) -> bool:
    """Return whether an element says aloud what stands beside it for eyes alone, which the extractor leaves out."""
    beside = (element.getprevious(), element.getnext())
    return any(e is not None and e.get("aria-hidden") == "true" and _count_words(e) for e in beside)


def drop_unless_most(tree: HtmlElement, chosen: list[HtmlElement]) -> None:
    """Take out elements, unless they hold most of a page's words: then a script shows them, or a tag was left open."""
    all_chosen = set(chosen)
    outermost = [e for e in chosen if all_chosen.isdisjoint(e.iterancestors())]
    if 2 * sum(map(_count_words, outermost)) > _count_words(tree):
        return
    for element in outermost:
        _close_gap(element)
        element.drop_tree()


def _close_gap(element: HtmlElement) -> None:
    """Take out what would stand alone where an element is dropped: brackets, the first of two commas, a space."""
    before, around = element.getprevious(), element.getparent()
    text, tail = (around.text if before is None else before.tail) or "", element.tail or ""
    near = max(0, len(text) - _NEAR)
    kept, _, left = _GAP.sub("\0", f"{text[near:]}\0{tail[:_NEAR]}").partition("\0")
    if before is None:
        around.text = text[:near] + kept
    else:
        before.tail = text[:near] + kept
    element.tail = left + tail[_NEAR:]


def _count_words(element: HtmlElement) -> int:
    return sum(len(text.split()) for text in element.itertext())


def _is_hidden(element: HtmlElement) -> bool:
    styled = bool(_HIDDEN.search(element.get("style") or "") or _BLURRED.search(element.get("class") or ""))
    return element.get("hidden") is not None or styled


def _is_out_of_sight(element: HtmlElement) -> bool:
    written, style = element.get("class") or "", element.get("style") or ""
    is_far = bool(_FAR.search(style) and _PLACED.search(style))
    unseen = is_far or bool(_OUT_OF_SIGHT.search(style) or _READ_ALOUD.search(written))
    return unseen and "not-sr-only" not in written


def _is_faded(element: HtmlElement, names: _Names) -> bool:
    own = list_names(element)
    by_sheet = not own.isdisjoint(names.hidden) and own.isdisjoint(names.shown)
    return by_sheet or bool(_FADED.search(element.get("style") or ""))


def list_names(element: HtmlElement) -> Set[str]:
    """Return an element's classes and id as style sheets name them."""
    return {*(f".{name}" for name in (element.get("class") or "").split()), f"#{element.get('id')}"}


def _find_names(tree: HtmlElement) -> _Names:
    """Return the classes and ids that a page's own style sheets hide, and those that they show somewhere."""
    shown = [
        selectors
        for selectors, body, is_everywhere in _read_sheets(tree)
        if _SHOWN.search(body) and not (is_everywhere and _HIDDEN.search(body))
    ]
    names = (name.replace("\\", "") for selectors in shown for name in _NAME.findall(selectors))
    return _Names(find_styled_names(tree, _HIDDEN), frozenset(names))


def find_styled_names(tree: HtmlElement, style: regex.Pattern[str]) -> frozenset[str]:
    """Return the classes and ids, such as `.intro`, to which a page's style sheets give a style wherever they stand."""
    styled = (s for s, body, is_everywhere in _read_sheets(tree) if is_everywhere and style.search(body))
    simple = (_SIMPLE.fullmatch(selector.strip()) for selectors in styled for selector in selectors.split(","))
    return frozenset(found["name"].replace("\\", "") for found in simple if found)


def _read_sheets(tree: HtmlElement) -> Iterator[tuple[str, str, bool]]:
    """Yield selectors and body of each rule of a page, and whether it holds on any screen."""
    for sheet in tree.iter("style"):
        is_partial = (sheet.get("media") or "all").strip().lower() not in ("all", "screen")
        for selectors, body, is_nested in _read_rules(sheet.text or ""):
            yield selectors, body, not (is_nested or is_partial)


def _read_rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Yield selectors, body and whether the rule stands in another one, such as for narrow screens, of each rule."""
    opening, *commented = sheet.split("/*")
    depth = 0
    for block in "".join((opening, *(part.partition("*/")[2] for part in commented))).split("}"):
        selectors, _, body = block.rpartition("{")
        depth += block.count("{")
        yield selectors.rpartition("{")[2], body, depth > 1
        depth = max(0, depth - 1)
