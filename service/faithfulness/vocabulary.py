"""Word lists, written as text."""

from __future__ import annotations

from functools import lru_cache

from service.article.words import stems


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


@lru_cache(maxsize=256)
def stemmed(text: str) -> frozenset[str]:
    """The English stems of a list's words."""
    return frozenset(stems(text, "en"))
