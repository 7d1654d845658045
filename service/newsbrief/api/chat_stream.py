"""A briefing as OpenAI's clients stream it: Markdown in its own order, of verified claims alone.

A claim is sent once all that stands before it in the briefing has been sent. Of a paragraph that is not whole yet, its
sentences come one by one; what follows a sentence that still waits for its verdict comes at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from newsbrief.api.events import KEEP_ALIVE_S
from newsbrief.briefing.markdown import render_markdown, render_opening
from newsbrief.orders.order import Answer
from newsbrief.pipeline import Stage
from newsbrief.verification.claim import CheckedClaim

T = TypeVar("T")


class Opening:
    """The beginning of a briefing's Markdown, as far as its claims are known; the `Listener` of a pipeline."""

    def __init__(self, language: str, send: Callable[[str], None]) -> None:
        """Start with nothing sent; `send` receives the Markdown piece by piece."""
        self._language, self._send = language, send
        self._texts: dict[str, str] = {}
        self._date: datetime | None = None
        self.sent = ""

    def stage(self, name: Stage) -> None:
        """Ignore the stage: a chat stream has no place for it."""

    def claim(self, claim: CheckedClaim) -> None:
        """Take a claim that is final, and send what can be read with it."""
        self._texts[claim.id] = claim.text
        title = self._texts.get("title.0")
        if title is None:
            return
        self._date = self._date or datetime.now(UTC)
        story: list[str] = []
        while (text := self._texts.get(f"the_story.{len(story)}")) is not None:
            story.append(text)
        self._more(render_opening(title, story, self._date, self._language))

    def finish(self, answer: Answer) -> None:
        """Send what was not sent.

        Raises:
            RuntimeError: the briefing does not begin with what was sent.
        """
        reply = answer.reply
        whole = render_markdown(reply.briefing, self._date or reply.meta.created_at, reply.meta.language)
        if not whole.startswith(self.sent):
            raise RuntimeError("what was streamed is no beginning of the briefing")
        self._more(whole)

    def _more(self, markdown: str) -> None:
        if len(markdown) > len(self.sent):
            self._send(markdown[len(self.sent) :])
            self.sent = markdown


class Pieces(Generic[T]):
    """Pieces of text that a task sends, and then its result."""

    def __init__(self, work: Callable[[Callable[[str], None]], Coroutine[Any, Any, T]]) -> None:
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._run(work))
        self._waiting: list[str] = []
        self._is_over = False

    async def begin(self) -> None:
        """Wait until there is a first piece, the work has come to an end, or `KEEP_ALIVE_S` seconds have passed.

        Raises:
            Exception: the work failed before it sent anything.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(KEEP_ALIVE_S):
                self._take(await self._queue.get())
        if self._is_over and not self._waiting:
            await self._task

    async def __aiter__(self) -> AsyncIterator[str | None]:
        """Yield each piece; None after `KEEP_ALIVE_S` seconds of silence. Closing the iterator ends the work."""
        try:
            while self._waiting or not self._is_over:
                if self._waiting:
                    yield self._waiting.pop(0)
                    continue
                try:
                    async with asyncio.timeout(KEEP_ALIVE_S):
                        self._take(await self._queue.get())
                except TimeoutError:
                    yield None
        finally:
            await self.stop()

    async def result(self) -> T:
        """Return what the work came to.

        Raises:
            Exception: it failed.
        """
        return await self._task

    async def stop(self) -> None:
        """Stop the work if it still runs."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def _take(self, piece: str | None) -> None:
        if piece is None:
            self._is_over = True
        else:
            self._waiting.append(piece)

    async def _run(self, work: Callable[[Callable[[str], None]], Coroutine[Any, Any, T]]) -> T:
        try:
            return await work(self._queue.put_nowait)
        finally:
            self._queue.put_nowait(None)
