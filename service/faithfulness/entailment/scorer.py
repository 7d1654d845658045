"""The probability that an article carries a claim: trees over counted features, and an encoder that reads both."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.article import Article, per_article
from service.article.words import words
from service.faithfulness.claim import CheckResult, Claim
from service.faithfulness.entailment import encoder, trees
from service.faithfulness.entailment.features import measure
from service.faithfulness.entailment.premise import premise

VERBATIM = 0.99
"""For a claim that is, word for word, whole sentences of the article: nothing is left to judge but the reading."""
UNFOUNDED = 0.02
"""For a claim that shares no content word with any sentence."""
_BLEND = Path(__file__).parent / "blend.json"
_CLEAR = 4.0
"""Log-odds beyond which a model is not believed: none is right more often than 98 times in 100."""


def probabilities(
    claims: Sequence[Claim], article: Article, exact: Sequence[Sequence[CheckResult]], model: Path | None = None
) -> list[float]:
    """For each claim, grounded in its evidence, how probable it is that the article carries all of it.

    `exact` is what the exact checks said of each. The encoder runs once over all claims that are not the article's
    own sentences. `model` is a folder with a further ONNX model, which then has half the say.
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
    return frozenset(_words(s.text) for s in article.sentences if not s.boilerplate)


def _plain(claim: Claim, article: Article, whole: frozenset[tuple[str, ...]]) -> float | None:
    if not any(0 <= i < len(article.sentences) for i in claim.evidence):
        return UNFOUNDED
    return VERBATIM if _words(claim.text) in whole else None


def _log_odds(
    claims: Sequence[Claim], article: Article, exact: Sequence[Sequence[CheckResult]], model: Path | None
) -> NDArray[np.float64]:
    if not claims:
        return np.zeros(0)
    measured = [measure(c.text, article, c.evidence, e) for c, e in zip(claims, exact, strict=True)]
    counted = trees.shipped().logits(measured)
    if not encoder.SHIPPED.is_dir() and model is None:
        return np.clip(counted, -_CLEAR, _CLEAR)
    pairs = [(premise(c.text, article, c.evidence), c.text) for c in claims]
    odds = counted
    if encoder.SHIPPED.is_dir():
        odds = blended(counted, encoder.load(encoder.SHIPPED).logits(pairs))
    if model is not None:
        odds = (odds + np.clip(encoder.load(model).logits(pairs), -_CLEAR, _CLEAR)) / 2
    return np.clip(odds, -_CLEAR, _CLEAR)


def blended(counted: NDArray[np.float64], read: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds of trees and encoder together, as weighed on articles that neither was fitted on."""
    weights = _weights()
    return np.asarray(weights["bias"] + weights["trees"] * counted + weights["encoder"] * read)


@cache
def _weights() -> dict[str, float]:
    kept = json.loads(_BLEND.read_text(encoding="utf-8"))
    return {name: float(kept[name]) for name in ("bias", "trees", "encoder")}


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.text.casefold() for w in words(text))
