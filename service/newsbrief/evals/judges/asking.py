"""Asking the judges: every claim of every article in requests like the service's, and only what the record lacks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from random import Random

from newsbrief.evals.judges.contender import Contender, UnusableContender
from newsbrief.evals.judges.meter import Meter, Purse, Sheet, SpendingLimit, open_sheet
from newsbrief.evals.judges.record import Exam, Record, RecordedFinding, RecordLine, hash_article, hash_claim
from newsbrief.evals.realistic import LabelledArticle
from newsbrief.extractive import ExtractiveEngine
from newsbrief.models.errors import DraftingError
from newsbrief.models.hooks import ModelHooks
from newsbrief.models.prices import load_prices
from newsbrief.pipeline.engines import open_engine, open_judges
from newsbrief.verification.claim import CheckedClaim
from newsbrief.verification.code_checks import check_by_code, list_questions
from newsbrief.verification.judge.judge import EXAM_S
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.judge.request import Question

AT_ONCE = 4
"""Articles asked about at the same time; one by one where the model runs in this process."""
_GIVE_UP = 5
"""Articles in a row without any verdict after which a judge is asked no more."""
OnProgress = Callable[[int], object]
"""Called with how many more claims were judged or given up."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with its labelled claims as code alone has checked them."""

    labelled: LabelledArticle
    checked: tuple[CheckedClaim, ...]
    """In the order of `labelled.claims`."""
    key: str
    claims: tuple[str, ...]
    """The claims' hashes, in the same order."""

    @property
    def claims_to_ask(self) -> dict[str, str]:
        """Return hash by id of the claims that a judge is asked about: those not word for word the article's."""
        wanted = {question.id for question in list_questions(self.checked)}
        return {c.id: claim for c, claim in zip(self.checked, self.claims, strict=True) if c.id in wanted}


@dataclass(frozen=True, slots=True)
class ContenderState:
    """A contender's exams, and why it was not asked, or not to the end; empty where it was."""

    exams: tuple[Exam, ...] = ()
    """One for each judge of a panel."""
    stopped: str = ""


def read_articles(articles: Iterable[LabelledArticle]) -> list[ReadArticle]:
    """Return the articles with their claims checked by code: each article once, and each of its claims."""
    by_key: dict[str, list[LabelledArticle]] = {}
    for article in articles:
        by_key.setdefault(hash_article(article.article), []).append(article)
    return [_read(key, same) for key, same in by_key.items()]


def _read(key: str, same: Sequence[LabelledArticle]) -> ReadArticle:
    claims = {hash_claim(claim.text, claim.kind): claim for article in same for claim in article.claims}
    labelled = replace(same[0], claims=tuple(claims.values()))
    checked = check_by_code([claim.claim(number) for number, claim in enumerate(labelled.claims)], labelled.article)
    return ReadArticle(labelled, checked, key, tuple(claims))


async def ask_judge(
    contender: Contender,
    articles: Sequence[ReadArticle],
    runs: int,
    record: Record,
    purse: Purse,
    on_progress: OnProgress,
) -> ContenderState:
    """Ask a contender about all claims, `runs` times, as far as `record` lacks answers; they are added to it.

    Raises:
        EngineUnavailable: there is no key, address or model for it, or no price where spending is limited.
    """
    meter = Meter(load_prices(contender.settings.prices), purse)
    async with _open_panel(contender, meter) as panel:
        exams, failed = await _take_exams(panel)
        if meter.other.calls or exams != record.exams(contender.key):
            record.add(_to_line(contender, exams, meter.other))
        if failed:
            return ContenderState(exams, failed)
        interview = _Interview(contender, panel, record, purse, on_progress)
        for run in range(1, runs + 1):
            if stopped := await interview.ask_about(articles, run):
                return ContenderState(exams, stopped)
        return ContenderState(exams)


def find_lacking(contender: Contender, article: ReadArticle, run: int, record: Record) -> list[Question]:
    """Return the questions on an article that a contender has yet to answer in a run."""
    settled, names = record.find_settled(contender.key, run, article.key), article.claims_to_ask
    return [question for question in list_questions(article.checked) if names[question.id] not in settled]


def _to_line(contender: Contender, exams: tuple[Exam, ...], sheet: Sheet) -> RecordLine:
    """Return the line of the record that tells of an exam."""
    return RecordLine(judge=contender.key, run=0, article="", asked=(), found={}, calls=tuple(sheet.calls), exams=exams)


@asynccontextmanager
async def _open_panel(contender: Contender, meter: Meter) -> AsyncIterator[Panel]:
    settings = contender.settings
    engine = await asyncio.to_thread(open_engine, settings) if contender.is_local else ExtractiveEngine()
    try:
        panel = open_judges(settings, engine, hooks=ModelHooks(on_canaries=meter.count_canaries), wrap=meter.wrap)
        if panel is None:
            raise UnusableContender(f"{contender.label} is no judge")
        try:
            yield panel
        finally:
            await panel.aclose()
    finally:
        await engine.aclose()


async def _take_exams(panel: Panel) -> tuple[tuple[Exam, ...], str]:
    """Return the results of the judges' exams, and why they cannot be asked; empty where they can."""
    exams: list[Exam] = []
    for judge in panel.judges:
        try:
            result, _ = await judge.take_exam(time.monotonic() + EXAM_S)
        except DraftingError as error:
            return tuple(exams), f"{judge.model} could not be examined: {error}"
        exams.append(Exam(model=judge.model, right=result.right, of=result.of))
    failed = [f"{e.model} failed its exam ({e.right} of {e.of} right)" for e in exams if not e.is_passed]
    return tuple(exams), "; ".join(failed)


class _Interview:
    """One contender being asked."""

    def __init__(
        self, contender: Contender, panel: Panel, record: Record, purse: Purse, on_progress: OnProgress
    ) -> None:
        self._contender, self._panel, self._record = contender, panel, record
        self._purse, self._on_progress = purse, on_progress
        self._in_vain = 0
        """Articles in a row that came to no verdict."""

    async def ask_about(self, articles: Sequence[ReadArticle], run: int) -> str:
        """Ask about all articles; return why that ended early, or nothing."""
        free = asyncio.Semaphore(1 if self._contender.is_local else AT_ONCE)

        async def ask(article: ReadArticle) -> None:
            async with free:
                if not self._reason_to_stop:
                    await self._ask(article, run)

        async with asyncio.TaskGroup() as tasks:
            for article in articles:
                tasks.create_task(ask(article))
        return self._reason_to_stop

    @property
    def _reason_to_stop(self) -> str:
        if self._purse.is_closed:
            return f"stopped at the spending limit of ${self._purse.limit_usd:g}"
        return f"given up after {_GIVE_UP} articles in a row without a verdict" if self._in_vain >= _GIVE_UP else ""

    async def _ask(self, article: ReadArticle, run: int) -> None:
        names = article.claims_to_ask
        lacking = find_lacking(self._contender, article, run, self._record)
        self._on_progress(len(names) - len(lacking))
        if not lacking:
            return
        if run > 1:
            # Its neighbours must not be what a verdict hangs on.
            Random(run).shuffle(lacking)  # noqa: S311 - no secret
        sheet = open_sheet()
        deadline = time.monotonic() + self._contender.settings.deadline_s
        ruling = await self._panel.judge(lacking, article.labelled.article, deadline)
        findings = {
            names[id]: recorded for id, finding in ruling.findings.items() if (recorded := RecordedFinding.of(finding))
        }
        self._in_vain = 0 if findings else self._in_vain + 1
        self._on_progress(len(lacking))
        if all(call.error == SpendingLimit.reason for call in sheet.calls):
            return
        self._record.add(
            RecordLine(
                judge=self._contender.key,
                run=run,
                article=article.key,
                asked=tuple(names[q.id] for q in lacking),
                found=findings,
                calls=tuple(sheet.calls),
                canaries=tuple(sheet.canaries),
                warnings=ruling.warnings,
            )
        )
