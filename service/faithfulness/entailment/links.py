"""How the parts of a claim hang together, beside how they do in the article: order, company, cause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from service.article import Article, per_article
from service.article.words import content_stems
from service.faithfulness.causation import causation, occasion

_LONGEST = 60
"""Content words of a claim whose order is compared."""
_APART = 30
"""Places in a sentence beyond which two words count as not beside each other."""


@per_article
def places(article: Article) -> dict[str, dict[int, int]]:
    """For each content word the sentences that have it, and where in each it first stands."""
    found: dict[str, dict[int, int]] = {}
    for sentence in article.sentences:
        for at, stem in enumerate(content_stems(sentence.text, article.language)):
            found.setdefault(stem, {}).setdefault(sentence.index, at)
    return found


def links(text: str, article: Article, evidence: Sequence[int]) -> dict[str, float]:
    """Features of a claim: words that follow each other here and stand apart there, turned round, or newly tied."""
    mine = content_stems(text, article.language)[:_LONGEST]
    told = places(article)
    apart = [_apart(told[a], told[b]) for a, b in pairwise(mine) if a in told and b in told and a != b]
    return {
        "apart_mean": sum(apart) / len(apart) if apart else _APART / 2,
        "apart_most": max(apart, default=_APART / 2),
        "never_together": sum(a == _APART for a in apart),
        "turned_round": _turned(mine, told, evidence[0]) if evidence else 0.0,
        **_causes(text, article, evidence),
    }


def _apart(one: dict[int, int], other: dict[int, int]) -> float:
    return min((min(abs(one[s] - other[s]), _APART - 1) for s in one.keys() & other.keys()), default=_APART)


def _turned(mine: Sequence[str], told: dict[str, dict[int, int]], best: int) -> float:
    """Share of the pairs of words in the best sentence that stand there the other way round."""
    order = [told[s][best] for s in dict.fromkeys(mine) if best in told.get(s, ())]
    pairs = list(combinations(order, 2))
    return sum(a > b for a, b in pairs) / len(pairs) if pairs else 0.0


def _causes(text: str, article: Article, evidence: Sequence[int]) -> dict[str, float]:
    found = causation(text) if article.language == "en" else None
    if found is None:
        return {"causal": 0.0, "causal_there": 0.0, "cause_beside_effect": 1.0}
    cause, effect = (frozenset(content_stems(part, "en")) for part in (found.cause, found.effect))
    near = [article.sentences[i].text for i in evidence]
    held = [frozenset(content_stems(t, "en")) for t in near]
    beside = max(
        (min(len(h & cause) / len(cause), len(h & effect) / len(effect)) for h in held if cause and effect), default=0.0
    )
    linked = any(causation(t) or occasion(t) for t in near)
    return {"causal": 1.0, "causal_there": float(linked), "cause_beside_effect": beside}
