"""Release: claims are checked, judged and published while the draft is still being written.

A released claim is final: it stays in the briefing, under its id, whatever the rest of the draft turns out to be. The
article's own words are released at once, others once a judge has carried them. The judge is asked about a run
of claims as soon as it is drafted, so that the last verdict comes soon after the last word.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from newsbrief.article import Article
from newsbrief.briefing.absence import is_absence
from newsbrief.briefing.schema import SECTIONS, Section
from newsbrief.drafting.draft import Item
from newsbrief.verification.checking import Checker, JudgedClaims
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.verification.code_checks import check_by_code, is_open
from newsbrief.verification.itemise import itemise_item
from newsbrief.verification.judge.judge import Ruling
from newsbrief.verification.repair import is_printable
from newsbrief.verification.repetition import say_the_same
from newsbrief.workers import run_in_worker

FIRST, RUN = 5, 10
"""Claims that go to the judge together, at first and later: each request has its prefix and its canaries."""
OnRelease = Callable[[CheckedClaim], None]


class Release:
    """The claims of one draft, as far as it is written."""

    def __init__(self, article: Article, on_release: OnRelease, checker: Checker) -> None:
        """Start with no claims. `on_release` is called with each claim that is released."""
        self._article, self._on_release, self._checker = article, on_release, checker
        self._claims: dict[Section, list[Claim]] = {section: [] for section in SECTIONS}
        self._unchecked: list[Claim] = []
        self._absences: list[Claim] = []
        """Fixed sentences that a section has nothing: the whole draft tells whether it has."""
        self._empty: frozenset[Section] = frozenset()
        """Sections that hold nothing else."""
        self._more, self._checking = asyncio.Event(), asyncio.Lock()
        self._checked: dict[Claim, CheckedClaim] = {}
        self._asked: set[Claim] = set()
        self._judged: set[Claim] = set()
        self._judging: list[asyncio.Task[None]] = []
        self._rulings: list[Ruling] = []
        self.released: dict[str, CheckedClaim] = {}
        """The claims that were released, by id."""

    def add_item(self, section: Section, item: Item) -> None:
        """Take one more item of the draft; one that is known, as when a model begins anew, is not taken twice."""
        for claim in itemise_item(section, item, self._article.language):
            if all(known.text != claim.text for known in self._claims[section]):
                self._add(claim)

    async def finish(self, claims: Sequence[Claim], *, instead: bool = False) -> JudgedClaims:
        """Return the claims of the whole draft, judged, with those that were released and are not in it.

        The ruling is the sum of all. `instead`: the draft does not continue what was written before; it adds nothing
        to sections that hold claims already.
        """
        await self._check()
        begun = {claim.section for claim in self.released.values()}
        numbers: Counter[tuple[Section, str]] = Counter()
        wanted: list[Claim] = []
        for claim in claims:
            if claim.section in begun and (instead or claim.section == "title"):
                continue
            numbers[claim.section, claim.text] += 1
            same = [known for known in self._claims[claim.section] if known.text == claim.text]
            number = numbers[claim.section, claim.text] - 1
            wanted.append(same[number] if number < len(same) else self._add(claim))
        await self._check_and_judge()
        if absences := [claim for claim in self._absences if claim in wanted]:
            held = Counter(claim.section for claim in self._list_kept(wanted))
            self._empty = frozenset(section for section, number in held.items() if number == 1)
            self._unchecked += absences
            await self._check_and_judge()
        return tuple(self._checked[claim] for claim in self._list_kept(wanted)), sum(self._rulings, Ruling())

    async def _check_and_judge(self) -> None:
        await self._check()
        self._judge_from(1)
        await asyncio.gather(*self._judging)
        self._release()

    def _list_kept(self, wanted: Sequence[Claim]) -> list[Claim]:
        """Return the claims that are `wanted`, and those that were released."""
        whole = (claim for section in SECTIONS for claim in self._claims[section])
        # A title that was not checked has the id of the one that was released.
        given = {id(checked) for checked in self.released.values()}
        return [c for c in whole if c in wanted or id(self._checked.get(c)) in given]

    async def run(self) -> None:
        """Check what comes, ask the judge about each run of it, and release what stands, until cancelled."""
        while True:
            await self._more.wait()
            await self._check()
            self._judge_from(RUN if self._asked else FIRST)
            self._release()

    async def stop(self) -> None:
        """Give up what is being judged."""
        for task in self._judging:
            task.cancel()
        await asyncio.gather(*self._judging, return_exceptions=True)

    def _judge_from(self, least: int) -> None:
        """Ask the judge about what it was not asked before, where that is at least so many claims."""
        new = [c for c, checked in self._checked.items() if c not in self._asked and is_open(checked)]
        if len(new) >= least:
            self._asked.update(new)
            self._judging.append(asyncio.create_task(self._judge_claims(new)))

    async def _judge_claims(self, claims: Sequence[Claim]) -> None:
        """Judge the claims together, and release what stands then."""
        judged, ruling = await self._checker.ask_judge(tuple(self._checked[claim] for claim in claims), self._article)
        self._rulings.append(ruling)
        self._checked |= dict(zip(claims, judged, strict=True))
        self._judged.update(claims)
        self._release()

    def _release(self) -> None:
        for written, claim in self._checked.items():
            is_final = written in self._judged or not is_open(claim)
            if is_final and claim.id not in self.released and self._is_final(claim):
                self.released[claim.id] = claim
                self._on_release(claim)

    def _add(self, claim: Claim) -> Claim:
        own = self._claims[claim.section]
        # A briefing has one title; of several, the last that was written, unless one was released.
        number = 0 if claim.section == "title" else len(own)
        numbered = Claim(f"{claim.section}.{number}", claim.section, claim.text, claim.kind, claim.cited)
        own.append(numbered)
        (self._absences if is_absence(numbered.text, numbered.section) else self._unchecked).append(numbered)
        self._more.set()
        return numbered

    async def _check(self) -> None:
        async with self._checking:
            self._more.clear()
            claims = tuple(self._unchecked)
            if claims:
                placed = [replace(claim, is_alone=claim.section in self._empty) for claim in claims]
                checked = await run_in_worker(len(self._article.source), check_by_code, placed, self._article)
                self._checked |= dict(zip(claims, checked, strict=True))
                # Only now: where checking them failed, whoever asks for the rest checks them again, or is told why.
                del self._unchecked[: len(claims)]

    def _is_final(self, claim: CheckedClaim) -> bool:
        """Return whether a claim is final: carried, and no repeat of one that was released."""
        return is_printable(claim) and not any(
            c.section == claim.section and say_the_same(c.text, claim.text) for c in self.released.values()
        )


@asynccontextmanager
async def release_claims(
    article: Article, on_release: OnRelease | None, checker: Checker
) -> AsyncIterator[Release | None]:
    """Check, judge and release what is written in the block; yield None where nobody listens."""
    if on_release is None:
        yield None
        return
    release = Release(article, on_release, checker)
    running = asyncio.create_task(release.run())
    try:
        yield release
    finally:
        running.cancel()
        await asyncio.gather(running, release.stop(), return_exceptions=True)
