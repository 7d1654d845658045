"""Ends of sentences."""

from __future__ import annotations

import regex

from newsbrief.article.scripts import STOPLESS

_STOPS = tuple(".!?…。！？｡।॥؟۔։።:;：；")
_CLOSERS = "\"'”’“»«›‹)]】」』）*_"
"""Marks that may stand behind a stop."""
_STOPLESS = regex.compile(rf"[{STOPLESS}]")


def ends_sentence(text: str) -> bool:
    """Return whether `text` closes as a sentence does; in scripts without full stops, always."""
    return text.rstrip(_CLOSERS).endswith(_STOPS) or bool(_STOPLESS.search(text))
