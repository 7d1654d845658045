"""The path itself: read, draft, verify, repair, publish."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol

from uuid_utils.compat import uuid7

from service.article import Article
from service.article.reading import read
from service.aside import aside, due
from service.briefing.schema import BULLETED, SECTIONS, Briefing
from service.clock import Clock
from service.drafting.draft import Drafted, Engine, Strategy, Usage
from service.drafting.errors import DraftingError
from service.drafting.extractive import ExtractiveEngine
from service.faithfulness.claim import CheckedClaim, Claim
from service.faithfulness.itemise import of_draft
from service.faithfulness.judge import judged, leaves_open
from service.faithfulness.release import Release, releasing
from service.faithfulness.repair import mend
from service.faithfulness.verdict import mismatch, report
from service.faithfulness.verification import examine
from service.reply import Meta, Reply, Verification
from service.settings import Settings

if TYPE_CHECKING:
    from service.drafting.chat import Chat

SOURCE_WORDS = ExtractiveEngine()
"""Writes in the article's own words: the honest fallback, and what replaces a claim that failed."""


Stage = Literal["reading", "drafting", "checking", "repairing"]
_AT_ONCE = 200
"""Claims checked in one go, about half a second's worth."""


@dataclass(frozen=True, slots=True)
class Submission:
    """An article as it was sent."""

    text: str
    html: bool = False
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    """The article's language, where the sender knows it."""

    def read(self) -> Article:
        """The article in it.

        Raises:
            ArticleError: there is none, or too little of one.
        """
        return read(
            self.text,
            html=self.html,
            title=self.title,
            url=self.url,
            outlet=self.outlet,
            published_at=self.published_at,
            language=self.language,
        )


@dataclass(frozen=True, slots=True)
class Options:
    """What one request may choose; `None` leaves it to the settings."""

    strategy: Strategy = "single"
    judge: bool | None = None
    on_failure: Literal["degrade", "error"] | None = None


class Listener(Protocol):
    """Told of a briefing while it is made. A claim that it is told is final: it is in the reply as it was told."""

    def stage(self, name: Stage) -> None: ...

    def claim(self, claim: CheckedClaim) -> None: ...


async def summarize(
    submission: Submission,
    *,
    engine: Engine,
    settings: Settings,
    options: Options | None = None,
    judge: Chat | None = None,
    listener: Listener | None = None,
) -> Reply:
    """A verified briefing of an article.

    Where a `listener` is, the model is asked to send its draft as it writes it, and claims that clearly stand are told
    at once; what is not told before the end is in the reply.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    options, deadline, clock = options or Options(), time.monotonic() + settings.deadline_s, Clock()
    due.set(deadline)
    told = listener.stage if listener else lambda _: None
    told("reading")
    with clock.step("read"):
        article = await aside(len(submission.text), submission.read)
    is_open = leaves_open if judge and options.judge is not False else lambda _: False
    async with releasing(article, listener.claim if listener else None, is_open) as release:
        told("drafting")
        with clock.step("draft"):
            drafted, wrote, failure = await _draft(article, engine, options, settings, deadline, release)
        told("checking")
        with clock.step("verify"):
            claims = of_draft(drafted.draft, article.language)
            rest = release.rest(claims, instead=failure is not None) if release else _examined(claims, article)
            checked, opinion = await _judged(await rest, article, options, judge, deadline)
    told("repairing")
    given = release.given if release else ()
    with clock.step("repair"):
        mended = await mend(checked, article, engine=wrote, source=SOURCE_WORDS, deadline=deadline, given=given)
    return Reply(
        id=str(uuid7()),
        briefing=publish(mended.claims),
        faithfulness=report(mended.claims, mended.dropped),
        meta=_meta(
            article,
            clock,
            engine=wrote,
            drafted=drafted,
            usage=drafted.usage + opinion.usage + mended.usage,
            failure=failure,
            warnings=(*drafted.warnings, *opinion.warnings, *mended.warnings),
        ),
        source_text=article.source if article.extracted else None,
    )


async def verify(
    submission: Submission,
    itemise: Callable[[str], Sequence[Claim]],
    *,
    settings: Settings,
    options: Options | None = None,
    judge: Chat | None = None,
) -> Verification:
    """The report on somebody's claims, which `itemise` gives for the article's language; nothing is repaired.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
    """
    options, clock, deadline = options or Options(), Clock(), time.monotonic() + settings.deadline_s
    due.set(deadline)
    with clock.step("read"):
        article = await aside(len(submission.text), submission.read)
    with clock.step("verify"):
        examined = await _examined(itemise(article.language), article)
        checked, opinion = await _judged(examined, article, options, judge, deadline)
    foreign = mismatch(checked)
    warnings = (*([foreign] if foreign else []), *opinion.warnings)
    return Verification(
        faithfulness=report(checked),
        meta=_meta(article, clock, engine=SOURCE_WORDS, usage=opinion.usage, warnings=warnings),
        source_text=article.source if article.extracted else None,
    )


@dataclass(frozen=True, slots=True)
class _Opinion:
    """What asking a judge cost, and what is to be said about it."""

    usage: Usage = field(default_factory=Usage)
    warnings: tuple[str, ...] = ()


async def _examined(claims: Sequence[Claim], article: Article) -> tuple[CheckedClaim, ...]:
    checked: tuple[CheckedClaim, ...] = ()
    for first in range(0, len(claims), _AT_ONCE):
        # A caller who goes away is noticed between batches: a thread cannot be stopped.
        checked += await aside(len(article.source), examine, claims[first : first + _AT_ONCE], article)
    return checked


async def _judged(
    checked: tuple[CheckedClaim, ...], article: Article, options: Options, judge: Chat | None, deadline: float
) -> tuple[tuple[CheckedClaim, ...], _Opinion]:
    if options.judge is False:
        return checked, _Opinion()
    if judge is None:
        asked = ("No judge model is set, so the local checks alone gave the verdicts.",) if options.judge else ()
        return checked, _Opinion(warnings=asked)
    checked, usage, warnings = await judged(checked, article, judge, deadline)
    return checked, _Opinion(usage, warnings)


def publish(claims: Sequence[CheckedClaim]) -> Briefing:
    """The briefing that the claims make up: a bullet each, or a sentence each of a paragraph."""
    texts = {section: tuple(c.text for c in claims if c.section == section) for section in SECTIONS}
    return Briefing.model_validate({s: t if s in BULLETED else " ".join(t) for s, t in texts.items()})


async def _draft(
    article: Article, engine: Engine, options: Options, settings: Settings, deadline: float, release: Release | None
) -> tuple[Drafted, Engine, DraftingError | None]:
    """A draft, who wrote it, and why it was not the engine that was asked."""
    try:
        drafted = await engine.draft(
            article,
            language=article.language,
            strategy=options.strategy,
            deadline=deadline,
            written=release.written if release else None,
        )
        return drafted, engine, None
    except DraftingError as error:
        if (options.on_failure or settings.on_failure) == "error":
            raise
        failure = error
    fallback = await SOURCE_WORDS.draft(article, language=article.language, strategy="single", deadline=deadline)
    return replace(fallback, usage=failure.usage), SOURCE_WORDS, failure


def _meta(
    article: Article,
    clock: Clock,
    *,
    engine: Engine,
    drafted: Drafted | None = None,
    usage: Usage | None = None,
    failure: DraftingError | None = None,
    warnings: tuple[str, ...] = (),
) -> Meta:
    return Meta.model_validate(
        {
            "engine": engine.name,
            "model": drafted.model if drafted else None,
            "degraded": failure is not None,
            "degraded_reason": f"{failure.reason}: {failure}" if failure else None,
            "language": article.language,
            "prompt": drafted.prompt if drafted else None,
            "usage": usage or Usage(),
            "timings_ms": clock.timings(),
            "source": article,
            "source_sha256": hashlib.sha256(article.source.encode()).hexdigest(),
            "created_at": datetime.now(UTC),
            "warnings": (*article.warnings, *warnings),
        }
    )
