"""Which of two events came first, where a sentence says so with `before` or `after`."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from service.article import Article
from service.article.words import content_stems
from service.faithfulness.claim import Claim

_LINK = regex.compile(r"\b(before|after|following|prior to|ahead of)\b", regex.IGNORECASE)
_LATER_FIRST = frozenset({"after", "following"})
_BEST = 3
_ENOUGH = 0.5
"""Share of an event's content words that must be the same for two sentences to mean one event."""


@dataclass(frozen=True, slots=True)
class Order:
    """Content stems of the event that came first and of the one that came after it."""

    first: frozenset[str]
    then: frozenset[str]
    link: str


def order(sentence: str, language: str = "en") -> Order | None:
    """The two events of a sentence that joins them once by `before` or `after`; None where it does not."""
    links = list(_LINK.finditer(sentence))
    if len(links) != 1 or language != "en":
        return None
    link = links[0]
    main, rest = sentence[: link.start()], sentence[link.end() :]
    if not main.strip():
        rest, comma, main = rest.partition(", ")
        if not comma:
            return None
    one, other = frozenset(content_stems(main, language)), frozenset(content_stems(rest, language))
    if not one - other or not other - one:
        return None
    one, other = one - other, other - one
    word = link[1].lower()
    return Order(other, one, word) if word in _LATER_FIRST else Order(one, other, word)


def reversed_order(claim: Claim, article: Article) -> str:
    """Why the claim has two events in the wrong order; empty where it has not, or where that cannot be told."""
    mine = order(claim.text, article.language)
    if mine is None:
        return ""
    for index in claim.evidence[:_BEST]:
        theirs = order(article.sentences[index].text, article.language) if index < len(article.sentences) else None
        if theirs is None:
            continue
        if _same(mine.first, theirs.then) and _same(mine.then, theirs.first):
            straight = _shared(mine.first, theirs.first) + _shared(mine.then, theirs.then)
            if straight == 0:
                return f"has the events the other way round: the article says «{article.sentences[index].text[:160]}»"
    return ""


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return _shared(one, other) >= max(1.0, _ENOUGH * min(len(one), len(other)))


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    return len(one & other)
