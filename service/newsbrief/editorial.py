"""Apply people's work to a reply: edits and review steps. The record of how it was made is kept."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsbrief.article import Article
from newsbrief.briefing.difference import difference
from newsbrief.briefing.review import Review, Status
from newsbrief.briefing.schema import SECTIONS
from newsbrief.pipeline import Submission, publish
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import MakingRequest, make_briefing
from newsbrief.reply import Reply, Together, Update
from newsbrief.stories.correction import correct_standings
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim, CheckResult, Claim
from newsbrief.verification.editing import (
    EDIT,
    Accept,
    Edit,
    Edited,
    TextNeeded,
    edit_claims,
)
from newsbrief.verification.repair import number_claims, say_the_same
from newsbrief.verification.translated import mark_quotations
from newsbrief.verification.verdict import report
from newsbrief.workers import due_by, run_in_worker


class OtherArticle(ValueError):
    """The text is not that of the article which the briefing was made of."""


class SeveralArticles(ValueError):
    """The briefing is of several articles: new words cannot be checked without all of them."""


class NoSuchPart(ValueError):
    """The briefing has no such section or claim to redraft."""


class RedraftUnchanged(ValueError):
    """The redraft produced the same text."""


class NotReviewed(ValueError):
    """A draft must be approved before it is published."""


def article_of(reply: Reply, sent: Submission | str) -> Article:
    """Return the article that `reply` was made of, read again: as it was sent, or from its text alone.

    A text that came through a form may have other line ends, or have lost the last one.

    Raises:
        OtherArticle: it is another.
        ArticleError: it is none.
    """
    submission = submission_of(reply, sent) if isinstance(sent, str) else sent
    for text in _variants(submission.text):
        language = reply.meta.source_language or reply.meta.language
        article = replace(submission, text=text, language=submission.language or language).read()
        if hashlib.sha256(article.source.encode()).hexdigest() == reply.meta.source_sha256:
            return article
    raise OtherArticle("The text is not the one that the briefing was made of, to the letter.")


def submission_of(reply: Reply, text: str, *, html: bool = False) -> Submission:
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
        language=meta.source_language or meta.language,
    )


def _variants(text: str) -> Iterator[str]:
    yield text
    plain = text.replace("\r\n", "\n")
    for variant in (plain, plain + "\n", plain.rstrip("\n"), plain.replace("\n", "\r\n")):
        if variant != text:
            yield variant


async def apply_edits(
    reply: Reply,
    edits: Sequence[Edit],
    submission: Submission | None,
    *,
    by: str,
    checker: Checker | None = None,
) -> Reply:
    """Return `reply` with `edits` made by the person `by`. `submission` holds the article.

    It is a draft again, unless claims were only looked at.

    New words are checked by `checker`; without one, by code alone.

    Raises:
        EditImpossible, TextNeeded, EditRefused: as `newsbrief.verification.editing.edit_claims`.
        OtherArticle, ArticleError: what was sent is not the article.
        SeveralArticles: there are new words, and the briefing is of several.
    """
    several = isinstance(reply, Together)
    weight = submission.weight if submission else 0
    checker = checker or Checker(None, math.inf)
    try:
        with due_by(checker.deadline):
            article = await run_in_worker(weight, article_of, reply, submission) if submission and not several else None
            found, warnings = await _edit_claims(reply, edits, article, by, checker)
    except TextNeeded:
        if several:
            raise SeveralArticles("New words cannot be checked: the briefing is of several articles.") from None
        raise
    return reply.model_copy(
        update={
            "briefing": publish(found.claims),
            "faithfulness": report(found.claims, found.dropped),
            "meta": reply.meta.model_copy(update={"warnings": tuple(dict.fromkeys((*reply.meta.warnings, *warnings)))}),
            "review": reply.review if all(isinstance(edit, Accept) for edit in edits) else Review(edited=True),
            **_update_dependents(reply, found),
        }
    )


async def _edit_claims(
    reply: Reply,
    edits: Sequence[Edit],
    article: Article | None,
    by: str,
    checker: Checker,
) -> tuple[Edited, Sequence[str]]:
    """Return the claims after `edits`, and the warnings of the judge."""
    warnings: list[str] = []

    async def check(claims: Sequence[Claim]) -> Sequence[CheckedClaim]:
        assert article is not None  # noqa: S101 - given only where there is one
        if reply.meta.source_language:
            claims = [_in_language(claim, article, reply.meta.language) for claim in claims]
        language = reply.meta.language if reply.meta.source_language else ""
        found, ruling = await checker.check(claims, article, language)
        warnings.extend(ruling.warnings)
        return found

    edited = await edit_claims(
        reply.faithfulness.claims,
        reply.faithfulness.dropped,
        edits,
        by=by,
        language=reply.meta.language,
        check=check if article else None,
    )
    return edited, warnings


async def redraft(reply: Reply, target: str, submission: Submission, asked: MakingRequest, *, by: str) -> Reply:
    """Return `reply` with `target`, a section or the id of a claim, redrafted.

    The article is briefed again as `asked`, so whatever comes was checked and mended like the first draft.

    Raises:
        NoSuchPart: the briefing has no such section or claim.
        RedraftUnchanged: the new draft has the same text.
        OtherArticle, ArticleError: what was sent is not the article.
        SeveralArticles: the briefing is of several.
        DraftingError: the engine failed.
    """
    if isinstance(reply, Together):
        raise SeveralArticles("A briefing of several articles cannot be redrafted.")
    claims = reply.faithfulness.claims
    if not any(target in (c.section, c.id) for c in claims):
        raise NoSuchPart("The briefing has no such section or claim.")
    with due_by(asked.deadline):
        article = await run_in_worker(submission.weight, article_of, reply, submission)
        made = await make_briefing(article, asked, Clock())
    section, _, is_one = target.partition(".")
    fresh = [c for c in made.repaired.claims if c.section == section]
    if is_one:
        fresh = _replace_claim(target, [c for c in claims if c.section == section], fresh)
    if not fresh or [c.text for c in fresh] == [c.text for c in claims if c.section == section]:
        raise RedraftUnchanged("The new draft has the same text.")
    told = tuple(_note_redraft(claim, claims, by) for claim in fresh)
    numbered = number_claims([*(c for c in claims if c.section != section), *told])
    ids = _match_ids(claims, numbered, "" if is_one else section)
    found = Edited(numbered, reply.faithfulness.dropped, ids)
    changed = {
        "briefing": publish(found.claims),
        "faithfulness": report(found.claims, found.dropped),
        "review": Review(edited=reply.review.edited),
        **_update_dependents(reply, found),
    }
    if made.written.drafted.model and reply.meta.model is None:
        # From here on a model wrote some of it, and readers are told so.
        changed["meta"] = reply.meta.model_copy(
            update={"engine": made.written.engine.name, "model": made.written.drafted.model}
        )
    return reply.model_copy(update=changed)


def _replace_claim(id: str, claims: Sequence[CheckedClaim], fresh: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    """Return the claims of a section with another one in place of claim `id`, if possible on the same sentences.

    An empty list where there is no other.
    """
    was = next(c for c in claims if c.id == id)
    others = [c for c in fresh if not any(say_the_same(c.text, kept.text) for kept in claims)]
    if not others:
        return []
    rests = {e.sentence for e in was.evidence}
    best = max(others, key=lambda c: len(rests & {e.sentence for e in c.evidence}))
    return [best if c is was else c for c in claims]


def _match_ids(before: Sequence[CheckedClaim], after: Sequence[CheckedClaim], rewritten: str) -> dict[str, str]:
    """Return the new id of each claim by its old one: by its place, and in the section `rewritten` by its words."""
    stay = [[c.id for c in claims if c.section != rewritten] for claims in (before, after)]
    now = {c.text: c.id for c in after if c.section == rewritten}
    return dict(zip(*stay, strict=True)) | {
        c.id: now[c.text] for c in before if c.section == rewritten and c.text in now
    }


def _note_redraft(claim: CheckedClaim, before: Sequence[CheckedClaim], by: str) -> CheckedClaim:
    if any(claim is old for old in before):
        return claim
    said = CheckResult(name=EDIT, outcome="pass", detail=f"{by} had this written anew")
    return claim.model_copy(update={"checks": (*claim.checks, said)})


def _update_dependents(reply: Reply, found: Edited) -> dict[str, Any]:
    """Return the other parts of a reply that depend on its claims, updated."""
    match reply:
        case Together():
            told = (d.model_copy(update={"claim": found.ids.get(d.claim or "")}) for d in reply.disagreements)
            return {"disagreements": tuple(told)}
        case Update():
            older = {s: [line.text for line in lines if line.change != "added"] for s, lines in reply.diff.items()}
            newer = {s: [c.text for c in found.claims if c.section == s] for s in SECTIONS}
            stand = tuple(s.model_copy(update={"became": found.ids.get(s.became or "")}) for s in reply.standings)
            are_new = {found.ids.get(c.id) for c in reply.new}
            return {
                "standings": stand,
                "new": tuple(c for c in found.claims if c.id in are_new),
                "diff": difference(older, newer),
                "correction": correct_standings(stand, found.claims, reply.meta.language),
            }
    return {}


def apply_review(reply: Reply, status: Status, *, by: str, at: datetime, unreviewed: bool = False) -> Reply:
    """Return `reply` approved by the person `by`, published, or a draft again. `unreviewed`: a draft may be published.

    A published briefing keeps the name of the person who approved it; without an approval it has no name.

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


def restore_version(then: Reply) -> Reply:
    """Return the version `then` as a new one: a draft again, whatever it was."""
    return then.model_copy(update={"review": Review(edited=then.review.edited), "source_text": None})


def _in_language(claim: Claim, article: Article, language: str) -> Claim:
    return replace(claim, text=mark_quotations(claim.text, article, language), language=language)
