"""Articles of a command: from files of many kinds, standard input, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsbrief.cli.errors import CannotRun
from newsbrief.cli.options import check_language, to_utc

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from newsbrief.article.documents import Document
    from newsbrief.pipeline import Submission
    from newsbrief.settings import Settings

SCHEMES = ("http://", "https://")


def read_documents(place: str, settings: Settings) -> Iterator[Document]:
    """Yield the articles in a file, in standard input (`-`) or at an address.

    An address is asked only where `NEWSBRIEF_FETCH_URLS` says so, and within the limits of the desk.

    Raises:
        CannotRun: addresses are not asked, or nothing came from this one.
        ArticleError: the file is not what its name says it is.
    """
    if place.lower().startswith(SCHEMES):
        yield from _fetch(place, settings)
        return
    from pathlib import Path

    from newsbrief.article.documents import parse_documents
    from newsbrief.cli.streams import read_bytes

    yield from parse_documents(read_bytes(Path(place)), place)


def read_article(
    file: Path,
    *,
    title: str | None = None,
    url: str | None = None,
    published_at: datetime | None = None,
    language: str | None = None,
) -> Submission:
    """Return the article in a file of text or HTML, or in standard input.

    Raises:
        CannotRun: the language is no tag, or no article can be of that year.
    """
    from newsbrief.article.documents.kinds import PAGES
    from newsbrief.cli.streams import read_text
    from newsbrief.pipeline import Submission

    return Submission(
        read_text(file),
        html=file.suffix.lower() in PAGES,
        title=title,
        url=url,
        published_at=to_utc(published_at),
        language=check_language(language),
    )


def _fetch(url: str, settings: Settings) -> tuple[Document, ...]:
    import asyncio

    from newsbrief.fetching.articles import fetch_articles
    from newsbrief.fetching.errors import NotFetched

    try:
        return asyncio.run(fetch_articles(url, settings))
    except NotFetched as error:
        raise CannotRun(f"{url}: {error}") from None
