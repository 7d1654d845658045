"""Words of a sentence that point outside it, in any language with data in `reference.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from newsbrief.article.speech import find_spoken, speaks_in_person
from newsbrief.extractive.cues import without_quotations
from newsbrief.resources import read_table

_UNCASED = frozenset({"ar", "fa", "he", "ur", "ja", "zh", "ko"})
_UNSPACED = frozenset({"ja", "zh", "ko"})
_CLAUSE_MARKS = (",", ";", ":", "–", "—")
_CLAUSE_WORDS = 6
"""Words of a clause that what follows it may point to."""
_EARLY = 4
"""Words at the start of a sentence among which a pronoun is nobody's who stands in it."""


def addresses(text: str, language: str) -> bool:
    """Return whether a sentence has a first or second person outside quotation marks: nothing told as fact."""
    return speaks_in_person(without_quotations(text), language)


def points_back(bare: str, language: str) -> bool:
    """Return whether a demonstrative or a connective in a sentence without its quotations answers no clause of it."""
    return any(not _answers_itself(bare, match) for match in _find("pointing", bare, language))


def has_early_pronoun(bare: str, language: str) -> bool:
    """Return whether a third person stands among the first words of a sentence without its quotations."""
    return any(len(bare[: match.start()].split()) < _EARLY for match in _find("pronoun", bare, language))


def leaves_out_speaker(bare: str, language: str) -> bool:
    """Return whether a pronoun is who speaks, in a sentence without its quotations: `he said`, `said he`.

    It opens its clause before a word of attribution, or ends it behind one.
    """
    spoken = [match.span() for match in find_spoken(language).finditer(bare)]
    for pronoun in _find("pronoun", bare, language) if spoken else ():
        before, after = bare[: pronoun.start()].rstrip(), bare[pronoun.end() :].lstrip()
        opens, ends = not before or not before[-1].isalnum(), not after or not after[0].isalnum()
        for start, end in spoken:
            if opens and pronoun.end() <= start and not bare[pronoun.end() : start].strip():
                return True
            if ends and end <= pronoun.start() and not bare[end : pronoun.start()].strip():
                return True
    return False


def reports_unnamed(bare: str, language: str) -> bool:
    """Return whether the mood of a verb says that somebody tells a sentence, in one without a colon."""
    return ":" not in bare and next(_find("reported", bare, language), None) is not None


def find_words(kind: str, words: Iterable[str], language: str) -> Iterator[str]:
    """Yield those of `words` that are of a kind in a language; none where there is no data."""
    pattern = _patterns(language).get(kind)
    return filter(pattern.fullmatch, words) if pattern else iter(())


def is_cased(language: str) -> bool:
    """Return whether capitals tell names from other words at all."""
    return language not in _UNCASED


def _find(kind: str, text: str, language: str) -> Iterator[regex.Match[str]]:
    pattern = _patterns(language).get(kind)
    return pattern.finditer(text) if pattern else iter(())


def _answers_itself(text: str, match: regex.Match[str]) -> bool:
    """Return whether a clause of some length stands in the sentence before a word that points back."""
    before = text[: match.start()]
    end = max(before.rfind(mark) for mark in _CLAUSE_MARKS)
    return len(before[: end + 1].split()) >= _CLAUSE_WORDS


@lru_cache(maxsize=64)
def _patterns(language: str) -> Mapping[str, regex.Pattern[str]]:
    words = read_table("extractive/reference.toml").get("en" if language == "und" else language, {})
    if language not in _UNSPACED:
        words = {kind: rf"(?<![\p{{L}}\p{{M}}])(?:{found})(?![\p{{L}}\p{{M}}])" for kind, found in words.items()}
    return {kind: regex.compile(found, regex.IGNORECASE) for kind, found in words.items()}
