"""Preferred and banned words."""

from __future__ import annotations

from collections.abc import Iterator

from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle


def check(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    """Yield each banned word, and each that the style replaces by another; case is no difference."""
    for phrase in style.words.phrases.find(text):
        said, wanted = text[phrase.start : phrase.end], style.words.replacements[phrase.number]
        if wanted is None:
            yield StyleFault("words", f"“{said}” is not to be written", phrase.start, phrase.end)
        else:
            own = _match_case(said, wanted)
            yield StyleFault("words", f"“{said}”: write “{own}”", phrase.start, phrase.end, own)


def _match_case(written: str, word: str) -> str:
    return word[:1].upper() + word[1:] if written[:1].isupper() and word[:1].islower() else word
