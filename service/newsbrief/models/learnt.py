"""Lessons about a server: the terms that it takes, each departure from the best kept for an hour."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from newsbrief.models.terms import Terms

KEPT_S = 3_600.0
"""Seconds after which the best is tried again: servers and their settings change."""


class LearntTerms:
    """The terms on which one model at one server answers. Only what was needed for a usable answer is kept.

    A departure for which the server gave no reason is kept once it was needed twice running: the first time something
    else may have been wrong.
    """

    def __init__(self, best: Terms, clock: Callable[[], float] = time.monotonic) -> None:
        self._best, self._clock = best, clock
        self._kept: dict[str, tuple[Any, float]] = {}
        self._suspected: dict[str, Any] = {}

    @property
    def terms(self) -> Terms:
        """Return the best terms but for what the server is known not to take."""
        now = self._clock()
        self._kept = {name: (value, until) for name, (value, until) in self._kept.items() if until > now}
        return replace(self._best, **{name: value for name, (value, _) in self._kept.items()})

    @property
    def suspected_terms(self) -> Terms | None:
        """Terms that worked the last time when others did not, and the server gave no reason."""
        return replace(self.terms, **self._suspected) if self._suspected else None

    def note(self, begun: Terms, worked: Terms, unsaid: Mapping[str, Any]) -> None:
        """Keep what `worked`, where it was `begun` otherwise; `unsaid` are departures without a reason given."""
        until = self._clock() + KEPT_S
        for name in (field.name for field in fields(Terms)):
            value = getattr(worked, name)
            if value != getattr(begun, name) and (name not in unsaid or self._suspected.get(name) == value):
                self._kept[name] = (value, until)
        changed = {name: getattr(worked, name) for name in unsaid if getattr(worked, name) != getattr(begun, name)}
        self._suspected = {name: value for name, value in changed.items() if name not in self._kept}


def find_departures(before: Terms, after: Terms) -> dict[str, Any]:
    """Return the fields in which `after` departs from `before`."""
    names = (field.name for field in fields(Terms))
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
