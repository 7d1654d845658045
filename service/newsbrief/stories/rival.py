"""Rivals: a sentence of another article that says the same of the same thing, with another figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from newsbrief.article import Article
from newsbrief.article.openings import strip_opening, without_opening
from newsbrief.article.speech import find_spoken
from newsbrief.verification.characters import fold
from newsbrief.verification.counts import find_counts, may_name
from newsbrief.verification.evidence import locate
from newsbrief.verification.numerals import Figure, is_rounded

_NEAR = 0.05
"""Part of a figure by which another may be off and still be the same, rounded: 20 killed are not 24."""
_CLAUSE = regex.compile(r"[,،、，]\s(?=[^,،、，]*$)")
"""Where the last clause of a sentence begins."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The sentence that has another figure, and a word for an editor on the two."""

    sentence: int
    detail: str


def find_rival(text: str, article: Article) -> Rival | None:
    """Return the sentence of `article` that tells the same as `text` with another figure; None where there is none.

    The same is what is told in the same words, who says it aside: of "43 died in the north" and "12 died in the south"
    neither takes the other back.
    """
    frame, mine = _read_frame(without_opening(text, article.language), article.language)
    for at in locate(text, article) if mine else ():
        other, theirs = _read_frame(strip_opening(article.sentences[at], article), article.language)
        if frame != other:
            continue
        for one, another in zip(mine, theirs, strict=True):
            if not is_same(one, another):
                return Rival(at, f"“{one.text}”; the article says “{another.text}”")
    return None


def is_same(one: Figure, other: Figure) -> bool:
    """Return whether two figures can be one, more or less rounded."""
    return any(
        abs(a - b) <= _NEAR * max(a, b) and (is_rounded(a, b) or is_rounded(b, a))
        for a in one.values
        for b in other.values
    )


def _read_frame(text: str, language: str) -> tuple[tuple[str, ...], Sequence[Figure]]:
    """Return what a sentence says between the figures that count or measure, and these."""
    unattributed = _without_speaker(text, language)
    counts = [figure for figure in find_counts(unattributed, language) if not may_name(figure, unattributed, language)]
    bounds = [0, *(place for figure in counts for place in (figure.start, figure.end)), len(unattributed)]
    between = [unattributed[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    return tuple(map(fold, between)), counts


def _without_speaker(text: str, language: str) -> str:
    """Return a sentence without a last clause that tells who says it."""
    clause = _CLAUSE.search(text)
    return text[: clause.start()] if clause and find_spoken(language).search(text, clause.end()) else text
