"""Predictions: what a claim foretells or holds for proven, the article foretells or proves. English only."""

from __future__ import annotations

import regex

from service.article import Article
from service.faithfulness.claim import CheckResult, Claim, bare
from service.faithfulness.quotation import unquoted

NAME = "predictions"
_FORETELLS = regex.compile(
    r"\b(?:will(?! have been)|won[’']t|shall|(?:is|are) (?:certain|sure|bound) to|(?:proves?|means?|shows) that)\b",
    regex.IGNORECASE,
)
_AHEAD = regex.compile(
    r"\b(?:will|would|shall|won[’']t|[’']ll|could|(?-i:may)|might|must|should|going to"
    r"|(?:is|are|was|were|be) (?:to|due|set|expected"
    r"|scheduled|planned|likely|certain|bound|about)|next|tomorrow|plan\w*|expect\w*|schedul\w*|inten[dt]\w*"
    r"|promis\w+|pledg\w+|vow\w*|agree\w*|propos\w+|aim\w*|hop(?:e|es|ed|ing)\b|forecast\w*|predict\w*|project(?:s|ed)"
    r"|due|until|upcoming|future|prove[sd]?|means?|show(?:s|ed|n)?|to [a-z]+)\b",
    regex.IGNORECASE,
)
_SAID = regex.compile(
    r"\b(?:sa(?:y|ys|id)|according to|expect\w*|believ\w+|hop(?:e|es|ed)|warn\w*|predict\w*|argu\w+|reckon\w*|think\w*"
    r"|thought|fear\w*|insist\w*|promis\w+|vow\w*|pledg\w+|told|forecast\w*|claim\w*|whether|if|unless)\b",
    regex.IGNORECASE,
)


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails where a claim, on nobody's word, is certain of what its evidence tells neither as ahead nor as proven."""
    own = unquoted(claim.text)
    found = _FORETELLS.search(own) if article.language == "en" else None
    if found is None or _SAID.search(own) or not claim.evidence:
        return bare(NAME, "skip")
    if any(_AHEAD.search(article.sentences[i].text) for i in claim.evidence):
        return bare(NAME, "pass")
    detail = f"“{found.group()}”: the article does not say what will come of it"
    return CheckResult(name=NAME, outcome="fail", detail=detail, verdict="unsupported")
