"""A comparison: judges asked about labelled claims, measured, and reported on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsbrief.evals.judges.advice import JudgeAssessment, advise
from newsbrief.evals.judges.asking import (
    ContenderState,
    OnProgress,
    ReadArticle,
    ask_judge,
    find_lacking,
    read_articles,
)
from newsbrief.evals.judges.contender import Contender
from newsbrief.evals.judges.measure import measure
from newsbrief.evals.judges.meter import Purse
from newsbrief.evals.judges.record import Record
from newsbrief.evals.judges.report import Report
from newsbrief.evals.judges.results import Results, collect, form_panel, judge_claims
from newsbrief.evals.pairs import PairFile, choose_articles
from newsbrief.models.prompts import load_prompt

Watch = Callable[[Contender, int], AbstractContextManager[OnProgress]]
"""Opened for each judge with the number of its claims times the runs; what it yields is told of those that are done."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The judges that are to be compared, and the claims to compare them on."""

    contenders: Sequence[Contender]
    pairs: PairFile
    sets: Sequence[str]
    """Names of the sets that the pairs come from."""
    languages: Sequence[str] = ()
    limit: int | None = None
    """Claims at most."""
    runs: int = 2
    panel: bool = False
    """The judges are also measured as one panel."""
    max_usd: float | None = None


class NothingToAsk(ValueError):
    """No claim is left that a judge could be asked about; the message says why."""


async def compare_judges(plan: Plan, record: Record, watch: Watch) -> Report:
    """Return what each judge is worth; answers go to `record` as they come, and only what it lacks is asked.

    Raises:
        NothingToAsk: no claim fits what was chosen.
        EngineUnavailable: a judge lacks a key or an address, or a price where spending is limited.
    """
    chosen = choose_articles(plan.pairs.articles, plan.languages, plan.limit)
    articles = read_articles(chosen)
    size = sum(len(article.claims_to_ask) for article in articles)
    if not size:
        raise NothingToAsk(_tell_nothing(plan, articles))
    purse = Purse(plan.max_usd, record.spent_usd)
    results = []
    for contender in plan.contenders:
        with watch(contender, size * plan.runs) as on_progress:
            standing = await _ask(contender, articles, plan.runs, record, purse, on_progress)
        results.append(_collect(contender, standing, record, plan.runs))
    if plan.panel and len(results) > 1:
        results.append(await form_panel(results, articles))
    return _report(plan, articles, results, record.spent_usd)


async def _ask(
    contender: Contender,
    articles: Sequence[ReadArticle],
    runs: int,
    record: Record,
    purse: Purse,
    on_progress: OnProgress,
) -> ContenderState:
    lacking = any(find_lacking(contender, a, run + 1, record) for a in articles for run in range(runs))
    if not lacking:
        on_progress(runs * sum(len(article.claims_to_ask) for article in articles))
        return ContenderState(record.exams(contender.key))
    if purse.is_closed:
        return ContenderState(stopped="not asked: the spending limit was reached before")
    return await ask_judge(contender, articles, runs, record, purse, on_progress)


def _collect(contender: Contender, standing: ContenderState, record: Record, runs: int) -> Results:
    lines = [line for line in record.of(contender.key) if line.run <= runs]
    return collect(contender.label, contender.families, standing, lines)


def _tell_nothing(plan: Plan, articles: Sequence[ReadArticle]) -> str:
    if articles:
        return "every claim is word for word its article's: no judge is asked about such"
    if plan.pairs.articles:
        return f"no claim is in {', '.join(plan.languages)}"
    if plan.pairs.without_source:
        return (
            f"none of the {plan.pairs.without_source} pairs has a source: the service keeps articles where "
            "NEWSBRIEF_KEEP_TEXT is set"
        )
    return "there are no pairs"


def _report(plan: Plan, articles: Sequence[ReadArticle], results: Sequence[Results], spent_usd: float) -> Report:
    assessed = [JudgeAssessment(measure(each, articles), judge_claims(each, articles)) for each in results]
    asked = sum(len(article.claims_to_ask) for article in articles)
    return Report(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        prompt_sha256=load_prompt("judge").stamp.sha256,
        sets=tuple(Path(name).name for name in plan.sets),
        articles=len(articles),
        claims=asked,
        own_words=sum(len(article.claims) for article in articles) - asked,
        without_source=plan.pairs.without_source,
        unreadable=plan.pairs.unreadable,
        runs=plan.runs,
        spent_usd=spent_usd,
        advice=advise(assessed),
        judges=tuple(each.measured for each in assessed),
    )
