"""The form of a claim: a bullet stands alone, and a title is one line. No matter of truth."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from newsbrief.briefing.schema import ITEMISED
from newsbrief.verification.claim import CheckResult, Claim, fail

NAME = "form"
_POINTING = regex.compile(
    r"(?:She|He|They|It|This|These|Those|That|His|Her|Their|Its)(?:[’']\w+)?\b(?! is (?:un)?(?:likely|clear|possible))"
)
_STOP = regex.compile(r"\p{Ll}{2}[.!?][”’\"']?\s+\p{Lu}")
_TITLE_WORDS = 25


def check(claim: Claim) -> Iterator[CheckResult]:
    """Yield a finding where a bullet opens with a pronoun, or where a title is no headline."""
    if claim.section == "title" and (_STOP.search(claim.text) or len(claim.text.split()) > _TITLE_WORDS):
        yield fail(NAME, f"a title is one line of at most {_TITLE_WORDS} words")
    if claim.section in ITEMISED and (pointing := _POINTING.match(claim.text)):
        detail = f"a bullet must stand alone: “{pointing.group()}” points at another sentence"
        yield fail(NAME, detail, fault=pointing.group())
