"""Errors raised for input that cannot be read as an article.

ArticleError
├── ArticleTooShort    some words, but too few to brief anyone on
├── ArticleTooLong     more lines, sentences or attributes than any article has
└── NoArticleFound     no words at all, or a page without an article
    └── NotText        bytes of something else: an image, an archive, a wrong encoding
"""

from __future__ import annotations


class ArticleError(ValueError):
    """There is no article to brief. `str()` is one sentence for a person, without article text."""

    reason = "no-article-found"
    """Stable word for problem types."""
    is_final = True
    """The same article is refused again, whenever it comes."""


class ArticleTooShort(ArticleError):
    reason = "article-too-short"


class ArticleTooLong(ArticleError):
    reason = "article-too-long"


class NoArticleFound(ArticleError):
    reason = "no-article-found"


class NotText(NoArticleFound):
    pass
