"""A briefing while it is made: drafted, checked, judged, mended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from newsbrief.article import Article
from newsbrief.drafting.draft import Drafted, Engine
from newsbrief.extractive import ExtractiveEngine
from newsbrief.models.errors import DraftingError
from newsbrief.models.usage import Usage
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.submission import Options
from newsbrief.settings import Settings
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.entailment import encoder_at, with_probabilities
from newsbrief.verification.itemise import of_draft
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.release import Release, releasing
from newsbrief.verification.repair import Mended, mend
from newsbrief.verification.verification import examine, prepare, questions, with_judgements
from newsbrief.workers import aside

SOURCE_WORDS = ExtractiveEngine()
"""Writes in the article's own words: the honest fallback, and what replaces a claim that failed."""
Stage = Literal["reading", "drafting", "checking", "repairing"]
_HEAD_START_S = 0.05
"""In which a request is sent: a thread that was at work already would hold it up."""
_BATCH_SIZE = 200
"""Claims checked in one go."""
NO_JUDGE = "No judge model is set, so only the article's own words were verified; NEWSBRIEF_JUDGE_MODEL names one."


class Listener(Protocol):
    """Told of a briefing while it is made. A claim that it is told is final: it is in the reply as it was told."""

    def stage(self, name: Stage) -> None: ...

    def claim(self, claim: CheckedClaim) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Who makes a briefing, how, and until when."""

    engine: Engine
    settings: Settings
    options: Options
    judge: Panel | None
    deadline: float
    """A `time.monotonic()` instant."""


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing as it was made: what is printed and what is not, who wrote it, and what it cost."""

    mended: Mended
    wrote: Engine
    drafted: Drafted
    usage: Usage
    failure: DraftingError | None
    warnings: tuple[str, ...]

    def with_more(self, usage: Usage, warnings: tuple[str, ...]) -> Made:
        return replace(self, usage=self.usage + usage, warnings=(*self.warnings, *warnings))


async def briefed(article: Article, asked: Asked, clock: Clock, listener: Listener | None = None) -> Made:
    """Return an article drafted, checked, judged and mended."""
    options, deadline = asked.options, asked.deadline
    judge = None if options.judge is False else asked.judge
    told = listener.stage if listener else lambda _: None

    async def judging(claims: tuple[CheckedClaim, ...]) -> tuple[tuple[CheckedClaim, ...], Ruling]:
        return await judged(claims, article, options, asked.judge, deadline)

    async with releasing(article, listener.claim if listener else None, judging) as release:
        told("drafting")
        with clock.step("draft"):
            drafted, wrote, failure = await _drafted(article, asked, release)
        told("checking")
        with clock.step("verify"):
            claims = of_draft(drafted.draft, article.language)
            if release:
                checked, ruling = await release.rest(claims, instead=failure is not None), release.ruling
            else:
                checked, ruling = await judging(await examined(claims, article, asked.settings))
    told("repairing")
    with clock.step("repair"):
        mended = await mend(
            checked,
            article,
            judge=judge if ruling.findings and options.repair_rounds else None,
            source=SOURCE_WORDS,
            deadline=deadline,
            prints_unverified=asked.settings.unverified == "print",
            given=release.given if release else (),
        )
    usage = drafted.usage.spent_on("draft") + ruling.usage.spent_on("judge") + mended.usage.spent_on("repair")
    warnings = (*drafted.warnings, *ruling.warnings, *mended.warnings)
    return Made(mended, wrote, drafted, usage, failure, warnings)


async def examined(
    claims: Sequence[Claim], article: Article, settings: Settings | None = None
) -> tuple[CheckedClaim, ...]:
    """Return the claims with the verdicts that code alone can give, and the doubts of an entailment model."""
    folder = settings.entailment_model if settings else None
    checked: tuple[CheckedClaim, ...] = ()
    for first in range(0, len(claims), _BATCH_SIZE):
        # A caller who goes away is noticed between batches: a thread cannot be stopped.
        checked += await aside(len(article.source), _examined, claims[first : first + _BATCH_SIZE], article, folder)
    return checked


def _examined(claims: Sequence[Claim], article: Article, folder: Path | None) -> tuple[CheckedClaim, ...]:
    return with_probabilities(examine(claims, article), article, encoder_at(folder))


async def judged(
    checked: tuple[CheckedClaim, ...], article: Article, options: Options, judge: Panel | None, deadline: float
) -> tuple[tuple[CheckedClaim, ...], Ruling]:
    """Return the claims with the judge's verdicts on all that are not the article's own words, and its ruling."""
    open_ones = questions(checked)
    if judge is None or options.judge is False or not open_ones:
        wanted = options.judge and judge is None
        return checked, Ruling(warnings=(NO_JUDGE,) if wanted else ())
    ruling = await judge.judge(open_ones, article, deadline, rounds=options.judge_rounds)
    return with_judgements(checked, ruling.findings, article), ruling


async def _drafted(
    article: Article, asked: Asked, release: Release | None
) -> tuple[Drafted, Engine, DraftingError | None]:
    """As `_draft`; while a model writes, what its claims will be held against is made ready."""
    if asked.engine.model is None:
        return await _draft(article, asked, release)
    drafting = asyncio.create_task(_draft(article, asked, release))
    try:
        await asyncio.wait({drafting}, timeout=_HEAD_START_S)
        if not drafting.done():
            await aside(len(article.source), prepare, article)
        return await drafting
    finally:
        drafting.cancel()
        await asyncio.wait({drafting})


async def _draft(
    article: Article, asked: Asked, release: Release | None
) -> tuple[Drafted, Engine, DraftingError | None]:
    """A draft, who wrote it, and why it was not the engine that was asked."""
    language, deadline = article.language, asked.deadline
    try:
        drafted = await asked.engine.draft(
            article,
            language=language,
            strategy=asked.options.strategy,
            deadline=deadline,
            written=release.written if release else None,
        )
        return drafted, asked.engine, None
    except DraftingError as error:
        if (asked.options.on_failure or asked.settings.on_failure) == "error":
            raise
        failure = error
    fallback = await SOURCE_WORDS.draft(article, language=language, strategy="single", deadline=deadline)
    return replace(fallback, usage=failure.usage), SOURCE_WORDS, failure
