"""Escape markup in a briefing's texts, so that Markdown shows tags and links as plain text."""

from __future__ import annotations

import re

# What begins raw HTML or an autolink, what ends the words of a link, an image, a reference or its definition, what
# makes a paragraph look like a heading of the fixed format, what may open or close emphasis or code, what begins an
# entity.
_SIGN = (
    r"<(?=[A-Za-z/!?])|\](?=[(\[:])|(?<!\]):\Z"
    r"|\*(?=\S)|(?<=\S)\*|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])|`|&(?=#?[A-Za-z0-9]{1,31};)"
)
_LIVE = re.compile(rf"(?P<slashes>\\*)(?P<sign>{_SIGN})|(?P<alone>\\+)(?=[!-/:-@\[-`{{-~])")
"""A sign with the backslashes before it, or backslashes that would take the meaning of what has none."""


def escape(text: str) -> str:
    """Return `text` as Markdown that shows it unchanged; `unescape` returns it to the letter."""
    return _LIVE.sub(_escape_match, text)


def unescape(text: str) -> str:
    """Return the text that `escape` was given."""
    return _LIVE.sub(_unescape_match, text)


def _escape_match(match: re.Match[str]) -> str:
    if alone := match["alone"]:
        return alone + alone
    return f"{match['slashes']}{match['slashes']}\\{match['sign']}"


def _unescape_match(match: re.Match[str]) -> str:
    if alone := match["alone"]:
        return alone if len(alone) % 2 else alone[::2]
    slashes = len(match["slashes"])
    # An even number escapes nothing but itself: somebody else wrote that.
    return "\\" * (slashes // 2 if slashes % 2 else slashes) + match["sign"]
