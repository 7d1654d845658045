"""Counts: the figures of a text that say how many or how much, and no day or year."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from newsbrief.article.dates import find_date_places
from newsbrief.article.words import stop_words
from newsbrief.verification.numerals import Figure, find_figures

_YEAR = regex.compile(r"(?:1[5-9]|2[01])\d\d")
_CAPITAL = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]*(?=[ \u00a0]$)")
_LONGEST = 40
"""Characters before a number in which the word it belongs to stands."""
_OPENS = ("", ".", "!", "?", "…", ":", "“", "„", "«", '"')
"""What stands before the first word of a sentence."""
_NEXT_WORD = regex.compile(r"[ \u00a0](?P<word>\p{L}[\p{L}\p{M}]*)|-\p{L}")


def find_counts(text: str, language: str) -> Sequence[Figure]:
    """Return the figures of a text that count or measure, in order."""
    dates = list(find_date_places(text, language))
    return [
        figure
        for figure in find_figures(text, language)
        if not _YEAR.fullmatch(figure.text) and not any(start <= figure.start < end for start, end in dates)
    ]


def may_name(figure: Figure, text: str, language: str) -> bool:
    """Return whether a number may be part of a name: `Unit 3`, `Flight 12 was late`, `passengers of Flight 12 said`.

    The first word of a sentence has a capital anyway: what it stands before is a count where a noun follows.
    """
    word = _CAPITAL.search(text, max(0, figure.start - _LONGEST), figure.start)
    if not word or figure.scale != 1 or figure.is_share or not figure.text.isdecimal():
        return False
    if word.group().casefold() in stop_words(language):
        return False
    is_first = text[: word.start()].rstrip()[-1:] in _OPENS
    return not (is_first and counts_things(text, figure.end, language))


def counts_things(text: str, end: int, language: str) -> bool:
    """Return whether a noun may follow the number that ends at `end`: a word that is not one of grammar alone."""
    word = _NEXT_WORD.match(text, end)
    return word is not None and (word["word"] or "").lower() not in stop_words(language)
