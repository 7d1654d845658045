"""Claims given out while a draft is written: those that fail to be checked, and those of which more must be known."""

import asyncio
import math
import threading

import pytest

from newsbrief.article.reading import read
from newsbrief.briefing.absence import write_absence
from newsbrief.drafting.draft import Item
from newsbrief.verification import code_checks, release
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim, Claim
from newsbrief.workers import DeadlinePassed

TEXT = "The talks moved to Oman on Friday. Both sides said that they would attend. No date was set for a second round."


async def test_a_check_that_failed_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    article, given, check, failed = read(TEXT), list[CheckedClaim](), code_checks.check_by_code, threading.Event()

    def fail_once(*arguments: object) -> tuple[CheckedClaim, ...]:
        if not failed.is_set():
            failed.set()
            raise DeadlinePassed
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(release, "check_by_code", fail_once)
    async with release.release_claims(article, given.append, Checker(None, math.inf)) as released:
        assert released
        released.add_item("title", Item(text="The talks moved to Oman on Friday.", sources=(0,), kind="reported"))
        await asyncio.to_thread(failed.wait, 30)
        await asyncio.sleep(0.05)
        (claim,), _ = await released.finish(())
    assert [each.text for each in given] == [claim.text]


NOTHING = write_absence("key_points", "en")


@pytest.mark.parametrize(
    ("texts", "verdicts"),
    [
        ((NOTHING,), ["supported"]),
        ((NOTHING, "The talks moved to Oman on Friday."), ["unverified", "supported"]),
        (("The talks moved to Oman on Friday.", NOTHING), ["supported", "unverified"]),
    ],
)
async def test_a_section_has_nothing_only_where_the_whole_draft_has_nothing_for_it(
    texts: tuple[str, ...], verdicts: list[str]
) -> None:
    article, given = read(TEXT), list[CheckedClaim]()
    claims = [Claim(f"key_points.{n}", "key_points", text) for n, text in enumerate(texts)]
    async with release.release_claims(article, given.append, Checker(None, math.inf)) as released:
        assert released
        for text in texts:
            released.add_item("key_points", Item(text=text, sources=(), kind="reported"))
            await asyncio.sleep(0.05)
        checked, _ = await released.finish(claims)
    assert [claim.verdict for claim in checked] == verdicts
    assert {claim.text for claim in given} == {c.text for c in checked if c.verdict == "supported"}


async def test_a_title_that_says_nothing_gives_way_to_the_one_that_was_released() -> None:
    article, given = read(TEXT), list[CheckedClaim]()
    async with release.release_claims(article, given.append, Checker(None, math.inf)) as released:
        assert released
        for text in (write_absence("title", "en"), "The talks moved to Oman on Friday."):
            released.add_item("title", Item(text=text, sources=(), kind="reported"))
            await asyncio.sleep(0.05)
        checked, _ = await released.finish([Claim("title.0", "title", "The talks moved to Oman on Friday.")])
    assert checked == tuple(given)
