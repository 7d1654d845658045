"""Readings of texts that are kept: a story told anew, or by several outlets, has most sentences of the one before."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_MOST_KEPT, _LONGEST_KEPT = 2_048, 2_000
"""Readings that are kept of each kind, those of some thirty articles, and characters of a text of which one is."""


def per_text(read: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Return `read`, which finds the same in the same text every time, with what it found last kept.

    What it finds is shared by all who ask, so it must be immutable.
    """
    kept = cast(Callable[Concatenate[str, P], T], lru_cache(maxsize=_MOST_KEPT)(read))

    @wraps(read)
    def read_once(text: str, /, *more: P.args, **named: P.kwargs) -> T:
        return kept(text, *more, **named) if len(text) <= _LONGEST_KEPT else read(text, *more, **named)

    return cast(Callable[Concatenate[str, P], T], read_once)
