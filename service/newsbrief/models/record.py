"""A record of what models answered: while one is set, a call that is in it is not made, nor paid for, again."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Protocol

from newsbrief.models.completion import Completion


class Record(Protocol):
    """Keeps completions by the SHA-256 of the call; what it cannot keep, or find, is its own affair."""

    async def find_answer(self, call: str) -> Completion | None: ...

    async def keep(self, call: str, completion: Completion) -> None: ...


record: ContextVar[Record | None] = ContextVar("record", default=None)
"""The record of the work in this context; none for a request that someone waits for."""


async def find_or_record(server: str, body: Mapping[str, Any], ask: Callable[[], Awaitable[Completion]]) -> Completion:
    """Return the completion of the request `body` to `server`: from the record, else asked for and recorded.

    A call is known by its content, not by its turn: what is asked at once, or in another order after a restart, or
    by another version of the service, is found all the same.
    """
    kept = record.get()
    if kept is None:
        return await ask()
    call = hashlib.sha256(json.dumps([server, body], sort_keys=True).encode()).hexdigest()
    if (known := await kept.find_answer(call)) is not None:
        return replace(known, is_recorded=True)
    completion = await ask()
    # It is paid for: a deadline that passes now must not lose it.
    await asyncio.shield(kept.keep(call, completion))
    return completion
