"""Several articles on one event, and one article of all their sentences: what a briefing of all of them is drafted
from and checked against."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from newsbrief.article.article import Article, Sentence
from newsbrief.article.repeats import find_repeated_sentences

MOST_TOGETHER = 10
"""Articles that are briefed together."""
_APART = "\n\n"


@dataclass(frozen=True, eq=False)
class Dossier:
    """Articles, in the order sent, and the `whole` of them."""

    articles: tuple[Article, ...]
    whole: Article
    firsts: tuple[int, ...]
    """For each article the index in the whole of its first sentence."""

    def place(self, sentence: int) -> tuple[int, Sentence]:
        """Return from which article a sentence of the whole is, counted from 0, and the sentence as it stands there."""
        source = bisect_right(self.firsts, sentence) - 1
        return source, self.articles[source].sentences[sentence - self.firsts[source]]


def join_articles(articles: Sequence[Article]) -> Dossier:
    """Return the dossier of at least one article.

    The whole is in the language of most of them, and has their day only where they are all of one day: "yesterday" is
    not the same in an article of the day after.
    """
    languages = Counter(a.language for a in articles)
    language = max(languages, key=lambda name: languages[name])
    days = {a.published_at and a.published_at.date() for a in articles}
    firsts = tuple(accumulate((len(a.sentences) for a in articles[:-1]), initial=0))
    sentences = tuple(_sentences(articles))
    again = find_repeated_sentences([s.text for s in sentences])
    whole = Article(
        source=_APART.join(a.source for a in articles),
        sentences=tuple(replace(s, repeats=again[s.index]) if s.index in again else s for s in sentences),
        language=language,
        title=articles[0].title,
        published_at=articles[0].published_at if len(days) == 1 else None,
        warnings=tuple(_warnings(articles, language)),
        satire=next(
            (first + a.satire for first, a in zip(firsts, articles, strict=True) if a.satire is not None), None
        ),
        is_satirical=any(a.is_satirical for a in articles),
        is_opinion=all(a.is_opinion for a in articles),
        is_sponsored=all(a.is_sponsored for a in articles),
        firsts=firsts,
    )
    return Dossier(tuple(articles), whole, firsts)


def _sentences(articles: Sequence[Article]) -> Iterator[Sentence]:
    index = start = paragraph = 0
    for article in articles:
        for s in article.sentences:
            yield replace(
                s,
                index=index,
                start=start + s.start,
                end=start + s.end,
                paragraph=paragraph + s.paragraph,
                repeats=None,
            )
            index += 1
        start += len(article.source) + len(_APART)
        paragraph += 1 + max((s.paragraph for s in article.sentences), default=0)


def _warnings(articles: Sequence[Article], language: str) -> Iterator[str]:
    for number, article in enumerate(articles, 1):
        yield from (f"Article {number}: {warning}" for warning in article.warnings)
        if article.language != language:
            yield f"Article {number} is in another language ({article.language}) than the briefing ({language})."
