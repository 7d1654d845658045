"""Read the form that has a text checked, and build the report that the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsbrief.api.bodies import MOST_CLAIMED, VerifyBody
from newsbrief.briefing.markdown import MalformedBriefing, parse_markdown
from newsbrief.desk import workbench
from newsbrief.desk.interface import Interface
from newsbrief.desk.passages import ArticlePassage, list_passages
from newsbrief.desk.workbench import ShownClaim
from newsbrief.reply import Verification
from newsbrief.verification.claim import CARRIED, Faithfulness


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
    """Return what a form sent as the API takes it: the fixed format as a briefing, else as a summary in any form.

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
        return VerifyBody.model_validate(known | {"summary": text})
    return VerifyBody.model_validate(known | {"briefing": text})


def report(verification: Verification, sent: VerifyBody, words: Interface) -> CheckReport:
    """Return what the page shows of a check."""
    article = sent.submission().read()
    meta, claims = verification.meta, workbench.list_claims(verification.faithfulness, words)
    return CheckReport(verification.faithfulness, claims, meta.language, tuple(list_passages(article)), meta.warnings)
