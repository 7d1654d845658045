"""Sums of three or more of an article's numbers: "14 died in Ashford, 25 in Bewley and 31 in Carlow" are 70."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, islice

from newsbrief.article import Article, per_article
from newsbrief.verification.counts import find_counts
from newsbrief.verification.numerals import Figure
from newsbrief.verification.values import Values, is_among

_MOST_ADDED = 8
"""Numbers of a paragraph of which any may be added up; of more, all."""
_MOST_SUMS, _MOST_PARAGRAPHS = 20_000, 500


def is_sum(figure: Figure, article: Article) -> bool:
    """Return whether a figure is the sum of three or more numbers of one paragraph, or that sum rounded."""
    return is_among(figure, _list_sums(article))


@per_article
def _list_sums(article: Article) -> Values:
    """Return the sums of three or more numbers that one paragraph counts, smallest first."""
    blocks = (" ".join(s.text for s in block) for _, block in groupby(article.sentences, key=lambda s: s.paragraph))
    counts = (find_counts(block, article.language) for block in islice(blocks, _MOST_PARAGRAPHS))
    sums = (total for paragraph in counts for total in _add_up(paragraph))
    return tuple(sorted(set(islice(sums, _MOST_SUMS))))


def _add_up(counts: Sequence[Figure]) -> Iterator[float]:
    sizes = range(3, len(counts) + 1) if len(counts) <= _MOST_ADDED else (len(counts),)
    return (sum(figure.largest for figure in some) for size in sizes for some in combinations(counts, size))
