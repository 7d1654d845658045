"""The probability that an article carries a claim: trees over counted features, and an encoder where one is set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.article import Article, per_article
from service.article.words import folded
from service.faithfulness.claim import CheckResult, Claim
from service.faithfulness.entailment import encoder, trees
from service.faithfulness.entailment.features import measure
from service.faithfulness.entailment.premise import premise

VERBATIM = 0.99
"""For a claim that is, word for word, whole sentences of the article: nothing is left to judge but the reading."""
UNFOUNDED = 0.02
"""For a claim that shares no content word with any sentence."""
_CLEAR = 4.0
"""Log-odds beyond which a model is not believed: none is right more often than 98 times in 100."""


def probabilities(
    claims: Sequence[Claim], article: Article, exact: Sequence[Sequence[CheckResult]], model: Path | None = None
) -> list[float]:
    """For each claim, grounded in its evidence, how probable it is that the article carries all of it.

    `exact` is what the exact checks said of each. `model` is a folder with an ONNX model, which then has half the say
    on all claims that are not the article's own sentences.
    """
    whole = sentences(article)
    found = [_plain(claim, article, whole) for claim in claims]
    open_ = [i for i, p in enumerate(found) if p is None]
    odds = _log_odds([claims[i] for i in open_], article, [exact[i] for i in open_], model)
    judged = dict(zip(open_, odds, strict=True))
    return [1 / (1 + math.exp(-judged[i])) if p is None else p for i, p in enumerate(found)]


@per_article
def sentences(article: Article) -> frozenset[tuple[str, ...]]:
    """The sentences of an article as words, case and punctuation aside."""
    return frozenset(folded(s.text) for s in article.sentences if not s.boilerplate)


def _plain(claim: Claim, article: Article, whole: frozenset[tuple[str, ...]]) -> float | None:
    if not any(0 <= i < len(article.sentences) for i in claim.evidence):
        return UNFOUNDED
    return VERBATIM if folded(claim.text) in whole else None


def _log_odds(
    claims: Sequence[Claim], article: Article, exact: Sequence[Sequence[CheckResult]], model: Path | None
) -> NDArray[np.float64]:
    if not claims:
        return np.zeros(0)
    odds = trees.shipped().logits(measure(claims, article, exact))
    if model is not None:
        pairs = [(premise(c.text, article, c.evidence), c.text) for c in claims]
        odds = (odds + np.clip(encoder.load(model).logits(pairs), -_CLEAR, _CLEAR)) / 2
    return np.clip(odds, -_CLEAR, _CLEAR)
