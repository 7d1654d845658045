"""Read the form that has a text checked, and build the report that the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from newsbrief.api.bodies import MOST_CLAIMED, VerifyBody
from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown
from newsbrief.desk import workbench
from newsbrief.desk.interface import Interface
from newsbrief.desk.passages import ArticlePassage, list_passages
from newsbrief.desk.workbench import ShownClaim
from newsbrief.reply import Verification
from newsbrief.verification.claim import CARRIED, Faithfulness

_BULLET = regex.compile(r"^[^\S\n]*+(?:[-*•–]|\d{1,3}[.)])\s+", regex.MULTILINE)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The report on a check, as the page shows it."""

    faithfulness: Faithfulness
    claims: tuple[ShownClaim, ...]
    language: str
    passages: tuple[ArticlePassage, ...]
    warnings: tuple[str, ...]

    @property
    def carried_count(self) -> int:
        """Return how many claims the article carries."""
        return sum(shown.claim.verdict in CARRIED for shown in self.claims)


def build_body(sent: Mapping[str, str]) -> VerifyBody:
    """Return what a form sent as the API takes it: the fixed format as a briefing, a list as claims, else as prose.

    Raises:
        ValidationError: there is nothing to check, or too much.
    """
    text = sent.get("claims", "").replace("\r\n", "\n")
    known = {"text": sent.get("article", ""), "title": sent.get("title", "").strip() or None}
    if len(text) > MOST_CLAIMED:
        # Refused before it is split: a form may have many times as much.
        return VerifyBody.model_validate(known | {"summary": text})
    try:
        parse_markdown(text)
    except MalformedBriefing:
        listed = _BULLET.search(text) is not None
        return VerifyBody.model_validate(known | ({"claims": claims(text)} if listed else {"summary": text}))
    return VerifyBody.model_validate(known | {"briefing": text})


def claims(text: str) -> list[str]:
    """Return the claims of a list: one a line, without bullets or numbers."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def report(found: Verification, sent: VerifyBody, words: Interface) -> CheckReport:
    """Return what the page shows of a check."""
    article = sent.submission().read()
    meta, claims = found.meta, workbench.list_claims(found.faithfulness, words)
    return CheckReport(found.faithfulness, claims, meta.language, tuple(list_passages(article)), meta.warnings)
