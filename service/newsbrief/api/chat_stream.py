"""A briefing as OpenAI's clients stream it: Markdown in its own order, of verified claims alone.

A claim is sent once all that stands before it in the briefing has been sent. Of a paragraph that is not whole yet, its
sentences come one by one; what follows a sentence that still waits for its verdict comes at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from newsbrief.briefing.markdown import render_markdown, render_opening
from newsbrief.orders.order import Outcome
from newsbrief.pipeline import Stage
from newsbrief.verification.claim import CheckedClaim


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

    def finish(self, outcome: Outcome) -> None:
        """Send what was not sent.

        Raises:
            RuntimeError: the briefing does not begin with what was sent.
        """
        reply = outcome.reply
        whole = render_markdown(reply.briefing, self._date or reply.meta.created_at, reply.meta.language)
        if not whole.startswith(self.sent):
            raise RuntimeError("what was streamed is no beginning of the briefing")
        self._more(whole)

    def _more(self, markdown: str) -> None:
        if len(markdown) > len(self.sent):
            self._send(markdown[len(self.sent) :])
            self.sent = markdown
