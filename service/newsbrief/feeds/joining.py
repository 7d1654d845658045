"""Articles on one event: MinHash of their pairs of words, by datasketch.

Two articles that tell the same event in their own words share few pairs of words, and strangers almost none; a copy of
a wire's text shares nearly all. An estimate of `PERMUTATIONS` permutations is off by 0.005 at a similarity of 0.03.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

import numpy as np
from datasketch import MinHash

from newsbrief.article.words import content_stems
from newsbrief.store.stories import Ready

PERMUTATIONS = 1_024
_LEAST_PAIRS = 20
"""An article of fewer pairs of words is joined with none: chance would tell."""
_TYPE = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy of one that a story has."""

    entry: UUID
    story: UUID


@dataclass(frozen=True, slots=True)
class Joined:
    """Articles that are briefed together, and copies that are left out."""

    groups: tuple[tuple[UUID, ...], ...]
    copies: tuple[Copy, ...]


def sign(text: str, language: str) -> bytes:
    """Return the signature of an article: 4,096 bytes, or none where it is too short to be compared."""
    pairs = {f"{first} {second}" for first, second in pairwise(content_stems(text, language))}
    if len(pairs) < _LEAST_PAIRS:
        return b""
    found = MinHash(num_perm=PERMUTATIONS)
    found.update_batch([pair.encode() for pair in pairs])
    return bytes(np.asarray(found.hashvalues).astype(_TYPE).tobytes())


def similarity(one: bytes, other: bytes) -> float:
    """Return the estimated share of pairs of words (Jaccard) that two articles have in common."""
    if len(one) != len(other) or not one:
        return 0.0
    return float(np.mean(np.frombuffer(one, _TYPE) == np.frombuffer(other, _TYPE)))


def join(
    ready: Sequence[Ready],
    recent: Sequence[tuple[UUID, bytes, str]],
    *,
    from_: float,
    copies_from: float,
    before: datetime,
    most: int,
) -> Joined:
    """Return which of the articles that are `ready` are briefed now, and with which.

    A group is begun by its oldest article, and all others are as similar to that as `from_`, in its language; it is
    briefed once that was found `before`, or once it has `most` articles. Copies of articles that a story has already
    (`recent`) are left out.
    """
    copies = list[Copy]()
    groups: list[list[Ready]] = []
    for article in ready:
        if story := _original(article, recent, copies_from):
            copies.append(Copy(article.id, story))
            continue
        near = ((_likeness(group[0], article), group) for group in groups if len(group) < most)
        best = max(near, key=lambda found: found[0], default=None)
        if best and best[0] >= from_:
            best[1].append(article)
        else:
            groups.append([article])
    due = (group for group in groups if group[0].found_at <= before or len(group) >= most)
    return Joined(tuple(tuple(article.id for article in group) for group in due), tuple(copies))


def _likeness(one: Ready, other: Ready) -> float:
    return similarity(one.signature, other.signature) if one.language == other.language else 0.0


def _original(article: Ready, recent: Iterable[tuple[UUID, bytes, str]], from_: float) -> UUID | None:
    return next(
        (
            story
            for story, signature, language in recent
            if language == article.language and similarity(signature, article.signature) >= from_
        ),
        None,
    )
