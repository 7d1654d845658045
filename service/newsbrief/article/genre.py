"""Genres that are no news: a title says which."""

from __future__ import annotations

from newsbrief.article.article import Article
from newsbrief.article.opinion import names_opinion, write_opinion_mark

_SATIRE = "satire"


def mark_title(title: str, article: Article) -> str:
    """Return a title that says that its article is satire, or somebody's opinion; as it is where it says so itself."""
    if article.satire is not None or article.satirical:
        return title if _SATIRE in title.casefold() else f"{title} ({_SATIRE})"
    if article.opinion and not names_opinion(title, article.language):
        return f"{title} ({write_opinion_mark(article.language)})"
    return title
