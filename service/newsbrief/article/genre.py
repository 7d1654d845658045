"""Genres that are no news: a title says which."""

from __future__ import annotations

from newsbrief.article.article import Article
from newsbrief.article.opinion import names_opinion, write_opinion_mark
from newsbrief.article.sponsored import names_sponsored, write_sponsored_mark

_SATIRE = "satire"


def mark_title(title: str, article: Article) -> str:
    """Return a title that says that its article is satire, paid for or somebody's opinion, where it does not."""
    mark = _find_mark(title, article)
    return f"{title} ({mark})" if mark else title


def _find_mark(title: str, article: Article) -> str | None:
    """Return what a title has to say of its article and does not."""
    language = article.language
    if article.satire is not None or article.is_satirical:
        return None if _SATIRE in title.casefold() else _SATIRE
    if article.is_sponsored:
        return None if names_sponsored(title, language) else write_sponsored_mark(language)
    return write_opinion_mark(language) if article.is_opinion and not names_opinion(title, language) else None
