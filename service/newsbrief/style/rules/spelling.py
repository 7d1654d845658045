"""British or American spelling of English, by the dictionary of the library breame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import regex

from newsbrief.resources import read_table
from newsbrief.style.finding import StyleFault
from newsbrief.style.house import HouseStyle

_WORD = regex.compile(r"(?<![\p{L}\p{N}@/._-])\p{L}{3,}(?![\p{L}\p{N}@/_])")
_NEXT = regex.compile(r"\s+\p{Lu}")
_STARTS = regex.compile(r"(?:^|\n\s*|[.!?:][”’\"']?\s+|[“\"(]\s*)$")
_FORMS = ("", "s", "d", "r", "rs", "ed", "ing", "er", "ers", "y")


def check(text: str, style: HouseStyle, language: str) -> Iterator[StyleFault]:
    """Yield each English word that is spelled as on the other side of the Atlantic.

    A word that begins with a capital in the middle of a sentence, or before another such word, may be a name: it is
    left alone, as is what is right on both sides.
    """
    if style.spelling is None or language != "en":
        return
    table = _other_spellings(style.spelling)
    for match in _WORD.finditer(text):
        word = match.group()
        instead = table.get(word.lower())
        if instead is None or (word != word.lower() and _may_be_name(text, match)):
            continue
        own = instead.capitalize() if word[0].isupper() else instead
        yield StyleFault("spelling", f"“{word}”: write “{own}”", match.start(), match.end(), own)


def _may_be_name(text: str, match: regex.Match[str]) -> bool:
    word = match.group()
    starts = bool(_STARTS.search(text, max(0, match.start() - 6), match.start())) or match.start() == 0
    return word != word.capitalize() or not starts or bool(_NEXT.match(text, match.end()))


@cache
def _other_spellings(spelling: str) -> Mapping[str, str]:
    """Return what is written otherwise where `spelling` is the rule, each with the form that is wanted."""
    # Imported here: only a style that names a spelling needs the dictionary.
    from breame.spelling import AMERICAN_ENGLISH_SPELLINGS, BRITISH_ENGLISH_SPELLINGS

    pairs = AMERICAN_ENGLISH_SPELLINGS if spelling == "british" else BRITISH_ENGLISH_SPELLINGS
    own = BRITISH_ENGLISH_SPELLINGS if spelling == "british" else AMERICAN_ENGLISH_SPELLINGS
    either, kept = _load_variants(), read_table("style/data/spelling.toml")["kept"]
    return {
        other: wanted
        for other, wanted in pairs.items()
        if other not in either and other not in kept and wanted not in either and other not in own and other != wanted
    }


@cache
def _load_variants() -> frozenset[str]:
    raw = read_table("style/data/spelling.toml")
    return frozenset(word + form for word in raw["either"] for form in _FORMS)
