"""Words that multiply the number before them: thousand, million, `mld`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

import regex
from babel import Locale
from babel.localedata import locale_identifiers

from newsbrief.resources import read_table

_PATTERN = regex.compile(r"[^\p{L}0]*(?P<digits>0+)[\s\u00a0\u202f]?(?P<word>\p{L}[\p{Ll}\p{Lo}\p{M}]+)[^\p{L}\p{M}]*")
"""Digits and one word. Single letters and what has a later capital (Catalan `kM`) are units as often."""


@cache
def scale_words(language: str) -> Mapping[str, float]:
    """Return the scale words of a language in small letters, each with its factor.

    What CLDR has comes before what is read in every language: a `billion` is a thousand times more in German.
    """
    table = read_table("verification/data/scales.toml")
    return {**table["any"], **dict(_list_compact(language)), **table.get(language, {})}


def _list_compact(language: str) -> Iterator[tuple[str, float]]:
    """Yield the words of CLDR's compact numbers, in every script that it has for the language."""
    scripts = regex.compile(rf"{regex.escape(language)}(?:_[A-Z][a-z]{{3}})?")
    for name in filter(scripts.fullmatch, locale_identifiers()):
        forms = Locale.parse(name).compact_decimal_formats
        # The last one counts: some long forms of large numbers have the word of the next size.
        for patterns in (*forms.get("long", {}).values(), *forms.get("short", {}).values()):
            for size, pattern in sorted(patterns.items(), key=lambda item: -int(item[0])):
                if match := _PATTERN.fullmatch(str(pattern.pattern)):
                    word = unicodedata.normalize("NFC", match["word"]).lower()
                    yield word, float(size) / 10 ** (len(match["digits"]) - 1)
