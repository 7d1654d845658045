"""Entailment: the probability that a model of one's own gives a claim. It doubts, and never decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsbrief.article import Article
from newsbrief.verification.claim import CheckedClaim, CheckResult
from newsbrief.workers import run_in_worker

if TYPE_CHECKING:
    from newsbrief.verification.encoder import Encoder

NAME = "entailment"
_DOUBT = 0.5
"""Probability below which the judge is asked about it."""


class EncoderError(ValueError):
    """An entailment model cannot be used; the message says what is wrong with it, and the remedy."""


def open_encoder(folder: Path | None) -> Encoder | None:
    """Return the entailment model in `folder`; None where there is no folder.

    Raises:
        EncoderError: the folder holds no model that can be used, or what runs it is not installed.
    """
    if folder is None:
        return None
    try:
        from newsbrief.verification.encoder import load

        return load(folder)
    except ImportError as missing:
        raise EncoderError(f"An entailment model needs newsbrief[entailment]: {missing}") from missing


async def add_probabilities(
    claims: Sequence[CheckedClaim], article: Article, folder: Path | None, language: str = ""
) -> tuple[CheckedClaim, ...]:
    """Return the claims as `with_probabilities` does, by the model in `folder`; as they are where there is none.

    Raises:
        EncoderError: as `open_encoder`.
    """
    if (encoder := open_encoder(folder)) is None:
        return tuple(claims)
    return await run_in_worker(len(article.source), with_probabilities, claims, article, encoder, language)


def with_probabilities(
    claims: Sequence[CheckedClaim], article: Article, encoder: Encoder, language: str = ""
) -> tuple[CheckedClaim, ...]:
    """Return the claims with the probability that `encoder` gives those which are not the article's own words.

    `language`: that of the claims, where it is another than the article's. A model that lacks either is not asked.
    """
    if not all(map(encoder.reads, {article.language, language or article.language})):
        return tuple(claims)
    asked = [c for c in claims if c.evidence and not c.is_settled]
    logits = encoder.logits([(_join_evidence(claim, article), claim.text) for claim in asked])
    scores = {c.id: 1 / (1 + math.exp(-max(-500.0, float(odds)))) for c, odds in zip(asked, logits, strict=True)}
    return tuple(_with_score(claim, scores[claim.id]) if claim.id in scores else claim for claim in claims)


def _join_evidence(claim: CheckedClaim, article: Article) -> str:
    """Return the evidence in the order of the article."""
    return " ".join(article.sentences[at].text for at in sorted({e.sentence for e in claim.evidence}))


def _with_score(claim: CheckedClaim, score: float) -> CheckedClaim:
    doubts = score < _DOUBT
    finding = CheckResult(
        name=NAME,
        outcome="fail" if doubts else "pass",
        detail=f"an entailment model gives a probability of {score:.2f}",
        verdict="unsupported" if doubts else None,
    )
    return claim.with_changes(finding, score=round(score, 4))
