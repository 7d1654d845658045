"""The article that a reply was made of, read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.pipeline import Submission
from newsbrief.reply import Reply
from newsbrief.verification.edits import EditError


class OtherArticle(EditError):
    """The text is not that of the article which the briefing was made of."""

    reason = "other-article"


def read_original(reply: Reply, sent: Submission | str) -> Article:
    """Return the article that `reply` was made of, read again: as it was sent, or from its text alone.

    A text that came through a form may have other line ends, or have lost the last one.

    Raises:
        OtherArticle: it is another.
        ArticleError: it is none.
    """
    submission = rebuild_submission(reply, sent) if isinstance(sent, str) else sent
    for text in _list_variants(submission.text):
        article = replace(submission, text=text, language=submission.language or reply.meta.article_language).read()
        if article.sha256 == reply.meta.source_sha256:
            return article
    raise OtherArticle("The text is not the one that the briefing was made of, to the letter.")


def rebuild_submission(reply: Reply, text: str, *, html: bool = False) -> Submission:
    """Return the submission that `reply` was made from, with `text` as its text."""
    meta = reply.meta
    known = meta.source
    return Submission(
        text,
        html=html,
        title=known.title,
        url=known.url,
        outlet=known.outlet,
        published_at=known.published_at,
        language=meta.article_language,
    )


def _list_variants(text: str) -> Iterator[str]:
    yield text
    plain = text.replace("\r\n", "\n")
    for variant in (plain, plain + "\n", plain.rstrip("\n"), plain.replace("\n", "\r\n")):
        if variant != text:
            yield variant
