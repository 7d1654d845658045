"""Idempotency keys: return the first answer when a request is repeated."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from uuid import UUID

from newsbrief.article import ArticleError
from newsbrief.order import Answer, KeyInUse, KeyReused, Order, RefusedBefore
from newsbrief.pipeline.shape import TranslationUnavailable
from newsbrief.source_texts import with_source_text
from newsbrief.store.errors import StoreUnavailable

if TYPE_CHECKING:
    from newsbrief.store.keys import KeyClaim, KeyStanding
    from newsbrief.store.store import Store

NOT_HONOURED = "The Idempotency-Key was not stored: repeating the request may give a different answer."
_FIRST_LOOK_S, _LAST_LOOK_S = 0.1, 1.0
log = logging.getLogger(__name__)


async def refuse_reused(store: Store, claim: KeyClaim | None) -> None:
    """Raise `KeyReused` if the key was used for a different request."""
    with suppress(StoreUnavailable):
        if claim and (standing := await store.ask(store.keys.look, claim)):
            _refuse_reused(standing)


async def answer_once(
    store: Store, order: Order, claim: KeyClaim, until: float, make: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Return the first answer given under the key; if there is none, return the answer of `make` and record it.

    While the first request still runs, wait for it, at most until the `time.monotonic()` instant `until`.

    Raises:
        KeyReused, KeyInUse, RefusedBefore: what the key came to.
    """
    try:
        earlier = await _take(store, order, claim, until)
    except StoreUnavailable as error:
        log.warning("could not take an idempotency key: %s", error)
        return (await make()).with_warning(NOT_HONOURED)
    if earlier:
        return earlier
    async with _lease(store, claim):
        try:
            answer = await make()
        except TranslationUnavailable:
            # A translation may become available: the key stays free.
            raise
        except ArticleError as error:
            # A refused article is refused again. Any other failure may succeed on retry.
            with suppress(StoreUnavailable):
                await store.ask(store.keys.finish, claim, problem=f"{error.reason} {error}")
            raise
        return await _finish(store, claim, answer)


async def _take(store: Store, order: Order, claim: KeyClaim, until: float) -> Answer | None:
    """Return the first answer given under the key; None when this request has taken the key."""
    pause, standing = _FIRST_LOOK_S, await store.ask(store.keys.take, claim)
    while True:
        _refuse_reused(standing)
        if standing.state == "mine":
            return None
        if standing.state == "done" and standing.problem:
            reason, _, detail = standing.problem.partition(" ")
            raise RefusedBefore(reason, detail)
        if standing.briefing_id:
            if kept := await store.ask(store.briefings.find_as_made, standing.briefing_id):
                return Answer(await with_source_text(kept, order.submission), "replay")
        elif time.monotonic() + pause > until:
            raise KeyInUse("The first request with this Idempotency-Key is still running.")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LAST_LOOK_S)
        seen = await store.ask(store.keys.look, claim)
        standing = await store.ask(store.keys.take, claim) if seen is None else seen


def _refuse_reused(standing: KeyStanding) -> None:
    if standing.state == "reused":
        raise KeyReused("This Idempotency-Key was used for a different request.")


async def _finish(store: Store, claim: KeyClaim, answer: Answer) -> Answer:
    if not answer.kept:
        return answer.with_warning(NOT_HONOURED)
    try:
        await store.ask(store.keys.finish, claim, briefing_id=UUID(answer.reply.id))
    except StoreUnavailable as error:
        log.warning("could not finish an idempotency key: %s", error)
        return answer.with_warning(NOT_HONOURED)
    return answer


@asynccontextmanager
async def _lease(store: Store, claim: KeyClaim) -> AsyncIterator[None]:
    """Hold the key while the block runs, then free it, unless the block recorded an answer."""
    renewing = asyncio.create_task(_renew(store, claim))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.shield(asyncio.gather(_free(store, claim), renewing, return_exceptions=True))


async def _renew(store: Store, claim: KeyClaim) -> None:
    from newsbrief.store.keys import LEASE_S

    while True:
        await asyncio.sleep(LEASE_S / 3)
        with suppress(StoreUnavailable):
            await store.ask(store.keys.renew, claim)


async def _free(store: Store, claim: KeyClaim) -> None:
    with suppress(StoreUnavailable):
        await store.ask(store.keys.free, claim)
