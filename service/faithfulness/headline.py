"""Claims in title case, as headlines are: their capitals tell nothing of what is a name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from service.article.words import Word, stop_words
from service.faithfulness.country import country
from service.faithfulness.name import Name, Names, plain, tokens

_FEWEST = 4
"""Words that a headline has at least, function words not counted."""
_CAPITALS = 0.7
"""Share of its words that are capitalised."""
_COMMON = 0.8
"""Share of its words that are no names in the article, and capitalised nevertheless."""


def headline(text: str, found: Names) -> bool:
    """Whether a claim is written in title case: words that the article does not write so have capitals too."""
    plainly = [w for w in tokens(text) if w.text[0].isalpha() and w.text.lower() not in stop_words("en")]
    if len(plainly) < _FEWEST or _capitals(plainly) <= _CAPITALS * len(plainly):
        return False
    common = [w for w in plainly[1:] if plain(w.text) not in found.upper and not country(w.text)]
    return (
        len(common) > 1
        and _capitals(common) > _COMMON * len(common)
        and any(plain(w.text) in found.lower for w in common)
    )


def _capitals(words: list[Word]) -> int:
    return sum(w.text[0].isupper() for w in words)


def headline_names(text: str, found: Names) -> Iterator[Name]:
    """The names of a headline: countries, abbreviations, and words that the article has as names."""
    for known, run in groupby(tokens(text), key=lambda w: _known(w, found)):
        if known:
            words = list(run)
            yield Name(tuple(w.text for w in words), words[0].start, words[-1].end, opens=False)


def _known(word: Word, found: Names) -> bool:
    if not word.text[0].isupper():
        return False
    key = plain(word.text)
    abbreviated = word.text.isupper() and len(key) > 1
    return bool(country(word.text)) or abbreviated or (key in found.upper and key not in found.lower)
