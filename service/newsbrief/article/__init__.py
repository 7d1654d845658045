"""Raw text or HTML to an `Article`: sentences with offsets, language, token budget."""

from newsbrief.article.article import Article, Sentence, per_article
from newsbrief.article.errors import ArticleError, ArticleTooShort, NoArticleFound, NotText

__all__ = ["Article", "ArticleError", "ArticleTooShort", "NoArticleFound", "NotText", "Sentence", "per_article"]
