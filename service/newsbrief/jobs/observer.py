"""The observer of jobs in this process."""

from __future__ import annotations

from typing import Literal

from newsbrief.reply import Reply


class JobObserver:
    """Notified of what happens with jobs in this process; ignores all of it."""

    def count_reply(self, work: Literal["summarize"], reply: Reply) -> None:
        """Count a reply that was made for a job."""

    def count_article(self, state: str) -> None:
        """Count an article that ended as `done` or `failed`."""

    def count_webhook(self, outcome: str) -> None:
        """Count an attempt to send an event: `taken`, `refused` (by the guard or the address) or `no answer`."""
