"""Context: is a sentence understood where it would be printed?"""

from __future__ import annotations

from collections.abc import Sequence, Set

from newsbrief.extractive.ranking import Candidate

NEAR = 3
"""Sentences back, at most, to the one in which the article tells what a subject in short stands for."""


def is_understood(candidate: Candidate, before: Sequence[Candidate], known: Set[str]) -> bool:
    """Return whether all that `candidate` refers to is in itself, in `known`, or in what is printed `before` it.

    `before` are the other sentences of its section, of which those that stand later in the article are printed after
    it. A candidate that leans follows the sentence before it directly; a subject in short does, or is told of in one of
    the `NEAR` sentences before it.
    """
    earlier = [c for c in before if c.index < candidate.index]
    follows = any(c.index == candidate.index - 1 for c in earlier)
    if candidate.leans and not follows:
        return False
    near = {given for c in earlier if candidate.index - c.index <= NEAR for given in c.mentions.given}
    owed = candidate.mentions.owed - known
    subjects = candidate.mentions.subjects - known
    return owed <= {given for c in earlier for given in c.mentions.given} and (follows or subjects <= near)
