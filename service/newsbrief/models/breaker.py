"""A circuit breaker: a server that keeps failing is given a rest, and one call at a time finds out if it is back.

Written here because none of those maintained does three things that a model server needs (purgatory 3.0, circuitbreaker
2.1, pybreaker 1.4, looked at in November 2026): a call that its client cancelled says nothing of the server, and is
neither a success nor a failure; after the rest one call goes out, not all that wait; and a share of the calls counts,
not a run of failures, which chance brings about in any busy service. pybreaker has no asyncio besides.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from newsbrief.models.errors import CircuitOpen, DraftingError, RateLimited
from newsbrief.models.failures import RequestRejected, TransientFailure
from newsbrief.models.hooks import OnCircuit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Limits of failing beyond which a server is given a rest."""

    share: float = 0.8
    """Of the latest calls."""
    latest: int = 20
    fewest: int = 10
    """No judgement on less than so many calls."""
    within_s: float = 120.0
    """Older calls are forgotten."""
    rest_s: float = 30.0
    hung_s: float = 5.0
    """A call that the deadline cut off after this long has failed; a shorter one had no time."""


class Breaker:
    """The circuit to one model at one server. Not for several threads: everything happens on one event loop."""

    def __init__(
        self,
        name: str,
        tolerance: Tolerance | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_change: OnCircuit = lambda name, is_open: None,
    ) -> None:
        """Create a closed breaker. `name` is its name in the log, and in calls of `on_change`."""
        self._name, self._tolerance, self._clock, self._on_change = name, tolerance or Tolerance(), clock, on_change
        self._on_change(self._name, False)
        self._calls: deque[tuple[float, bool]] = deque(maxlen=self._tolerance.latest)
        self._opened_at: float | None = None
        self._fine_began = -math.inf
        """When the latest of the calls began that went well."""
        self._trying = False

    @property
    def open(self) -> bool:
        """Return whether the server is being given a rest, or has yet to show that it is back."""
        return self._opened_at is not None

    @contextmanager
    def watch(self, deadline: float) -> Iterator[None]:
        """Watch one call; `deadline` is the `time.monotonic()` instant that cuts it off.

        Raises:
            CircuitOpen: it must not be made now.
        """
        trial, began = self._let_through(), self._clock()
        fine: bool | None = None
        try:
            yield
            fine = True
        except TransientFailure as failure:
            # A server that limits the rate is there, and says itself when to come back.
            fine = None if isinstance(failure.final, RateLimited) else False
            raise
        except (RequestRejected, DraftingError):
            fine = True  # it answered, though not as hoped
            raise
        except asyncio.CancelledError:
            now = self._clock()
            fine = False if now >= deadline and now - began >= self._tolerance.hung_s else None
            raise
        finally:
            self._note(fine, trial, began)

    def _let_through(self) -> bool:
        """Return whether the call is the trial after a rest."""
        if self._opened_at is None:
            return False
        left = self._opened_at + self._tolerance.rest_s - self._clock()
        if left > 0 or self._trying:
            raise CircuitOpen("The model server kept failing, so it is given a rest.", max(1.0, math.ceil(left)))
        self._trying = True
        return True

    def _note(self, fine: bool | None, trial: bool, began: float) -> None:
        if fine:
            self._fine_began = max(self._fine_began, began)
        if trial:
            self._trying = False
            if fine:
                self._close()
            elif fine is False:
                self._opened_at = self._clock()
        # A call that hung tells late: where one that began after it went well, it tells nothing of now.
        elif self._opened_at is None and fine is not None and (fine or began >= self._fine_began):
            self._calls.append((self._clock(), fine))
            if not fine and self._is_failing():
                self._opened_at = self._clock()
                self._on_change(self._name, True)
                log.warning("circuit opened", extra={"circuit": self._name})

    def _is_failing(self) -> bool:
        since = self._clock() - self._tolerance.within_s
        latest = [fine for at, fine in self._calls if at >= since]
        return len(latest) >= self._tolerance.fewest and latest.count(False) >= self._tolerance.share * len(latest)

    def _close(self) -> None:
        self._opened_at = None
        self._calls.clear()
        self._on_change(self._name, False)
        log.warning("circuit closed", extra={"circuit": self._name})
