"""A page without its layout: the text of one that nests its parts deeper than the parser goes."""

from __future__ import annotations

import regex

from newsbrief.article.comments import without_comments

_TAG = regex.compile(r"<(/?)([a-zA-Z][\w:-]*+)[^<>]*+>")
_RAW = regex.compile(r"<(/?)(style|noscript|template|svg|textarea|del|s|strike)\b[^<>]*+>", regex.IGNORECASE)
_EMPTY = regex.compile(r"<p>(?:\s*+<p>)++")
_INLINE = regex.compile(
    r"a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|samp|small|span|strong|time|tt|u|var|wbr"
)


def flatten(page: str) -> str:
    """Return `page` without its layout: every block a paragraph, nothing nested."""
    return _EMPTY.sub("<p>", _TAG.sub(_flatten_tag, _without_raw(without_comments(page))))


def _without_raw(page: str) -> str:
    """Return `page` without the contents of elements that are not read, or struck out; unclosed ones keep theirs."""
    kept, at, opened = [], 0, None
    for tag in _RAW.finditer(page):
        closing, name = bool(tag.group(1)), tag.group(2).lower()
        if opened is None and not closing:
            opened = (name, tag.start())
        elif opened and closing and name == opened[0]:
            kept.append(page[at : opened[1]])
            at, opened = tag.end(), None
    return "".join((*kept, page[at:]))


def _flatten_tag(tag: regex.Match[str]) -> str:
    name = tag.group(2).lower()
    if _INLINE.fullmatch(name):
        return ""
    if name in ("html", "head", "body", "title", "meta", "script", "h1", "h2", "h3", "sub", "sup"):
        return tag.group()
    return " " if name == "br" else "<p>"
