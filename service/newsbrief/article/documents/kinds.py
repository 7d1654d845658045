"""Kinds of files by the end of their name, and their readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from newsbrief.article.documents.document import Document
from newsbrief.article.documents.feed import read_feed
from newsbrief.article.documents.mail import read_mail
from newsbrief.article.documents.pdf import read_pdf
from newsbrief.article.documents.word import read_word
from newsbrief.article.encoding import decode

KINDS: Mapping[str, Callable[[bytes], tuple[Document, ...]]] = {
    ".eml": read_mail,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
    ".pdf": read_pdf,
    ".docx": read_word,
}
PAGES = frozenset({".html", ".htm", ".xhtml"})


def parse_documents(data: bytes, name: str) -> tuple[Document, ...]:
    """Return the articles in the file `name`: several in a feed, else one; what has no known ending is text.

    Raises:
        DocumentUnreadable: the file is not what its name says, or the package that reads such files is missing.
    """
    ending = PurePath(name).suffix.lower()
    if ending in KINDS:
        return KINDS[ending](data)
    return (Document(decode(data), html=ending in PAGES),)
