"""Translated names: a name that a claim spells in another script or language sounds like one of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache, lru_cache

import regex
from anyascii import anyascii
from rapidfuzz import fuzz, process

from newsbrief.article import Article, per_article
from newsbrief.article.calendar import calendar_names, find_locale
from newsbrief.article.names import CAPITAL_NOUNS, find_names
from newsbrief.article.quoted_words import blank_quotations
from newsbrief.article.scripts import UNSPACED
from newsbrief.verification.claim import CheckResult, Claim, fail, skip, succeed

NAME = "translated_names"
_LIKE = 75.0
"""Similarity (0 to 100) of the sounds of two names from which on they may be one."""
_SPELLED = 80.0
"""The same of their letters."""
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:[’'-][\p{L}\p{M}]+)*")
_UNSPACED = regex.compile(rf"[{UNSPACED}]{{2,}}")
_LATIN = regex.compile(r"\p{Latin}")
_FEWEST = 4
"""Letters of a name that is looked for: short ones sound like anything."""
# One sound, many spellings: what is left tells names apart and not the ways in which they are written.
_SOUNDS = tuple(
    (re.compile(spelled), sound)
    for spelled, sound in (
        (r"sch|sh|ch|cz|tsch|dj|zh|[jxcsz]", "s"),
        (r"kh|gh|ck|[qgkhc]", "k"),
        (r"ph|[fvwb]|p", "p"),
        (r"th|[dt]", "t"),
        (r"[aeiouy'`ʿʾ-]+", ""),
        (r"(.)\1+", r"\1"),
    )
)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on the first name that sounds like no word of the article; a doubt, as countries and months are translated.

    Scripts without capitals show no names: a claim in one is passed over.
    """
    names = [
        name for name in _find_names(claim.text, claim.translated_into) if not _is_common(name, claim.translated_into)
    ]
    if not names:
        return skip(NAME)
    sounds, letters = _sounds_of(article)
    for name in names:
        parts = [part for part in name.split() if len(part) >= _FEWEST]
        # A first name may be an epithet or a title of office, and is translated then: the last one counts.
        if parts and not _is_there(parts[-1], sounds, letters):
            detail = f"the name “{name}” sounds like none of the article"
            return fail(NAME, detail, fault=name, verdict="unsupported")
    return succeed(NAME)


def _is_there(part: str, sounds: Set[str], letters: Set[str]) -> bool:
    plain = _to_plain_latin(part)
    if process.extractOne(plain, letters, scorer=fuzz.ratio, score_cutoff=_SPELLED):
        return True
    sound = _reduce_to_consonants(plain)
    return bool(sounds) and (
        len(sound) < 2 or bool(process.extractOne(sound, sounds, scorer=fuzz.ratio, score_cutoff=_LIKE))
    )


def _find_names(text: str, language: str) -> Iterator[str]:
    for name in find_names(blank_quotations(text)):
        if language not in CAPITAL_NOUNS or " " in name.group():
            yield name.group()


@per_article
def _sounds_of(article: Article) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sounds and the letters of an article's words; where a script parts no words, of runs of 2 to 5."""
    words: set[str] = set()
    letters: set[str] = set()
    for text in (article.title or "", *(sentence.text for sentence in article.sentences)):
        for word in _WORD.findall(text):
            words.add(word)
            for run in _UNSPACED.findall(word):
                plain = list(map(_to_plain_latin, run))
                letters |= {"".join(plain[at : at + size]) for at in range(len(plain)) for size in range(2, 6)}
    # One script spells a name as the other does, but for its ending: sounds are for what had to be transliterated.
    foreign = letters.union(_to_plain_latin(word) for word in words if not _LATIN.search(word))
    sounds = frozenset(map(_reduce_to_consonants, foreign)) - {""}
    return sounds, frozenset(letters.union(map(_to_plain_latin, words)))


@lru_cache(maxsize=8192)
def _to_plain_latin(word: str) -> str:
    """Return a word in Latin letters without accents, lower-cased."""
    return str(anyascii(word)).lower()


def _reduce_to_consonants(plain: str) -> str:
    """Return the consonants of a word as they sound."""
    for spelled, sound in _SOUNDS:
        plain = spelled.sub(sound, plain)
    return plain


def _is_common(name: str, language: str) -> bool:
    """Return whether CLDR has the name of a country, a language, a month or a day in it: those are translated."""
    # Turkish parts a name from its endings by an apostrophe.
    words = (name, *name.split(), *regex.split(r"[\s’']", name))
    return any(word.lower() in _list_calendar_words(language) for word in words)


@cache
def _list_calendar_words(language: str) -> frozenset[str]:
    locale = find_locale(language)
    words = [*locale.territories.values(), *locale.languages.values()] if locale else []
    words += calendar_names("months", language, abbreviated=True)
    words += calendar_names("days", language, abbreviated=True)
    return frozenset(word for name in words for word in (name.lower(), *name.lower().split()))
