"""Words that Markdown strikes out: whoever wrote them took them back."""

from __future__ import annotations

import regex

NOTE = "Words that are struck out with ~~ were left out."
_WORDS = r"(?<![~\p{L}\p{N}])~~(?![\s~])(?:[^~\n]|\n(?![ \t\r]*\n))++(?<!\s)~~(?![~\p{L}\p{N}])"
_STRUCK = regex.compile(rf",?[ \t]{_WORDS}(?=[.,;:!?])|{_WORDS}[ \t]?")
"""With a space beside them, and the comma before them where a mark follows: what stood before them goes on behind."""


def drop_struck(text: str) -> str:
    """Return a text without what it strikes out; as it is where that is most of it: a mark was left open."""
    if "~~" not in text:
        return text
    left = _STRUCK.sub("", text)
    return left if 2 * len(left) >= len(text) else text
