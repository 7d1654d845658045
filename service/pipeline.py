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
from service.article.dossier import Dossier, together
from service.article.reading import read
from service.aside import aside, due
from service.briefing.difference import Lines, difference
from service.briefing.schema import BULLETED, SECTIONS, Briefing
from service.briefing.source import Source
from service.clock import Clock
from service.drafting.draft import Drafted, Engine, Strategy, Usage
from service.drafting.errors import DraftingError
from service.drafting.extractive import ExtractiveEngine
from service.earlier import Earlier
from service.faithfulness.claim import CheckedClaim, Claim, Faithfulness
from service.faithfulness.comparison import Compared, compare
from service.faithfulness.correction import correction
from service.faithfulness.itemise import of_draft
from service.faithfulness.judge import judged, leaves_open
from service.faithfulness.release import Release, releasing
from service.faithfulness.repair import Mended, mend
from service.faithfulness.revision import revise
from service.faithfulness.verdict import mismatch, report
from service.faithfulness.verification import examine
from service.reply import CitedSource, Meta, Reply, Together, Update, Verification
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
    further: tuple[Submission, ...] = ()
    """Other articles on the same event, to be briefed together with this one."""

    @property
    def weight(self) -> int:
        """Characters in all."""
        return len(self.text) + sum(other.weight for other in self.further)

    def read_together(self) -> Dossier:
        """This article and the `further` ones.

        Raises:
            ArticleError: one of them is none, or too little of one.
        """
        return together([self.read(), *(other.read() for other in self.further)])

    def read(self) -> Article:
        """The article in it, without any `further` one.

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
    """A verified briefing of an article, or of several on one event.

    Where a `listener` is, the model is asked to send its draft as it writes it, and claims that clearly stand are told
    at once; what is not told before the end is in the reply. Of several articles nothing is told before the end: only
    then it is known what they disagree on.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    asked = _Asked(engine, settings, options or Options(), judge, time.monotonic() + settings.deadline_s)
    due.set(asked.deadline)
    if submission.further:
        return await _together(submission, asked)
    clock = Clock()
    if listener:
        listener.stage("reading")
    with clock.step("read"):
        article = await aside(len(submission.text), submission.read)
    made = await _briefed(article, asked, clock, listener)
    return Reply(
        id=str(uuid7()),
        briefing=publish(made.mended.claims),
        faithfulness=report(made.mended.claims, made.mended.dropped),
        meta=_meta(article, clock, made),
        source_text=article.source if article.extracted else None,
    )


async def _together(submission: Submission, asked: _Asked) -> Together:
    """One briefing of several articles: drafted and checked as if they were one, then held against each."""
    clock = Clock()
    with clock.step("read"):
        dossier = await aside(submission.weight, submission.read_together)
    made = await _briefed(dossier.whole, asked, clock)
    with clock.step("verify"):
        compared = await aside(submission.weight, compare, made.mended.claims, dossier)
    sources = tuple(map(_source, dossier.articles))
    return Together(
        id=str(uuid7()),
        briefing=publish(compared.claims),
        faithfulness=_looked_at(report(compared.claims, (*made.mended.dropped, *compared.dropped)), compared),
        meta=_meta(dossier.whole, clock, made).model_copy(update={"sources": sources}),
        source_text=None,
        source_texts=tuple(a.source if a.extracted else None for a in dossier.articles),
        disagreements=compared.disagreements,
    )


def _looked_at(found: Faithfulness, compared: Compared) -> Faithfulness:
    """What sources disagree on is for a person to look at, though all of it is carried."""
    review = compared.disagreements and found.verdict == "pass"
    return found.model_copy(update={"verdict": "review"}) if review else found


def _source(article: Article) -> CitedSource:
    known = Source.model_validate(article).model_dump()
    return CitedSource(**known, sha256=hashlib.sha256(article.source.encode()).hexdigest())


async def update(
    submission: Submission,
    earlier: Earlier,
    *,
    engine: Engine,
    settings: Settings,
    options: Options | None = None,
    judge: Chat | None = None,
) -> Update:
    """An older briefing, brought up to date with a newer article on the same story.

    The newer article is briefed like any other, the older claims are held against it, and what comes of both is put
    together; see `revise`.

    Raises:
        ArticleError: there is no article in what was sent, or too little of one.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    asked = _Asked(engine, settings, options or Options(), judge, time.monotonic() + settings.deadline_s)
    due.set(asked.deadline)
    clock = Clock()
    with clock.step("read"):
        article = await aside(len(submission.text), submission.read)
    made = await _briefed(article, asked, clock)
    with clock.step("verify"):
        examined = await _examined(earlier.older.held_against(), article)
        examined, opinion = await _judged(examined, article, asked.options, judge, asked.deadline)
    with clock.step("repair"):
        revised = await aside(len(article.source), revise, earlier.older, examined, made.mended.claims, article)
    foreign = mismatch(examined)
    warnings = (*opinion.warnings, *([foreign] if foreign else []))
    meta = _meta(article, clock, made.with_more(opinion.usage, warnings))
    sources = (_source(article), *earlier.sources)
    return Update(
        id=str(uuid7()),
        briefing=publish(revised.claims),
        faithfulness=report(revised.claims, made.mended.dropped),
        meta=meta.model_copy(update={"sources": sources, "revises": earlier.id}),
        source_text=article.source if article.extracted else None,
        standings=revised.standings,
        new=revised.new,
        diff=difference(_lines(earlier.older.claims), _lines(revised.claims)),
        correction=correction(revised.changes, article.language),
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
        meta=_meta(article, clock, usage=opinion.usage, warnings=warnings),
        source_text=article.source if article.extracted else None,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who makes a briefing, how, and until when."""

    engine: Engine
    settings: Settings
    options: Options
    judge: Chat | None
    deadline: float
    """A `time.monotonic()` instant."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A briefing as it was made: what is printed and what is not, who wrote it, and what it cost."""

    mended: Mended
    wrote: Engine
    drafted: Drafted
    usage: Usage
    failure: DraftingError | None
    warnings: tuple[str, ...]

    def with_more(self, usage: Usage, warnings: tuple[str, ...]) -> _Made:
        return replace(self, usage=self.usage + usage, warnings=(*self.warnings, *warnings))


async def _briefed(article: Article, asked: _Asked, clock: Clock, listener: Listener | None = None) -> _Made:
    """An article drafted, checked and mended."""
    options, judge, deadline = asked.options, asked.judge, asked.deadline
    told = listener.stage if listener else lambda _: None
    is_open = leaves_open if judge and options.judge is not False else lambda _: False
    async with releasing(article, listener.claim if listener else None, is_open) as release:
        told("drafting")
        with clock.step("draft"):
            drafted, wrote, failure = await _draft(article, asked, release)
        told("checking")
        with clock.step("verify"):
            claims = of_draft(drafted.draft, article.language)
            rest = release.rest(claims, instead=failure is not None) if release else _examined(claims, article)
            checked, opinion = await _judged(await rest, article, options, judge, deadline)
    told("repairing")
    given = release.given if release else ()
    with clock.step("repair"):
        mended = await mend(checked, article, engine=wrote, source=SOURCE_WORDS, deadline=deadline, given=given)
    usage = drafted.usage + opinion.usage + mended.usage
    warnings = (*drafted.warnings, *opinion.warnings, *mended.warnings)
    return _Made(mended, wrote, drafted, usage, failure, warnings)


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


def _lines(claims: Sequence[Claim | CheckedClaim]) -> Lines:
    return {section: [c.text for c in claims if c.section == section] for section in SECTIONS}


async def _draft(
    article: Article, asked: _Asked, release: Release | None
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


def _meta(
    article: Article,
    clock: Clock,
    made: _Made | None = None,
    *,
    usage: Usage | None = None,
    warnings: tuple[str, ...] = (),
) -> Meta:
    """How an answer was made: a briefing (`made`), or a report alone."""
    failure = made.failure if made else None
    return Meta.model_validate(
        {
            "engine": made.wrote.name if made else SOURCE_WORDS.name,
            "model": made.drafted.model if made else None,
            "degraded": failure is not None,
            "degraded_reason": f"{failure.reason}: {failure}" if failure else None,
            "language": article.language,
            "prompt": made.drafted.prompt if made else None,
            "usage": (made.usage if made else usage) or Usage(),
            "timings_ms": clock.timings(),
            "source": article,
            "source_sha256": hashlib.sha256(article.source.encode()).hexdigest(),
            "created_at": datetime.now(UTC),
            "warnings": (*article.warnings, *(made.warnings if made else warnings)),
        }
    )
