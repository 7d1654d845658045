"""Progress of a tool, told to the client that asked for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.mcpserver import Context

from newsbrief.pipeline import Listener, Stage
from newsbrief.verification.claim import CheckedClaim

EVERY_S = 5.0
"""Seconds of silence after which the client is told that the work goes on: many end a call that says nothing."""


class Progress:
    """The `Listener` of a pipeline that keeps what is to be told."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self._stands = 0

    def stage(self, name: Stage) -> None:
        """Queue the name of a step that begins."""
        self.queue.put_nowait(name)

    def claim(self, claim: CheckedClaim) -> None:
        """Queue how many claims stand."""
        self._stands += 1
        self.queue.put_nowait(f"{self._stands} claim{'s' if self._stands > 1 else ''} verified")


@asynccontextmanager
async def report_progress(context: Context[Any, Any], first: str) -> AsyncIterator[Listener | None]:
    """Yield the listener whose words go to the client while the block runs; None where the client wants none."""
    if not (context.request_context.meta or {}).get("progress_token"):
        yield None
        return
    progress = Progress()
    progress.queue.put_nowait(first)
    telling = asyncio.create_task(_tell(context, progress, first))
    try:
        yield progress
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(context: Context[Any, Any], progress: Progress, message: str) -> None:
    number = 0
    while True:
        try:
            async with asyncio.timeout(EVERY_S):
                message = await progress.queue.get()
        except TimeoutError:
            pass
        number += 1
        await context.report_progress(number, message=message)
