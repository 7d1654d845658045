"""Variants that are checked claims word for word: they need no judge, as nothing in them is new."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from newsbrief.article.ends import end_text
from newsbrief.briefing.absence import is_absence
from newsbrief.variants.kind import Kind
from newsbrief.variants.variant import Variant
from newsbrief.verification.claim import CheckedClaim


def is_usable(claim: CheckedClaim) -> bool:
    """Return whether variants may be made of a claim. An inference needs its place and hedge."""
    return claim.verdict == "supported" and not is_absence(claim.text)


def in_own_words(kind: Kind, claims: Sequence[CheckedClaim]) -> Variant | None:
    """Return a variant of whole `claims` of a briefing, which are all of its claims; None where none fit the length.

    A headline is the title. A longer text is the story from its first sentence on, up to the first that is not usable,
    as claims hang together in the order in which they were written; where that does not fit, a key point.
    """
    if kind.is_title:
        titles = (claim for claim in claims if claim.section == "title" and is_usable(claim))
        made = (make_variant(kind, end_text(claim.text, is_title=True), "claims", (claim,)) for claim in titles)
        return next((variant for variant in made if not kind.complaint(variant.text)), None)
    story = list(takewhile(is_usable, (claim for claim in claims if claim.section == "the_story")))
    best: Variant | None = None
    for number in range(1, len(story) + 1):
        taken = tuple(story[:number])
        text = " ".join(claim.text for claim in taken)
        if not kind.complaint(text):
            best = make_variant(kind, text, "claims", taken)
    # A key point stands alone by itself.
    points = (claim for claim in claims if claim.section == "key_points" and is_usable(claim))
    alone = next((claim for claim in points if not kind.complaint(claim.text)), None)
    return best or (make_variant(kind, alone.text, "claims", (alone,)) if alone else None)


def make_variant(kind: Kind, text: str, origin: str, claims: tuple[CheckedClaim, ...]) -> Variant:
    """Return a text of a kind with what is known of it."""
    return Variant.model_validate(
        {
            "kind": kind.name,
            "text": text,
            "length": kind.count(text),
            "unit": kind.unit,
            "limit": f"{kind.length} {kind.unit}",
            "origin": origin,
            "claims": claims,
        }
    )
