"""Cut an article into its sentences, so that each can be marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsbrief.article import Article


@dataclass(frozen=True, slots=True)
class ArticlePassage:
    """A stretch of an article's text; `start` is the sentence's offset, None between sentences."""

    text: str
    start: int | None
    is_heading: bool = False


def list_passages(article: Article) -> Iterator[ArticlePassage]:
    """Yield the whole text in order: joined, the passages are the source to the letter."""
    at = 0
    for sentence in article.sentences:
        if sentence.start > at:
            yield ArticlePassage(article.source[at : sentence.start], None)
        if sentence.start >= at:
            yield ArticlePassage(article.source[sentence.start : sentence.end], sentence.start, sentence.is_heading)
            at = sentence.end
    if at < len(article.source):
        yield ArticlePassage(article.source[at:], None)
