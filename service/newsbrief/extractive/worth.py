"""Worth: how likely an editor prints a sentence as it stands, told by traits that any language shows.

A logistic regression on sentences of real pages, marked by hand as fit to stand alone in a briefing or not. Its weights
are data, in `worth.toml`; `evals/worth/` holds what they were fitted on and the script that fits them.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import regex

from newsbrief.article import Article, Sentence, per_article
from newsbrief.article.words import stop_words, words
from newsbrief.extractive.cues import count_voiced
from newsbrief.resources import read_table

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*+")
_EVIDENCE = regex.compile(r"\d|[\"“«„「]")
"""A figure, or somebody's own words."""
_COMMA = regex.compile(r"[,،，、;；]")
_COLON = regex.compile(r"[:：]")
_BRACKET = regex.compile(r"[(（]")
_SHORT = 14
"""Words from which a sentence is not short."""
_SYLLABLES = 2.2
"""Characters that count as a word in scripts without spaces."""
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})


_LOWEST, _HIGHEST = 0.12, 0.5
"""Worth from which a sentence is printed: in a report, and in what is none."""
_SELDOM = 0.38
"""Part of an article's sentences with evidence below which it is no report."""
_FEW = 12
"""Sentences from which that part tells anything."""


class Traits(NamedTuple):
    """The traits of a sentence that are weighed, each between 0 and 1, but for the size of its article."""

    central: float
    """Likeness to the whole article."""
    telling: float
    """Names, figures and quotations in it."""
    naming: float
    """Whether it names somebody or something early, and in full."""
    opening: float
    """Whether it opens with what the title or the first sentence told."""
    owing: float
    """Whether it calls somebody or something in short."""
    late: float
    """Its place, from the first sentence to the last."""
    short: float
    """How many words it lacks."""
    commas: float
    """Commas for each word."""
    colon: float
    bracket: float
    function_words: float
    """Part of its words that are."""
    evidence: float
    """Part of the article's sentences that give a figure, or somebody's word."""
    size: float
    """Natural logarithm of the article's sentences."""


class Form(NamedTuple):
    """The traits that a sentence shows by itself, as `Traits` has them."""

    short: float
    commas: float
    colon: float
    bracket: float
    function_words: float


class Layout(NamedTuple):
    """The facts of an article that all its sentences share."""

    order: dict[int, float]
    """Place of each sentence of the body, from 0 to 1."""
    evidence: float
    size: float


@per_article
def measure_layout(article: Article) -> Layout:
    """Return the places of an article's sentences, and how many of them give evidence."""
    body = [s for s in article.sentences if not s.heading and not s.boilerplate]
    count = max(1, len(body))
    evident = sum(_gives_evidence(s, article.language) for s in body)
    return Layout({s.index: n / count for n, s in enumerate(body)}, evident / count, math.log(count))


def count_words(text: str, language: str) -> float:
    """Return the words of a sentence; in scripts without spaces, its characters by those of a word."""
    found = len(words(text))
    return found / _SYLLABLES if language in UNSPACED else found


def measure_form(text: str, language: str) -> Form:
    """Return the traits that a sentence shows by itself."""
    length = count_words(text, language) or 1.0
    told, small = _WORD.findall(text.casefold()), stop_words(language)
    return Form(
        max(0.0, _SHORT - length) / 10,
        len(_COMMA.findall(text)) / length,
        float(bool(_COLON.search(text))),
        float(bool(_BRACKET.search(text))),
        sum(word in small for word in told) / (len(told) or 1),
    )


def estimate_worth(traits: Traits) -> float:
    """Return how likely a sentence is fit to be printed, from 0 to 1."""
    bias, weights = _read_weights()
    return 1 / (1 + math.exp(-bias - sum(weight * trait for weight, trait in zip(weights, traits, strict=True))))


def find_floor(article: Article) -> float:
    """Return the worth from which a sentence of an article is printed.

    Lowest where most sentences give evidence, as those of reports do; highest where few do, as in essays, reviews and
    tales.
    """
    layout = measure_layout(article)
    if len(layout.order) < _FEW:
        return _LOWEST
    return min(_HIGHEST, max(_LOWEST, _HIGHEST - 2 * (layout.evidence - _SELDOM)))


def _gives_evidence(sentence: Sentence, language: str) -> bool:
    return bool(_EVIDENCE.search(sentence.text) or count_voiced(sentence.text, language))


@lru_cache(maxsize=1)
def _read_weights() -> tuple[float, tuple[float, ...]]:
    read = read_table("extractive/worth.toml")
    return float(read["bias"]), tuple(float(read["weights"][name]) for name in Traits._fields)
