"""The observer of feeds and digests in this process."""

from __future__ import annotations

from typing import Protocol


class FeedObserver(Protocol):
    """Notified of what happens with feeds and digests in this process."""

    def count_check(self, outcome: str) -> None:
        """A feed was asked: `listed`, `unchanged`, `failed`."""

    def entry(self, outcome: str) -> None:
        """An entry was found `new`, its article `fetched`, a `copy`, or `failed`."""

    def story(self, state: str) -> None:
        """A story ended as `done` or `failed`."""

    def delivery(self, kind: str, outcome: str) -> None:
        """An attempt to deliver by `kind` (`email`, `slack`, …) was `sent`, `later`, `failed` or `unknown`."""


class NoFeedObserver:
    """Ignore every event."""

    def count_check(self, outcome: str) -> None: ...
    def entry(self, outcome: str) -> None: ...
    def story(self, state: str) -> None: ...
    def delivery(self, kind: str, outcome: str) -> None: ...
