"""Satire: what an article that calls itself satire tells is never told as news."""

from __future__ import annotations

import regex

from service.article import Article
from service.faithfulness.claim import CheckResult, Claim, bare

NAME = "satire"
_SAID_SO = regex.compile(
    r"\b(?:satir\w*|parod\w*|spoof\w*|fictitious|fictional|made up|invented|joke\w*)\b", regex.IGNORECASE
)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails where the article calls itself satire, and the claim neither says so nor tells what is behind the joke."""
    if article.satire is None:
        return bare(NAME, "skip")
    if _SAID_SO.search(claim.text) or (claim.evidence and _beside(claim.evidence[0], article)):
        return bare(NAME, "pass")
    notice = article.sentences[article.satire].text
    detail = f"told as fact, but the article says of itself: “{notice}”"
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict="unattributed")


def _beside(sentence: int, article: Article) -> bool:
    """Whether a sentence stands in the paragraph of the notice: there an article drops its mask."""
    notice = article.sentences[article.satire or 0]
    return article.sentences[sentence].paragraph == notice.paragraph and sentence > notice.index
