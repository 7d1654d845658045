"""A briefing while it is made: drafted, checked, judged, mended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from newsbrief.article import Article
from newsbrief.drafting.draft import Drafted, DraftRequest, Engine
from newsbrief.drafting.writer import writer_of
from newsbrief.extractive import ExtractiveEngine
from newsbrief.models.errors import DraftingError
from newsbrief.models.usage import Usage
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.dressing import (
    Dressed,
    describe_departures,
    dress,
    find_minimum,
    sections_of,
    write_own_sections,
)
from newsbrief.pipeline.shape import NothingJudged, Shape, shape_of
from newsbrief.pipeline.submission import Options
from newsbrief.settings import Settings
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.entailment import add_probabilities
from newsbrief.verification.itemise import of_draft, of_sections
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.release import Release, release_claims
from newsbrief.verification.repair import MINIMUM, Mended, mend
from newsbrief.verification.verification import examine, prepare, questions, with_judgements
from newsbrief.workers import run_in_worker

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
class MakingRequest:
    """The parts that make a briefing: engine, judge, options and deadline."""

    engine: Engine
    settings: Settings
    options: Options
    judge: Panel | None
    deadline: float
    """A `time.monotonic()` instant."""
    is_fixed: bool = False
    """Whether the briefing keeps the sections of the fixed format, whatever was chosen."""


@dataclass(frozen=True, slots=True)
class MadeBriefing:
    """A briefing as it was made: what is printed and what is not, who wrote it, and what it cost."""

    mended: Mended
    wrote: Engine
    drafted: Drafted
    usage: Usage
    failure: DraftingError | None
    warnings: tuple[str, ...]
    shape: Shape = field(default_factory=Shape)

    def with_more(self, usage: Usage, warnings: tuple[str, ...]) -> MadeBriefing:
        return replace(self, usage=self.usage + usage, warnings=(*self.warnings, *warnings))


async def make_briefing(
    article: Article, asked: MakingRequest, clock: Clock, listener: Listener | None = None
) -> MadeBriefing:
    """Return an article drafted, checked, judged and mended."""
    options, deadline = asked.options, asked.deadline
    judge = None if options.judge is False else asked.judge
    shape = shape_of(article, options, asked.settings, asked.engine, judge, is_fixed=asked.is_fixed)
    language = shape.language or article.language
    # What is brought into a style, or into another language, is final only when all of it is written.
    hears = listener if shape.is_plain else None
    told = listener.stage if listener else lambda _: None

    async def judge_all(claims: tuple[CheckedClaim, ...]) -> tuple[tuple[CheckedClaim, ...], Ruling]:
        entailment = asked.settings.entailment_model
        return await judge_claims(
            claims, article, options, asked.judge, deadline, shape.language, entailment=entailment
        )

    async with release_claims(article, hears.claim if hears else None, judge_all) as release:
        told("drafting")
        with clock.step("draft"):
            drafted, wrote, failure, dressed = await _draft_in_style(article, asked, release, shape)
        told("checking")
        with clock.step("verify"):
            claims = _claims(drafted, dressed, shape, language)
            if release:
                checked, ruling = await release.rest(claims, instead=failure is not None), release.total_ruling
            else:
                checked, ruling = await judge_all(await examine_claims(claims, article))
        if shape.language and not ruling.findings:
            raise _nothing_judged(drafted.usage + dressed.usage + ruling.usage, ruling)
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
            language=shape.language,
            minimum=find_minimum(shape.style) if shape.style else MINIMUM,
            entailment=asked.settings.entailment_model,
        )
    wrote_usage = (drafted.usage + dressed.usage).spent_on("draft")
    usage = wrote_usage + ruling.usage.spent_on("judge") + mended.usage.spent_on("repair")
    warnings = (*drafted.warnings, *dressed.warnings, *ruling.warnings, *mended.warnings)
    if shape.style:
        weight = sum(len(claim.text) for claim in mended.claims)
        warnings += await run_in_worker(weight, describe_departures, mended.claims, shape.style, language)
    return MadeBriefing(mended, wrote, drafted, usage, failure, warnings, shape)


async def _draft_in_style(
    article: Article, asked: MakingRequest, release: Release | None, shape: Shape
) -> tuple[Drafted, Engine, DraftingError | None, Dressed]:
    """Return the same as `_draft_and_prepare`, with a style's own sections written meanwhile, and all in its words and
    lengths."""
    if shape.is_plain:
        return *await _draft_and_prepare(article, asked, release, shape), Dressed({})
    language, writer = shape.language or article.language, writer_of(asked.engine)
    own = asyncio.create_task(write_own_sections(article, shape, writer, language, asked.deadline))
    try:
        drafted, wrote, failure = await _draft_and_prepare(article, asked, release, shape)
        beside = await own
    finally:
        own.cancel()
        await asyncio.wait({own})
    items = sections_of(drafted.draft) | beside.items
    if wrote.model is None:
        # The article's own words are nobody's to change.
        return drafted, wrote, failure, replace(beside, items=items)
    found = await dress(items, article, shape, writer, language, asked.deadline)
    usage, warnings = beside.usage + found.usage, (*beside.warnings, *found.warnings)
    return drafted, wrote, failure, Dressed(found.items, usage, warnings)


def _claims(drafted: Drafted, dressed: Dressed, shape: Shape, language: str) -> tuple[Claim, ...]:
    if shape.is_plain:
        return of_draft(drafted.draft, language)
    claims = of_sections(dressed.items, language)
    return tuple(replace(claim, language=shape.language) for claim in claims)


def _nothing_judged(usage: Usage, ruling: Ruling) -> NothingJudged:
    why = ruling.warnings[0] if ruling.warnings else "the judge gave no verdict."
    error = NothingJudged(f"Nothing of a briefing in another language could be checked: {why}")
    error.usage = usage
    return error


async def examine_claims(claims: Sequence[Claim], article: Article) -> tuple[CheckedClaim, ...]:
    """Return the claims with the verdicts that code alone can give."""
    checked: tuple[CheckedClaim, ...] = ()
    for first in range(0, len(claims), _BATCH_SIZE):
        # A caller who goes away is noticed between batches: a thread cannot be stopped.
        checked += await run_in_worker(len(article.source), examine, claims[first : first + _BATCH_SIZE], article)
    return checked


async def judge_claims(
    checked: tuple[CheckedClaim, ...],
    article: Article,
    options: Options,
    judge: Panel | None,
    deadline: float,
    language: str = "",
    *,
    entailment: Path | None,
) -> tuple[tuple[CheckedClaim, ...], Ruling]:
    """Return the claims with the judge's verdicts on all that are not the article's own words, and its ruling.

    `language`: that of the claims, where it is another than the article's. `entailment`: the folder of a model whose
    doubts the judge is asked about.
    """
    checked = await add_probabilities(checked, article, entailment, language)
    open_ones = questions(checked, language)
    if judge is None or options.judge is False or not open_ones:
        wanted = options.judge and judge is None
        return checked, Ruling(warnings=(NO_JUDGE,) if wanted else ())
    ruling = await judge.judge(open_ones, article, deadline, rounds=options.judge_rounds)
    return with_judgements(checked, ruling.findings, article), ruling


async def _draft_and_prepare(
    article: Article, asked: MakingRequest, release: Release | None, shape: Shape
) -> tuple[Drafted, Engine, DraftingError | None]:
    """Return the same as `_draft`; while a model writes, what its claims will be held against is made ready."""
    if asked.engine.model is None:
        return await _draft(article, asked, release, shape)
    drafting = asyncio.create_task(_draft(article, asked, release, shape))
    try:
        await asyncio.wait({drafting}, timeout=_HEAD_START_S)
        if not drafting.done():
            await run_in_worker(len(article.source), prepare, article)
        return await drafting
    finally:
        drafting.cancel()
        await asyncio.wait({drafting})


async def _draft(
    article: Article, asked: MakingRequest, release: Release | None, shape: Shape
) -> tuple[Drafted, Engine, DraftingError | None]:
    """A draft, who wrote it, and why it was not the engine that was asked."""
    request = DraftRequest(
        article,
        shape.language or article.language,
        asked.deadline,
        asked.options.strategy,
        style=shape.prompt_lines,
        across=bool(shape.language),
        written=release.add_item if release else None,
    )
    try:
        return await asked.engine.draft(request), asked.engine, None
    except DraftingError as error:
        # The article's own words are in its own language.
        if shape.language or (asked.options.on_failure or asked.settings.on_failure) == "error":
            raise
        failure = error
    fallback = await SOURCE_WORDS.draft(request)
    return replace(fallback, usage=failure.usage), SOURCE_WORDS, failure
