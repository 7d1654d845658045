"""Ends of sentences."""

from __future__ import annotations

import regex

_STOPS = tuple(".!?…。！？｡।॥؟۔։።:;：；")
_CLOSERS = "\"'”’“»«›‹)]】」』）*_"
"""Marks that may stand behind a stop."""
_NO_STOPS = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
"""Scripts whose sentences end in a space."""


def ends_sentence(text: str) -> bool:
    """Return whether `text` closes as a sentence does; in scripts without full stops, always."""
    return text.rstrip(_CLOSERS).endswith(_STOPS) or bool(_NO_STOPS.search(text))
