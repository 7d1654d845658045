"""Fetch an article from its address, for the desk."""

from __future__ import annotations

from newsbrief.api.problems import ProblemError
from newsbrief.article import Article
from newsbrief.article.encoding import decode
from newsbrief.article.errors import ArticleError
from newsbrief.article.reading import read
from newsbrief.workers import run_in_worker


async def article(url: str, *, most: int, private: bool) -> Article:
    """Return the article at `url`, whose page has at most `most` bytes. `private`: see `Guarded`.

    Raises:
        ProblemError: nothing came, or no article.
    """
    # Imported by need: the client's packages take a tenth of a start.
    from newsbrief.fetching.pages import NotFetched, fetch

    try:
        page = await fetch(url, most=most, private=private)
        text = await run_in_worker(len(page.body), decode, page.body, page.charset)
        return await run_in_worker(len(text), read, text, html=page.media_type != "text/plain", url=page.url)
    except (NotFetched, ArticleError) as error:
        raise ProblemError("page-not-fetched", str(error)) from None
