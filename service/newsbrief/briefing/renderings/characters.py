"""Characters that no markup may hold."""

from __future__ import annotations

import regex

# What XML 1.0 has no way to write, and what HTML calls a parse error: controls, surrogates, non-characters.
_UNWRITABLE = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}"
)


def strip_unwritable(text: str) -> str:
    """Return `text` without the characters that neither HTML nor XML can hold, escaped or not."""
    return _UNWRITABLE.sub("", text)
