"""Repetition: a claim that says, in a section, what another one there says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsbrief.article.readings import per_text
from newsbrief.verification.characters import fold
from newsbrief.verification.claim import CheckedClaim, fail

_MARKS = ",;:\"'"
NAME = "repetition"
"""Name of the finding on a claim that was dropped as a repeat."""


def say_the_same(one: str, other: str) -> bool:
    """Return whether two claims have the same words in the same order, but that a phrase may move to the other end.

    What is only like another claim is another claim: one word more can turn it round, and so can two that swap places.
    """
    return _list_words(one) == _list_words(other)


def find_repeats(claims: Sequence[CheckedClaim], released: Collection[str]) -> list[CheckedClaim]:
    """Return the claims that repeat an earlier one of their section or one in `released`, with a finding that says so.

    Claims whose ids are in `released` repeat nothing.
    """
    first = {(c.section, _list_words(c.text)): c.id for c in claims if c.id in released}
    repeats: list[CheckedClaim] = []
    for claim in claims:
        before = first.setdefault((claim.section, _list_words(claim.text)), claim.id)
        if before != claim.id and claim.id not in released:
            repeats.append(claim.with_changes(fail(NAME, f"says again what {before} says")))
    return repeats


@per_text
def _list_words(text: str) -> tuple[str, ...]:
    """Return the words of a claim, begun where they come first in the alphabet: a phrase may stand at either end."""
    words = tuple(filter(None, (word.strip(_MARKS) for word in fold(text).casefold().split())))
    return min((words[at:] + words[:at] for at in range(len(words))), default=())
