"""Feedback: what people did with the claims of approved briefings, as labelled pairs for the evaluation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from newsbrief.briefing.schema import ANALYTICAL
from newsbrief.evals.pairs import Feedback, Pair
from newsbrief.reply import Reply, Together
from newsbrief.store.briefings import Entry, Filters
from newsbrief.store.store import Store
from newsbrief.verification.characters import fold
from newsbrief.verification.claim import REFUTED, CheckedClaim
from newsbrief.verification.editing import EDIT

PERSON = "person"
"""Stands as the writer of words that an editor wrote."""
_PAGE = 100


@dataclass(slots=True)
class Tally:
    """The briefings that were looked through."""

    approved: int = 0
    unapproved: int = 0
    """Briefings that nobody has approved: they tell nothing."""
    several: int = 0
    """Briefings of several articles: their claims have no single source."""
    without_text: int = 0
    """Approved briefings whose article was not kept."""
    pairs: dict[Feedback, int] = field(default_factory=dict)


async def export_pairs(store: Store, filters: Filters, tally: Tally) -> AsyncIterator[Pair]:
    """Yield the labelled pairs of every kept briefing that somebody approved, the newest briefing first.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    after: UUID | None = None
    while page := await store.ask(store.briefings.list_page, filters, after=after, limit=_PAGE):
        for entry in page:
            approved = await _find_approved(store, entry)
            made = await store.ask(store.briefings.find_as_made, entry.id)
            if approved is None or made is None:
                tally.unapproved += 1
            elif isinstance(approved, Together):
                tally.several += 1
            else:
                tally.approved += 1
                tally.without_text += approved.source_text is None
                for pair in label_claims(made.reply, approved):
                    if pair.feedback:
                        tally.pairs[pair.feedback] = tally.pairs.get(pair.feedback, 0) + 1
                    yield pair
        after = page[-1].id


async def _find_approved(store: Store, entry: Entry) -> Reply | None:
    """Return the newest version that a person approved; None where there is none."""
    for version in reversed(await store.ask(store.versions.list_versions, entry.id)):
        if version.status != "draft":
            reply = await store.ask(store.versions.find, entry.id, version.number)
            if reply and reply.review.by:
                return reply
    return None


def label_claims(made: Reply, approved: Reply) -> Iterator[Pair]:
    """Yield a pair for each claim that a person kept, wrote, restored, reworded or deleted.

    `made` is the briefing as the service made it, `approved` the version that a person answers for. Claims in the
    article's own words are left out: no check decides about them.
    """
    printed = {_place(claim) for claim in made.faithfulness.claims}
    dropped = {_place(claim) for claim in made.faithfulness.dropped}
    for claim in _list_checkable(approved.faithfulness.claims):
        if _place(claim) in printed:
            yield _to_pair(approved, claim, "overridden" if claim.verdict in REFUTED else "accepted")
        elif _place(claim) in dropped:
            yield _to_pair(approved, claim, "overridden")
        else:
            yield _to_pair(approved, claim, "edited", writer=PERSON)
    kept = {fold(claim.text) for claim in approved.faithfulness.claims}
    deleted = {_place(claim) for claim in approved.faithfulness.dropped if _is_deleted(claim)}
    for claim in _list_checkable(made.faithfulness.claims):
        if fold(claim.text) not in kept:
            yield _to_pair(made, claim, "deleted" if _place(claim) in deleted else "reworded", approved.source_text)


def _list_checkable(claims: tuple[CheckedClaim, ...]) -> Iterator[CheckedClaim]:
    return (claim for claim in claims if not claim.is_settled)


def _place(claim: CheckedClaim) -> tuple[str, str]:
    return claim.section, claim.text


def _is_deleted(claim: CheckedClaim) -> bool:
    edit = claim.find_check(EDIT)
    return edit is not None and edit.outcome == "fail"


def _to_pair(
    reply: Reply, claim: CheckedClaim, feedback: Feedback, source: str | None = None, writer: str | None = None
) -> Pair:
    is_wrong = feedback in ("reworded", "deleted")
    # A repaired claim is not the drafting model's own.
    own = None if claim.action in ("repaired", "replaced") else reply.meta.model
    return Pair(
        id=f"{reply.id}/{'made/' if is_wrong else ''}{claim.id}",
        source=source or reply.source_text,
        source_sha256=reply.meta.source_sha256,
        claim=claim.text,
        label=not is_wrong,
        kind="inference" if claim.section in ANALYTICAL else "reported",
        error=feedback if is_wrong else None,
        language=reply.meta.language,
        published_at=reply.meta.source.published_at,
        article=reply.id,
        written_by=writer or own,
        feedback=feedback,
        verdict=claim.verdict,
    )
