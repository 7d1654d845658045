"""Overlap: content words that a claim shares with each sentence of an article."""

from __future__ import annotations

from newsbrief.article import Article, per_article
from newsbrief.article.words import content_stems


@per_article
def told_stems(article: Article) -> tuple[tuple[str, ...], ...]:
    """The content stems of every sentence, in order, repeats kept."""
    return tuple(content_stems(s.text, article.language) for s in article.sentences)


@per_article
def sentence_stems(article: Article) -> tuple[frozenset[str], ...]:
    """The distinct content stems of every sentence."""
    return tuple(map(frozenset, told_stems(article)))


@per_article
def article_stems(article: Article) -> frozenset[str]:
    """The content stems of an article."""
    return frozenset().union(*told_stems(article))


def shared(text: str, article: Article, index: int) -> int:
    """Distinct content stems that `text` has in common with the sentence at `index`."""
    return len(sentence_stems(article)[index].intersection(content_stems(text, article.language)))
