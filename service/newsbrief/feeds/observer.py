"""The observer of feeds and digests in this process."""

from __future__ import annotations


class FeedObserver:
    """Notified of what happens with feeds and digests in this process; ignores all of it."""

    def count_check(self, outcome: str) -> None:
        """Count a check of a feed: `listed`, `unchanged`, `failed`."""

    def count_entry(self, outcome: str) -> None:
        """Count an entry that is `new`, `fetched`, a `copy`, or `failed`."""

    def count_story(self, state: str) -> None:
        """Count a job of a story that ended: `done`, `failed`, or `later` where the story gets another."""

    def count_delivery(self, kind: str, outcome: str) -> None:
        """Count an attempt to deliver by `kind` (`email`, `slack`, …): `sent`, `later`, `failed` or `unknown`."""
