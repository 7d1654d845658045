"""Suites: cases as data sets, the code that answers them, and the graders of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic_evals import Case as Entry
from pydantic_evals import Dataset
from pydantic_evals.reporting import EvaluationReport

from newsbrief.article import Article
from newsbrief.article.reading import read
from newsbrief.briefing.markdown import parse_markdown
from newsbrief.drafting.draft import Engine
from newsbrief.evals.case import Case
from newsbrief.evals.finding import Finding
from newsbrief.evals.grade import Observation
from newsbrief.evals.graders import complete, faithful, form
from newsbrief.evals.graders.complete import Complete
from newsbrief.evals.graders.faithful import Faithful
from newsbrief.evals.graders.form import Form
from newsbrief.evals.graders.spent import Cost
from newsbrief.evals.graders.standings import ExpectedStanding, GivenStanding, Stale, find_standing_faults
from newsbrief.evals.graders.verdicts import GradedClaim, find_verdict_fault
from newsbrief.evals.graders.verdicts import VerdictErrors as ToldRight
from newsbrief.evals.judged import observe
from newsbrief.evals.realistic import load_shipped
from newsbrief.pipeline import MakingRequest, Submission, summarize
from newsbrief.reply import Reply
from newsbrief.settings import Settings
from newsbrief.stories.standing import find_standing
from newsbrief.verification.claim import CheckedClaim
from newsbrief.verification.code_checks import check_by_code
from newsbrief.verification.itemise import itemise_briefing
from newsbrief.verification.judge.panel import Panel

T = TypeVar("T")
Suite = Literal["briefings", "claims", "judged", "stale"]
SUITES: dict[Suite, str] = {
    "briefings": "each case's article is briefed by the engine, and the briefing graded",
    "claims": "labelled claims, true and false, are checked by code alone: what it calls supported, and what wrong",
    "judged": "realistic claims and drafts go before a recorded judge: what is caught, kept, and printed all the same",
    "stale": "claims of an earlier briefing are held against the newer article: what still holds, what is out of date",
}


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """The result of a suite."""

    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    broken: tuple[str, ...] = ()
    """Cases that could not be answered or graded, with why: each is a failure of the run."""


OnProgress = Callable[[str, int], None]
"""Called with the name of a suite and how many more of its cases are done."""


async def run_briefings(
    cases: Sequence[Case],
    engine: Engine,
    settings: Settings,
    on_progress: OnProgress,
    at_once: int,
    judge: Panel | None = None,
) -> SuiteResult:
    """Return the result of briefing and grading every case."""

    async def brief(case: Case) -> Reply:
        try:
            submission = Submission(case.text, published_at=case.published_at)
            return await summarize(submission, MakingRequest(engine, settings, judge=judge))
        finally:
            on_progress("briefings", 1)

    entries = [Entry[Case, Reply, None](name=case.name, inputs=case) for case in cases]
    graders = [Faithful(), Complete(), Form(), Cost()]
    data = Dataset[Case, Reply, None](name="briefings", cases=entries, evaluators=graders)
    report = await data.evaluate(brief, progress=False, max_concurrency=at_once)
    findings = [f for c in report.cases for f in _of_briefing(c.inputs, c.output)]
    return _make_result("briefings", report, lambda entry: entry.inputs.name, findings)


async def run_claims(cases: Sequence[Case], on_progress: OnProgress) -> SuiteResult:
    """Return the result of checking every labelled claim by code alone."""
    known = {
        f"{case.name}.{claim.id}": GradedClaim(claim, case.name, case.split, carried, group)
        for case in cases
        for claim, carried, group in case.claims()
    }
    answers = _answer_claims(cases, known, on_progress, "claims", lambda checked, *_: checked)
    data = Dataset[GradedClaim, CheckedClaim, None](
        name="claims", cases=[Entry(name=n, inputs=k) for n, k in known.items()], evaluators=[ToldRight()]
    )
    report = await data.evaluate(lambda asked: _return_or_raise(answers, asked), progress=False)
    findings = [f for c in report.cases if (f := find_verdict_fault(c.inputs, c.output))]
    return _make_result("claims", report, lambda entry: entry.inputs.article, findings)


async def run_stale(cases: Sequence[Case], on_progress: OnProgress) -> SuiteResult:
    """Return the result of checking every claim of earlier briefings against the newer article."""
    known = {f"{e.article}.{e.claim.id}": e for case in cases for e in _read_expected(case)}
    kinds = {name: entry.claim.kind for name, entry in known.items()}

    def stood(checked: CheckedClaim, article: Article, name: str) -> GivenStanding:
        return GivenStanding(checked, find_standing(checked, article, kinds[name]))

    answers = _answer_claims(cases, known, on_progress, "stale", stood)
    data = Dataset[ExpectedStanding, GivenStanding, None](
        name="stale", cases=[Entry(name=n, inputs=k) for n, k in known.items()], evaluators=[Stale()]
    )
    report = await data.evaluate(lambda asked: _return_or_raise(answers, asked), progress=False)
    findings = [f for c in report.cases for f in find_standing_faults(c.inputs, c.output)]
    return _make_result("stale", report, lambda entry: entry.inputs.article, findings)


async def run_judged(on_progress: OnProgress) -> SuiteResult:
    """Return the result of putting realistic claims and drafts before a recorded judge."""
    observed, findings = await observe(tell=lambda done: on_progress("judged", done))
    return SuiteResult(tuple(observed), tuple(findings))


def count_cases(cases: Sequence[Case]) -> dict[Suite, int]:
    """Return how many cases each suite has."""
    return {
        "briefings": len(cases),
        "claims": sum(1 for case in cases for _ in case.claims()),
        "judged": len(load_shipped()),
        "stale": sum(1 for case in cases for _ in _read_expected(case)),
    }


def _read_expected(case: Case) -> Iterator[ExpectedStanding]:
    if case.earlier is None:
        return
    for number, older in enumerate(case.earlier.claims):
        yield ExpectedStanding(older.claim(number), case.name, case.split, older.stands)
    if case.earlier.briefing:
        briefing, _ = parse_markdown(case.beside(case.earlier.briefing).read_text(encoding="utf-8"))
        for claim in itemise_briefing(briefing, "en"):
            stands, verdicts = case.earlier.standings[claim.id], case.earlier.verdicts[claim.id]
            yield ExpectedStanding(claim, case.name, case.split, stands, verdicts)


def _return_or_raise(answers: dict[str, T | Exception], asked: GradedClaim | ExpectedStanding) -> T:
    answer = answers[f"{asked.article}.{asked.claim.id}"]
    if isinstance(answer, Exception):
        raise answer
    return answer


def _answer_claims(
    cases: Sequence[Case],
    known: Mapping[str, GradedClaim | ExpectedStanding],
    on_progress: OnProgress,
    suite: Suite,
    answer: Callable[[CheckedClaim, Article, str], T],
) -> dict[str, T | Exception]:
    """Return the answer to every claim, those of an article together, as in a briefing; an error is an answer, too."""
    answers: dict[str, T | Exception] = {}
    for case in cases:
        own = [entry.claim for entry in known.values() if entry.article == case.name]
        if own:
            article = read(case.text, published_at=case.published_at)
            try:
                by_code = ((f"{case.name}.{c.id}", c) for c in check_by_code(own, article))
                answers |= {name: answer(checked, article, name) for name, checked in by_code}
            except Exception as error:
                answers |= {f"{case.name}.{c.id}": error for c in own}
            on_progress(suite, len(own))
    return answers


def _of_briefing(case: Case, reply: Reply) -> Iterator[Finding]:
    yield from faithful.list_findings(case, reply)
    yield from complete.list_findings(case, reply)
    for breach in form.list_breaches(reply):
        text = reply.briefing.title
        yield Finding(suite="briefings", case=case.name, article=case.name, fault="form", text=text, why=breach)


def _make_result(
    suite: Suite, report: EvaluationReport[Any, Any, Any], article: Callable[[Any], str], findings: Sequence[Finding]
) -> SuiteResult:
    observed = tuple(
        Observation(grade=f"{suite}.{name}", case=entry.name, article=article(entry), value=float(result.value))
        for entry in report.cases
        for name, result in entry.scores.items()
    )
    broken = [f"{suite}: {f.name}: {f.error_message}" for f in report.failures]
    broken += [f"{suite}: {c.name}: {f.name}: {f.error_message}" for c in report.cases for f in c.evaluator_failures]
    return SuiteResult(observed, tuple(findings), tuple(broken))
