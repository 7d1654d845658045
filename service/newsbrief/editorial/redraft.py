"""Write a section or a claim of a reply anew."""

from __future__ import annotations

from collections.abc import Sequence

from newsbrief.briefing.review import Review
from newsbrief.editorial.dependents import update_dependents
from newsbrief.editorial.edits import SeveralArticles
from newsbrief.editorial.original import read_original
from newsbrief.pipeline import Submission, publish
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.making import MakingRequest, make_briefing
from newsbrief.reply import Reply, Together
from newsbrief.verification.claim import CheckedClaim, succeed
from newsbrief.verification.editing import EDIT, EditResult
from newsbrief.verification.edits import EditError
from newsbrief.verification.repair import number_claims
from newsbrief.verification.repetition import say_the_same
from newsbrief.verification.verdict import report_faithfulness
from newsbrief.workers import due_by, run_in_worker


class NoSuchPart(EditError):
    """The briefing has no such section or claim to redraft."""


class RedraftUnchanged(EditError):
    """The redraft produced the same text."""


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
        article = await run_in_worker(submission.weight, read_original, reply, submission)
        made = await make_briefing(article, asked, Clock())
    section, _, is_one = target.partition(".")
    fresh = [c for c in made.repaired.claims if c.section == section]
    if is_one:
        fresh = _replace_claim(target, [c for c in claims if c.section == section], fresh)
    if not fresh or [c.text for c in fresh] == [c.text for c in claims if c.section == section]:
        raise RedraftUnchanged("The new draft has the same text.")
    noted = tuple(_note_redraft(claim, claims, by) for claim in fresh)
    numbered = number_claims([*(c for c in claims if c.section != section), *noted])
    ids = _match_ids(claims, numbered, "" if is_one else section)
    edited = EditResult(numbered, reply.faithfulness.dropped, ids)
    changed = {
        "briefing": publish(edited.claims),
        "faithfulness": report_faithfulness(edited.claims, edited.dropped),
        "review": Review(edited=reply.review.edited),
        **update_dependents(reply, edited),
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
    return claim.with_changes(succeed(EDIT, f"{by} had this written anew"))
