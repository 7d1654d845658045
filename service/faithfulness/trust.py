"""How far the writer of a draft is believed, by what the article carries of it; and bullets that stand alone.

A scorer's probability holds for claims that are as often true as false. Of a writer of whose claims few are carried
the next is less likely to be, whatever its words: by Bayes' rule the odds of each claim are multiplied by the odds of
the draft. A good writer gains nothing from it: no claim is printed that would not be printed anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from service.briefing.schema import BULLETED
from service.faithfulness.claim import PRINTABLE, CheckedClaim, CheckResult
from service.faithfulness.verdict import THRESHOLD

_POINTING = regex.compile(
    r"(?:She|He|They|It|This|These|Those|That|His|Her|Their|Its)(?:[’']\w+)?\b(?! is (?:un)?(?:likely|clear|possible))"
)
_STOP = regex.compile(r"\p{Ll}{2}[.!?][”’\"']?\s+\p{Lu}")
_TITLE_WORDS = 25
CLEAR = 0.75
"""Score from which a claim counts for its writer: what only just passes is as often invented."""


def bar(checked: Sequence[CheckedClaim]) -> float:
    """The score from which a claim of this draft is printed, from the threshold up to 1.

    With r for the part of the draft that clearly passed, of what clearly passed or failed (one of either added, so that
    few claims say little), odds of 1 after Bayes' rule are a score of 1 - r before.
    """
    clear = sum(claim.verdict in PRINTABLE and claim.score >= CLEAR for claim in checked)
    failed = sum(claim.verdict not in PRINTABLE for claim in checked)
    return max(THRESHOLD, 1 - (clear + 1) / (clear + failed + 2))


def trusted(claim: CheckedClaim, least: float) -> CheckedClaim:
    """The claim as it is, or failed: below the bar of its draft, or a bullet that points at what stands elsewhere."""
    if claim.verdict not in PRINTABLE:
        return claim
    if claim.score < least:
        return _failed(claim, "trust", "the article carries little of this draft: what is only probable is not printed")
    if claim.section == "title" and (_STOP.search(claim.text) or len(claim.text.split()) > _TITLE_WORDS):
        return _failed(claim, "title", f"a title is one line of at most {_TITLE_WORDS} words")
    if claim.section in BULLETED and (pointing := _POINTING.match(claim.text)):
        return _failed(claim, "reference", f"does not stand alone: “{pointing.group()}” points at another sentence")
    return claim


def _failed(claim: CheckedClaim, name: str, detail: str) -> CheckedClaim:
    result = CheckResult(name=name, outcome="fail", detail=detail, verdict="unsupported")
    changes = {"checks": (*claim.checks, result), "verdict": "unsupported", "score": min(claim.score, THRESHOLD * 0.98)}
    return claim.model_copy(update=changes)
