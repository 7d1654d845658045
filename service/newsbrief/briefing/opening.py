"""The beginning of a paragraph for a smaller place: whole claims, as half a sentence may say something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def take_opening(claims: Sequence[str], fits: Callable[[str], bool]) -> str:
    """Return as many of the first `claims` as fit, as one paragraph; empty where the first does not."""
    paragraphs = (" ".join(claims[:number]) for number in range(len(claims), 0, -1))
    return next((text for text in paragraphs if fits(text)), "")
