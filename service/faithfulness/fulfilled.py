"""Fulfilled: what a claim tells as ahead, and a sentence of the newer article tells as done. English only."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.article import Article
from service.article.words import content_stems, stem, words
from service.faithfulness.predicate import base
from service.faithfulness.slot import slots
from service.faithfulness.tells import core, tells

_PLANNED = regex.compile(
    r"\b(?:will|shall|(?:is|are) (?:(?:due|set|scheduled|expected|planned|likely|about) )?to|plans? to|intends? to"
    r"|(?:has|have) (?:agreed|decided|promised) to)(?: be)? (?P<verb>\p{Ll}{3,})\b"
)
_AHEAD = regex.compile(
    r"\b(?:will|would|shall|could|might|(?-i:may)|to be|due|set to|scheduled|planned|plans? to|expect\w*|upcoming|next"
    r"|not|never|no|if|until|(?:is|are) to)\b|n[’']t\b",
    regex.IGNORECASE,
)
"""A sentence with one of these need not tell what has happened."""
_TELLING = frozenset({"say", "tell", "be", "have", "remain", "stay", "continue", "keep"})
_DATES = frozenset({"day", "weekday", "month", "year"})
_TOLD, _TOLD_UNDATED = 0.5, 0.75
"""Share of the claim that the sentence tells, weighed by rarity: where both name one day, and where none is named."""


def fulfilled(text: str, near: Sequence[int], article: Article) -> int | None:
    """The sentence, of those `near`, that tells as done what a claim has ahead; None where there is none, or where
    another of them still has it ahead."""
    planned = _PLANNED.search(text)
    if planned is None or base(planned["verb"]) in _TELLING:
        return None
    deed = _root(planned["verb"])
    rest = [s for s in content_stems(core(text[: planned.start()] + text[planned.end() :]), "en") if s != deed]
    days = {k for s in slots(text) if s.kind in _DATES for k in s.keys}
    done = None
    for at in near:
        told = article.sentences[at].text
        there = {k for s in slots(told) if s.kind in _DATES for k in s.keys}
        least = _TOLD if days & there else _TOLD_UNDATED
        if (days and not days & there) or tells(rest, article, at) < least:
            continue
        if _AHEAD.search(told):
            return None
        if done is None and any(_past(word.text) and _root(word.text) == deed for word in words(told)):
            done = at
    return done


def _root(verb: str) -> str:
    return stem(base(verb.lower()), "en")


def _past(word: str) -> bool:
    """Whether a word may be a verb in the past: regular, or irregular and so changed in itself."""
    return word[:1].islower() and (word.endswith("ed") or (base(word) != word and not word.endswith(("s", "ing"))))
