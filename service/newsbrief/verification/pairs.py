"""Pairs of a source and a claim, each with a verdict: any number of them, in bounded memory."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from newsbrief.article import Article, ArticleError
from newsbrief.article.reading import read
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import Claim, Verdict
from newsbrief.verification.judge.panel import Panel
from newsbrief.workers import DeadlinePassed, due_by, run_in_worker

log = logging.getLogger(__name__)

CLAIMS_AT_ONCE = 256
"""Claims on one source that are checked at once."""


async def check_pairs(
    pairs: Iterable[Mapping[str, Any]],
    judge: Panel | None,
    deadline_s: float,
    entailment: Path | None,
) -> AsyncIterator[dict[str, Any]]:
    """Yield for each pair (`id`, `source`, `claim`, perhaps `kind`) its `id`, `score` and `verdict`, in order.

    The verdict is the judge's, where there is one; else `unverified` where code cannot know. `score` is a calibrated
    probability, or null where there is none. Pairs that follow each other on the same source share its reading, and
    each `CLAIMS_AT_ONCE` of them `deadline_s` seconds, after which all of these are `unverified`. So are those on a
    source that cannot be read as an article, as it is too short or too long, which a line in the log says; one
    without a word carries nothing: `unsupported`.
    """
    for source, group in groupby(pairs, key=lambda pair: str(pair["source"])):
        while batch := list(islice(group, CLAIMS_AT_ONCE)):
            checker = Checker(judge, time.monotonic() + deadline_s, entailment=entailment)
            for pair, (score, verdict) in zip(batch, await _check(source, batch, checker), strict=True):
                yield {"id": pair["id"], "score": score, "verdict": verdict}


async def _check(
    source: str, batch: Sequence[Mapping[str, Any]], checker: Checker
) -> Sequence[tuple[float | None, Verdict]]:
    """Return score and verdict of each pair of a batch on one source."""
    claims = [_make_claim(number, pair) for number, pair in enumerate(batch)]
    try:
        with due_by(checker.deadline):
            article = await run_in_worker(len(source), _read_article, source)
            if isinstance(article, str):
                log.warning("The source of pair %s cannot be read: %s", batch[0]["id"], article)
                return [(None, _check_unread(source, claim)) for claim in claims]
            checked, _ = await checker.check(claims, article)
    except DeadlinePassed:
        return [(None, "unverified")] * len(batch)
    return [(claim.score, claim.verdict if claim.text else "unsupported") for claim in checked]


def _check_unread(source: str, claim: Claim) -> Verdict:
    """Return what can be said of a claim on a source that was not read: nothing, unless one of them has no words."""
    return "unverified" if claim.text and any(map(str.isalnum, source)) else "unsupported"


def _make_claim(number: int, pair: Mapping[str, Any]) -> Claim:
    text = " ".join(str(pair["claim"]).split())
    if pair.get("kind") == "inference":
        return Claim(f"critical_analysis.{number}", "critical_analysis", text, "inference")
    return Claim(f"key_points.{number}", "key_points", text)


@lru_cache(maxsize=8)
def _read_article(source: str) -> Article | str:
    """Return the source, read, or why it cannot be; sources come back after others in files sorted another way."""
    try:
        return read(source)
    except ArticleError as error:
        return str(error)
