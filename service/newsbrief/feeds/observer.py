"""The observer of feeds and digests in this process."""

from __future__ import annotations

from typing import Protocol


class FeedObserver(Protocol):
    """Notified of what happens with feeds and digests in this process."""

    def count_check(self, outcome: str) -> None:
        """A feed was asked: `listed`, `unchanged`, `failed`."""

    def count_entry(self, outcome: str) -> None:
        """An entry was found `new`, its article `fetched`, a `copy`, or `failed`."""

    def count_story(self, state: str) -> None:
        """A story ended as `done` or `failed`."""

    def count_delivery(self, kind: str, outcome: str) -> None:
        """An attempt to deliver by `kind` (`email`, `slack`, …) was `sent`, `later`, `failed` or `unknown`."""


class NoFeedObserver:
    """Ignore every event."""

    def count_check(self, outcome: str) -> None: ...
    def count_entry(self, outcome: str) -> None: ...
    def count_story(self, state: str) -> None: ...
    def count_delivery(self, kind: str, outcome: str) -> None: ...
