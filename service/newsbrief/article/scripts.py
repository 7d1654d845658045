"""Scripts written without spaces between words, as the inner parts of classes of regular expressions."""

from __future__ import annotations

IDEOGRAPHIC = r"\p{Han}\p{Hiragana}\p{Katakana}"
"""Sentences end in `。`."""
STOPLESS = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Sentences end in a space."""
UNSPACED = IDEOGRAPHIC + STOPLESS
UNSPACED_LANGUAGES = frozenset({"zh", "ja", "th", "lo", "km", "my"})
