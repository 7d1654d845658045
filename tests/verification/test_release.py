"""Claims given out while a draft is written, where checking them fails."""

import asyncio
import math
import threading

import pytest

from newsbrief.article.reading import read
from newsbrief.drafting.draft import Item
from newsbrief.verification import release, verification
from newsbrief.verification.checking import Checker
from newsbrief.verification.claim import CheckedClaim
from newsbrief.workers import Overdue

TEXT = "The talks moved to Oman on Friday. Both sides said that they would attend. No date was set for a second round."


async def test_a_check_that_failed_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    article, given, examine, failed = read(TEXT), list[CheckedClaim](), verification.examine, threading.Event()

    def fail_once(*arguments: object) -> tuple[CheckedClaim, ...]:
        if not failed.is_set():
            failed.set()
            raise Overdue
        return examine(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(release, "examine", fail_once)
    async with release.release_claims(article, given.append, Checker(None, math.inf)) as released:
        assert released
        released.add_item("title", Item(text="The talks moved to Oman on Friday.", sources=(0,), kind="reported"))
        await asyncio.to_thread(failed.wait, 30)
        await asyncio.sleep(0.05)
        (claim,), _ = await released.finish(())
    assert [each.text for each in given] == [claim.text]
