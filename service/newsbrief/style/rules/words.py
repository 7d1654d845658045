"""Preferred and banned words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from newsbrief.style.finding import Finding
from newsbrief.style.house import HouseStyle


def check(text: str, style: HouseStyle, language: str) -> Iterator[Finding]:
    """Yield each banned word, and each that the style replaces by another; case is no difference."""
    for word, instead in style.words.prefer.items():
        for found in _pattern(tuple(instead)).finditer(text):
            own = _cased(found.group(), word)
            detail = f"“{found.group()}”: write “{own}”"
            yield Finding("words", detail, found.start(), found.end(), own)
    for found in _pattern(style.words.ban).finditer(text) if style.words.ban else ():
        yield Finding("words", f"“{found.group()}” is not to be written", found.start(), found.end())


def _cased(found: str, word: str) -> str:
    return word[:1].upper() + word[1:] if found[:1].isupper() and word[:1].islower() else word


@lru_cache(maxsize=512)
def _pattern(words: Sequence[str]) -> regex.Pattern[str]:
    """Return a pattern of whole words and phrases, longest first, whatever white space parts them."""
    longest = sorted(words, key=len, reverse=True)
    choices = "|".join(r"\s+".join(map(regex.escape, word.split())) for word in longest)
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{choices})(?![\p{{L}}\p{{M}}\p{{N}}])", regex.IGNORECASE)
