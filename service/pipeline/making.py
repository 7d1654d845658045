"""A briefing while it is made: drafted, checked, judged, mended."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

from service.article import Article
from service.aside import aside
from service.clock import Clock
from service.drafting.draft import Drafted, Engine, Usage
from service.drafting.errors import DraftingError
from service.drafting.extractive import ExtractiveEngine
from service.verification.claim import CheckedClaim, Claim
from service.verification.itemise import of_draft
from service.verification.judge import judged, leaves_open
from service.verification.release import Release, releasing
from service.verification.repair import Mended, mend
from service.verification.verification import examine, prepare
from service.pipeline.submission import Options
from service.settings import Settings

if TYPE_CHECKING:
    from service.drafting.chat import Chat

SOURCE_WORDS = ExtractiveEngine()
"""Writes in the article's own words: the honest fallback, and what replaces a claim that failed."""
Stage = Literal["reading", "drafting", "checking", "repairing"]
_HEAD_START_S = 0.05
"""In which a request is sent: a thread that was at work already would hold it up."""
_AT_ONCE = 200
"""Claims checked in one go, about half a second's worth."""


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
    judge: Chat | None
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
    """An article drafted, checked and mended."""
    options, judge, deadline = asked.options, asked.judge, asked.deadline
    told = listener.stage if listener else lambda _: None
    is_open = leaves_open if judge and options.judge is not False else lambda _: False
    async with releasing(article, listener.claim if listener else None, is_open) as release:
        told("drafting")
        with clock.step("draft"):
            drafted, wrote, failure = await _drafted(article, asked, release)
        told("checking")
        with clock.step("verify"):
            claims = of_draft(drafted.draft, article.language)
            rest = release.rest(claims, instead=failure is not None) if release else examined(claims, article)
            checked, opinion = await opined(await rest, article, options, judge, deadline)
    told("repairing")
    given = release.given if release else ()
    with clock.step("repair"):
        mended = await mend(checked, article, engine=wrote, source=SOURCE_WORDS, deadline=deadline, given=given)
    usage = drafted.usage + opinion.usage + mended.usage
    warnings = (*drafted.warnings, *opinion.warnings, *mended.warnings)
    return Made(mended, wrote, drafted, usage, failure, warnings)


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What asking a judge cost, and what is to be said about it."""

    usage: Usage = field(default_factory=Usage)
    warnings: tuple[str, ...] = ()


async def examined(claims: Sequence[Claim], article: Article) -> tuple[CheckedClaim, ...]:
    """The claims with the verdicts of the local checks."""
    checked: tuple[CheckedClaim, ...] = ()
    for first in range(0, len(claims), _AT_ONCE):
        # A caller who goes away is noticed between batches: a thread cannot be stopped.
        checked += await aside(len(article.source), examine, claims[first : first + _AT_ONCE], article)
    return checked


async def opined(
    checked: tuple[CheckedClaim, ...], article: Article, options: Options, judge: Chat | None, deadline: float
) -> tuple[tuple[CheckedClaim, ...], _Opinion]:
    if options.judge is False:
        return checked, _Opinion()
    if judge is None:
        asked = ("No judge model is set, so the local checks alone gave the verdicts.",) if options.judge else ()
        return checked, _Opinion(warnings=asked)
    checked, usage, warnings = await judged(checked, article, judge, deadline)
    return checked, _Opinion(usage, warnings)


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
