"""The steps of a piece of work: how long each took, and a span of its trace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from newsbrief.reply import Timings
from newsbrief.telemetry import tracing

Step = Literal["read", "draft", "verify", "repair"]


@dataclass(slots=True)
class Clock:
    """Milliseconds of each step, as they end; one that comes twice counts together."""

    began: float = field(default_factory=time.perf_counter)
    steps: dict[Step, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: Step) -> Iterator[None]:
        """Measure the time of the block as a step."""
        began = time.perf_counter()
        with tracing.span(name):
            yield
        self.steps[name] = self.steps.get(name, 0) + _ms(began)

    def timings(self) -> Timings:
        """Return the time that the steps took, and all of it until now."""
        return Timings(**{name: round(taken, 3) for name, taken in self.steps.items()}, total=round(_ms(self.began), 3))


def _ms(since: float) -> float:
    return (time.perf_counter() - since) * 1000
