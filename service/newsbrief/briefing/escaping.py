"""Escape markup in a briefing's texts, so that Markdown shows tags and links as plain text."""

from __future__ import annotations

import re

# What begins raw HTML or an autolink, what ends the words of a link, an image, a reference or its definition, and what
# makes a paragraph look like a heading of the fixed format.
_SIGN = r"<(?=[A-Za-z/!?])|\](?=[(\[:])|(?<!\]):\Z"
_LIVE = re.compile(rf"(\\*)({_SIGN})")


def escape(text: str) -> str:
    """Return `text` as Markdown that shows it unchanged; `unescape` returns it to the letter."""
    return _LIVE.sub(lambda found: f"{found[1]}{found[1]}\\{found[2]}", text)


def unescape(text: str) -> str:
    """Return the text that `escape` was given."""
    return _LIVE.sub(_unescape_match, text)


def _unescape_match(match: re.Match[str]) -> str:
    slashes = len(match[1])
    # An even number escapes nothing but itself: somebody else wrote that.
    return "\\" * (slashes // 2 if slashes % 2 else slashes) + match[2]
