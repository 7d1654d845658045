"""Preferred and banned words."""

from __future__ import annotations

from collections.abc import Iterator

from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle


def check(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    """Yield each banned word, and each that the style replaces by another; case is no difference."""
    for found in style.words.phrases.find(text):
        said, wanted = text[found.start : found.end], style.words.replacements[found.number]
        if wanted is None:
            yield StyleFault("words", f"“{said}” is not to be written", found.start, found.end)
        else:
            own = _match_case(said, wanted)
            yield StyleFault("words", f"“{said}”: write “{own}”", found.start, found.end, own)


def _match_case(found: str, word: str) -> str:
    return word[:1].upper() + word[1:] if found[:1].isupper() and word[:1].islower() else word
