"""Ends of sentences."""

from __future__ import annotations

import regex

_ENDED = regex.compile(r"[.!?…。！？｡।॥؟۔։።:;：；][\"'”’“»«›‹)\]】」』）*_]*$")
_NO_STOPS = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
"""Scripts whose sentences end in a space."""


def ends_sentence(text: str) -> bool:
    """Return whether `text` closes as a sentence does; in scripts without full stops, always."""
    return bool(_ENDED.search(text) or _NO_STOPS.search(text))
