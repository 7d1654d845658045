"""Context: is a sentence understood where it would be printed?"""

from __future__ import annotations

from collections.abc import Sequence, Set

from newsbrief.extractive.ranking import Candidate


def is_understood(candidate: Candidate, before: Sequence[Candidate], known: Set[str]) -> bool:
    """Return whether all that `candidate` refers to is in itself, in `known`, or in what is printed `before` it.

    `before` are the other sentences of its section, of which those that stand later in the article are printed after
    it. A candidate that leans follows the sentence before it directly.
    """
    earlier = [c for c in before if c.index < candidate.index]
    if candidate.leans and not any(c.index == candidate.index - 1 for c in earlier):
        return False
    return candidate.mentions.owed - known <= {given for c in earlier for given in c.mentions.given}
