"""Citations: the sentences a writer names are sentences of the article."""

from __future__ import annotations

from service.article import Article
from service.faithfulness.claim import CheckResult, Claim, bare

NAME = "citations"


def check(claim: Claim, article: Article) -> CheckResult:
    """Fails where a cited sentence does not exist or is no part of the story. Informs only: evidence is found anew."""
    if not claim.cited:
        return bare(NAME, "skip")
    count = len(article.sentences)
    absent = [i for i in claim.cited if not 0 <= i < count]
    if absent:
        return _fail(f"cites sentence {_listed(absent)}; the article has {count}, numbered from 0")
    outside = [i for i in claim.cited if article.sentences[i].boilerplate]
    if outside:
        return _fail(f"cites sentence {_listed(outside)}, which is not part of the story")
    return bare(NAME, "pass")


def _fail(detail: str) -> CheckResult:
    return CheckResult(name=NAME, outcome="fail", detail=detail)


def _listed(indices: list[int]) -> str:
    shown = ", ".join(str(i) for i in indices[:5])
    return f"{shown} …" if len(indices) > 5 else shown
