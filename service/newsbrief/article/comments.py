"""Comments of HTML."""

from __future__ import annotations

from collections.abc import Iterator

_OPENS, _CLOSES = "<!--", "-->"


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where `text` holds comments, in order: start inclusive, end exclusive. One that never closes is none.

    Linear in the length of `text`: a pattern would look for an end again from every start.
    """
    start = text.find(_OPENS)
    while start >= 0:
        close = text.find(_CLOSES, start + len(_OPENS))
        if close < 0:
            return
        end = close + len(_CLOSES)
        yield start, end
        start = text.find(_OPENS, end)


def without_comments(text: str) -> str:
    """Return `text` without the comments in it."""
    kept, at = [], 0
    for start, end in comments(text):
        kept.append(text[at:start])
        at = end
    return "".join((*kept, text[at:]))
