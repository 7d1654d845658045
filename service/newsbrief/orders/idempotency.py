"""Idempotency keys: return the first answer when a request is repeated."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from newsbrief.article import ArticleError
from newsbrief.orders.order import KeyInUse, KeyReused, Order, Outcome, RefusedBefore
from newsbrief.orders.source_texts import with_source_text
from newsbrief.problem import RecordedProblem
from newsbrief.store.errors import StoreUnavailable
from newsbrief.store.lease import renew_lease

if TYPE_CHECKING:
    from newsbrief.store.keys import KeyedRequest, KeyState
    from newsbrief.store.store import Store

NOT_HONOURED = "The Idempotency-Key was not stored: repeating the request may give a different answer."
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 1.0
log = logging.getLogger(__name__)


async def refuse_reused(store: Store, keyed: KeyedRequest | None) -> None:
    """Raise `KeyReused` if the key was used for a different request."""
    with suppress(StoreUnavailable):
        if keyed and (key_state := await store.ask(store.keys.find_state, keyed)):
            _refuse_reused(key_state)


async def fulfil_once(
    store: Store, order: Order, keyed: KeyedRequest, until: float, make: Callable[[], Awaitable[Outcome]]
) -> Outcome:
    """Return the first outcome under the key; if there is none, return the outcome of `make` and record it.

    While the first request still runs, wait for it, at most until the `time.monotonic()` instant `until`.

    Raises:
        KeyReused, KeyInUse, RefusedBefore: what the key came to.
    """
    try:
        first = await _take_key(store, order, keyed, until)
    except StoreUnavailable as error:
        log.warning("could not take an idempotency key: %s", error)
        return (await make()).with_warning(NOT_HONOURED)
    if first:
        return first
    async with _hold_key(store, keyed):
        try:
            outcome = await make()
        except ArticleError as error:
            # Any other failure may succeed on retry: the key stays free.
            if error.is_final:
                with suppress(StoreUnavailable):
                    problem = RecordedProblem(error.reason, str(error))
                    await store.ask(store.keys.record_outcome, keyed, problem=problem.to_text())
            raise
        return await _record_outcome(store, keyed, outcome)


async def _take_key(store: Store, order: Order, keyed: KeyedRequest, until: float) -> Outcome | None:
    """Return the first outcome under the key; None when this request has taken the key."""
    pause, key_state = _FIRST_PAUSE_S, await store.ask(store.keys.take, keyed)
    while True:
        _refuse_reused(key_state)
        if key_state.state == "mine":
            return None
        if key_state.state == "done" and key_state.problem:
            raise RefusedBefore(RecordedProblem.from_text(key_state.problem))
        if key_state.briefing_id:
            if kept := await store.ask(store.briefings.find_as_made, key_state.briefing_id):
                return Outcome(await with_source_text(kept, order.submission), "replay")
        elif time.monotonic() + pause > until:
            raise KeyInUse("The first request with this Idempotency-Key is still running.")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_S)
        seen = await store.ask(store.keys.find_state, keyed)
        key_state = await store.ask(store.keys.take, keyed) if seen is None else seen


def _refuse_reused(key_state: KeyState) -> None:
    if key_state.state == "reused":
        raise KeyReused("This Idempotency-Key was used for a different request.")


async def _record_outcome(store: Store, keyed: KeyedRequest, outcome: Outcome) -> Outcome:
    if not outcome.is_kept:
        return outcome.with_warning(NOT_HONOURED)
    try:
        if not await store.ask(store.keys.record_outcome, keyed, briefing_id=UUID(outcome.reply.id)):
            # Its lease ran out, as where the machine slept: another run of the request has it.
            return outcome.with_warning(NOT_HONOURED)
    except StoreUnavailable as error:
        log.warning("could not finish an idempotency key: %s", error)
        return outcome.with_warning(NOT_HONOURED)
    return outcome


@asynccontextmanager
async def _hold_key(store: Store, keyed: KeyedRequest) -> AsyncIterator[None]:
    """Hold the key while the block runs, then release it, unless the block recorded an outcome."""
    from newsbrief.store.keys import LEASE_S

    renewing = asyncio.create_task(renew_lease(store, partial(store.keys.renew, keyed), LEASE_S / 3))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.shield(asyncio.gather(_release(store, keyed), renewing, return_exceptions=True))


async def _release(store: Store, keyed: KeyedRequest) -> None:
    with suppress(StoreUnavailable):
        await store.ask(store.keys.release, keyed)
