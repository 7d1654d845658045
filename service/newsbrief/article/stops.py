"""Full stops: sentences end in one, titles do not."""

from __future__ import annotations

import regex

from newsbrief.article.ends import ends_sentence
from newsbrief.article.scripts import IDEOGRAPHIC

__all__ = ["add_full_stop", "ends_sentence", "strip_full_stop"]

_IDEOGRAPHIC_END = regex.compile(rf"[{IDEOGRAPHIC}][”’」』）)]*$")
_ABBREVIATED = regex.compile(r"(?:\p{Lu}\.){2,}$|[\p{L}\p{N}]\.{3}$")


def add_full_stop(text: str) -> str:
    """Return `text` with a full stop where it has none, as an item of a list may: in a paragraph it would run on."""
    return text if ends_sentence(text) else text + ("。" if _IDEOGRAPHIC_END.search(text) else ".")


def strip_full_stop(text: str) -> str:
    """Return `text` without the full stop of a sentence; `the U.S.` keeps its own."""
    text = text.strip()
    return text if _ABBREVIATED.search(text) else text.rstrip(".。।۔").rstrip()
