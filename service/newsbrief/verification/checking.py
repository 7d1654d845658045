"""Checking: claims to verdicts, by code, then an entailment model's doubts, then a judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsbrief.article import Article
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.code_checks import check_by_code, list_questions, with_judgements
from newsbrief.verification.entailment import add_probabilities
from newsbrief.verification.judge.judge import JUDGE_ROUNDS, Ruling
from newsbrief.verification.judge.panel import Panel
from newsbrief.workers import run_in_worker

JudgedClaims = tuple[tuple[CheckedClaim, ...], Ruling]
"""The claims with their verdicts, and the ruling of the judge on them."""


@dataclass(frozen=True, slots=True)
class Checker:
    """The means by which claims are checked, and until when."""

    judge: Panel | None
    deadline: float
    """A `time.monotonic()` instant."""
    rounds: int = JUDGE_ROUNDS
    """Rounds of calls to the judge, at most."""
    entailment: Path | None = None
    """The folder of a model whose doubts the judge is asked about."""
    warning: str = ""
    """The warning of every ruling where there is no judge."""

    async def check(self, claims: Sequence[Claim], article: Article, language: str = "") -> JudgedClaims:
        """Return the claims with their verdicts; `language` is theirs, where it is another than the article's."""
        return await self.ask_judge(await check_claims_by_code(claims, article), article, language)

    async def ask_judge(self, examined: tuple[CheckedClaim, ...], article: Article, language: str = "") -> JudgedClaims:
        """Return the same for claims that have the verdicts of code: on the article's own words they stand."""
        doubted = await add_probabilities(examined, article, self.entailment, language)
        asked = list_questions(doubted, language)
        if self.judge is None or not asked:
            return doubted, Ruling(warnings=(self.warning,) if self.warning else ())
        ruling = await self.judge.judge(asked, article, self.deadline, rounds=self.rounds)
        return with_judgements(doubted, ruling.findings, article), ruling


async def check_claims_by_code(claims: Sequence[Claim], article: Article) -> tuple[CheckedClaim, ...]:
    """Return the claims with the verdicts that code alone can give."""
    return await run_in_worker(len(article.source), check_by_code, claims, article)
