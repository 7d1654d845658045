"""A key whose lease ran out while the answer was made."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from newsbrief.orders.idempotency import NOT_HONOURED, fulfil_once
from newsbrief.orders.order import Order, Outcome
from newsbrief.pipeline import Submission
from newsbrief.store import keys
from newsbrief.store.keys import KeyedRequest
from newsbrief.store.store import Store
from tests.store.replies import reply
from tests.support.settings import settings_for

CLAIM = KeyedRequest("k" * 64, "q" * 64, "first")


async def test_an_answer_under_a_key_that_another_took_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "LEASE_S", -1)
    store = Store(settings_for(f"sqlite:///{tmp_path / 'store.sqlite3'}"))
    made = reply()
    store.briefings.keep(made, recipe=None, text=None)

    async def make(*, taken: bool) -> Outcome:
        if taken:
            assert store.keys.take(replace(CLAIM, owner="another")).state == "mine"
        return Outcome(made, "miss")

    order, until = Order(Submission("")), time.monotonic() + 60
    lost = await fulfil_once(store, order, CLAIM, until, lambda: make(taken=True))
    kept = await fulfil_once(store, order, replace(CLAIM, owner="third"), until, lambda: make(taken=False))
    store.close()
    assert lost.reply.meta.warnings == (*made.meta.warnings, NOT_HONOURED)
    assert kept.reply.meta.warnings == made.meta.warnings
