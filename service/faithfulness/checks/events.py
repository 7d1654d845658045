"""Events: what happens in a claim happens in the article, by some name. English only.

Only hard events with few names are asked for; whether the article carries any other is for the scorer to say.
"""

from __future__ import annotations

from service.article import Article, per_article
from service.article.words import stems, words
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.event_kind import KINDS
from service.faithfulness.overlap import article_stems

NAME = "events"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails (`unsupported`) on a kind of event that no word of the article comes near."""
    if article.language != "en" or claim.kind == "inference":
        return bare(NAME, "skip")
    named = [(w.text, KINDS[s]) for w, s in zip(words(claim.text), stems(claim.text, "en"), strict=True) if s in KINDS]
    for word, kind in named:
        if kind.told.isdisjoint(told(article)):
            detail = f"“{word}”: nothing in the article tells of that"
            return CheckResult(name=NAME, outcome="fail", verdict="unsupported", detail=detail)
    return bare(NAME, "pass" if named else "skip")


@per_article
def told(article: Article) -> frozenset[str]:
    """The content stems of an article, its title's included."""
    return article_stems(article).union(stems(article.title or "", "en"))
