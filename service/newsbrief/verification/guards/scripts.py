"""Scripts: no word of a claim mixes scripts to look like another word."""

from __future__ import annotations

from newsbrief.article import Article
from newsbrief.verification.characters import find_mixed_script_words
from newsbrief.verification.claim import CheckResult, Claim, fail, succeed

NAME = "scripts"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fail on a word such as `n\u043et` (its second letter Cyrillic) that the article does not have itself."""
    mixed = next((word for word in find_mixed_script_words(claim.text) if word not in article.source), None)
    if mixed is None:
        return succeed(NAME)
    detail = f"“{mixed}” mixes letters of several scripts"
    return fail(NAME, detail, fault=mixed, verdict="unsupported")
