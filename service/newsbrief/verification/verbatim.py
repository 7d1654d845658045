"""Claims in the article's own words: whole sentences that the article asserts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from newsbrief.article import Article, Sentence, per_article
from newsbrief.article.openings import strip_opening
from newsbrief.article.sentences import split_sentences
from newsbrief.verification.characters import fold

_SENTENCES = 6
"""Consecutive sentences that one claim may repeat."""


def is_evidence(sentence: Sentence) -> bool:
    """Return whether a claim may rest on `sentence`: the article asserts it, and it is part of the article."""
    return sentence.is_asserted and not sentence.is_boilerplate


def find_verbatim(text: str, article: Article) -> tuple[int, ...]:
    """Return the indices of the consecutive sentences that `text` repeats word for word; empty where it does not.

    Typography, the case of the first letter, the final stop, and an opening that only ties a sentence to its place
    (a dateline, "But") are no difference. A part of a sentence is never its words: what is cut off may deny it. Nor is
    one of two sentences that may be one.
    """
    wording = _fold_wording(article)
    if whole := [place for place in wording.get(fold(text), ()) if article.is_whole(place, place)]:
        return (whole[0],)
    parts = list(islice(split_sentences(text, article.language), _SENTENCES + 1))
    if not 1 < len(parts) <= _SENTENCES:
        return ()
    places = [wording.get(fold(text[slice(*part)]), ()) for part in parts]
    runs = (tuple(range(first, first + len(parts))) for first in places[0])
    told = (run for run in runs if all(at in known for at, known in zip(run, places, strict=True)))
    return next((run for run in told if article.is_whole(run[0], run[-1])), ())


@per_article
def _fold_wording(article: Article) -> Mapping[str, tuple[int, ...]]:
    """Return the folded wordings of an article's sentences that may be evidence, each with its indices."""
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for sentence in (s for s in article.sentences if is_evidence(s) or (s.denies and not s.is_boilerplate)):
        bare = strip_opening(sentence, article)
        for variant in {fold(text) for text in ((bare,) if bare == sentence.text else (bare, sentence.text))} - {""}:
            by_word[variant].append(sentence.index)
    return {wording: tuple(places) for wording, places in by_word.items()}
