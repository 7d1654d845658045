"""Entailment: the best evidence, taken together, carries all of the claim."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from service.article import Article
from service.article.words import stems, stop_words, words
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.entailment.features import vocabulary
from service.faithfulness.entailment.scorer import probabilities
from service.faithfulness.verdict import THRESHOLD
from service.settings import Settings

NAME = "entailment"
LANGUAGES = frozenset({"en"})
"""Languages the scorer was fitted and measured on; for others it does not guess."""
_MOST_NAMED = 4


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails where the claim's evidence does not make it probable; `score` is that probability."""
    return results([claim], article)[0]


def results(
    claims: Sequence[Claim], article: Article, exact: Sequence[Sequence[CheckResult]] | None = None
) -> list[CheckResult]:
    """`check` for all claims of a briefing at once, each grounded; `exact` is what the exact checks said of each."""
    if article.language not in LANGUAGES:
        return [bare(NAME, "skip")] * len(claims)
    found = probabilities(claims, article, exact or [()] * len(claims), model())
    return [_result(claim, article, score) for claim, score in zip(claims, found, strict=True)]


def scores(
    claims: Sequence[Claim], article: Article, exact: Sequence[Sequence[CheckResult]] | None = None
) -> list[float]:
    """The probability of each claim that the article carries it; 0.5 in languages that the scorer cannot read."""
    return [THRESHOLD if r.score is None else r.score for r in results(claims, article, exact)]


@cache
def model() -> Path | None:
    """The folder of the entailment model that the settings name."""
    return Settings().entailment_model


def _result(claim: Claim, article: Article, score: float) -> CheckResult:
    if score >= THRESHOLD:
        return CheckResult(name=NAME, outcome="pass", score=score)
    return CheckResult(
        name=NAME, outcome="fail", score=score, verdict="unsupported", detail=_missing(claim, article, score)
    )


def _missing(claim: Claim, article: Article, score: float) -> str:
    """What an editor should look at first: words that the article does not have."""
    if not claim.evidence:
        return "no sentence of the article bears on this"
    told, stop = vocabulary(article), stop_words(article.language)
    stemmed = zip(words(claim.text), stems(claim.text, article.language), strict=True)
    new = [w.text for w, s in stemmed if s not in told.stems and w.text.casefold() not in stop]
    if new:
        listed = ", ".join(f"“{w}”" for w in dict.fromkeys(new[:_MOST_NAMED]))
        return f"probability {score:.2f} that the article carries this; it does not have the words {listed}"
    return f"probability {score:.2f} that the article carries this; its words are there, but not together"
