"""A reply after people worked on it: edited, or its review moved on. What was made by the service stays told."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsbrief.article import Article
from newsbrief.briefing.difference import difference
from newsbrief.briefing.layout import heading
from newsbrief.briefing.review import Review, Status
from newsbrief.briefing.schema import ALL_SECTIONS, SECTIONS, Section
from newsbrief.pipeline import Options, Submission, publish
from newsbrief.pipeline.making import examined, judged
from newsbrief.reply import Reply, Together, Update
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.editing import Delete, Edit, Edited, Move, Replace, Restore, TextNeeded, edited
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.translated import marked
from newsbrief.verification.verdict import report
from newsbrief.workers import aside

_DONE = {Replace: "changed", Delete: "deleted", Move: "moved", Restore: "restored"}


class OtherArticle(ValueError):
    """The text is not that of the article which the briefing was made of."""


class SeveralArticles(ValueError):
    """New words came for a briefing of several articles: it takes all of them to check any."""


class NotReviewed(ValueError):
    """A draft was to be published."""


def article_of(reply: Reply, submission: Submission) -> Article:
    """The article that `reply` was made of, read again.

    A text that came through a form may have other line ends, or have lost the last one.

    Raises:
        OtherArticle: it is another.
        ArticleError: it is none.
    """
    for text in _variants(submission.text):
        language = reply.meta.source_language or reply.meta.language
        article = replace(submission, text=text, language=submission.language or language).read()
        if hashlib.sha256(article.source.encode()).hexdigest() == reply.meta.source_sha256:
            return article
    raise OtherArticle("The text is not the one that the briefing was made of, to the letter.")


def _variants(text: str) -> Iterator[str]:
    yield text
    plain = text.replace("\r\n", "\n")
    for variant in (plain, plain + "\n", plain.rstrip("\n"), plain.replace("\n", "\r\n")):
        if variant != text:
            yield variant


async def revised(
    reply: Reply,
    edits: Sequence[Edit],
    submission: Submission | None,
    *,
    by: str,
    judge: Panel | None = None,
    deadline: float = math.inf,
) -> Reply:
    """Return `reply` with `edits` made by the person `by`; it is a draft again. `submission` holds the article.

    New words are guarded, then judged by `judge` until `deadline`, a `time.monotonic()` instant.

    Raises:
        EditImpossible, TextNeeded, EditRefused: as `newsbrief.verification.editing.edited`.
        OtherArticle, ArticleError: what was sent is not the article.
        SeveralArticles: there are new words, and the briefing is of several.
    """
    several = isinstance(reply, Together)
    weight = submission.weight if submission else 0
    article = await aside(weight, article_of, reply, submission) if submission and not several else None
    try:
        found = await _edited(reply, edits, article, by, judge, deadline)
    except TextNeeded:
        if several:
            raise SeveralArticles("New words cannot be checked here: the briefing is of several articles.") from None
        raise
    return reply.model_copy(
        update={
            "briefing": publish(found.claims),
            "faithfulness": report(found.claims, found.dropped),
            "review": Review(edited=True),
            **_followed(reply, found),
        }
    )


async def _edited(
    reply: Reply, edits: Sequence[Edit], article: Article | None, by: str, judge: Panel | None, deadline: float
) -> Edited:
    async def check(claims: Sequence[Claim]) -> Sequence[CheckedClaim]:
        assert article is not None  # noqa: S101 - given only where there is one
        if reply.meta.source_language:
            claims = [_translated(claim, article, reply.meta.language) for claim in claims]
        language = reply.meta.language if reply.meta.source_language else ""
        found, _ = await judged(await examined(claims, article), article, Options(), judge, deadline, language)
        return found

    return await edited(
        reply.faithfulness.claims,
        reply.faithfulness.dropped,
        edits,
        by=by,
        language=reply.meta.language,
        check=check if article else None,
    )


def _followed(reply: Reply, found: Edited) -> dict[str, Any]:
    """What else in a reply speaks of its claims, after them: by their words, as their ids changed."""
    now = {(c.section, c.text): c for c in found.claims}
    texts = {c.id: (c.section, c.text) for c in reply.faithfulness.claims}
    match reply:
        case Together():
            ids = {id: now[text].id for id, text in texts.items() if text in now}
            told = (d.model_copy(update={"claim": ids.get(d.claim or "")}) for d in reply.disagreements)
            return {"disagreements": tuple(told)}
        case Update():
            older = {s: [line.text for line in lines if line.change != "added"] for s, lines in reply.diff.items()}
            newer = {s: [c.text for c in found.claims if c.section == s] for s in SECTIONS}
            new = tuple(now[c.section, c.text] for c in reply.new if (c.section, c.text) in now)
            return {"new": new, "diff": difference(older, newer)}
    return {}


def reviewed(reply: Reply, status: Status, *, by: str, at: datetime, unreviewed: bool = False) -> Reply:
    """`reply` approved by the person `by`, published, or a draft again. `unreviewed`: a draft may be published.

    What is published keeps the name of who approved it; nobody's stands on what nobody has approved.

    Raises:
        NotReviewed: a draft was to be published.
    """
    was = reply.review
    if status == "reviewed":
        review = Review(status=status, by=by, at=at, edited=was.edited)
    elif status == "draft":
        review = Review(edited=was.edited)
    elif was.status == "draft" and not unreviewed:
        raise NotReviewed("Nobody has approved the briefing yet: it is a draft.")
    else:
        review = was.model_copy(update={"status": status})
    return reply.model_copy(update={"review": review})


def told(reply: Reply, edits: Sequence[Edit]) -> str:
    """What `edits` of `reply` change, in a few words: `Key Points: 2 changed, 1 deleted; title: 1 changed`."""
    sections = {c.id: c.section for c in reply.faithfulness.claims}
    dropped = reply.faithfulness.dropped
    done = Counter(
        (dropped[e.dropped].section if isinstance(e, Restore) else sections[e.claim], _DONE[type(e)]) for e in edits
    )
    lines = []
    for section in ALL_SECTIONS:
        said = ", ".join(f"{done[section, deed]} {deed}" for deed in _DONE.values() if done[section, deed])
        if said:
            lines.append(f"{_name(section)}: {said}")
    return "; ".join(lines)


def _name(section: Section) -> str:
    return "Title" if section == "title" else heading(section, "en")


def _translated(claim: Claim, article: Article, language: str) -> Claim:
    return replace(claim, text=marked(claim.text, article, language), language=language)
