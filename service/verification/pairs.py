"""Pairs of a source and a claim, scored: any number of them, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any

from service.article import Article, ArticleError
from service.article.reading import read
from service.verification.claim import CheckedClaim, Claim
from service.verification.verification import examine

BATCH = 256
"""Claims on one source that are checked at once."""


def check_pairs(pairs: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each pair (`id`, `source`, `claim`) its `id`, `score` and `verdict`, in order.

    `score` is the probability that the source supports all of the claim: at 0.5 or above the verdict is one that
    prints. Pairs that follow each other on the same source share its reading. A source that is no article, or a
    claim without words, supports nothing: score 0.
    """
    for source, group in groupby(pairs, key=lambda pair: str(pair["source"])):
        batch: list[Mapping[str, Any]] = []
        for pair in group:
            batch.append(pair)
            if len(batch) == BATCH:
                yield from _checked(source, batch)
                batch = []
        yield from _checked(source, batch)


def _checked(source: str, batch: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    article = _article(source) if batch else None
    claims = [Claim(f"key_points.{n}", "key_points", " ".join(str(p["claim"]).split())) for n, p in enumerate(batch)]
    if article is None:
        yield from ({"id": pair["id"], "score": 0.0, "verdict": "unsupported"} for pair in batch)
        return
    for pair, checked in zip(batch, examine(claims, article), strict=True):
        yield {"id": pair["id"], **_scored(checked)}


def _scored(checked: CheckedClaim) -> dict[str, Any]:
    return {
        "score": checked.score if checked.text else 0.0,
        "verdict": checked.verdict if checked.text else "unsupported",
    }


@lru_cache(maxsize=8)
def _article(source: str) -> Article | None:
    """Sources come back after others in files that are sorted another way."""
    try:
        return read(source)
    except ArticleError:
        return None
