"""Gravity: which claims a person should look at first."""

from __future__ import annotations

from newsbrief.reply import Reply, Together, Update
from newsbrief.stories.marks import strip_contested
from newsbrief.verification.claim import WRONG, CheckedClaim

_WRONG, _DISPUTED, _UNKNOWN, _WEAK = range(4)


def rank_gravity(claim: CheckedClaim, *, is_disputed: bool = False) -> int:
    """Return the rank of a claim, 0 for the gravest.

    First comes what the judge or a guard found wrong, then what a newer article or another of several disputes, then
    what was not checked or lacks its attribution; the rest is weak: repaired, replaced or left out.
    """
    if claim.verdict in WRONG:
        return _WRONG
    if is_disputed:
        return _DISPUTED
    return _UNKNOWN if claim.verdict in ("unverified", "unattributed") else _WEAK


def find_disputed_texts(reply: Reply) -> frozenset[str]:
    """Return the printed texts that stand in the place of something out of date, or that other articles dispute."""
    claims = reply.faithfulness.claims
    if isinstance(reply, Together):
        disputed = {one.text for one in reply.disagreements}
        return frozenset(claim.text for claim in claims if disputed & {claim.text, strip_contested(claim.text)})
    if isinstance(reply, Update):
        instead = {s.became for s in reply.standings if s.standing == "out_of_date"}
        return frozenset(claim.text for claim in claims if claim.id in instead)
    return frozenset()
