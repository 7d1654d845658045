"""Translated quotes: words that a claim quotes in another language are marked as translated, and somebody said them."""

from __future__ import annotations

from newsbrief.article import Article
from newsbrief.verification.claim import CheckResult, Claim, make_plain_result
from newsbrief.verification.quotation import find_quotations
from newsbrief.verification.translated import is_marked, is_original, mark_in, quotes_anything

NAME = "translated_quotes"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on a quotation that is neither the article's nor marked, or that comes from an article without any."""
    quoted = [q for q in find_quotations(claim.text) if q.pieces and not is_original(q, article)]
    if not quoted:
        return make_plain_result(NAME, "skip")
    for quotation in quoted:
        text = quotation.text.strip()
        if not is_marked(quotation, claim.text, claim.language):
            return _fail(f"“{text}” is not marked as translated: {mark_in(claim.language)}", text)
        if not quotes_anything(article):
            return _fail(f"“{text}” is quoted, and the article quotes nobody", text)
    return make_plain_result(NAME, "pass")


def _fail(detail: str, fault: str) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail[:300], fault=fault, verdict="unsupported")
