"""Entailment: the probability that a model of one's own gives a claim. It doubts, and never decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from service.article import Article
from service.verification.claim import CheckedClaim, CheckResult
from service.verification.encoder import Encoder, load
from service.verification.verdict import WORDING

NAME = "entailment"
_DOUBT = 0.5
"""Probability below which the judge is asked about it."""


def encoder_at(folder: Path | None) -> Encoder | None:
    """Return the entailment model in `folder`; None where there is no folder.

    Raises:
        EncoderError: the folder holds no model that can be used.
    """
    return load(folder) if folder else None


def with_probabilities(
    claims: Sequence[CheckedClaim], article: Article, encoder: Encoder | None
) -> tuple[CheckedClaim, ...]:
    """Return the claims with the probability that `encoder` gives those which are not the article's own words."""
    asked = [c for c in claims if c.evidence and c.finding(WORDING) is None] if encoder else []
    if encoder is None or not asked:
        return tuple(claims)
    found = encoder.logits([(_premise(claim, article), claim.text) for claim in asked])
    scores = {c.id: 1 / (1 + math.exp(-max(-500.0, float(odds)))) for c, odds in zip(asked, found, strict=True)}
    return tuple(_with(claim, scores[claim.id]) if claim.id in scores else claim for claim in claims)


def _premise(claim: CheckedClaim, article: Article) -> str:
    """Return the evidence in the order of the article."""
    return " ".join(article.sentences[at].text for at in sorted({e.sentence for e in claim.evidence}))


def _with(claim: CheckedClaim, score: float) -> CheckedClaim:
    doubts = score < _DOUBT
    finding = CheckResult(
        name=NAME,
        outcome="fail" if doubts else "pass",
        detail=f"an entailment model gives a probability of {score:.2f}",
        verdict="unsupported" if doubts else None,
    )
    return claim.model_copy(update={"score": round(score, 4), "checks": (*claim.checks, finding)})
