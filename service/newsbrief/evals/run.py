"""Runs: one subject through the suites, kept as a file that later runs are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from newsbrief.evals import suite
from newsbrief.evals.case import Case
from newsbrief.evals.finding import Finding
from newsbrief.evals.grade import Grade, Observation, compute_grades
from newsbrief.evals.subject import Subject
from newsbrief.evals.suite import OnProgress, Suite
from newsbrief.pipeline.engines import open_judges
from newsbrief.version import __version__

AT_ONCE = 4
"""Articles briefed at the same time by a model server; one by one in this process, where they would only wait."""


class Run(BaseModel):
    """The grades of one subject, and the observations that they rest on."""

    model_config = ConfigDict(frozen=True)

    subject: str
    engine: str
    version: str
    created_at: datetime
    suites: tuple[Suite, ...]
    cases: tuple[str, ...]
    grades: tuple[Grade, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    broken: tuple[str, ...] = ()


class Runs(BaseModel):
    """The runs of one comparison, first the one that gates and baselines are about."""

    model_config = ConfigDict(frozen=True)

    runs: tuple[Run, ...]


class NoBaseline(ValueError):
    """The file holds no runs; the message says why."""


async def run(subject: Subject, suites: Sequence[Suite], cases: Sequence[Case], on_progress: OnProgress) -> Run:
    """Return the grades of `subject` in `suites`.

    Raises:
        EngineUnavailable: the engine cannot be had.
    """
    settings = subject.settings()
    outcomes = []
    if "briefings" in suites:
        async with AsyncExitStack() as stack:
            engine = subject.open(settings)
            stack.push_async_callback(engine.aclose)
            if judge := open_judges(settings, engine):
                stack.push_async_callback(judge.aclose)
            at_once = AT_ONCE if engine.name == "openai" else 1
            outcomes.append(await suite.run_briefings(cases, engine, settings, on_progress, at_once, judge))
    if "claims" in suites:
        outcomes.append(await suite.run_claims(cases, on_progress))
    if "judged" in suites:
        outcomes.append(await suite.run_judged(on_progress))
    if "stale" in suites:
        outcomes.append(await suite.run_stale(cases, on_progress))
    observed = tuple(o for outcome in outcomes for o in outcome.observations)
    return Run(
        subject=subject.label,
        engine=settings.chosen_engine,
        version=__version__,
        created_at=datetime.now(UTC).replace(microsecond=0),
        suites=tuple(suites),
        cases=tuple(case.name for case in cases),
        grades=tuple(compute_grades(observed)),
        observations=observed,
        findings=tuple(f for outcome in outcomes for f in outcome.findings),
        broken=tuple(b for outcome in outcomes for b in outcome.broken),
    )


def load_runs(path: Path) -> Runs:
    """Return the runs in the JSON file of an earlier evaluation.

    Raises:
        NoBaseline: it holds none.
    """
    try:
        runs = Runs.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise NoBaseline(f"{path} is no file of runs: {error.errors()[0]['msg']}") from None
    if not runs.runs:
        raise NoBaseline(f"{path} holds no run.")
    return runs
