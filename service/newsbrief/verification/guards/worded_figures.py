"""Worded figures: a number that the article lacks in digits, and may have in words that are not read."""

from __future__ import annotations

from newsbrief.article import Article
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards.figures import compare, list_values
from newsbrief.verification.numerals import Figure
from newsbrief.verification.worded import may_be_worded

NAME = "worded_figures"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on the first number that the guard on figures leaves: only a judge can tell."""
    known = list_values(article)

    def leaves(figure: Figure) -> bool:
        return not may_be_worded(figure, claim.text, article.language, known)

    return compare(claim.text, article, article.language, known, NAME, leaves=leaves)
