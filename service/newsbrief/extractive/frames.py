"""Frames: the place, the year or the case under which an article tells something, and that only its heading names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

import regex

from newsbrief.article import Article, Sentence, per_article
from newsbrief.extractive.mentions import names

_YEAR = regex.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d)")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]+")
_HEADING_WORDS = 3
"""Words of a heading that may be a frame: a place, a name, a year."""
_FEWEST_FRAMES = 2
"""Such headings from which an article is told in parts."""
_SAME = 4
"""Letters that a name and its inflected forms begin with."""


@per_article
def find_frame_dependent(article: Article) -> frozenset[int]:
    """Return the sentences that do not name the frame they stand in.

    That is the name in a heading of few words, in an article of several, or an earlier year than the article's that
    the paragraph named before.
    """
    return frozenset((*_find_under_names(article), *_find_after_years(article)))


def _find_under_names(article: Article) -> Iterator[int]:
    known = {_root(name) for name in names(article)}
    # A name above another heading heads no text: it is who wrote it, or where a page keeps it.
    frames = {
        s.index: found
        for s, below in pairwise(article.sentences)
        if s.heading and not below.heading and s.index and (found := _frame(s, known))
    }
    if len(frames) < _FEWEST_FRAMES:
        return
    frame: frozenset[str] = frozenset()
    for sentence in article.sentences:
        if sentence.heading:
            # A heading within a part leaves its frame as it is.
            frame = frames.get(sentence.index, frame)
        elif frame and not frame & {_root(word) for word in _WORD.findall(sentence.text)}:
            yield sentence.index


def _frame(heading: Sentence, known: set[str]) -> frozenset[str]:
    words = _WORD.findall(heading.text)
    if not 0 < len(words) <= _HEADING_WORDS or not all(word[0].isupper() for word in words):
        return frozenset()
    return frozenset(_root(word) for word in words) & known


def _find_after_years(article: Article) -> Iterator[int]:
    if article.published_at is None:
        return
    for _, paragraph in groupby(article.sentences, key=lambda s: s.paragraph):
        passed = False
        for sentence in paragraph:
            years = [int(year) for year in _YEAR.findall(sentence.text)]
            if passed and not years:
                yield sentence.index
            elif years:
                passed = max(years) < article.published_at.year


def _root(word: str) -> str:
    return word.replace("İ", "i").replace("I", "ı" if "İ" in word else "i").casefold()[:_SAME]
