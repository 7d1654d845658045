"""Results: the record of a judge, joined again with the claims it was asked about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsbrief.evals.judges.asking import ContenderState, ReadArticle
from newsbrief.evals.judges.contender import name_family
from newsbrief.evals.judges.meter import SpendingLimit
from newsbrief.evals.judges.record import Call, RecordedFinding, RecordLine
from newsbrief.evals.realistic import LabelledClaim
from newsbrief.models.hooks import CanaryOutcome
from newsbrief.verification.claim import CARRIED, CheckedClaim, CheckResult
from newsbrief.verification.code_checks import list_questions, with_judgements
from newsbrief.verification.judge.judge import NAME as JUDGE
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.judge.panel import Panel


@dataclass(frozen=True, slots=True)
class Interview:
    """The answers of one judge on one article in one run."""

    asked: frozenset[str]
    """Hashes of the claims that it was asked about."""
    found: Mapping[str, RecordedFinding]
    """Findings by the hash of the claim."""
    seconds: float
    """Of all its calls, one after the other; of a panel those of its slowest judge."""
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one judge, or a panel, answered."""

    label: str
    families: tuple[str, ...]
    """Families of its models."""
    standing: ContenderState
    interviews: Mapping[tuple[int, str], Interview] = field(default_factory=dict)
    """By run and article."""
    canaries: Counter[CanaryOutcome] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    """What the judge code said of claims without a verdict, and how often."""

    @property
    def calls(self) -> list[Call]:
        """Return the calls that were made to judge claims."""
        return [c for each in self.interviews.values() for c in each.calls if c.error != SpendingLimit.reason]


@dataclass(frozen=True, slots=True)
class JudgeReading:
    """A labelled claim that a judge was asked about in one run."""

    labelled: LabelledClaim
    language: str
    run: int
    checked: CheckedClaim
    """As the service takes the verdict, with guards that decide alone."""
    seconds: float
    """Its share of the article's calls."""
    cost_usd: float | None
    """Dollars, its share as well; None where the model has no price, or no call was counted."""

    @property
    def verdict(self) -> bool | None:
        """Return whether the judge carries the claim; None where it gave no verdict."""
        finding = self.checked.find_check(JUDGE)
        return None if finding is None or finding.outcome == "skip" else finding.outcome == "pass"

    @property
    def is_printed(self) -> bool:
        """Return whether the service would print the claim: by the verdict that guards and judge come to."""
        return self.checked.verdict in CARRIED

    @property
    def family(self) -> str | None:
        """Return the family of the model that wrote the claim, or `person`; None where nobody knows."""
        return self.labelled.written_by and name_family(self.labelled.written_by)

    @property
    def place(self) -> tuple[str, str, str]:
        """Return a name for the claim that is the same for every judge."""
        return self.labelled.article, self.labelled.id, self.labelled.text


def collect(label: str, families: Sequence[str], standing: ContenderState, lines: Sequence[RecordLine]) -> Results:
    """Return the results in a judge's lines of the record."""
    interviews: dict[tuple[int, str], Interview] = {}
    for line in lines:
        if line.article:
            place = line.run, line.article
            own = Interview(frozenset(line.asked), line.found, sum(call.seconds for call in line.calls), line.calls)
            interviews[place] = _add(interviews[place], own) if place in interviews else own
    canaries = Counter(outcome for line in lines for outcome in line.canaries)
    warnings = Counter(warning for line in lines for warning in line.warnings)
    return Results(label, tuple(families), standing, interviews, canaries, warnings)


async def form_panel(members: Sequence[Results], articles: Sequence[ReadArticle]) -> Results:
    """Return the results that the judges would have as a panel: nobody is asked again."""
    interviews = {}
    for run, key in {place for each in members for place in each.interviews}:
        article = next((a for a in articles if a.key == key), None)
        own = [each.interviews[run, key] for each in members if (run, key) in each.interviews]
        if article is not None and len(own) == len(members):
            interviews[run, key] = await _join_panel(own, article)
    exams = tuple(exam for each in members for exam in each.standing.exams)
    stopped = "; ".join(f"{each.label}: {each.standing.stopped}" for each in members if each.standing.stopped)
    return Results(
        f"panel of {', '.join(each.label for each in members)}",
        tuple(family for each in members for family in each.families),
        ContenderState(exams, stopped),
        interviews,
        sum((each.canaries for each in members), Counter()),
        sum((each.warnings for each in members), Counter()),
    )


def judge_claims(results: Results, articles: Sequence[ReadArticle]) -> list[JudgeReading]:
    """Return every claim that was asked about, with the verdict that the service would give it."""
    readings = []
    for (run, key), interview in sorted(results.interviews.items(), key=lambda item: item[0]):
        for article in articles:
            if article.key == key:
                readings += _judge(article, interview, run)
    return readings


def _judge(article: ReadArticle, interview: Interview, run: int) -> list[JudgeReading]:
    names = {id: claim for id, claim in article.claims_to_ask.items() if claim in interview.asked}
    findings = {id: _to_finding(interview.found[c]) for id, c in names.items() if c in interview.found}
    source = article.labelled.article
    checked = with_judgements(article.checked, findings, source)
    # A call that failed before the server counted anything has no known cost.
    costs = [call.cost_usd for call in interview.calls if call.calls]
    cost = None if not costs or None in costs else sum(c or 0.0 for c in costs)
    share = 1 / max(1, len(interview.asked))
    return [
        JudgeReading(
            labelled,
            source.language,
            run,
            claim,
            interview.seconds * share,
            None if cost is None else cost * share,
        )
        for labelled, claim in zip(article.labelled.claims, checked, strict=True)
        if claim.id in names
    ]


def _to_finding(recorded: RecordedFinding) -> CheckResult:
    return recorded.to_finding(recorded.verdict in CARRIED)


def _add(one: Interview, other: Interview) -> Interview:
    return Interview(
        one.asked | other.asked,
        {**one.found, **other.found},
        one.seconds + other.seconds,
        one.calls + other.calls,
    )


async def _join_panel(own: Sequence[Interview], article: ReadArticle) -> Interview:
    """Return the findings of a panel of judges whose findings are known."""
    panel = Panel([_RecordedJudge(each, article) for each in own])  # type: ignore[misc]
    ruling = await panel.judge(list_questions(article.checked), article.labelled.article, math.inf)
    names = article.claims_to_ask
    findings = {
        names[id]: recorded for id, finding in ruling.findings.items() if (recorded := RecordedFinding.of(finding))
    }
    return Interview(
        frozenset.intersection(*(each.asked for each in own)),
        findings,
        max(each.seconds for each in own),
        tuple(call for each in own for call in each.calls),
    )


class _RecordedJudge:
    """A judge that says again what it said."""

    model = "recorded"

    def __init__(self, interview: Interview, article: ReadArticle) -> None:
        names = article.claims_to_ask
        self._findings = {
            id: _to_finding(interview.found[claim]) for id, claim in names.items() if claim in interview.found
        }

    async def judge(self, *_: Any, **__: Any) -> Ruling:
        return Ruling(self._findings)
