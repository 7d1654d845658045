"""Standing: how a claim of an older briefing stands once a newer article on the same story has come.

It `holds` where the newer article has it in the same words, or a judge says that it carries it. It is `out_of_date`
where the judge says that the article contradicts it, or the article itself tells the change or has another figure; the
sentence that does is its evidence. All else is `unconfirmed`: an article that is silent does not take anything back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from newsbrief.article import Article
from newsbrief.briefing.schema import Kind, Section
from newsbrief.stories.rival import find_rival
from newsbrief.verification.claim import CARRIED, CheckedClaim, CheckResult, Evidence
from newsbrief.verification.guards import changes
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.verdict import cite

Stands = Literal["holds", "out_of_date", "unconfirmed"]


class Standing(BaseModel):
    """A claim of the older briefing against the newer article."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="Its id in the older briefing.")
    section: Section
    text: str
    standing: Stands = Field(
        description="`out_of_date` where the newer article says otherwise; `unconfirmed` where it is silent."
    )
    detail: str = Field(default="", description="Of what is out of date: what the newer article says of it.")
    evidence: tuple[Evidence, ...] = Field(description="Sentences of the newer article: that carry or overtake it.")
    checks: tuple[CheckResult, ...]
    became: str | None = Field(
        default=None,
        description="Id in the revised briefing: of the claim itself where it stays, of what took its place where it "
        "is out of date; null where it is gone, or where an edit of the briefing was not followed.",
    )


def find_standing(
    claim: CheckedClaim, article: Article, written_as: Kind = "reported", *, across: bool = False
) -> Standing:
    """Return how `claim`, checked against the newer `article`, stands.

    A claim that was `written_as` a report holds only where the article reports it, not where it could be inferred.
    `across`: it is in another language than the article, so that no words can be compared.
    """
    if claim.verdict in CARRIED:
        is_weaker = claim.verdict == "inference" and written_as == "reported"
        if is_weaker:
            return _judge_standing(claim, "unconfirmed", ())
        return _judge_standing(claim, "holds", claim.evidence)
    judged, changed = claim.find_check(JUDGE), claim.find_check(changes.NAME)
    if changed and changed.outcome == "fail":
        evidence = [cite(article, at) for at in changed.sentences]
        return _judge_standing(claim, "out_of_date", evidence, changed.detail)
    if judged and judged.verdict == "contradicted" and claim.evidence:
        return _judge_standing(claim, "out_of_date", claim.evidence, judged.detail)
    if judged and judged.verdict:
        return _judge_standing(claim, "unconfirmed", ())
    if not across and (rival := find_rival(claim.text, article)):
        return _judge_standing(claim, "out_of_date", (cite(article, rival.sentence),), rival.detail)
    return _judge_standing(claim, "unconfirmed", ())


def _judge_standing(claim: CheckedClaim, stands: Stands, evidence: Sequence[Evidence], detail: str = "") -> Standing:
    return Standing(
        id=claim.id,
        section=claim.section,
        text=claim.text,
        standing=stands,
        detail=detail,
        evidence=tuple(evidence),
        checks=claim.checks,
    )
