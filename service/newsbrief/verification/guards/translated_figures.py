"""Translated figures: the numbers of a claim in another language are those of the article."""

from __future__ import annotations

from newsbrief.article import Article
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards import figures

NAME = "translated_figures"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail as `figures` does, each text read in its own language. It asks the judge: it has not earned to decide."""
    return figures.check(claim, article).model_copy(update={"name": NAME})
