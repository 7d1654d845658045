"""Markup in a briefing's texts, kept from meaning anything in Markdown: neither tags nor links come to life."""

from __future__ import annotations

import re

# What begins raw HTML or an autolink, and what ends the words of a link, an image, a reference or its definition.
_SIGN = r"<(?=[A-Za-z/!?])|\](?=[(\[:])"
_LIVE = re.compile(rf"(\\*)({_SIGN})")


def escape(text: str) -> str:
    """`text` as Markdown that shows it as it is; `unescape` gives it back to the letter."""
    return _LIVE.sub(lambda found: f"{found[1]}{found[1]}\\{found[2]}", text)


def unescape(text: str) -> str:
    """The text that `escape` made this of."""
    return _LIVE.sub(_bare, text)


def _bare(found: re.Match[str]) -> str:
    slashes = len(found[1])
    # An even number escapes nothing but itself: somebody else wrote that.
    return "\\" * (slashes // 2 if slashes % 2 else slashes) + found[2]
