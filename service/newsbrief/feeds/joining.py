"""Articles on one event: MinHash of their pairs of words, by datasketch.

Where function words are not known, pairs of them are in every article, and where a script does not part words, a
character is less than a word: there more of them make one run.

Two articles that tell the same event in their own words share few pairs of words, and strangers almost none; a copy of
a wire's text shares nearly all. An estimate of `PERMUTATIONS` permutations is off by 0.005 at a similarity of 0.03.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from datasketch import MinHash

from newsbrief.article.words import content_stems, list_stems
from newsbrief.store.stories import ReadyArticle

PERMUTATIONS = 1_024
_LEAST_RUNS = 20
"""An article of fewer pairs of words is joined with none: chance would tell."""
_FUNCTION_WORDS = 0.05
"""Of the words of a text: where fewer are known as function words, the language's are not known."""
_TYPE = np.dtype("<u4")
_SIGNATURE_BYTES = PERMUTATIONS * _TYPE.itemsize
_Briefed = tuple[list[UUID], np.ndarray[Any, np.dtype[np.uint32]]]
"""Stories, and a row for each with the signature of an article that it has."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy of one that a story has."""

    entry: UUID
    story: UUID


@dataclass(frozen=True, slots=True)
class JoinedArticles:
    """Articles that are briefed together, and copies that are left out."""

    groups: tuple[tuple[UUID, ...], ...]
    copies: tuple[Copy, ...]
    left_since: datetime | None = None
    """When the oldest was found of those that wait for others still."""


def compute_signature(text: str, language: str) -> bytes:
    """Return the signature of an article: 4,096 bytes, or none where it is too short to be compared."""
    kept = content_stems(text, language)
    length = _run_length(kept, len(list_stems(text, language)))
    runs = {" ".join(kept[at : at + length]) for at in range(len(kept) - length + 1)}
    if len(runs) < _LEAST_RUNS:
        return b""
    hashed = MinHash(num_perm=PERMUTATIONS)
    hashed.update_batch([run.encode() for run in runs])
    return bytes(np.asarray(hashed.hashvalues).astype(_TYPE).tobytes())


def _run_length(kept: Sequence[str], words: int) -> int:
    """Return how many of the words that were `kept`, of so many `words`, make a run that is an article's own."""
    if sum(len(word) == 1 and word.isalpha() for word in kept) > len(kept) / 2:
        return 4
    return 3 if len(kept) > words * (1 - _FUNCTION_WORDS) else 2


def measure_similarity(one: bytes, other: bytes) -> float:
    """Return the estimated share of pairs of words (Jaccard) that two articles have in common."""
    if len(one) != len(other) or not one:
        return 0.0
    return float(np.mean(np.frombuffer(one, _TYPE) == np.frombuffer(other, _TYPE)))


def are_comparable(signatures: Iterable[bytes]) -> bool:
    """Return whether all signatures are of one length; of another are those that an earlier version kept."""
    return len({len(signature) for signature in signatures if signature}) < 2


def join(
    ready: Sequence[ReadyArticle],
    recent: Iterable[tuple[UUID, bytes, str]],
    *,
    from_: float,
    copies_from: float,
    before: datetime,
    most: int,
) -> JoinedArticles:
    """Return which of the articles that are `ready` are briefed now, and with which.

    A group is begun by its oldest article, and all others are as similar to that as `from_`, in its language; it is
    briefed once that was found `before`, or once it has `most` articles. Copies of articles that a story has already
    (`recent`) are left out.
    """
    briefed, copies, fresh = _group_by_language(recent), list[Copy](), dict[str, list[ReadyArticle]]()
    for article in ready:
        if story := _find_original(article, briefed, copies_from):
            copies.append(Copy(article.id, story))
        else:
            fresh.setdefault(article.language, []).append(article)
    groups = [group for articles in fresh.values() for group in _group_on_one_event(articles, from_, most)]
    due, left = list[tuple[UUID, ...]](), list[datetime]()
    for group in sorted(groups, key=lambda group: group[0].found_at):
        if group[0].found_at <= before or len(group) >= most:
            due.append(tuple(article.id for article in group))
        else:
            left.append(group[0].found_at)
    return JoinedArticles(tuple(due), tuple(copies), min(left, default=None))


def _group_on_one_event(articles: Sequence[ReadyArticle], from_: float, most: int) -> list[list[ReadyArticle]]:
    """Return articles of one language, each with those on its event."""
    groups, with_room = list[list[ReadyArticle]](), list[int]()
    heads = np.empty((len(articles), PERMUTATIONS), _TYPE)
    for article in articles:
        row = np.frombuffer(article.signature, _TYPE)
        if len(row) != PERMUTATIONS:
            groups.append([article])
            continue
        alike = np.count_nonzero(heads[with_room] == row, axis=1)
        best = int(alike.argmax()) if with_room else 0
        if with_room and alike[best] >= from_ * PERMUTATIONS:
            group = groups[with_room[best]]
            group.append(article)
            if len(group) >= most:
                del with_room[best]
            continue
        if most > 1:
            with_room.append(len(groups))
            heads[len(groups)] = row
        groups.append([article])
    return groups


def _group_by_language(recent: Iterable[tuple[UUID, bytes, str]]) -> dict[str, _Briefed]:
    grouped: dict[str, tuple[list[UUID], list[bytes]]] = {}
    for story, signature, language in recent:
        if len(signature) == _SIGNATURE_BYTES:
            stories, signatures = grouped.setdefault(language, ([], []))
            stories.append(story)
            signatures.append(signature)
    return {
        language: (stories, np.frombuffer(b"".join(signatures), _TYPE).reshape(-1, PERMUTATIONS))
        for language, (stories, signatures) in grouped.items()
    }


def _find_original(article: ReadyArticle, briefed: Mapping[str, _Briefed], from_: float) -> UUID | None:
    if article.language not in briefed or len(article.signature) != _SIGNATURE_BYTES:
        return None
    stories, signatures = briefed[article.language]
    row, least = np.frombuffer(article.signature, _TYPE), math.ceil(from_ * PERMUTATIONS)
    # Whatever is so much alike agrees in one of the first columns that are one more than may differ.
    telling = PERMUTATIONS - least + 1
    near = np.flatnonzero((signatures[:, :telling] == row[:telling]).any(axis=1))
    alike = near[np.count_nonzero(signatures[near] == row, axis=1) >= least]
    return stories[int(alike[0])] if len(alike) else None
