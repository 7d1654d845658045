"""Making a briefing: an article is drafted, its claims checked, judged and repaired."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from newsbrief.article import Article
from newsbrief.drafting.draft import DraftRequest, DraftResult, Engine
from newsbrief.drafting.writer import as_writer
from newsbrief.extractive import ExtractiveEngine
from newsbrief.models.errors import DraftingError
from newsbrief.models.usage import CallUsage
from newsbrief.pipeline.clock import Clock
from newsbrief.pipeline.dressing import (
    StyledSections,
    describe_departures,
    dress,
    find_minimum,
    list_sections,
    write_own_sections,
)
from newsbrief.pipeline.shape import NothingJudged, Shape, choose_shape
from newsbrief.pipeline.submission import Options
from newsbrief.settings import Settings
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.itemise import itemise_draft, itemise_sections
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.judge.panel import Panel
from newsbrief.verification.release import Release, release_claims
from newsbrief.verification.repair import MINIMUM, RepairResult, repair_claims
from newsbrief.workers import run_in_worker

SOURCE_WORDS = ExtractiveEngine()
"""Writes in the article's own words: the honest fallback, and what replaces a claim that failed."""
Stage = Literal["reading", "drafting", "checking", "repairing"]
NO_JUDGE = "No judge model is set, so only the article's own words were verified; NEWSBRIEF_JUDGE_MODEL names one."


class Listener(Protocol):
    """Receive progress while a briefing is made. A claim passed to `claim` is final: the reply holds it unchanged."""

    def stage(self, name: Stage) -> None: ...

    def claim(self, claim: CheckedClaim) -> None: ...


@dataclass(frozen=True, slots=True)
class MakingRequest:
    """The parts that make a briefing: engine, judge, options and deadline."""

    engine: Engine
    settings: Settings
    options: Options = field(default_factory=Options)
    judge: Panel | None = None
    deadline: float = math.inf
    """A `time.monotonic()` instant; `deadline_s` of the settings from now unless given."""
    is_fixed: bool = False
    """Whether the briefing keeps the sections of the fixed format, whatever was chosen."""

    def __post_init__(self) -> None:
        if self.deadline == math.inf:
            object.__setattr__(self, "deadline", time.monotonic() + self.settings.deadline_s)

    @property
    def checker(self) -> Checker:
        """Return the means by which its claims are checked."""
        judge = None if self.options.judge is False else self.judge
        warning = NO_JUDGE if self.options.judge and judge is None else ""
        return Checker(judge, self.deadline, self.options.judge_rounds, self.settings.entailment_model, warning)


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A draft, and the engine that wrote it."""

    drafted: DraftResult
    engine: Engine
    """The one that failed, where claims in its words stand beside those of another."""
    failure: DraftingError | None = None
    """The error of the engine that was asked, where another wrote."""
    dressed: StyledSections = field(default_factory=lambda: StyledSections({}))
    """The sections in the words of a house style, where there is one."""

    def by(self, engine: Engine) -> WrittenDraft:
        """Return it as that of the engine that failed, whose words are with the reader already."""
        return replace(self, engine=engine, drafted=replace(self.drafted, model=engine.model))

    @property
    def usage(self) -> CallUsage:
        return self.drafted.usage + self.dressed.usage

    @property
    def warnings(self) -> tuple[str, ...]:
        # Of a second model each call says that it wrote.
        return tuple(dict.fromkeys((*self.drafted.warnings, *self.dressed.warnings)))


@dataclass(frozen=True, slots=True)
class MadeBriefing:
    """A briefing as it was made: the claims that are printed and those that are not, the draft, and the cost."""

    repaired: RepairResult
    written: WrittenDraft
    usage: CallUsage
    warnings: tuple[str, ...]
    shape: Shape = field(default_factory=Shape)

    def with_more(self, usage: CallUsage, warnings: tuple[str, ...]) -> MadeBriefing:
        return replace(self, usage=self.usage + usage, warnings=(*self.warnings, *warnings))


async def make_briefing(
    article: Article, asked: MakingRequest, clock: Clock, listener: Listener | None = None
) -> MadeBriefing:
    """Return the briefing of an article: drafted, checked, judged and repaired."""
    checker = asked.checker
    shape = choose_shape(article, asked.options, asked.settings, asked.engine, checker.judge, is_fixed=asked.is_fixed)
    language = shape.language or article.language
    # With a style or in another language, no claim is final before all of the draft is written.
    hears = listener if shape.is_plain else None
    on_stage = listener.stage if listener else lambda _: None
    async with release_claims(article, hears.claim if hears else None, checker) as release:
        on_stage("drafting")
        with clock.step("draft"):
            written = await _draft_in_style(article, asked, release, shape)
        on_stage("checking")
        with clock.step("verify"):
            claims = _itemise(written, shape, language)
            if release:
                checked, ruling = await release.finish(claims, instead=written.failure is not None)
            else:
                checked, ruling = await checker.check(claims, article, shape.language)
        if written.failure and release and not all(claim.is_copied for claim in release.released.values()):
            written = written.by(asked.engine)
        if shape.language and not ruling.findings:
            raise _nothing_judged(written.usage + ruling.usage, ruling)
    on_stage("repairing")
    with clock.step("repair"):
        repaired = await repair_claims(
            checked,
            article,
            checker=replace(checker, rounds=asked.options.repair_rounds if ruling.findings else 0),
            extractive=SOURCE_WORDS,
            prints_unverified=asked.settings.unverified == "print",
            released=release.released if release else (),
            language=shape.language,
            minimum=find_minimum(shape.style) if shape.style else MINIMUM,
        )
    judged = ruling.usage.spent_on("judge") + repaired.usage.spent_on("repair")
    warnings = (*written.warnings, *ruling.warnings, *repaired.warnings)
    if shape.style:
        weight = sum(len(claim.text) for claim in repaired.claims)
        warnings += await run_in_worker(weight, describe_departures, repaired.claims, shape.style, language)
    return MadeBriefing(repaired, written, written.usage.spent_on("draft") + judged, warnings, shape)


async def _draft_in_style(
    article: Article, asked: MakingRequest, release: Release | None, shape: Shape
) -> WrittenDraft:
    """Return the draft in the words and lengths of its style, whose own sections are written meanwhile."""
    if shape.is_plain:
        return await _draft(article, asked, release, shape)
    language, writer = shape.language or article.language, as_writer(asked.engine)
    own = asyncio.create_task(write_own_sections(article, shape, writer, language, asked.deadline))
    try:
        written = await _draft(article, asked, release, shape)
        beside = await own
    finally:
        own.cancel()
        await asyncio.wait({own})
    items = list_sections(written.drafted.draft) | beside.items
    if written.engine.model is None:
        # The article's own words are not reworded.
        return replace(written, dressed=replace(beside, items=items))
    dressed = await dress(items, article, shape, writer, language, asked.deadline)
    usage, warnings = beside.usage + dressed.usage, (*beside.warnings, *dressed.warnings)
    return replace(written, dressed=StyledSections(dressed.items, usage, warnings))


def _itemise(written: WrittenDraft, shape: Shape, language: str) -> tuple[Claim, ...]:
    if shape.is_plain:
        return itemise_draft(written.drafted.draft, language)
    claims = itemise_sections(written.dressed.items, language)
    return tuple(replace(claim, translated_into=shape.language) for claim in claims)


def _nothing_judged(usage: CallUsage, ruling: Ruling) -> NothingJudged:
    why = ruling.warnings[0] if ruling.warnings else "the judge gave no verdict."
    error = NothingJudged(f"Nothing of a briefing in another language could be checked: {why}")
    error.usage = usage
    return error


async def _draft(article: Article, asked: MakingRequest, release: Release | None, shape: Shape) -> WrittenDraft:
    """Return the draft of the engine that was asked, or, where that fails, of the article's own words."""
    request = DraftRequest(
        article,
        shape.language or article.language,
        asked.deadline,
        asked.options.strategy,
        style=shape.prompt_lines,
        across=bool(shape.language),
        on_item=release.add_item if release else None,
    )
    try:
        return WrittenDraft(await asked.engine.draft(request), asked.engine)
    except DraftingError as error:
        # The article's own words are in its own language.
        if shape.language or (asked.options.on_failure or asked.settings.on_failure) == "error":
            raise
        failure = error
    fallback = await SOURCE_WORDS.draft(request)
    return WrittenDraft(replace(fallback, usage=failure.usage), SOURCE_WORDS, failure)
