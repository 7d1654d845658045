"""Claims of a draft that is still being written: checked as they come, and given out at once where they clearly stand.

What was given out is final: it stays in the briefing, under its id, whatever the rest of the draft turns out to be.
What is not the article's own words waits for the end of the draft, for the judge and for repair.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from service.article import Article
from service.aside import aside
from service.briefing.schema import SECTIONS, Section
from service.drafting.draft import Item
from service.verification.claim import CheckedClaim, Claim
from service.verification.itemise import of_item
from service.verification.repair import alike, is_printable
from service.verification.verification import examine

Given = Callable[[CheckedClaim], None]


class Release:
    """The claims of one draft, as far as it is written."""

    def __init__(self, article: Article, give: Given) -> None:
        """`give` is told each claim that is given out."""
        self._article, self._give = article, give
        self._claims: dict[Section, list[Claim]] = {section: [] for section in SECTIONS}
        self._unchecked: list[Claim] = []
        self._more, self._checking = asyncio.Event(), asyncio.Lock()
        self._checked: dict[Claim, CheckedClaim] = {}
        self.given: dict[str, CheckedClaim] = {}
        """What was given out, by id."""

    def written(self, section: Section, item: Item) -> None:
        """One more item of the draft; one that is known already, as when a model begins anew, is not taken twice."""
        for claim in of_item(section, item, self._article.language):
            if all(known.text != claim.text for known in self._claims[section]):
                self._add(claim)

    async def rest(self, claims: Sequence[Claim], *, instead: bool = False) -> tuple[CheckedClaim, ...]:
        """The claims of the whole draft, checked, with those that were given out and are not in it.

        `instead`: the draft is no continuation of what was heard; it adds nothing to sections that hold claims already.
        """
        await self._check()
        begun = {claim.section for claim in self.given.values()}
        numbers: Counter[tuple[Section, str]] = Counter()
        wanted: list[Claim] = []
        for claim in claims:
            if claim.section in begun and (instead or claim.section == "title"):
                continue
            numbers[claim.section, claim.text] += 1
            same = [known for known in self._claims[claim.section] if known.text == claim.text]
            number = numbers[claim.section, claim.text] - 1
            wanted.append(same[number] if number < len(same) else self._add(claim))
        await self._check()
        self._give_out()
        whole = (claim for section in SECTIONS for claim in self._claims[section])
        return tuple(self._checked[c] for c in whole if c in wanted or self.given.get(c.id) is self._checked[c])

    async def going_out(self) -> None:
        """Checks what comes and gives out what stands, until it is cancelled."""
        while True:
            await self._more.wait()
            await self._check()
            self._give_out()

    def _give_out(self) -> None:
        for claim in self._checked.values():
            if claim.id not in self.given and self._stands(claim):
                self.given[claim.id] = claim
                self._give(claim)

    def _add(self, claim: Claim) -> Claim:
        own = self._claims[claim.section]
        # A briefing has one title; of several, the last that was written, unless one was given out.
        number = 0 if claim.section == "title" else len(own)
        numbered = Claim(f"{claim.section}.{number}", claim.section, claim.text, claim.kind, claim.cited)
        own.append(numbered)
        self._unchecked.append(numbered)
        self._more.set()
        return numbered

    async def _check(self) -> None:
        async with self._checking:
            self._more.clear()
            claims, self._unchecked = self._unchecked, []
            if claims:
                checked = await aside(len(self._article.source), examine, claims, self._article)
                self._checked |= dict(zip(claims, checked, strict=True))

    def _stands(self, claim: CheckedClaim) -> bool:
        """Return whether a claim is final already: the article's own words, which no judge is asked about."""
        return is_printable(claim) and not any(
            c.section == claim.section and alike(c.text, claim.text) for c in self.given.values()
        )


@asynccontextmanager
async def releasing(article: Article, give: Given | None) -> AsyncIterator[Release | None]:
    """Checks and gives out what is written in the block; None where nobody is told."""
    if give is None:
        yield None
        return
    release = Release(article, give)
    going_out = asyncio.create_task(release.going_out())
    try:
        yield release
    finally:
        going_out.cancel()
        with suppress(asyncio.CancelledError):
            await going_out
