"""The estimate of how likely a sentence is understood after those that are printed before it.

What the article told in sentences that are not printed, the reader of a briefing does not know. A sentence that builds
on it, by words that it has from there, is understood only if one of those sentences is printed, or the title has them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from newsbrief.article import Article, per_article
from newsbrief.extractive.mentions import mentions, names, title_words
from newsbrief.extractive.traits import MOST_OWED, Traits, roots
from newsbrief.extractive.worth import Worth
from newsbrief.resources import read_table

_OPENING = 2
"""Words that open a sentence: what it is about."""
_MOST, _MOST_OPENING = 3.0, 2.0
"""Words owed, by their rarity, above which more of them tell nothing more."""
_MOST_NAMES = 0.25
"""Part of an article's words that stand with a capital, above which these are nouns and not names."""
_RUN = regex.compile(r"\p{Han}{2,}|[\p{Katakana}ー]{2,}|[A-Za-z0-9]{2,}")
"""What may be a word in a script without spaces."""
_SYLLABLES = 2
"""Syllables that a Korean word has at least without its particles."""


class Ties(NamedTuple):
    """The ties of a sentence to its article, most between 0 and 1; `evals/worth/printed.csv` has them of some."""

    told: float
    """Whether it stands in the story, where the sentences before it are read first."""
    alone: float
    """Logit of `Worth.alone`."""
    next: float
    """Whether the sentence before it in the article is printed right before it."""
    following: float
    """Logit of `Worth.following` where that is not so."""
    owed: float
    """Its words, by how rare they are, that the article told before and nothing printed has."""
    owed_opening: float
    """The same of those that open it, but for names."""
    torn: float
    """Whether it is not printed with the sentence before it in its paragraph."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The words of an article's sentences, by where they are told first."""

    words: Mapping[int, Sequence[str]]
    first: Mapping[str, int]
    """The sentence that has a word first."""
    rarity: Mapping[str, float]
    """How rare each is, up to 1 for one that stands in one sentence."""
    names: frozenset[str]
    title: frozenset[str]
    before: Mapping[int, int]
    """The sentence before each of the body."""
    torn: frozenset[int]
    """The sentences that do not open their paragraph."""


@per_article
def find_thread(article: Article) -> Thread:
    """Return the thread of an article."""
    body = [s for s in article.sentences if not s.is_heading and not s.is_boilerplate]
    words = {s.index: _split(s.text, article.language) for s in body}
    first: dict[str, int] = {}
    for index, found in words.items():
        for word in found:
            first.setdefault(word, index)
    frequency = Counter(word for found in words.values() for word in set(found))
    pairs = list(zip(body[1:], body, strict=False))
    return Thread(
        words,
        first,
        {word: math.log(1 + len(body) / n) / math.log(1 + len(body)) for word, n in frequency.items()},
        _find_names(article, frequency),
        frozenset(_split(article.title or "", article.language)),
        {one.index: before.index for one, before in pairs},
        frozenset(one.index for one, before in pairs if one.paragraph == before.paragraph),
    )


def find_ties(index: int, worth: Worth, printed: Iterable[int], thread: Thread, *, told: bool) -> Ties:
    """Return the ties of a sentence of such worth, printed after others: in the story with `told`, else as a fact."""
    before = thread.before.get(index, -1)
    shown = set(printed)
    follows = told and before in shown
    known = thread.title.union(*(thread.words.get(n, ()) for n in shown))
    words = thread.words.get(index, ())
    opening = [word for word in words[:_OPENING] if word not in thread.names]
    return Ties(
        told=float(told),
        alone=_logit(worth.alone),
        next=float(follows),
        following=0.0 if follows else _logit(worth.following),
        owed=min(_MOST, _weigh_owed(words, index, known, thread)) / _MOST,
        owed_opening=min(_MOST_OPENING, _weigh_owed(opening, index, known, thread)) / _MOST_OPENING,
        torn=float(index in thread.torn and not follows),
    )


def introduce(traits: Traits, index: int, printed: Iterable[int], article: Article) -> Traits:
    """Return the traits of a sentence after others are printed: the names that these give in full it owes no more."""
    found = mentions(article)
    named = title_words(article.title or "").union(*(found[n].given for n in printed))
    owed = found[index].owed
    return traits._replace(
        owing=min(len(owed - named), MOST_OWED) / MOST_OWED, owing_told=float(not owed.isdisjoint(named))
    )


def estimate_understood(ties: Ties) -> float:
    """Return how likely a sentence with such ties is understood, from 0 to 1."""
    bias, weights = _read_weights()
    return 1 / (1 + math.exp(-bias - sum(weight * tie for weight, tie in zip(weights, ties, strict=True))))


def _find_names(article: Article, words: Collection[str]) -> frozenset[str]:
    """Return the words that are names: none where too many have a capital, as nouns have in German."""
    found = frozenset(part for name in names(article) for part in _split(name, article.language))
    return found if len(found) <= _MOST_NAMES * len(words) else frozenset()


def _weigh_owed(words: Sequence[str], index: int, known: Set[str], thread: Thread) -> float:
    """Return the rarity of the words that an earlier sentence told, and nothing that is known has."""
    return sum(thread.rarity[word] for word in dict.fromkeys(words) if thread.first[word] < index and word not in known)


def _split(text: str, language: str) -> Sequence[str]:
    """Return the words of `text` as they are compared: pairs of characters in scripts without spaces."""
    if language in ("ja", "zh"):
        return [part for run in _RUN.findall(text) for part in _pair(run)]
    found = roots(text, language)
    return [word[:_SYLLABLES] for word in found] if language == "ko" else found


def _pair(run: str) -> Sequence[str]:
    """Return each two neighbouring characters of Chinese ones; other runs whole."""
    return [run[n : n + 2] for n in range(len(run) - 1)] if regex.match(r"\p{Han}", run) else [run]


def _logit(likely: float) -> float:
    return math.log(likely / (1 - likely))


@lru_cache(maxsize=1)
def _read_weights() -> tuple[float, tuple[float, ...]]:
    read = read_table("extractive/understanding.toml")
    return float(read["bias"]), tuple(float(read[tie]) for tie in Ties._fields)
