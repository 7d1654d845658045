"""The content of a file: an article's text, and the file's metadata."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsbrief.article.errors import ArticleError


class DocumentUnreadable(ArticleError):
    """A file cannot be read as what its name says it is; `str()` says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article in a file."""

    text: str
    html: bool = False
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
