"""Sentences that may go on in the next: what one of them says alone, the other may deny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from newsbrief.article.article import Sentence
from newsbrief.article.openings import tells_rating
from newsbrief.article.speech import find_spoken, has_spoken
from newsbrief.article.words import part_by_part, stop_words
from newsbrief.resources import read_language_table

_LONGEST = 5
"""Letters of an abbreviation at most that is told by its place alone."""
_LAST = regex.compile(r"(?r)(?<![\p{L}\p{M}\p{N}'’.-])(?P<before>[\p{L}\p{M}'’-]+)\s(?P<word>\p{L}[\p{L}\p{M}]+)\.$")
_NEXT = regex.compile(r"\p{Lu}[\p{L}\p{M}'’-]+")
_UNSTOPPED = regex.compile(r"\p{L}[\p{L}\p{M}]*+(?!\.)")
_CAPITALISING = frozenset({"de", "lb"})
"""Languages whose nouns have capitals: a word with one is no title for it."""
_VOWELS = "aeiouæøœаеиоуыэюяіїєαεηιουω"
"""Abbreviations end in a consonant or in capitals: nobody writes `gene.` for a general."""
_COLONS = (":", "：")
_LABEL_WORDS = range(2, 6)
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_ELISION = regex.compile(r"\p{L}['’]\p{Ll}")


def find_unfinished(
    sentences: Sequence[Sentence], source: str, language: str, listed: frozenset[int]
) -> frozenset[int]:
    """Return the indices of the sentences that may go on in the next. `listed` are the paragraphs in lists."""
    return frozenset((*_find_announced(sentences, language, listed), *_find_in_doubt(sentences, source, language)))


def _find_announced(sentences: Sequence[Sentence], language: str, listed: frozenset[int]) -> Iterator[int]:
    """Yield what ends in a colon, and what follows it in a list but for the list's last sentence: one statement.

    A label is none: `Why it matters:` says nothing of what stands below.
    """
    announced = False
    for sentence, following in pairwise(sentences):
        if sentence.text.endswith(_COLONS) and not sentence.is_boilerplate:
            announced = following.paragraph == sentence.paragraph or not _is_label(sentence.text, language)
        elif following.paragraph not in listed or sentence.paragraph not in listed:
            announced = False
        if announced:
            yield sentence.index


def _is_label(text: str, language: str) -> bool:
    """Return whether a line is a label of few words, which names nobody and tells of no speech or denial.

    It opens with a function word or ends in a small one: `What Happened`, `Key points`. A language without words of
    speaking has no labels.
    """
    words = _WORD.findall(text)
    if len(words) not in _LABEL_WORDS or not has_spoken(language) or find_spoken(language).search(text):
        return False
    is_plain = _is_common(words[0], language) or words[-1].islower()
    return is_plain and not tells_rating(text)


def _find_in_doubt(sentences: Sequence[Sentence], source: str, language: str) -> Iterator[int]:
    """Yield what ends in a short word that the article never has without a full stop, before a name: `Amb. | Reed`.

    No list has all titles. A word that opens a sentence is taken for a name where it has a capital everywhere.
    """
    known: frozenset[str] | None = None
    for sentence, following in pairwise(sentences):
        last = _LAST.search(sentence.text[-60:]) if sentence.paragraph == following.paragraph else None
        name = _NEXT.match(following.text) if last else None
        if not last or not name or not _may_abbreviate(last, language) or not _may_name(name.group(), language):
            continue
        known = frozenset(_list_unstopped(source)) if known is None else known
        if last["word"] not in known and name.group().lower() not in known:
            yield sentence.index


@part_by_part
def _list_unstopped(text: str) -> Sequence[str]:
    """Return the words of a text that have no full stop behind them."""
    return tuple(_UNSTOPPED.findall(text))


def _may_abbreviate(last: regex.Match[str], language: str) -> bool:
    """Return whether the last word of a sentence is short, cut off before a vowel, and stands where a title may.

    That is behind a function word, but for a preposition: `in Japan.` ends a sentence. A word with a capital may stand
    behind any word in small letters, and behind a name, `Acme Pty.`, where it has no vowel; German nouns are like small
    words. In English and German what stands before a name has a capital.
    """
    word, before = last["word"], last["before"]
    if len(word) > _LONGEST or word[-1] in _VOWELS or before.lower() in _prepositions(language):
        return False
    if word[0].isupper() and language not in _CAPITALISING:
        return before.islower() or _is_common(before, language) or set(word.lower()).isdisjoint(_VOWELS)
    has_case = word[0].isupper() or language not in ("en", *_CAPITALISING)
    return has_case and _is_common(before, language) and not _is_common(word, language)


def _may_name(word: str, language: str) -> bool:
    return not _ELISION.match(word) and not _is_common(word, language)


def _prepositions(language: str) -> frozenset[str]:
    return frozenset(read_language_table("article/abbreviations.toml", language).get("prepositions", ()))


def _is_common(word: str, language: str) -> bool:
    return word.lower() in stop_words(language)
