"""Two sentences that make one claim: the second is understood after the first alone."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.article.words import words
from newsbrief.extractive.context import is_understood
from newsbrief.extractive.ranking import Candidate

_LONGEST_PAIR = 80
"""Words of two sentences that make one claim, at most."""


def goes_on(index: int, article: Article) -> bool:
    """Return whether a sentence stands in the paragraph of the one before it."""
    return index > 0 and article.sentences[index - 1].paragraph == article.sentences[index].paragraph


def attach(
    chosen: Sequence[Candidate], leaning: Sequence[Candidate], taken: Sequence[Candidate], known: Set[str]
) -> list[Candidate]:
    """Return chosen sentences, each with the one that follows it where that leans on it and on nothing else.

    What is `taken` follows none; `known` are the names that the briefing gives in full.
    """
    used = {c.index for c in taken}
    by_index = {c.index: c for c in leaning if c.index not in used}
    return [_join(c, other, known) if (other := by_index.get(c.index + 1)) else c for c in chosen]


def list_followers(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences that were printed with the one before them."""
    return [replace(c, index=c.index + 1) for c in chosen if c.further]


def pair_dated(found: Sequence[Candidate], dated: Sequence[Candidate], known: Set[str]) -> list[Candidate]:
    """Return sentences each with the one after it that leans on it and names a day ahead."""
    by_index = {c.index: c for c in dated}
    first = [c for c in found if not c.leans and c.index + 1 in by_index]
    return [replace(c, cues=by_index[c.index + 1].cues) for c in attach(first, dated, (), known) if c.further]


def _join(one: Candidate, other: Candidate, known: Set[str]) -> Candidate:
    if not is_understood(other, [one], known) or len(words(one.text)) + len(words(other.text)) > _LONGEST_PAIR:
        return one
    return replace(one, text=f"{one.text} {other.text}", further=1)
