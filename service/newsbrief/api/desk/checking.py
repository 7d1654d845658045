"""Read the form that has a text checked, and build the report that the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from newsbrief.api.bodies import VerifyBody
from newsbrief.briefing.markdown import MalformedBriefing, parse
from newsbrief.desk import workbench
from newsbrief.desk.interface import Interface
from newsbrief.desk.passages import Passage, passages
from newsbrief.desk.workbench import Shown
from newsbrief.reply import Verification
from newsbrief.verification.claim import CARRIED, Faithfulness

_BULLET = regex.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Report:
    """The report on a check, as the page shows it."""

    faithfulness: Faithfulness
    claims: tuple[Shown, ...]
    language: str
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]

    @property
    def carried(self) -> int:
        """Return how many claims the article carries."""
        return sum(shown.claim.verdict in CARRIED for shown in self.claims)


def body(sent: Mapping[str, str]) -> VerifyBody:
    """Return what a form sent as the API takes it: the fixed format as a briefing, else each line as a claim.

    Raises:
        ValidationError: there is nothing to check, or too much.
    """
    text = sent.get("claims", "").replace("\r\n", "\n")
    known = {"text": sent.get("article", ""), "title": sent.get("title", "").strip() or None}
    try:
        parse(text)
    except MalformedBriefing:
        return VerifyBody.model_validate(known | {"claims": claims(text)})
    return VerifyBody.model_validate(known | {"briefing": text})


def claims(text: str) -> list[str]:
    """Return the claims of a list: one a line, without bullets or numbers."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def report(found: Verification, sent: VerifyBody, words: Interface) -> Report:
    """Return what the page shows of a check."""
    article = sent.submission().read()
    meta, claims = found.meta, workbench.list_claims(found.faithfulness, words)
    return Report(found.faithfulness, claims, meta.language, tuple(passages(article)), meta.warnings)
