"""Worded figures: a number that the article lacks in digits, and may have in words that are not read."""

from __future__ import annotations

from newsbrief.article import Article
from newsbrief.verification.claim import CheckResult, Claim
from newsbrief.verification.guards.figures import check_missing

NAME = "worded_figures"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on the first number that the guard on figures leaves: only a judge can tell."""
    return check_missing(NAME, claim.text, article, worded=True)
