"""Standing: how a claim of an older briefing stands once a newer article on the same story has come.

It `holds` where the newer article carries it. It is `out_of_date` only where a sentence of the newer article speaks of
the same thing and says otherwise; that sentence is its evidence. All else is `unconfirmed`: an article that is silent
on something does not take it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import regex
from pydantic import BaseModel, ConfigDict, Field

from service.article import Article
from service.article.words import content_stems
from service.briefing.schema import Kind, Section
from service.verification.change import currently, formerly
from service.verification.checks import overtaken, retractions
from service.verification.checks.overtaken import AHEAD
from service.verification.claim import PRINTABLE, CheckedClaim, CheckResult, Evidence
from service.verification.event_class import about
from service.verification.fillers import fillers
from service.verification.filling import fillings
from service.verification.fulfilled import fulfilled
from service.verification.slot import NAMES, Slot, rest, slots
from service.verification.tells import core, tells
from service.verification.verification import cite

Stands = Literal["holds", "out_of_date", "unconfirmed"]
_TOLD = 0.5
"""Share of what a claim says beside a name or number, weighed by rarity, that a sentence tells of the same thing."""
_TOLD_OF_BEFORE = 0.3
"""The same where the sentence has the very figure of the claim, and has it as the figure of before."""
_SURE = 0.8
"""Score from which on a claim holds though it names what the article says was changed."""
_TOLD_WHOLE = 0.7
"""Share of a whole claim that a sentence tells where it speaks of just that."""
_LOCATIVE = frozenset({"in", "at", "near"})
_SLOTTED = {"numbers": "number", "dates": "date", "places": "name", "names": "name", "swaps": ""}
"""Checks that compare a filler with another, and the sort of filler; empty: any."""
_NOT_YET = regex.compile(
    r"\b(?:(?:no one|nobody|none(?: of (?:the|its|their|his|her) \p{L}+)?|no \p{L}+) (?:has|have)(?: yet)?(?: been)?"
    r"|(?:has|have) (?:not|never|yet to)(?: yet)?(?: been)?|(?:hasn|haven)[’']t(?: yet)?(?: been)?)\s",
    regex.IGNORECASE,
)
_DENIES = regex.compile(r"\b(?:not|no|none|nobody|never|neither|nor)\b|n[’']t\b", regex.IGNORECASE)
_WHOLE = frozenset({"polarity", "judge"})
"""Checks that hold the whole claim against its best evidence."""


class Standing(BaseModel):
    """A claim of the older briefing against the newer article."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(description="Its id in the older briefing.")
    section: Section
    text: str
    standing: Stands = Field(
        description="`out_of_date` where the newer article says otherwise; `unconfirmed` where it is silent."
    )
    detail: str = Field(default="", description="Of what is out of date: what the newer article says of it.")
    evidence: tuple[Evidence, ...] = Field(description="Sentences of the newer article: that carry or overtake it.")
    checks: tuple[CheckResult, ...]
    became: str | None = Field(
        default=None,
        description="Id in the revised briefing: of the claim itself where it stays, of what took its place where it "
        "is out of date; null where it is gone.",
    )


def standing(claim: CheckedClaim, article: Article, written_as: Kind = "reported") -> Standing:
    """How `claim`, checked against the newer `article`, stands.

    What was `written_as` a report holds only where the article reports it: that it could be inferred is not enough.
    """
    if (done := _done(claim, article)) is not None:
        return _of(claim, "out_of_date", (cite(article, done),), f"has happened: “{article.sentences[done].text}”")
    reported = claim.verdict == "inference" and written_as == "reported"
    doubtful = claim.verdict in PRINTABLE and claim.score < _SURE and overtaken.touched(claim.text, article)
    if claim.verdict in PRINTABLE and not reported and not doubtful:
        return _of(claim, "holds", claim.evidence)
    found = next(_against(claim, article), None) if claim.verdict not in PRINTABLE else None
    if found is None:
        return _of(claim, "unconfirmed", ())
    sentences, detail = found
    return _of(claim, "out_of_date", tuple(cite(article, at) for at in sentences), detail)


def _done(claim: CheckedClaim, article: Article) -> int | None:
    near = [e.sentence for e in claim.evidence[:3]]
    return fulfilled(claim.text, near, article) if article.language == "en" else None


def _of(claim: CheckedClaim, stands: Stands, evidence: Sequence[Evidence], detail: str = "") -> Standing:
    return Standing(
        id=claim.id,
        section=claim.section,
        text=claim.text,
        standing=stands,
        detail=detail,
        evidence=tuple(evidence),
        checks=claim.checks,
    )


def _against(claim: CheckedClaim, article: Article) -> Iterator[tuple[tuple[int, ...], str]]:
    """Sentences that say otherwise of what the claim is about, and what they say; the surest first."""
    failed = {c.name: c for c in claim.checks if c.outcome == "fail"}
    for name in (overtaken.NAME, retractions.NAME):
        if name in failed:
            yield failed[name].sentences, failed[name].detail
    for at in article.retractions:
        if tells(content_stems(claim.text, article.language), article, at) >= _TOLD_WHOLE:
            yield (at,), f"the article takes this back: “{article.sentences[at].text}”"
    for check in failed.values():
        if check.verdict == "contradicted" and (rival := _rival(check, claim, article)) is not None:
            yield (rival,), check.detail
    if article.language == "en":
        yield from _changed(claim, article)
        yield from _elsewhere(claim, article)
        yield from _happened(claim, article)


def _rival(check: CheckResult, claim: CheckedClaim, article: Article) -> int | None:
    """The sentence that has another filler in the same place, or denies what the claim says."""
    near, own = [e.sentence for e in claim.evidence[:3]], content_stems(claim.text, article.language)
    if check.name in _WHOLE or (article.language != "en" and check.name in _SLOTTED):
        return next((at for at in near[:1] if tells(own, article, at) >= _TOLD), None)
    if (sort := _SLOTTED.get(check.name)) is None or (sort != "date" and _of_another_day(claim, article)):
        return None
    # What happened on a day has happened then; only what is ahead can be put off.
    if sort == "date" and not AHEAD.search(claim.text):
        return None
    for filler in fillings(claim.text):
        if sort in ("", filler.sort) and (filler.sort != "date" or AHEAD.search(claim.text)):
            for at in near:
                # What the sentence tells of a certain year is another time's, where the claim has none.
                if filler.sort == "date" and _years(article.sentences[at].text) and not _years(claim.text):
                    continue
                theirs = [f for f in fillings(article.sentences[at].text) if f.like(filler)]
                others = theirs and not any(f.may_be(filler) for f in theirs)
                if others and tells(rest(core(claim.text), filler.slot), article, at) >= _TOLD:
                    return at
    return None


def _years(text: str) -> bool:
    return any(slot.kind == "year" for slot in slots(text))


def _of_another_day(claim: CheckedClaim, article: Article) -> bool:
    """Whether a claim is about a day or year that the article does not have: it tells of something else, then."""
    dated = [s for s in slots(claim.text) if s.kind in ("day", "month", "year")]
    return any(not fillers(article).homes(s) for s in dated) and not AHEAD.search(claim.text)


def _changed(claim: CheckedClaim, article: Article) -> Iterator[tuple[tuple[int, ...], str]]:
    """A sentence on the same has a figure of the claim as that of before, or another by now: `to 611 from 655`."""
    if _of_another_day(claim, article) or formerly(claim.text):
        return
    numbers = [f for f in fillings(claim.text) if f.sort == "number"]
    for at in (e.sentence for e in claim.evidence[:3]):
        before = [f for span in formerly(article.sentences[at].text) for f in fillings(span)]
        gone = [f for f in numbers if any(f.may_be(b) for b in before)]
        if gone and tells(rest(core(claim.text), gone[0].slot), article, at) >= _TOLD_OF_BEFORE:
            yield (at,), f"“{gone[0].slot.text}”; the article has that as the figure of before"
        now = [f for span in currently(article.sentences[at].text) for f in fillings(span) if f.sort == "number"]
        for mine in numbers:
            other = next((f for f in now if f.like(mine) and not f.may_be(mine)), None)
            if other and tells(rest(core(claim.text), mine.slot), article, at) >= _TOLD:
                yield (at,), f"“{mine.slot.text}”; the article has “{other.slot.text}” by now"


def _elsewhere(claim: CheckedClaim, article: Article) -> Iterator[tuple[tuple[int, ...], str]]:
    """A gathering ahead that the claim has in one place, and the article in another, and nowhere in the claim's."""
    kinds = about(claim.text)
    if not kinds or not AHEAD.search(claim.text):
        return
    theirs = [(s.index, o) for s in article.sentences if kinds & about(s.text) for o in slots(s.text) if _located(o)]
    for slot in filter(_located, slots(claim.text)):
        left = rest(core(claim.text), slot)
        if theirs and not any(o.same(slot) for _, o in theirs):
            at, other = max(theirs, key=lambda found: tells(left, article, found[0]))
            if tells(left, article, at) >= _TOLD_OF_BEFORE:
                yield (at,), f"“{slot.text}” as the place; the article says “{other.text}”"


def _happened(claim: CheckedClaim, article: Article) -> Iterator[tuple[tuple[int, ...], str]]:
    """What the claim says has not happened, a sentence says has."""
    if not (denied := _NOT_YET.search(claim.text)):
        return
    left = content_stems(claim.text[: denied.start()] + claim.text[denied.end() :], "en")
    deed = content_stems(claim.text[denied.end() :], "en")[:1]
    for at in (e.sentence for e in claim.evidence[:3]):
        text = article.sentences[at].text
        if deed and not _DENIES.search(text) and tells(deed, article, at) and tells(left, article, at) >= _TOLD:
            yield (at,), f"“{denied.group().strip()}”; the article says that it has: “{text}”"


def _located(slot: Slot) -> bool:
    return slot.kind in NAMES and slot.left[:1] != () and slot.left[0] in _LOCATIVE
