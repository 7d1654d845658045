"""A reply made for a request: in a place, within what is left of the deadline, and what it took counted."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from fastapi import Request

from newsbrief.models.errors import DraftingError
from newsbrief.reply import Reply
from newsbrief.settings import Settings
from newsbrief.telemetry.metrics import Work


async def made(request: Request, work: Work, until: float, make: Callable[[Settings], Awaitable[Reply]]) -> Reply:
    """What `make` comes to under settings with the time that is left until the `time.monotonic()` instant `until`.

    Raises:
        ProblemError: `busy`.
        DraftingError: the engine failed, and the request or the settings ask for the error.
    """
    state = request.app.state
    async with state.turnstile.place(until):
        # What was waited, for a place or for a twin that died, is taken from the time that the work has.
        left = max(1.0, until - time.monotonic())
        try:
            reply = await make(state.settings.model_copy(update={"deadline_s": left}))
        except DraftingError as error:
            state.metrics.failed(error)
            state.gate.spend(request, error.usage)
            raise
    state.metrics.answered(work, reply)
    state.gate.spend(request, reply.meta.usage)
    return reply
