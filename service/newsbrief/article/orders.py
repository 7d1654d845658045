"""Sentences that give a model orders, or stand in a comment of HTML: no part of an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from newsbrief.article.article import Sentence
from newsbrief.article.untrusted import find_comments, find_orders


def disregard_orders(sentences: Sequence[Sentence], source: str) -> tuple[Sentence, ...]:
    """Return the sentences, those that give a model orders or stand in a comment marked as no part of the article."""
    # Where comments begin and end, in turn: behind an odd number of these places a sentence stands in a comment.
    edges = [place for span in find_comments(source) for place in span]
    starts = list(accumulate((len(s.text) + 1 for s in sentences), initial=0))
    ordering = {bisect_right(starts, place) - 1 for place in find_orders("\n".join(s.text for s in sentences))}
    return tuple(
        replace(s, is_boilerplate=True, is_asserted=False)
        if s.index in ordering or bisect_right(edges, s.start) % 2
        else s
        for s in sentences
    )
