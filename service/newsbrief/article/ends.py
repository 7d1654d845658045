"""Ends of sentences: what closes one, and the full stop that titles do without."""

from __future__ import annotations

import regex

from newsbrief.article.scripts import IDEOGRAPHIC, STOPLESS

QUESTION_MARKS = ("?", "？", "؟")
_CLOSERS = "\"'”’“»«›‹)]】」』）*_ \u00a0\u202f"
"""Marks that may stand behind a stop, in French with a space before them."""
_STOPS = tuple(".!?…。！？｡।॥؟۔։።:;：；")
_STOPLESS = regex.compile(rf"[{STOPLESS}]")
_IDEOGRAPHIC_END = regex.compile(rf"[{IDEOGRAPHIC}][”’」』）)]*$")
_ABBREVIATED = regex.compile(r"(?:\p{Lu}\.){2,}$|[\p{L}\p{N}]\.{3}$")


def ends_sentence(text: str) -> bool:
    """Return whether `text` closes as a sentence does; in scripts without full stops, always."""
    return text.rstrip(_CLOSERS).endswith(_STOPS) or bool(_STOPLESS.search(text))


def asks(text: str) -> bool:
    """Return whether `text` closes as a question does."""
    return text.rstrip(_CLOSERS).endswith(QUESTION_MARKS)


def end_text(text: str, *, is_title: bool) -> str:
    """Return `text` as it is printed: a title without a full stop, all else with one, or in a paragraph it runs on."""
    if is_title:
        return strip_full_stop(text) or text
    if not text or ends_sentence(text):
        return text
    return text + ("。" if _IDEOGRAPHIC_END.search(text) else ".")


def strip_full_stop(text: str) -> str:
    """Return `text` without the full stop of a sentence; `the U.S.` keeps its own."""
    text = text.strip()
    return text if _ABBREVIATED.search(text) else text.rstrip(".。।۔").rstrip()
