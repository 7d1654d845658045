"""Words of a text, and their stems: what overlap, retrieval and ranking count."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex
import Stemmer
from stop_words import StopWordError, get_stop_words

# A word is letters and digits, joined by apostrophes, full stops inside abbreviations (U.S.), or decimal marks.
# Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Myanmar) count one character a word.
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
    r"|\d+(?:[.,]\d+)*"
    r"|(?:\p{Lu}\.){2,}"
    r"|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*"
)
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


class Word(NamedTuple):
    """A word with its offsets (start inclusive, end exclusive) in the text it was found in."""

    text: str
    start: int
    end: int


class _Stem(NamedTuple):
    text: str
    content: bool
    """Not of a function word."""


def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text`, in order."""
    return located(text, _WORD)


def located(text: str, pattern: regex.Pattern[str]) -> tuple[Word, ...]:
    """Return what `pattern` finds in `text`, in order; every letter and digit of `text` is in one of the words."""
    # Between two such words nothing can be taken for the second: looking for it is quicker than a match object.
    out: list[Word] = []
    end = 0
    for word in pattern.findall(text):
        start = text.index(word, end)
        end = start + len(word)
        out.append(Word(word, start, end))
    return tuple(out)


def folded(text: str) -> tuple[str, ...]:
    """Return the words of `text` without their capitals, in order."""
    return tuple([w.text.casefold() for w in words(text)])


def stems(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the lower-case stems of the words of `text`, in order; the words where no stemmer exists."""
    return _stem_all(text, language)[0]


def content_stems(text: str, language: str = "en") -> tuple[str, ...]:
    """Return `stems` without function words, in order, repeats kept."""
    return _stem_all(text, language)[1]


# A sentence's stems are asked for by several rooms: without these the checks of a briefing take a fifth more.
@lru_cache(maxsize=8192)
def _stem_all(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = [_stem(w.text, language) for w in words(text)]
    return tuple([s.text for s in found]), tuple([s.text for s in found if s.content])


def stem(word: str, language: str = "en") -> str:
    """Return the stem of one word, as `stems` has it."""
    return _stem(word, language).text


def has_stemmer(language: str) -> bool:
    """Return whether words of a language have stems; elsewhere `stems` has the words."""
    return language in _STEMMERS


# News is written in some thousands of words: most are known from the articles before.
@lru_cache(maxsize=32_768)
def _stem(word: str, language: str) -> _Stem:
    plain, name = _plain(word), _STEMMERS.get(language)
    return _Stem(Stemmer.Stemmer(name).stemWord(plain) if name else plain, plain not in stop_words(language))


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Return function words of a language, lower-cased; empty where no list exists."""
    try:
        return frozenset(_plain(w) for w in get_stop_words(language))
    except StopWordError:
        return frozenset()


def _plain(word: str) -> str:
    # U.S. and US are one word, and neither is the pronoun.
    if word.isupper() and (word.endswith(".") or len(word) == 2):
        return word.replace(".", "")
    return word.casefold().replace("’", "'").removesuffix("'s")
