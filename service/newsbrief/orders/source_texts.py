"""Restore the source text of a stored reply from the article that was sent again: the store does not keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsbrief.article import ArticleError
from newsbrief.pipeline import Submission
from newsbrief.reply import Reply
from newsbrief.workers import run_in_worker

if TYPE_CHECKING:
    from newsbrief.store.briefings import KeptBriefing


async def with_source_text(kept: KeptBriefing, submission: Submission) -> Reply:
    """Return the reply as `submission` first got it: with the text that its offsets point into, if it had one."""
    reply = kept.reply
    if submission.further:
        return await _with_texts(reply, submission)
    if not kept.extracted or reply.source_text is not None:
        return reply if kept.extracted else reply.model_copy(update={"source_text": None})
    try:
        article = await run_in_worker(len(submission.text), submission.read)
    except ArticleError:
        return reply
    # Another version of the service may extract another text: the offsets would be wrong.
    same = article.sha256 == reply.meta.source_sha256
    return reply.model_copy(update={"source_text": article.source if same else None})


async def _with_texts(reply: Reply, submission: Submission) -> Reply:
    try:
        articles = (await run_in_worker(submission.weight, submission.read_together)).articles
    except ArticleError:
        return reply
    same = [a.sha256 for a in articles] == [s.sha256 for s in reply.meta.sources]
    texts = tuple(a.extracted_text if same else None for a in articles)
    return reply.model_copy(update={"source_texts": texts})
