"""A panel of judges, and which one the settings ask for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from service.article import Article
from service.drafting.draft import Engine, Usage
from service.drafting.engines import judge_chats
from service.verification.claim import CARRIED, CheckResult, Verdict
from service.verification.judge.judge import Judge, Ruling, Watch
from service.verification.judge.request import Question

if TYPE_CHECKING:
    from service.drafting.breaker import Circuit
    from service.drafting.bulk import Run
    from service.settings import Settings


class Panel:
    """Several judges: a claim stands only if all of them carry it."""

    def __init__(self, judges: Sequence[Judge]) -> None:
        self.judges = tuple(judges)

    async def aclose(self) -> None:
        """Close the connections of all."""
        await asyncio.gather(*(judge.aclose() for judge in self.judges))

    @property
    def models(self) -> tuple[str, ...]:
        """The judges' models."""
        return tuple(judge.model for judge in self.judges)

    def describe(self) -> str:
        """Return in words what is known of each judge: its exam passed, failed (it counts as off), or not yet taken."""
        return "; ".join(f"{judge.model}: {judge.describe()}" for judge in self.judges)

    async def judge(self, questions: Sequence[Question], article: Article, deadline: float) -> Ruling:
        """Return one finding for each question that every judge answered: the gravest of theirs."""
        rulings = await asyncio.gather(*(judge.judge(questions, article, deadline) for judge in self.judges))
        findings = {}
        for question in questions:
            own = [r.findings[question.id] for r in rulings if question.id in r.findings]
            refuting = [finding for finding in own if finding.verdict not in CARRIED]
            if refuting or len(own) == len(self.judges):
                findings[question.id] = min(own, key=_gravity)
        usage = sum((r.usage for r in rulings), Usage())
        return Ruling(findings, usage, tuple(w for r in rulings for w in r.warnings))


_GRAVEST: tuple[Verdict | None, ...] = ("contradicted", "unsupported", "unattributed", "inference", "supported", None)


def _gravity(finding: CheckResult) -> int:
    return _GRAVEST.index(finding.verdict)


def judge_for(
    settings: Settings,
    engine: Engine,
    circuit: Circuit | None = None,
    bulk: Run | None = None,
    watch: Watch | None = None,
) -> Panel | None:
    """Return the judges that the settings ask for, beside the `engine` that drafts; None where there are none.

    Raises:
        EngineUnavailable: a judge is named, and there is neither a key nor an address for it.
    """
    chats = judge_chats(settings, engine, circuit, bulk)
    if not chats:
        return None
    return Panel([Judge(c.chat, name=c.name, examiner=c.examiner, watch=watch) for c in chats])
