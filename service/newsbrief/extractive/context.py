"""Context: is a sentence understood where it would be printed?

What leans on another sentence is told by the words of its language, as far as they are known; and in any language, by
what it lacks: names, and words that title and story have told.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.extractive.ranking import Candidate, title_roots

_FEWEST_ANCHORS, _LONG = 2, 24
"""Anchors that a claim of a long article has at least, and the sentences above which an article is long."""
_WORTHY = 0.6
"""Worth from which a sentence needs no anchors."""


def is_understood(candidate: Candidate, before: Sequence[Candidate], known: Set[str]) -> bool:
    """Return whether all that `candidate` refers to is in itself, in `known`, or in what is printed `before` it.

    `before` are the other sentences of its section, of which those that stand later in the article are printed after
    it. A candidate that leans follows the sentence before it directly.
    """
    earlier = [c for c in before if c.index < candidate.index]
    if candidate.leans and not any(c.index == candidate.index - 1 for c in earlier):
        return False
    return candidate.mentions.owed - known <= {given for c in earlier for given in c.mentions.given}


def find_roots(printed: Sequence[Candidate], title: str, language: str) -> Set[str]:
    """Return the stems that a title and sentences have told."""
    return {*title_roots(title, language), *(stem for c in printed for stem in c.vector)}


def count_anchors(candidate: Candidate, told: Set[str]) -> int:
    """Return by how many signs of four a sentence stands alone: how it names, and stems that it shares with `told`."""
    return candidate.naming + bool(candidate.opening & told) + (len(told & candidate.vector.keys()) > 1)


def require_anchors(candidate: Candidate, told: Set[str], article: Article) -> Candidate:
    """Return a candidate that leans where too little tells that it stands alone: in a long article.

    Most of that is not printed. What is likely fit by all its traits needs no anchors.
    """
    if len(article.sentences) <= _LONG or candidate.score >= _WORTHY:
        return candidate
    anchored = count_anchors(candidate, told) >= _FEWEST_ANCHORS and told & candidate.vector.keys()
    return candidate if anchored else replace(candidate, leans=True)
