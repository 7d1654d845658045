"""Words of a text, and their stems: what overlap, retrieval and ranking count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from itertools import chain
from typing import NamedTuple, TypeVar, TypeVarTuple, Unpack

import regex
import Stemmer
from stop_words import StopWordError, get_stop_words

from newsbrief.article.scripts import UNSPACED

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# A word is letters and digits, joined by apostrophes, full stops inside abbreviations (U.S.), or decimal marks.
# Scripts written without spaces count one character a word.
_WORD = regex.compile(
    rf"[{UNSPACED}]"
    r"|\d+(?:[.,]\d+)*"
    r"|(?:\p{Lu}\.){2,}"
    r"|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*"
)
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "id": "indonesian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


_MOST_KEPT, _LONGEST_KEPT = 16_384, 40
"""Parts of texts whose reading is kept, and their length: in a script without spaces a part is a sentence."""


class _Known(dict[str, Sequence[T]]):
    """The readings of parts of texts: a new part is read and kept, and all are dropped at `_MOST_KEPT`."""

    def __init__(self, read: Callable[[str], Sequence[T]]) -> None:
        self._read = read

    def __missing__(self, part: str) -> Sequence[T]:
        reading = self._read(part)
        if len(part) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[part] = reading
        return reading


def part_by_part(read: Callable[[str, Unpack[Ts]], Sequence[T]]) -> Callable[[str, Unpack[Ts]], list[T]]:
    """Return `read` for whole texts, where nothing that it finds spans white space.

    News is written in some thousands of words: what stands between two spaces is mostly known from articles before.
    """

    @lru_cache(maxsize=8)
    def readings(*more: *Ts) -> _Known[T]:
        return _Known(lambda part: read(part, *more))

    @wraps(read)
    def read_all(text: str, *more: *Ts) -> list[T]:
        return list(chain.from_iterable(map(readings(*more).__getitem__, text.split())))

    return read_all


class _Stem(NamedTuple):
    text: str
    content: bool
    """Not of a function word."""


@part_by_part
def split_words(text: str) -> Sequence[str]:
    """Return the words of `text`, in order."""
    return tuple(_WORD.findall(text))


def list_stems(text: str, language: str) -> tuple[str, ...]:
    """Return the lower-case stems of the words of `text`, in order; the words where no stemmer exists."""
    return tuple(_stems(text, language))


def content_stems(text: str, language: str) -> tuple[str, ...]:
    """Return `list_stems` without function words, in order, repeats kept."""
    return tuple(_content_stems(text, language))


@part_by_part
def _stems(text: str, language: str) -> Sequence[str]:
    return tuple([_stem(word, language).text for word in _WORD.findall(text)])


@part_by_part
def _content_stems(text: str, language: str) -> Sequence[str]:
    return tuple([stem.text for word in _WORD.findall(text) if (stem := _stem(word, language)).content])


def stem(word: str, language: str) -> str:
    """Return the stem of one word, as `list_stems` has it."""
    return _stem(word, language).text


def has_stemmer(language: str) -> bool:
    """Return whether words of a language have stems; elsewhere `list_stems` has the words."""
    return language in _STEMMERS


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
