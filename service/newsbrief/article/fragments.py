"""Sentences that may go on in the next: what one of them says alone, the other may deny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from newsbrief.article.article import Sentence
from newsbrief.article.words import stop_words

_LONGEST = 5
"""Letters of an abbreviation at most that is told by its place alone."""
_LAST = regex.compile(r"(?<![\p{L}\p{M}\p{N}'’.-])(?P<before>[\p{L}\p{M}'’-]+)\s(?P<word>\p{L}[\p{L}\p{M}]+)\.$")
_NEXT = regex.compile(r"\p{Lu}[\p{L}\p{M}'’-]+")
_UNSTOPPED = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?!\.)")
_CAPITALISING = frozenset({"de", "lb"})
"""Languages whose nouns have capitals: a word with one is no title for it."""
_CUT_OFF = regex.compile(r"(?:[^aeiouæøœаеиоуыэюяіїєαεηιουω]|\p{Ll}\p{Lu})$")
"""Abbreviations end in a consonant or in capitals: nobody writes `gene.` for a general."""
_COLONS = (":", "：")


def find_unfinished(
    sentences: Sequence[Sentence], source: str, language: str, listed: frozenset[int]
) -> frozenset[int]:
    """Return the indices of the sentences that may go on in the next. `listed` are the paragraphs in lists."""
    return frozenset((*_find_announced(sentences, listed), *_find_in_doubt(sentences, source, language)))


def _find_announced(sentences: Sequence[Sentence], listed: frozenset[int]) -> Iterator[int]:
    """Yield what ends in a colon, and what follows it in a list but for the list's last sentence: one statement."""
    announced = False
    for sentence, following in pairwise(sentences):
        if sentence.text.endswith(_COLONS) and not sentence.is_boilerplate:
            announced = True
        elif following.paragraph not in listed or sentence.paragraph not in listed:
            announced = False
        if announced:
            yield sentence.index


def _find_in_doubt(sentences: Sequence[Sentence], source: str, language: str) -> Iterator[int]:
    """Yield what ends in a short word that the article never has without a full stop, before a name: `Amb. | Reed`.

    No list has all titles. A word that opens a sentence is taken for a name where it has a capital everywhere.
    """
    known: frozenset[str] | None = None
    for sentence, following in pairwise(sentences):
        last = _LAST.search(sentence.text[-60:]) if sentence.paragraph == following.paragraph else None
        name = _NEXT.match(following.text) if last else None
        if not last or not name or not _may_abbreviate(last, language) or _is_common(name.group(), language):
            continue
        known = frozenset(_UNSTOPPED.findall(source)) if known is None else known
        if last["word"] not in known and name.group().lower() not in known:
            yield sentence.index


def _may_abbreviate(last: regex.Match[str], language: str) -> bool:
    """Return whether the last word of a sentence is short, cut off before a vowel, and stands where a title may.

    That is anywhere for a word with a capital, else behind a function word; German nouns are all like the second. In
    English and German what stands before a name has a capital.
    """
    word = last["word"]
    if len(word) > _LONGEST or not _CUT_OFF.search(word):
        return False
    if word[0].isupper() and language not in _CAPITALISING:
        return True
    has_case = word[0].isupper() or language not in ("en", *_CAPITALISING)
    return has_case and _is_common(last["before"], language) and not _is_common(word, language)


def _is_common(word: str, language: str) -> bool:
    return word.lower() in stop_words(language)
