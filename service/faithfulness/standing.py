"""Standing: how a claim of an older briefing stands once a newer article on the same story has come.

It `holds` where the newer article carries it. It is `out_of_date` only where a sentence of the newer article speaks of
the same thing and says otherwise; that sentence is its evidence. All else is `unconfirmed`: an article that is silent
on something does not take it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.article import Article
from service.article.words import content_stems
from service.briefing.schema import Section
from service.drafting.absence import is_absence
from service.faithfulness.change import formerly
from service.faithfulness.checks import overtaken, retractions
from service.faithfulness.claim import PRINTABLE, CheckedClaim, CheckResult, Evidence
from service.faithfulness.event_class import about
from service.faithfulness.evidence import index
from service.faithfulness.overlap import sentence_stems
from service.faithfulness.slot import NAMES, Slot, rest, slots
from service.faithfulness.verification import cite

Stands = Literal["holds", "out_of_date", "unconfirmed"]
_TOLD = 0.5
"""Share of what a claim says beside a name or number, weighed by rarity, that a sentence tells of the same thing."""
_TOLD_OF_BEFORE = 0.3
"""The same where the sentence has the very figure of the claim, and has it as the figure of before."""
_DATES = frozenset({"day", "weekday", "month", "year"})
_LOCATIVE = frozenset({"in", "at", "near"})
_SLOTTED = {"numbers": "number", "dates": "date", "places": "name", "names": "name", "swaps": ""}
"""Checks that compare a filler with another, and the sort of filler; empty: any."""
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
    printed_as: str | None = Field(default=None, description="Its id in the revised briefing; null where it is gone.")


def standing(claim: CheckedClaim, article: Article) -> Standing:
    """How `claim`, checked against the newer `article`, stands."""
    if claim.verdict in PRINTABLE and not is_absence(claim.text):
        return _of(claim, "holds", claim.evidence)
    found = next(_against(claim, article), None) if claim.verdict not in PRINTABLE else None
    if found is None:
        return _of(claim, "unconfirmed", ())
    sentences, detail = found
    return _of(claim, "out_of_date", tuple(cite(article, at) for at in sentences), detail)


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
    for check in failed.values():
        if check.verdict == "contradicted" and (at := _rival(check, claim, article)) is not None:
            yield (at,), check.detail
    if article.language == "en":
        yield from _changed(claim, article)
        yield from _elsewhere(claim, article)


def _rival(check: CheckResult, claim: CheckedClaim, article: Article) -> int | None:
    """The sentence that has another filler in the same place, or denies what the claim says."""
    near = [e.sentence for e in claim.evidence[:3]]
    if check.name in _WHOLE:
        return next((at for at in near[:1] if _told(content_stems(claim.text, article.language), at, article)), None)
    if (sort := _SLOTTED.get(check.name)) is None:
        return None
    if article.language != "en":
        return next((at for at in near[:1] if _told(content_stems(claim.text, article.language), at, article)), None)
    for slot in slots(claim.text):
        if sort in ("", _sort(slot)):
            for at in near:
                theirs = [s for s in slots(article.sentences[at].text) if _sort(s) == _sort(slot)]
                if theirs and not any(s.same(slot) for s in theirs) and _told(rest(claim.text, slot), at, article):
                    return at
    return None


def _changed(claim: CheckedClaim, article: Article) -> Iterator[tuple[tuple[int, ...], str]]:
    """A figure of the claim is what a sentence on the same has as the figure of before: `to 611 from 655`."""
    numbers = [s for s in slots(claim.text) if _sort(s) == "number"]
    for at in (e.sentence for e in claim.evidence[:3]):
        before = [s for span in formerly(article.sentences[at].text) for s in slots(span)]
        gone = [s for s in numbers if any(s.kind == b.kind and s.keys & b.keys for b in before)]
        if gone and _share(rest(claim.text, gone[0]), at, article) >= _TOLD_OF_BEFORE:
            yield (at,), f"“{gone[0].text}”; the article has that as the figure of before"


def _elsewhere(claim: CheckedClaim, article: Article) -> Iterator[tuple[tuple[int, ...], str]]:
    """A gathering that the claim has in one place, and the article in another, and nowhere in the claim's."""
    mine = [s for s in slots(claim.text) if _located(s)]
    kinds = about(claim.text)
    if not mine or not kinds or claim.verdict == "unattributed":
        return
    theirs = [(s.index, o) for s in article.sentences if kinds & about(s.text) for o in slots(s.text) if _located(o)]
    for slot in mine:
        if theirs and not any(o.same(slot) for _, o in theirs):
            at, other = max(theirs, key=lambda found: _share(rest(claim.text, slot), found[0], article))
            if _told(rest(claim.text, slot), at, article):
                yield (at,), f"“{slot.text}” as the place; the article says “{other.text}”"


def _located(slot: Slot) -> bool:
    return slot.kind in NAMES and slot.left[:1] != () and slot.left[0] in _LOCATIVE


def _sort(slot: Slot) -> str:
    return "name" if slot.kind in NAMES else "date" if slot.kind in _DATES else "number"


def _told(stems: Iterable[str], at: int, article: Article) -> bool:
    return _share(stems, at, article) >= _TOLD


def _share(stems: Iterable[str], at: int, article: Article) -> float:
    rare, told = index(article), sentence_stems(article)[at]
    weights = {stem: rare.rarity.get(stem, rare.unseen) for stem in stems}
    return sum(w for stem, w in weights.items() if stem in told) / (sum(weights.values()) or 1.0)
