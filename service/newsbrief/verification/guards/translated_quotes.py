"""Translated quotes: words that a claim quotes in another language are marked as translated, and somebody said them."""

from __future__ import annotations

from newsbrief.article import Article
from newsbrief.article.quoted_words import find_quotations
from newsbrief.verification.claim import CheckResult, Claim, fail, skip, succeed
from newsbrief.verification.translated import is_marked, is_original, mark_in, quotes_anything

NAME = "translated_quotes"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on a quotation that is neither the article's nor marked, or that comes from an article without any."""
    quoted = [q for q in find_quotations(claim.text) if q.pieces and not is_original(q, article)]
    if not quoted:
        return skip(NAME)
    for quotation in quoted:
        text = quotation.text.strip()
        if not is_marked(quotation, claim.text, claim.translated_into):
            detail = f"“{text}” is not marked as translated: {mark_in(claim.translated_into)}"
        elif not quotes_anything(article):
            detail = f"“{text}” is quoted, and the article quotes nobody"
        else:
            continue
        return fail(NAME, detail[:300], fault=text, verdict="unsupported")
    return succeed(NAME)
