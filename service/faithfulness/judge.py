"""A model's opinion on the claims that the local checks leave open: one call, a check like the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from service.article import Article
from service.briefing.schema import ANALYTICAL
from service.drafting.draft import Usage
from service.drafting.errors import DraftingError
from service.drafting.prompts import prompt
from service.drafting.source import fenced, plain, sentence_line
from service.faithfulness.claim import PRINTABLE, CheckedClaim, CheckResult, Verdict
from service.faithfulness.verdict import reweighed

if TYPE_CHECKING:
    from service.drafting.chat import Chat

CLEAR_BELOW, CLEAR_FROM = 0.1, 0.9
"""Scores outside of which a claim is clear: the judge is not asked."""
_TOKENS_A_CLAIM = 90
"""Of the answer; a reason has 20 words at most."""
_MOST = 60
"""Claims judged in one call; of more, those nearest to the threshold."""


class Judgement(BaseModel):
    """What the judge says of one claim."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    reason: str
    verdict: Verdict


class Judgements(BaseModel):
    """The judge's answer."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    judgements: tuple[Judgement, ...]


async def judged(
    checked: Sequence[CheckedClaim], article: Article, chat: Chat, deadline: float
) -> tuple[tuple[CheckedClaim, ...], Usage, tuple[str, ...]]:
    """The claims, those left open weighed anew with the judge's opinion; what it cost; warnings.

    A judge that cannot be had is a warning: the local verdicts stand.
    """
    asked = _open(checked)
    if not asked:
        return tuple(checked), Usage(), ()
    rendered = prompt("judge").render(source=fenced(_laid_out(asked, article)))
    try:
        answer, usage = await chat.structured(
            rendered, Judgements, deadline=deadline, most=200 + _TOKENS_A_CLAIM * len(asked)
        )
    except DraftingError as error:
        return tuple(checked), error.usage, (f"The judge gave no verdict, so the local checks' stand: {error}",)
    # Only the last word on a claim counts, so that a verdict quoted from the article cannot vote.
    opinions = {j.id: j for j in answer.judgements}
    return tuple(_with(c, opinions.get(c.id)) if c in asked else c for c in checked), usage, ()


def leaves_open(claim: CheckedClaim) -> bool:
    """Whether no exact check decides the claim and the scorers are not sure of it."""
    return (
        bool(claim.evidence)
        and CLEAR_BELOW <= claim.score < CLEAR_FROM
        and not any(r.outcome == "fail" and r.score is None and r.name != "inference" for r in claim.checks)
    )


def _open(checked: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    return sorted(filter(leaves_open, checked), key=lambda c: abs(c.score - 0.5))[:_MOST]


def _laid_out(asked: Sequence[CheckedClaim], article: Article) -> Iterator[str]:
    bearing = sorted({e.sentence for claim in asked for e in claim.evidence})
    yield from (str(sentence_line(article.sentences[number])) for number in bearing)
    for claim in asked:
        numbers = ", ".join(str(e.sentence) for e in claim.evidence)
        yield f"\nid {claim.id}: {plain(claim.text)}\nsentences: {numbers}"


def _with(claim: CheckedClaim, opinion: Judgement | None) -> CheckedClaim:
    if opinion is None:
        return claim
    verdict: Verdict = opinion.verdict
    if verdict == "inference" and claim.section not in ANALYTICAL:
        verdict = "unsupported"
    passed = verdict in PRINTABLE
    # The judge decides; within what it passes or fails the local score still ranks.
    result = CheckResult(
        name="judge",
        outcome="pass" if passed else "fail",
        detail=" ".join(opinion.reason.split())[:300],
        verdict=verdict,
        score=round(0.7 + 0.3 * claim.score if passed else 0.3 * claim.score, 4),
    )
    return reweighed(claim, result)
