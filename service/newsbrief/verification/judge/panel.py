"""A panel of judges."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from newsbrief.article import Article
from newsbrief.models.usage import CallUsage
from newsbrief.verification.claim import CARRIED, CheckResult, Verdict
from newsbrief.verification.judge.judge import JUDGE_ROUNDS, Judge, Ruling
from newsbrief.verification.judge.request import Question


class Panel:
    """Several judges: a claim stands only if all of them carry it."""

    def __init__(self, judges: Sequence[Judge]) -> None:
        self.judges = tuple(judges)

    async def aclose(self) -> None:
        """Close the connections of all."""
        await asyncio.gather(*(judge.aclose() for judge in self.judges))

    @property
    def models(self) -> tuple[str, ...]:
        """Return the judges' models."""
        return tuple(judge.model for judge in self.judges)

    def describe(self) -> str:
        """Return in words what is known of each judge: its exam passed, failed (it is off), or not yet taken."""
        known = [f"{judge.model}: {judge.describe()}" for judge in self.judges]
        if len(known) > 1 and any(judge.is_off for judge in self.judges):
            known.append("no claim is carried while one of them is off")
        return "; ".join(known)

    async def judge(
        self, questions: Sequence[Question], article: Article, deadline: float, *, rounds: int = JUDGE_ROUNDS
    ) -> Ruling:
        """Return one finding for each question that every judge answered: the gravest of theirs."""
        rulings = await asyncio.gather(
            *(judge.judge(questions, article, deadline, rounds=rounds) for judge in self.judges)
        )
        findings = {}
        for question in questions:
            own = [r.findings[question.id] for r in rulings if question.id in r.findings]
            refuting = [finding for finding in own if finding.verdict not in CARRIED]
            if refuting or len(own) == len(self.judges):
                findings[question.id] = min(own, key=_rank)
        usage = sum((r.usage for r in rulings), CallUsage())
        return Ruling(findings, usage, tuple(w for r in rulings for w in r.warnings))


_GRAVEST: tuple[Verdict | None, ...] = ("contradicted", "unsupported", "unattributed", "inference", "supported", None)


def _rank(finding: CheckResult) -> int:
    return _GRAVEST.index(finding.verdict)
