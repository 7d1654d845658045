"""Sentences that are parts of what stands around them: clauses set apart, answers, announcements, other names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import regex

from newsbrief.article.words import split_words
from newsbrief.extractive.cues import without_quotations
from newsbrief.resources import read_language_table

Kind = Literal["opener", "announcing", "epithet"]
_NEVER = regex.compile(r"(?!)")
_MARKS = "¿¡( "
_UNSPACED = frozenset({"ja", "zh", "ko"})
_BRACKETED = regex.compile(r"\([^()]*\)|（[^（）]*）")
_GOES_ON = regex.compile(r"[-–—]?\p{Ll}{2}")
_FEWEST_OUTSIDE = 3
"""Words outside brackets; a line with fewer names something rather than tells it."""


def is_dependent(text: str, language: str) -> bool:
    """Return whether a sentence is understood directly after the one before it alone.

    It opens as a clause set apart or as an answer does, or calls somebody by an epithet.
    """
    bare = without_quotations(text)
    return bool(_pattern("opener", language).match(text.lstrip(_MARKS)) or _pattern("epithet", language).search(bare))


def announces(text: str, language: str) -> bool:
    """Return whether a sentence ends in words for what follows it: it falls with its list."""
    return bool(_pattern("announcing", language).search(text))


def is_label(text: str) -> bool:
    """Return whether a line is a name with something in brackets, or goes on where another line broke off."""
    if _GOES_ON.match(text):
        return True
    outside, number = _BRACKETED.subn("", text)
    return bool(number) and 0 < len(split_words(outside)) < _FEWEST_OUTSIDE


def _pattern(kind: Kind, language: str) -> regex.Pattern[str]:
    return _patterns(language).get(kind, _NEVER)


@lru_cache(maxsize=64)
def _patterns(language: str) -> Mapping[str, regex.Pattern[str]]:
    read = read_language_table("extractive/dependent.toml", language)
    end = "" if language in _UNSPACED else r"(?![\p{L}\p{M}])"
    start = "" if language in _UNSPACED else r"(?<![\p{L}\p{M}])"
    forms = {
        # What ends in a mark or a space has said where it ends.
        "opener": (r"(?:", rf")(?:(?<=\W)|{end})"),
        "announcing": (rf"{start}(?:", r")\s?[.。:：]?\Z"),
        "epithet": (rf"{start}(?:", rf"){end}"),
    }
    return {kind: regex.compile(found.join(forms[kind]), regex.IGNORECASE) for kind, found in read.items()}
