"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): the same request again gives the same answer."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

import regex
from fastapi import Request

from newsbrief.api.problems import ProblemError, as_problem, status_of
from newsbrief.pipeline import Submission
from newsbrief.recall import Recalled, restored, warned
from newsbrief.store import StoreUnavailable
from newsbrief.store.keys import LEASE_S, Claim, Standing
from newsbrief.store.store import Store

LONGEST = 255
"""Characters that a key may have."""
NOT_HONOURED = "The Idempotency-Key could not be honoured: the same request again may be answered anew."
_QUOTED = regex.compile(r'"((?:[\x20-\x21\x23-\x5B\x5D-\x7E]|\\["\\])++)"')
_BARE = regex.compile(r"[\x21\x23-\x2B\x2D-\x7E]++")
_FIRST_LOOK_S, _LAST_LOOK_S = 0.1, 1.0
log = logging.getLogger(__name__)


def claim(request: Request, body: bytes) -> Claim | None:
    """What the request claims under its key; None where it has none. A key belongs to the caller who sent it.

    Raises:
        ProblemError: the header is no key, or more than one.
    """
    sent = request.headers.getlist("idempotency-key")
    if not sent:
        return None
    caller = request.scope.get("key_name") or request.headers.get("authorization", "")
    kind = request.headers.get("content-type", "")
    asked = (request.method, request.url.path, request.url.query, kind, body.decode("latin-1"))
    return Claim(_hash(caller, _key(sent)), _hash(*asked), str(uuid4()))


def claim_of(*parts: str) -> Claim:
    """What a request claims that repeats itself by what it sends: the same parts are the same request."""
    return Claim(_hash(*parts), _hash(*parts), str(uuid4()))


async def refuse_other(store: Store, claim: Claim | None) -> None:
    """Refuse at once, before an answer begins, what came under the key of another request.

    Raises:
        ProblemError: `idempotency-key-reused`.
    """
    with suppress(StoreUnavailable):
        if claim and (standing := await store.ask(store.keys.look, claim)):
            _refuse(standing)


async def once(
    store: Store, claim: Claim, submission: Submission, work: Callable[[], Awaitable[Recalled]], *, until: float
) -> Recalled:
    """What `work` comes to, or came to when it was first done under the key; a twin waits for the first.

    Where the store fails the work is done all the same, and the reply says so.

    Raises:
        ProblemError: as the first did; `idempotency-key-reused`; or `idempotency-key-in-use`, where the first still
            runs at the `time.monotonic()` instant `until`.
    """
    try:
        if (earlier := await _earlier(store, claim, submission, until)) is not None:
            return earlier
    except StoreUnavailable as error:
        log.warning("could not take an idempotency key: %s", error)
        recalled = await work()
        return Recalled(warned(recalled.reply, NOT_HONOURED), recalled.origin, recalled.kept)
    async with _held(store, claim):
        return await _finished(store, claim, work)


async def _earlier(store: Store, claim: Claim, submission: Submission, until: float) -> Recalled | None:
    """What the request came to before; None where the key is now ours."""
    standing, pause = await store.ask(store.keys.take, claim), _FIRST_LOOK_S
    while True:
        _refuse(standing)
        if standing.state == "mine":
            return None
        if standing.state == "done" and standing.problem:
            reason, _, detail = standing.problem.partition(" ")
            raise ProblemError(reason, detail)
        if standing.briefing_id:
            if kept := await store.ask(store.briefings.as_made, standing.briefing_id):
                return Recalled(await restored(kept, submission), "replay")
        elif time.monotonic() + pause > until:
            raise ProblemError("idempotency-key-in-use", "The first request with this Idempotency-Key still runs.")
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LAST_LOOK_S)
        seen = await store.ask(store.keys.look, claim)
        standing = await store.ask(store.keys.take, claim) if seen is None else seen


async def _finished(store: Store, claim: Claim, work: Callable[[], Awaitable[Recalled]]) -> Recalled:
    try:
        recalled = await work()
    except Exception as error:
        problem = as_problem(error)
        if status_of(problem) < 500:
            with suppress(StoreUnavailable):
                await store.ask(store.keys.finish, claim, problem=f"{problem.reason} {problem.detail}")
        raise
    if not recalled.kept:
        return Recalled(warned(recalled.reply, NOT_HONOURED), recalled.origin, kept=False)
    try:
        await store.ask(store.keys.finish, claim, briefing_id=UUID(recalled.reply.id))
    except StoreUnavailable as error:
        log.warning("could not finish an idempotency key: %s", error)
        return Recalled(warned(recalled.reply, NOT_HONOURED), recalled.origin, recalled.kept)
    return recalled


@asynccontextmanager
async def _held(store: Store, claim: Claim) -> AsyncIterator[None]:
    """Hold the key while the block runs; afterwards it is free, unless the block finished it."""
    renewing = asyncio.create_task(_renewing(store, claim))
    try:
        yield
    finally:
        renewing.cancel()
        await asyncio.shield(asyncio.gather(_freed(store, claim), renewing, return_exceptions=True))


async def _renewing(store: Store, claim: Claim) -> None:
    while True:
        await asyncio.sleep(LEASE_S / 3)
        with suppress(StoreUnavailable):
            await store.ask(store.keys.renew, claim)


async def _freed(store: Store, claim: Claim) -> None:
    with suppress(StoreUnavailable):
        await store.ask(store.keys.free, claim)


def _key(sent: list[str]) -> str:
    """The key in the header's lines: a quoted string, as the draft wants it, or a bare word."""
    line = sent[0].strip(" \t")
    if found := _QUOTED.fullmatch(line):
        key = regex.sub(r"\\(.)", r"\1", found[1])
    elif _BARE.fullmatch(line):
        key = line
    else:
        key = ""
    if len(sent) > 1 or not 0 < len(key) <= LONGEST:
        raise ProblemError("malformed-request", f"Idempotency-Key holds one string of 1 to {LONGEST} ASCII characters.")
    return key


def _refuse(standing: Standing) -> None:
    if standing.state == "reused":
        raise ProblemError("idempotency-key-reused", "This Idempotency-Key came with another request before.")


def _hash(*parts: str) -> str:
    mixed = hashlib.sha256()
    for part in parts:
        # A separator that UTF-8 never has: no two lists of parts hash alike.
        mixed.update(part.encode("utf-8", "surrogatepass") + b"\xff")
    return mixed.hexdigest()
